"""Whatever engine runs them, replications are the same; and how an engine is chosen, made ready and stopped.

The engine here is a stand-in that simulates as the reference engine does: what is around an engine is tested, in
threads too. That the compiled engine gives the same bits is tested where it lives.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import orgsim
from orgsim.engine.choice import COLD_VISITS, EngineError, EngineName
from orgsim.engine.guards import Guards, Watch, expected_visits
from orgsim.experiment import Run, backends
from orgsim.experiment.design import design
from orgsim.experiment.engines import make_ready, visits_of, with_engine
from orgsim.experiment.processes import processes
from orgsim.experiment.records import Task
from orgsim.experiment.runner import RunStopped
from orgsim.experiment.task import plan_of
from orgsim.experiment.threads import threads
from orgsim.experiment.verify import verify_run
from orgsim.scenario import Scenario
from tests.engine.stand_in import StandIn
from tests.engines import USABLE


class Told:
    """Counts how often somebody was told that the engine is compiled, and whether it was while it was."""

    def __init__(self, engine: StandIn) -> None:
        self.engine = engine
        self.warm: list[bool] = []

    @contextmanager
    def __call__(self) -> Iterator[None]:
        self.warm.append(self.engine.warm)
        yield
        self.warm.append(self.engine.warm)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return StandIn(warm=False).put(monkeypatch)


def same(one: Run, other: Run) -> None:
    assert one.manifest["tables"] == other.manifest["tables"]
    assert [replication.hash for replication in one.replications()] == [
        replication.hash for replication in other.replications()
    ]


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_threads_give_the_same_run(shop: Scenario, run: Run, engine: StandIn, tmp_path: Path, jobs: int) -> None:
    other = orgsim.run(shop, replications=3, seed=5, output=tmp_path, jobs=jobs, engine="compiled")
    same(other, run)
    assert engine.simulated == 6
    assert other.manifest["volatile"]["engine"] == "compiled"
    assert run.manifest["volatile"]["engine"] == "simpy"
    assert {name for name, value in other.manifest.items() if value != run.manifest[name]} == {"volatile"}


def test_threads_are_threads_of_this_process(shop: Scenario, engine: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = set()
    replicate = backends.run_replication

    def noted(task: Task) -> object:
        seen.add(threading.current_thread().name)
        return replicate(task)

    monkeypatch.setattr(backends, "run_replication", noted)
    tasks = with_engine(design(shop, replications=4, seed=1).tasks(), "compiled")
    assert {one.key for one in backends.execute(tasks, 2)} == {task.key for task in tasks}
    assert {name.split("-")[0] for name in seen} == {"orgsim"}


def test_threads_that_are_stopped_end_what_they_began(shop: Scenario, engine: StandIn) -> None:
    begun, looks = threading.Barrier(3, timeout=30), []

    def long(*_: object) -> None:
        begun.wait()
        watch = Watch(Guards())
        while True:  # as a replication does that has no end
            watch.step(float(watch.events))
            looks.append(watch.events)

    engine.simulate = long  # type: ignore[method-assign]
    tasks = with_engine(design(shop, replications=8, seed=1).tasks(), "compiled")

    def interrupt() -> None:
        begun.wait()
        if hasattr(signal, "pthread_kill"):  # as a terminal does it
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        else:
            signal.raise_signal(signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have us ignore it
    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        list(backends.execute(tasks, 2))
    signal.signal(signal.SIGINT, before)
    assert looks
    assert not [one for one in threading.enumerate() if one.name.startswith("orgsim")]


@pytest.mark.parametrize("way", [processes, threads])
@pytest.mark.parametrize("name", USABLE)
def test_every_engine_runs_in_processes_and_in_threads(
    shop: Scenario, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: EngineName, way: object
) -> None:
    monkeypatch.setitem(backends._SIDE_BY_SIDE, name, way)
    same(orgsim.run(shop, replications=3, seed=5, output=tmp_path, jobs=2, engine=name), run)


def test_what_one_engine_finished_the_other_keeps(shop: Scenario, engine: StandIn, tmp_path: Path) -> None:
    orgsim.run(shop, replications=2, seed=5, output=tmp_path, engine="simpy")
    kept = orgsim.run(shop, replications=3, seed=5, output=tmp_path, engine="compiled", reuse=True)
    assert engine.simulated == 2
    assert kept.manifest["volatile"]["reused"] == {"shop-run-0001": 4}


def test_nothing_to_do_asks_for_no_engine(shop: Scenario, engine: StandIn, tmp_path: Path) -> None:
    orgsim.run(shop, replications=1, seed=5, output=tmp_path, engine="simpy")
    kept = orgsim.run(shop, replications=1, seed=5, output=tmp_path, engine="compiled", reuse=True)
    assert engine.warmed == 0
    assert kept.manifest["volatile"]["engine"] is None


def test_the_other_engine_verifies(run: Run, engine: StandIn) -> None:
    found = verify_run(run.path, sample=4, jobs=2, engine="compiled")
    assert found.wrong == ()
    assert found.engine == "compiled"
    assert engine.simulated == 4
    assert verify_run(run.path, sample=1).engine == "simpy"


def test_it_is_compiled_once_before_work_begins_and_that_is_told(
    shop: Scenario, engine: StandIn, tmp_path: Path
) -> None:
    told = Told(engine)
    for _ in range(2):
        orgsim.run(shop, replications=1, output=tmp_path, jobs=2, engine="compiled", compiling=told)
    assert engine.warmed == 1
    assert told.warm == [False, True]


def test_loading_what_was_compiled_before_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = StandIn(warm=True).put(monkeypatch)
    told = Told(engine)
    make_ready("compiled", told)
    make_ready("simpy", told)
    assert engine.warmed == 1
    assert told.warm == []


def test_threads_that_need_it_at_once_compile_it_once(engine: StandIn) -> None:
    all_threads = [threading.Thread(target=make_ready, args=("compiled",)) for _ in range(8)]
    for one in all_threads:
        one.start()
    for one in all_threads:
        one.join()
    assert engine.warmed == 1


def test_an_engine_that_cannot_be_had_is_said_before_anything_is_written(
    shop: Scenario, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    StandIn(reason="numba is not installed").put(monkeypatch)
    with pytest.raises(EngineError, match="numba is not installed; take simpy"):
        orgsim.run(shop, output=tmp_path / "results", engine="compiled")
    assert not (tmp_path / "results").exists()
    for use in (orgsim.resume, verify_run):
        with pytest.raises(EngineError):
            use(run.path, engine="compiled")  # type: ignore[operator]


@pytest.mark.parametrize("first", ["simpy", "compiled"])
def test_an_interrupted_run_is_resumed_with_the_other_engine(
    shop: Scenario, run: Run, engine: StandIn, tmp_path: Path, first: str
) -> None:
    def interrupt(done: int, _total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(RunStopped) as caught:
        orgsim.run(shop, replications=3, seed=5, output=tmp_path, progress=interrupt, engine=first, jobs=2)  # type: ignore[arg-type]
    assert caught.value.reason == "interrupt"
    assert not [one for one in threading.enumerate() if one.name.startswith("orgsim")]
    assert len(caught.value.run.done("apart")) + len(caught.value.run.done("together")) == 1
    other = "compiled" if first == "simpy" else "simpy"
    whole = orgsim.resume(caught.value.run.path, engine=other)  # type: ignore[arg-type]
    same(whole, run)
    assert whole.manifest["volatile"]["engine"] == other


def test_an_interrupt_while_it_is_compiled_leaves_a_run_to_resume(
    shop: Scenario, engine: StandIn, tmp_path: Path
) -> None:
    @contextmanager
    def interrupt() -> Iterator[None]:
        raise KeyboardInterrupt
        yield

    with pytest.raises(RunStopped) as caught:
        orgsim.run(shop, replications=1, output=tmp_path, engine="compiled", compiling=interrupt)
    assert caught.value.reason == "interrupt"
    assert orgsim.resume(caught.value.run.path, engine="compiled").status == "complete"


def test_all_visits_of_the_work_count(shop: Scenario) -> None:
    tasks = design(shop, replications=3, seed=1).tasks()
    each = [expected_visits(plan_of(task)) for task in tasks]
    assert visits_of(tasks) == pytest.approx(sum(each))
    enough = visits_of(tasks * int(COLD_VISITS))
    assert COLD_VISITS <= enough < COLD_VISITS + max(each)


def test_much_work_is_compiled_and_little_is_not(
    shop: Scenario, engine: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits = visits_of(design(shop, replications=2, seed=1).tasks())
    monkeypatch.setattr("orgsim.engine.choice.COLD_VISITS", visits)
    monkeypatch.setattr("orgsim.engine.choice.WARM_VISITS", visits)
    little = orgsim.run(shop, replications=1, output=tmp_path)
    much = orgsim.run(shop, replications=2, output=tmp_path)
    assert little.manifest["volatile"]["engine"] == "simpy"
    assert much.manifest["volatile"]["engine"] == "compiled"
