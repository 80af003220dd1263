"""What a person writes: the scenario file, its strict reader, units, variants and checks.

``load`` reads a scenario; ``ScenarioError`` carries everything that is wrong with one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orgsim.scenario.file import Scenario, load
    from orgsim.scenario.problems import NotFoundError, Problem, ScenarioError, SetError, UsageError

_WHERE = {
    "NotFoundError": "problems",
    "Problem": "problems",
    "Scenario": "file",
    "ScenarioError": "problems",
    "SetError": "problems",
    "UsageError": "problems",
    "load": "file",
}

__all__ = ["NotFoundError", "Problem", "Scenario", "ScenarioError", "SetError", "UsageError", "load"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in _WHERE:
        raise AttributeError(f"module 'orgsim.scenario' has no attribute {name!r}")
    value = getattr(import_module(f"orgsim.scenario.{_WHERE[name]}"), name)
    globals()[name] = value
    return value
