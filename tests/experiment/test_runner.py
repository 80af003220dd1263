from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

import orgsim
from orgsim.experiment import Run, StoreError, open_run
from orgsim.experiment.design import Setting, design, grid
from orgsim.experiment.records import Result, Task
from orgsim.experiment.runner import RunStopped
from orgsim.experiment.task import run_replication, when
from orgsim.scenario import NotFoundError, Scenario, SetError


def test_a_run_holds_what_was_asked_for(run: Run) -> None:
    assert run.status == "complete"
    assert [one.id for one in run.variants] == ["apart", "together"]
    assert run.variants[1].name == "One counter"
    assert run.done("apart") == run.done("together") == [1, 2, 3]
    assert run.manifest["replications"] == {"wanted": 3, "done": 6, "failed": 0}
    assert run.against == "apart"


def test_the_folder_holds_what_was_read_and_what_was_run(run: Run, shop: Scenario) -> None:
    read = run.path / "scenario" / "shop.yaml"
    assert read.read_bytes() == next(iter(shop.sources.values()))
    again = orgsim.load(str(run.path / "resolved" / "together.yaml"))
    assert again.variant() == shop.variant("together")
    assert run.variant("together") == shop.variant("together")


def test_the_manifest_says_nothing_of_this_machine(run: Run) -> None:
    text = (run.path / "run.json").read_text()
    assert str(Path.home()) not in text
    assert str(run.path.parent) not in text
    assert "/" not in json.dumps(run.manifest["volatile"]["command"])


def test_tables_agree_with_the_store_and_the_manifest(run: Run) -> None:
    from hashlib import sha256

    for name, digest in run.manifest["tables"].items():
        assert sha256((run.path / "tables" / name).read_bytes()).hexdigest() == digest
    lines = (run.path / "tables" / "replications.csv").read_text().splitlines()
    assert lines[0] == "variant,setting,replication,seed,measure,group,value,unit"
    assert len(lines) - 1 == sum(1 for _ in run.values())
    value = run.by_replication("one_hour_reported")["apart"][2]
    assert f"apart,,2,5,one_hour_reported,,{value!r},share" in lines


def test_frames_and_series_are_read_back(run: Run) -> None:
    frame = run.measures_frame()
    assert list(frame.columns) == ["variant", "setting", "replication", "measure", "group", "value", "unit"]
    assert set(frame["variant"]) == {"apart", "together"}
    fates = run.series("apart", 1, "fates")
    assert len(fates) > 50
    bins = "bins:one_hour:all"
    assert bins in run.series_names("apart")
    total = run.series_total("apart", bins)
    assert total.sum() == sum(one.sum() for one in run.series_of_all("apart", bins))
    with pytest.raises(KeyError):
        run.series("apart", 1, "nothing")


def test_the_same_people_come_to_every_variant(run: Run) -> None:
    for number in run.done("apart"):
        rows = [run.series(one.id, number, "fates")["row"].tolist() for one in run.variants]
        assert rows[0] == rows[1]


def test_names_change_no_number(shop: Scenario, run: Run, tmp_path: Path) -> None:
    source = next(iter(shop.sources.values())).decode()
    renamed = source.replace("apart", "zebra").replace("together", "aardvark").replace("One counter", "X")
    (tmp_path / "shop.yaml").write_text(renamed)
    short = ("calendar.length=2 days", "calendar.warm_up=6 h", "calendar.follow_up=6 h")
    other = orgsim.run(orgsim.load(str(tmp_path / "shop.yaml"), short), replications=3, seed=5, output=tmp_path)
    mine = [(key.replication, row) for key, row in run.values() if not math.isnan(row.value)]
    theirs = [(key.replication, row) for key, row in other.values() if not math.isnan(row.value)]
    assert mine == theirs


def test_the_same_structure_gives_the_same_table(shop: Scenario, tmp_path: Path) -> None:
    text = next(iter(shop.sources.values())).decode()
    start, end = text.index("    change:"), text.index("experiments:")
    (tmp_path / "twins.yaml").write_text(text[:start] + text[end:])
    short = ("calendar.length=1 day", "calendar.warm_up=0 h")
    with orgsim.run(orgsim.load(str(tmp_path / "twins.yaml"), short), replications=2, output=tmp_path) as run:
        values = {one.id: [row for key, row in run.values() if key.variant == one.id] for one in run.variants}
        assert str(values["apart"]) == str(values["together"])


def test_tasks_give_the_same_whatever_ran_before(shop: Scenario) -> None:
    tasks = design(shop, replications=2, seed=9).tasks()
    forward = [run_replication(task).values for task in tasks]
    backward = [run_replication(task).values for task in reversed(tasks)]
    assert str(forward) == str(backward[::-1])


def test_settings_are_laid_over_every_variant(shop: Scenario, tmp_path: Path) -> None:
    points = grid({"resources.fitter.number": [1, 2]})
    assert [one.label for one in points] == ["resources.fitter.number=1", "resources.fitter.number=2"]
    with orgsim.run(shop, ["apart"], replications=1, output=tmp_path, settings=points) as run:
        waits = [run.by_replication("time_in_shop_mean", setting=one.label)["apart"][1] for one in points]
        assert waits[1] < waits[0]
        assert run.variant("apart", points[1].label).resources["fitter"].number == 2


def test_unknown_names_are_refused_before_anything_is_written(shop: Scenario, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="aprt"):
        orgsim.run(shop, ["aprt"], output=tmp_path / "results")
    bad = (Setting("x", (("resources.staf.number", 3),)),)
    with pytest.raises(SetError, match="staff"):
        orgsim.run(shop, output=tmp_path / "results", settings=bad)
    assert not (tmp_path / "results").exists()


def fails_on(variant: str, number: int, status: str = "failed") -> object:
    """A stand-in for a replication that goes wrong."""

    def replicate(task: Task) -> Result:
        if (task.key.variant, task.key.replication) == (variant, number):
            return Result(task.key, status, error="=it broke", code="ORG401", stage="haggle")  # type: ignore[arg-type]
        return run_replication(task)

    return replicate


def test_a_failed_replication_is_recorded_and_the_rest_goes_on(
    shop: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orgsim.experiment.backends.run_replication", fails_on("apart", 2))
    with orgsim.run(shop, replications=3, output=tmp_path) as run:
        assert run.status == "failed"
        assert run.done("apart") == [1, 3]
        failures = (run.path / "tables" / "failures.csv").read_text()
        assert "apart,,2,'=it broke" in failures


def test_a_guard_ends_the_run_and_keeps_what_is_done(
    shop: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orgsim.experiment.backends.run_replication", fails_on("together", 2, "guarded"))
    with pytest.raises(RunStopped) as caught:
        orgsim.run(shop, replications=3, output=tmp_path)
    assert caught.value.reason == "guard"
    assert caught.value.result is not None
    assert caught.value.run.status == "guarded"
    assert caught.value.run.done("together") == [1]


def test_an_interrupted_run_is_resumed_to_the_same_bytes(
    shop: Scenario, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def interrupt(done: int, _total: int) -> None:
        seen.append(done)
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(RunStopped) as caught:
        orgsim.run(shop, replications=3, seed=5, output=tmp_path, progress=interrupt)
    assert caught.value.reason == "interrupt"
    assert caught.value.run.status == "partial"
    assert seen == [0, 1, 2, 3]
    whole = orgsim.resume(caught.value.run.path)
    assert whole.status == "complete"
    assert whole.manifest["tables"] == run.manifest["tables"]
    assert [one.hash for one in whole.replications()] == [one.hash for one in run.replications()]


def test_a_run_of_another_version_is_not_resumed(run: Run, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(run.path, copy)
    manifest = json.loads((copy / "run.json").read_text())
    manifest["engine"]["orgsim"] = "0.0.1"
    (copy / "run.json").write_text(json.dumps(manifest))
    with pytest.raises(StoreError, match=r"0\.0\.1"):
        orgsim.resume(copy)


def test_a_killed_run_says_that_it_is_partial(run: Run, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(run.path, copy)
    manifest = json.loads((copy / "run.json").read_text())
    manifest["status"] = "running"
    (copy / "run.json").write_text(json.dumps(manifest))
    with open_run(copy) as opened:
        assert opened.status == "partial"


def test_a_changed_resolved_variant_is_noticed(run: Run, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(run.path, copy)
    (copy / "resolved" / "apart.yaml").write_text("orgsim: 1\n")
    with open_run(copy) as opened, pytest.raises(StoreError, match=r"apart\.yaml"):
        opened.variant("apart")
    (copy / "resolved" / "apart.yaml").unlink()
    with open_run(copy) as opened, pytest.raises(StoreError, match="missing"):
        opened.variant("apart")


def test_an_infinite_measure_is_a_failure(shop: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    from orgsim.measures import Row

    task = design(shop, ["apart"], replications=1, seed=1).tasks()[0]
    monkeypatch.setattr("orgsim.measures.measure_all", lambda *_: ([Row("x", "", math.inf)], {}))
    found = run_replication(replace(task, digest="another"))
    assert found.status == "failed"
    assert "infinite" in found.error


def test_guards_speak_of_weekdays() -> None:
    assert when(0.0, 0.0) == "Monday 00:00 of week 1"
    assert when(1440.0, 10080.0 + 61) == "Tuesday 01:01 of week 2"


def test_a_real_guard_says_where_and_when(shop: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    from orgsim import engine

    simulate, few = engine.simulate, engine.Guards(events=500)
    monkeypatch.setattr(engine, "simulate", lambda plan, cohort, **how: simulate(plan, cohort, guards=few, **how))
    found = run_replication(design(shop, ["apart"], replications=1, seed=1).tasks()[0])
    assert (found.status, found.code) == ("guarded", "ORG402")
    assert "500 events" in found.error
    assert "day " in found.error
    assert found.stage in (*shop.variant("apart").pathway, "")
