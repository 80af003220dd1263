"""Parts of a variant in words, for the sentences that define measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from orgsim.scenario.schema import Variant
from orgsim.scenario.schema.base import Named
from orgsim.scenario.schema.targets import Moment, When

_STEPS = ((10080.0, "week", "weeks"), (1440.0, "day", "days"), (60.0, "h", "h"), (1.0, "min", "min"))


def in_words(minutes: float) -> str:
    """Write a length of time the way scenarios do: 240 is ``4 h``, 220 is ``3 h 40 min``."""
    parts, rest = [], minutes
    for size, one, many in _STEPS[1:] if minutes % 10080.0 else _STEPS[:1]:
        number, rest = (rest, 0.0) if size == 1.0 else divmod(rest, size)
        if number:
            parts.append(f"{number:g} {one if number == 1 else many}")
    return " ".join(parts) or "0 min"


def percent(share: float) -> str:
    """Write 0.95 as ``95%``."""
    return f"{100 * share:.10g}%"


def called(table: Mapping[str, Named], key: str) -> str:
    """Return the readable name of a row: its ``name``, or its id in words."""
    row = table.get(key)
    return row.name if row is not None and row.name else plain(key)


def plain(key: str) -> str:
    """Write an id in words."""
    return key.replace("_", " ")


def listed(names: Sequence[str], joint: str = "or") -> str:
    """Join names: ``a, b or c``."""
    return f" {joint} ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def moment(variant: Variant, when: When) -> str:
    """Say a moment of a visit in words."""
    if not isinstance(when, Moment):
        return when
    if when.leaves is not None:
        return f"leaving {called(variant.organisation.units, when.leaves)}"
    verb, stages = ("reaching", when.reaches) if when.reaches is not None else ("beginning", when.begins)
    places = {**variant.pathway, **variant.exits}
    return f"{verb} {listed([called(places, stage) for stage in stages or ()])}"


def members(variant: Variant, group: str | None) -> str:
    """Say over which visits a measure is taken."""
    visits = f"the measured {variant.words.visits}"
    return visits if group is None else f"{visits} in `{group}`"
