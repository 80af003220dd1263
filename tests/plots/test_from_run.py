"""Pictures of a real run of something that has nothing to do with health."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from orgsim.cli.main import orgsim as command
from orgsim.experiment import Run, StoreError
from orgsim.experiment.store import Store
from orgsim.plots.catalogue import pictures
from orgsim.plots.from_run import results_of


def test_the_reference_comes_first_and_keeps_its_colour(run: Run) -> None:
    results = results_of(run)
    assert [side.key for side in results.sides] == ["apart", "together"]
    assert results.look("apart").colour == "#12436D"
    assert results.look("together").colour == "#F46A25"
    assert results.replications == 2


def test_series_and_values_are_those_of_the_store(run: Run) -> None:
    side = results_of(run).sides[1]
    assert (side.arrays("stage_minutes")[1] == run.series("together", 2, "stage_minutes")).all()
    assert list(side.of("time_in_shop_mean")) == list(run.by_replication("time_in_shop_mean")["together"].values())
    assert side.arrays("no such series") == ()


def test_every_picture_is_drawn_in_the_words_of_the_scenario(run: Run) -> None:
    drawn = list(pictures(results_of(run)))
    assert len(drawn) == 15
    for picture in drawn:
        said = " ".join([picture.title, picture.sentence, *re.findall(r"<!-- (.*?) -->", picture.svg(), re.DOTALL)])
        assert not re.search(r"patient|hospital|visit|silo", said, re.IGNORECASE), picture.name
    assert drawn[0].title == "Is there a spike just before the limit of 1 hour?"


def test_a_run_without_a_finished_replication_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "done", lambda _store: set())
    with pytest.raises(StoreError, match="no replication that every variant has finished"):
        results_of(run)


def test_plot_draws_what_it_is_asked_for(run: Run, tmp_path: Path) -> None:
    done = CliRunner().invoke(command, ["plot", str(run.path), "two-fates", "decisions", "-o", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert {path.name for path in (tmp_path / "out").glob("*.svg")} == {"13-two-fates.svg", "09-decisions.svg"}
    assert (tmp_path / "out" / "09-decisions.svg").as_posix() in done.stdout


def test_plot_refuses_an_unknown_picture_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    from orgsim.cli.boundary import guarded

    assert guarded(command, ["plot", str(run.path), "no-such", "-o", str(tmp_path / "out")]) == 2
    assert not (tmp_path / "out").exists()


def test_plot_refuses_a_setting_the_run_does_not_have(run: Run) -> None:
    done = CliRunner().invoke(command, ["plot", str(run.path), "--setting", "beds=3"])
    assert done.exit_code == 2
    assert "no setting `beds=3`" in done.output


def test_a_picture_of_a_sweep_says_of_which_setting_it_is(run: Run) -> None:
    results = results_of(run)
    assert results.setting == ""
    assert replace(results, setting="region 01").often == f"region 01: {results.often}"
