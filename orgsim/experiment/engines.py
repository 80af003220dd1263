"""Which engine runs the replications of an experiment, and making it ready before work begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from threading import Lock

from orgsim.engine.choice import COLD_VISITS, Engine, EngineName, choose, compiled_engine
from orgsim.experiment.records import Task

Compiling = Callable[[], AbstractContextManager[object]]
"""Opened around the compiling of the engine on a machine that has not compiled it yet: to tell whoever waits."""

_getting_ready = Lock()
_ready: set[object] = set()


def engine_for(engine: Engine, tasks: Iterable[Task]) -> EngineName:
    """Return the engine for ``tasks``. Raises EngineError when what is asked for cannot be had here."""
    return choose(engine, visits_of(tasks) if engine == "auto" else 0.0)


def visits_of(tasks: Iterable[Task]) -> float:
    """Return the visits expected in all of ``tasks``, counted no further than makes a difference to the choice."""
    from orgsim.engine.guards import expected_visits
    from orgsim.experiment.task import plan_of

    visits = 0.0
    for task in tasks:
        visits += expected_visits(plan_of(task))
        if visits >= COLD_VISITS:
            break
    return visits


def with_engine(tasks: Sequence[Task], engine: EngineName) -> list[Task]:
    """Return the same tasks for another engine: what they give is the same bits."""
    return [replace(task, engine=engine) for task in tasks]


def make_ready(engine: EngineName, compiling: Compiling | None = None) -> None:
    """Compile the engine, or load it, once in this process; ``compiling`` is opened around what takes long."""
    if engine != "compiled":
        return
    with _getting_ready:
        compiled = compiled_engine()
        if compiled in _ready:
            return
        with nullcontext() if compiling is None or compiled.is_warm() else compiling():
            compiled.warm_up()
        _ready.add(compiled)
