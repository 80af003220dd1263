"""The simulator that shows what an organisation's structure does to the people it serves.

``load`` reads a scenario, ``run`` and ``compare`` run it, ``open_run`` reads a run folder back. Everything is
imported when it is first used, so that ``import orgsim`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_WHERE = {
    "Comparison": "orgsim.analysis.compare",
    "GuardError": "orgsim.engine.guards",
    "Run": "orgsim.experiment",
    "RunStopped": "orgsim.experiment.runner",
    "Scenario": "orgsim.scenario",
    "ScenarioError": "orgsim.scenario",
    "StoreError": "orgsim.experiment",
    "compare": "orgsim.api",
    "load": "orgsim.scenario",
    "open_run": "orgsim.experiment",
    "resume": "orgsim.api",
    "run": "orgsim.api",
}

if TYPE_CHECKING:
    from orgsim.analysis.compare import Comparison
    from orgsim.api import compare, resume, run
    from orgsim.engine.guards import GuardError
    from orgsim.experiment import Run, StoreError, open_run
    from orgsim.experiment.runner import RunStopped
    from orgsim.scenario import Scenario, ScenarioError, load

__all__ = [
    "Comparison",
    "GuardError",
    "Run",
    "RunStopped",
    "Scenario",
    "ScenarioError",
    "StoreError",
    "compare",
    "load",
    "open_run",
    "resume",
    "run",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used (PEP 562)."""
    if name not in _WHERE:
        raise AttributeError(f"module 'orgsim' has no attribute {name!r}")
    value = getattr(import_module(_WHERE[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
