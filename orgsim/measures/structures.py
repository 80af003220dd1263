"""The organisations that a variant has in the course of a run: one, or two where it changes in mid-run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.organisation import Decision, Link, Organisation, Position


def in_turn(variant: Variant, start: float, stop: float) -> Iterator[tuple[Organisation, float, float]]:
    """Yield each organisation with the part of ``start`` to ``stop`` (minutes of the run) in which it holds."""
    becomes = variant.becomes
    if becomes is None or becomes.organisation is None:
        yield variant.organisation, start, stop
        return
    at = min(max(becomes.at, start), stop)
    yield variant.organisation, start, at
    yield becomes.organisation, at, stop


def first_and_last(variant: Variant) -> tuple[Organisation, Organisation]:
    """Return the organisation at the start of a run and the one at its end: the same where nothing changes."""
    found = [organisation for organisation, _, _ in in_turn(variant, 0.0, variant.calendar.end)]
    return found[0], found[-1]


def decisions(variant: Variant) -> dict[str, Decision]:
    """Return the decisions of both organisations, as the first has them where both do."""
    return {name: one for part in _last_first(variant) for name, one in part.decisions.items()}


def positions(variant: Variant) -> dict[str, Position]:
    """Return the positions of both organisations, as the first has them where both do."""
    return {name: one for part in _last_first(variant) for name, one in part.positions.items()}


def links(variant: Variant) -> dict[str, Link]:
    """Return the links of both organisations, as the first has them where both do."""
    return {name: one for part in _last_first(variant) for name, one in part.links.items()}


def asks_what(variant: Variant) -> bool:
    """Return whether some decision says what its requests are about, or how its answers are judged."""
    rights = decisions(variant).values()
    return any(one.complexity or one.concerns or one.unclear or one.judged for one in rights)


def _last_first(variant: Variant) -> list[Organisation]:
    return [organisation for organisation, _, _ in in_turn(variant, 0.0, variant.calendar.end)][::-1]
