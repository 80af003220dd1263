"""The engines that tests run with."""

from __future__ import annotations

from orgsim.engine.choice import EngineName, unavailable

USABLE: tuple[EngineName, ...] = ("simpy",) if unavailable() else ("simpy", "compiled")
"""All there are on this machine."""
