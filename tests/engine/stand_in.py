"""Something that answers as the compiled engine does, for tests of what is around it: warm or cold, there or not."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

from orgsim.engine.reference import Reference


class StandIn(ModuleType):
    """Simulates with the reference engine, and notes what it was asked."""

    def __init__(self, *, reason: str = "", warm: bool = True) -> None:
        super().__init__("orgsim.engine.compiled")
        self.reason, self.warm = reason, warm
        self.asked = self.warmed = self.simulated = 0

    def put(self, monkeypatch: pytest.MonkeyPatch) -> StandIn:
        """Take the place of the compiled engine until the test ends."""
        monkeypatch.setitem(sys.modules, self.__name__, self)
        return self

    def available(self) -> str:
        self.asked += 1
        return self.reason

    def is_warm(self) -> bool:
        return self.warm

    def warm_up(self) -> None:
        self.warm = True
        self.warmed += 1

    def simulate(self, plan: Any, cohort: Any, guards: Any) -> Any:
        self.simulated += 1
        return Reference(plan, cohort, None, guards).run()
