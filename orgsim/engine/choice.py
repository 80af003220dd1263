"""Which engine does the work. The results are the same bits; the choice is about time only."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Literal, get_args

from orgsim.scenario.problems import UsageError

Engine = Literal["auto", "simpy", "compiled"]
"""What a person may ask for."""

EngineName = Literal["simpy", "compiled"]
"""What a replication is run with."""

ENGINES: tuple[Engine, ...] = get_args(Engine)

WARM_VISITS = 10_000.0
"""Expected visits of all the work from which the compiled engine wins when its machine code only has to be loaded."""

COLD_VISITS = 100_000.0
"""The same when it has to be compiled first: in the 20 seconds that takes, SimPy does as many of the hospital's visits."""


class EngineError(UsageError):
    """An engine that there is not, or that cannot be used here; the message says what to do."""


def choose(engine: Engine, visits: float) -> EngineName:
    """Return the engine for work of ``visits`` expected visits over all its replications. Raises EngineError.

    ``auto`` takes SimPy for small work and wherever the compiled engine cannot be used; it never changes a result.
    """
    check_engine(engine)
    if engine != "auto":
        return engine
    if visits < WARM_VISITS or unavailable():
        return "simpy"
    return "compiled" if visits >= COLD_VISITS or compiled_engine().is_warm() else "simpy"


def check_engine(engine: Engine) -> None:
    """Raise EngineError unless ``engine`` can be had here."""
    if engine not in ENGINES:
        raise EngineError(f"there is no engine `{engine}`: it is one of {', '.join(ENGINES)}")
    if engine == "compiled" and (reason := unavailable()):
        raise EngineError(
            f"the compiled engine cannot be used here: {reason}; take simpy, which gives the same results"
        )


def unavailable() -> str:
    """Say why the compiled engine cannot be used here; "" when it can."""
    try:
        return str(compiled_engine().available())
    except ImportError as error:
        return f"{error.name or 'a part of it'} is not installed"


def compiled_engine() -> Any:
    """Import the compiled engine, which is heavy: only when it may be used. Raises ImportError."""
    return import_module("orgsim.engine.compiled")
