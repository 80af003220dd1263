"""Reporting lines of an organisation that is read: who stands above whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orgsim.scenario.schema.organisation import Position


class OrganisationError(ValueError):
    """The organisation does not hang together: an unknown position, or a circle of superiors."""


def superiors(positions: Mapping[str, Position], key: str) -> list[str]:
    """Return ``key`` and its superiors up to the top. ``OrganisationError`` if they run in a circle."""
    chain = [key]
    while (above := positions[chain[-1]].reports_to) is not None:
        if above not in positions:
            raise OrganisationError(f"`{chain[-1]}` reports to `{above}`, which is not a position")
        if above in chain:
            raise OrganisationError(f"reporting lines run in a circle: {' -> '.join([*chain, above])}")
        chain.append(above)
    return chain
