"""``--engine``: on every command that simulates, and what is said of it."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path

import pytest

from orgsim.cli.compiling import SAID, compiling
from orgsim.engine.trace import Trace
from tests.cli.shop import SHORT, Command
from tests.engine.stand_in import StandIn

RUN = "results/shop-main-0001"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return StandIn(warm=False).put(monkeypatch)


def test_the_first_time_one_line_is_said_and_results_are_the_same(command: Command, engine: StandIn) -> None:
    first = command("compare", "shop.yaml", *SHORT, "-n", "2", "--fresh", "--engine", "compiled")
    assert first.err.count(SAID) == 1
    again = command("compare", "shop.yaml", *SHORT, "-n", "2", "--fresh", "--engine", "compiled")
    assert SAID not in again.err
    reference = command("compare", "shop.yaml", *SHORT, "-n", "2", "--fresh", "--engine", "simpy")
    assert first.out == again.out == reference.out
    assert engine.simulated == 8


def test_quiet_says_nothing_of_it(command: Command, engine: StandIn) -> None:
    ended = command("-q", "run", "shop.yaml", *SHORT, "-n", "1", "--engine", "compiled")
    assert engine.warmed == 1
    assert ended.err == ""


def test_sweep_resume_and_verify_take_it(command: Command, engine: StandIn) -> None:
    vary = ("--vary", "resources.fitter.number=1,2")
    assert command("sweep", "shop.yaml", *SHORT, *vary, "-n", "1", "--engine", "compiled").code == 0
    assert engine.simulated == 4
    assert command("verify", "results/shop-sweep-0001", "--engine", "simpy").code == 0
    verified = command("verify", "results/shop-sweep-0001", "--engine", "compiled", "--json", "-j", "2")
    assert json.loads(verified.out)["engine"] == "compiled"
    assert json.loads(verified.out)["same"] is True
    assert command("resume", "results/shop-sweep-0001", "--engine", "compiled").code == 0
    assert engine.simulated == 4 + 3


def test_a_difference_between_the_engines_is_found(
    command: Command, engine: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command("compare", "shop.yaml", *SHORT, "-n", "1", "--engine", "simpy").code == 0
    simulate = engine.simulate

    def a_little_off(plan: object, cohort: object, guards: object) -> Trace:
        trace = simulate(plan, cohort, guards)
        trace.clock_stop[:] += 1.0
        return trace

    monkeypatch.setattr(engine, "simulate", a_little_off)
    ended = command("verify", RUN, "--engine", "compiled")
    assert ended.code == 1
    assert "values differ: " in ended.out


def test_a_dry_run_names_the_engine_and_times_it(command: Command, engine: StandIn) -> None:
    ask = ("run", "shop.yaml", *SHORT, "-n", "3", "--dry-run", "--json")
    assert json.loads(command(*ask).out)["engine"] == "simpy"
    assert json.loads(command(*ask, "--engine", "compiled").out)["engine"] == "compiled"
    assert engine.simulated == 1
    assert command("run", "shop.yaml", *SHORT, "-n", "2", "--engine", "simpy").code == 0
    told = json.loads(command(*ask, "--fresh").out)["known_from"]
    assert told == "shop-main-0001"
    timed = json.loads(command(*ask, "--fresh", "--engine", "compiled").out)["known_from"]
    assert "timed now" in timed


def test_where_it_cannot_be_had_the_person_is_told_what_to_do(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    StandIn(reason="numba is not installed").put(monkeypatch)
    ended = command("run", "shop.yaml", *SHORT, "--engine", "compiled")
    assert ended.code == 2
    assert "numba is not installed; take simpy" in ended.err
    assert not (tmp_path / "results").exists()
    assert command("run", "shop.yaml", *SHORT, "--engine", "quick").code == 2


def test_the_variable_says_it_too(command: Command, engine: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORGSIM_ENGINE", "compiled")
    assert command("run", "shop.yaml", *SHORT, "-n", "1").code == 0
    assert engine.simulated == 2


def test_doctor_says_how_it_is(command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def found() -> dict[str, tuple[str, bool | None]]:
        document = json.loads(command("doctor", "--json").out)
        return {one["what"]: (one["found"], one["good"]) for one in document["findings"]}

    monkeypatch.setenv("ORGSIM_CACHE", str(tmp_path / "cache"))
    engine = StandIn(warm=False).put(monkeypatch)
    assert found()["compiled engine"] == ("is compiled when it is first used", True)
    assert str(tmp_path / "cache") in found()["machine code"][0]
    assert "can be deleted" in found()["machine code"][0]
    engine.warm_up()
    assert found()["compiled engine"][0] == "ready"
    engine.reason = "this processor is not known"
    assert "this processor is not known" in found()["compiled engine"][0]
    assert "machine code" not in found()


class Terminal(io.StringIO):
    """What a person looks at."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("seconds", "moves"), [(0.0, False), (0.5, True)])
def test_a_terminal_shows_the_time_when_it_takes_long(
    monkeypatch: pytest.MonkeyPatch, seconds: float, moves: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("orgsim.cli.compiling._PATIENCE", 0.1)
    monkeypatch.setattr("sys.stderr", screen := Terminal())
    with compiling():
        time.sleep(seconds)
    assert screen.getvalue().startswith(SAID)
    assert ("0:00:00" in screen.getvalue()) is moves
