"""The iron law as a list: the paths that a structure may set. What is not in it, it may not set.

To allow a new field add it to ``ALLOWED``; a field that nobody thought of is refused. No performance number may ever come
under it: no time a task takes, no delay or fidelity of a channel, no chance, no attention, no arrivals, needs or strength of
a behaviour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from orgsim.scenario.layers import REMOVE
from orgsim.scenario.problems import Path

GRAPH, RIGHTS, POOLING, MEETINGS, TARGETS, MONEY = (
    "the graph", "decision rights", "pooling", "meetings", "targets", "money",
)  # fmt: skip

ALLOWED: dict[str, str] = {
    **dict.fromkeys(("organisation.units.*.part_of", "organisation.units.*.external"), GRAPH),
    **{f"organisation.positions.*.{key}": GRAPH for key in ("unit", "layer", "reports_to")},
    **{f"organisation.links.*.{key}": GRAPH for key in ("between", "carries", "informal")},
    **{f"organisation.decisions.*.{key}": RIGHTS for key in ("held_by", "asked_by", "route")},
    "organisation.positions.*.authority": RIGHTS,
    **{f"organisation.informal.{key}": GRAPH for key in ("per_position", "law")},
    "resources.*.serves": POOLING,
    **{f"organisation.meetings.*.{key}": MEETINGS for key in ("members", "happens", "lasts", "settles", "agenda", "passes_with")},
    "organisation.links.*.happens": MEETINGS,
    **{
        f"targets.*.{key}": TARGETS
        for key in (
            "owner", "pressure", "clock", "within", "goal", "mean_below", "occupancy", "share", "of", "counted", "imposed",
        )
    },
    **{f"behaviours.*.{key}": TARGETS for key in ("because_of", "who", "switched")},
    **{f"budget.{key}": MONEY for key in ("total", "pay_bands", "on_costs", "visit", "hours_a_week")},
    **{f"budget.{key}": MONEY for key in ("layer_pay", "front_line", "per_metric", "per_link", "other")},
    **{f"resources.*.{key}": MONEY for key in ("number", "shifts", "hours", "pay_band")},
    **{f"organisation.positions.*.{key}": MONEY for key in ("number", "pay_band")},
}  # fmt: skip
"""Pattern of a path (``*``: any one key; all below it is meant too), and the part of a structure that it belongs to."""

TAKEN_OUT: tuple[str, ...] = (
    "organisation.units.*", "organisation.positions.*", "organisation.links.*", "organisation.decisions.*",
    "organisation.meetings.*", "targets.*", "behaviours.*",
)  # fmt: skip
"""What may be removed whole, although not all that it holds may be set."""

WHOLE: tuple[str, ...] = ("organisation.links.*", "organisation.meetings.*", "targets.*")
"""What may be written as a block where there is none yet: what such a block leaves out is no performance number, or, for a
link, comes from the scenario's roles. A position or a decision written so would get attention of 100% or no effort."""

SAID: tuple[str, ...] = tuple(
    f"{section}.*.{key}"
    for section in (*(one.removesuffix(".*") for one in TAKEN_OUT), "resources")
    for key in ("name", "note")
)
"""What says something to people and acts on nothing."""

_PLACE = re.compile(r"<[^<>]*>")
_PATTERNS = {tuple(pattern.split(".")): part for pattern, part in ALLOWED.items()}
_SAID = tuple(tuple(pattern.split(".")) for pattern in SAID)
_TAKEN_OUT = tuple(tuple(pattern.split(".")) for pattern in TAKEN_OUT)
_WHOLE = tuple(tuple(pattern.split(".")) for pattern in WHOLE)


def part_of(path: Path) -> str | None:
    """Return the part of a structure that ``path`` belongs to, or None where a structure may not set it."""
    return next((part for pattern, part in _PATTERNS.items() if _fits(pattern, path[: len(pattern)])), None)


def is_said(path: Path) -> bool:
    """Whether ``path`` is a name or a note."""
    return any(_fits(pattern, path) for pattern in _SAID)


def may_be_taken_out(path: Path) -> bool:
    """Whether a structure may remove what is at ``path``."""
    return part_of(path) is not None or any(_fits(pattern, path) for pattern in _TAKEN_OUT)


def refused(path: Path, value: Any) -> Iterator[Path]:
    """Yield the way from ``path`` to each part of ``value`` that a structure may not set there.

    A block of allowed parts is refused itself, ``()``, where what it leaves out would fall to a default.
    """
    if value == REMOVE:
        if not may_be_taken_out(path):
            yield ()
    elif part_of(path) is None and not is_said(path):
        if isinstance(value, dict) and value:
            found = [(key, *below) for key, one in value.items() for below in refused((*path, key), one)]
            whole = any(_fits(pattern, path) for pattern in _WHOLE)
            yield from found or (() if whole else ((),))
        else:
            yield ()


def steps_of(path: str) -> Path:
    """Split a path at the dots outside of ``<...>``, which stand for any key."""
    return tuple(_PLACE.sub("*", path).split("."))


def _fits(pattern: tuple[str, ...], path: Path) -> bool:
    return len(pattern) == len(path) and all(one in ("*", here) for one, here in zip(pattern, path, strict=True))
