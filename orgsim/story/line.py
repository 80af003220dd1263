"""A line of a story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["arrive", "wait", "request", "work", "behaviour", "leave", "note"]


@dataclass(frozen=True)
class Line:
    """One thing that happened, ``time`` minutes from the start; it took ``minutes`` (None: an instant)."""

    time: float
    kind: Kind
    text: str
    minutes: float | None = None
