"""The informal links that a resolved tree will have, before it is known whether the whole of it is valid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from orgsim.scenario.names import blocks
from orgsim.scenario.places import descend
from orgsim.scenario.request_paths import Link


def drawn_links(tree: Any, decision: str) -> Iterator[Link]:
    """Yield the informal links that carry ``decision``; none where their block or the reporting lines are at fault."""
    written = descend(tree, ("organisation", "informal"))
    if not isinstance(written, dict):
        return
    from orgsim.scenario.derived import informal_number, law_of
    from orgsim.scenario.derived.informal import informal_pairs
    from orgsim.scenario.lines import OrganisationError
    from orgsim.scenario.schema.organisation import Informal

    positions = blocks(tree, "organisation.positions")
    above = {key: position.get("reports_to") for key, position in positions.items()}
    ends = [link.get("between") for link in blocks(tree, "organisation.links").values()]
    taken = [(str(one[0]), str(one[1])) for one in ends if isinstance(one, list) and len(one) == 2]
    try:
        block = Informal.model_validate(written, strict=True)
        pairs = informal_pairs(above, taken, informal_number(block, len(above)), law_of(block), block.seed)
    except (ValidationError, OrganisationError, TypeError):
        return
    if block.carries is None or decision in block.carries:
        yield from (Link(pair) for pair in pairs)
