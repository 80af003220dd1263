from __future__ import annotations

import json
from pathlib import Path

import pytest

import orgsim
from orgsim.experiment.runner import RunStopped
from tests.cli.shop import SHORT, Command
from tests.experiment.conftest import SHOP

SETS = ("calendar.length=1 day", "calendar.warm_up=0 h")
COMMAND = ("run", "shop.yaml", *SHORT, "-n", "4", "--variant", "apart", "--precision")


def manifest(folder: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((Path("results") / folder / "run.json").read_text())
    return found


def test_batches_follow_until_it_is_precise_whatever_the_jobs(command: Command) -> None:
    for jobs in ("1", "2"):
        ended = command(*COMMAND, "time_in_shop_mean=10 min", "-j", jobs, "--fresh")
        assert ended.code == 0
        assert "time_in_shop_mean=10 min is reached with" in ended.err
    first, second = manifest("shop-main-0001"), manifest("shop-main-0002")
    assert first["replications"] == second["replications"]
    assert first["replications"]["wanted"] in (6, 9, 14, 21, 32)  # type: ignore[index]
    assert first["tables"] == second["tables"]


def test_it_stops_at_the_most_and_says_no(command: Command) -> None:
    ended = command(*COMMAND, "time_in_shop_mean=0.1%", "--most", "7")
    assert ended.code == 1
    assert "is not reached with 7 replications" in ended.err


def test_a_share_of_a_share_is_refused_before_anything_is_written(command: Command) -> None:
    ended = command(*COMMAND, "one_hour=5%")
    assert ended.code == 2
    assert "may be near 0" in ended.err
    assert not Path("results").exists()


def test_a_run_that_is_stopped_half_way_ends_the_same(tmp_path: Path) -> None:
    scenario, precision = orgsim.load(str(SHOP), SETS), "difference:time_in_shop_mean=4 min"
    options = {"replications": 4, "seed": 7, "precision": precision, "most": 9}
    whole = orgsim.run(scenario, output=tmp_path / "whole", **options)  # type: ignore[arg-type]
    assert whole.wanted > 4

    def interrupt(done: int, _total: int) -> None:
        if done == 10:
            raise KeyboardInterrupt

    with pytest.raises(RunStopped) as caught:
        orgsim.run(scenario, output=tmp_path / "parts", progress=interrupt, **options)  # type: ignore[arg-type]
    resumed = orgsim.resume(caught.value.run.path)
    assert resumed.manifest["tables"] == whole.manifest["tables"]
    assert resumed.manifest["precision"] == whole.manifest["precision"]
