"""What the tests of the command line share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

SHOP = Path(__file__).parents[1] / "experiment" / "scenarios" / "shop.yaml"
SHORT = ("--set", "calendar.length=1 day", "--set", "calendar.warm_up=0 h")


class Ended(NamedTuple):
    """How a command ended: exit code, what it printed, what it said."""

    code: int
    out: str
    err: str


Command = Callable[..., Ended]
