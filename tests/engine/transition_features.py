"""Which features of a change of structure a compiled plan has, by name."""

from __future__ import annotations

from collections.abc import Iterator

from orgsim.plan.change_tables import Lasts
from orgsim.plan.tables import Plan

EXPECTED = {
    "change of structure", "change at the start", "change of nothing", "another way for a decision", "a decision less",
    "a decision more", "may go astray", "link that may not survive", "meeting until the change", "meeting from the change on",
    "meeting throughout", "other numbers in a pool", "other numbers of a position", "other attention",
    "pool serves others than before", "position that is new", "behaviour from the change on", "behaviour until the change",
    "behaviour of other power", "shock attention_lost", "shock links_survive", "shock knowledge_lost", "shock wrong_address",
    "shock without relearning", "other pressure on the people of a unit", "other belonging in a unit",
    "other decisions that a unit asks for", "fewer posts where people leave", "more posts where people leave",
}  # fmt: skip


def features(plan: Plan) -> Iterator[tuple[str, bool]]:
    """Yield each feature and whether the plan has it."""
    change = plan.change
    if change is None:
        return
    yield "change of structure", True
    yield "change at the start", change.at == 0
    yield "change of nothing", not (change.rights or change.places or set(change.meetings) - {Lasts.THROUGHOUT})
    for right in change.rights:
        row = plan.decisions[right.decision]
        yield "another way for a decision", right.now.row.steps != row.steps
        yield "a decision less", right.now.row == row._replace(check=-1) and row.check >= 0
        yield "a decision more", row == right.now.row._replace(check=-1) and row.check < 0 <= right.now.row.check
        yield "may go astray", right.now.astray is not None
        yield "link that may not survive", bool(right.links)
    for lasts, name in zip(Lasts, ("throughout", "until the change", "from the change on"), strict=True):
        yield f"meeting {name}", lasts in change.meetings
    for place in change.places:
        of_pool = place.place < len(plan.pools)
        place_row = plan.pools[place.place] if of_pool else plan.positions[place.place - len(plan.pools)]
        other = place.numbers != tuple(number for _, number in place_row.changes) or (
            not place_row.changes and place_row.capacity != place.capacity
        )
        yield f"other numbers {'in a pool' if of_pool else 'of a position'}", other
        if of_pool:
            posts = [
                staff.heads for row in plan.people for staff in row.staff
                if staff.pool == place.place and row.figures.quit_rate > 0
            ]  # fmt: skip
            yield "fewer posts where people leave", any(place.heads < one for one in posts)
            yield "more posts where people leave", any(place.heads > one for one in posts)
            yield "pool serves others than before", place.serves != plan.pools[place.place].serves
        else:
            seat = plan.positions[place.place - len(plan.pools)]
            yield "other attention", seat.attention != place.attention
            yield "position that is new", plan.names.positions[place.place - len(plan.pools)] == "deputy"
    for number, power in change.powers:
        was = plan.behaviours[number].power
        yield "behaviour from the change on", was == 0 < power
        yield "behaviour until the change", power == 0 < was
        yield "behaviour of other power", was > 0 < power
    for unit, people in zip(plan.people, change.people, strict=True):
        yield "other pressure on the people of a unit", unit.figures.pressure != people.pressure
        yield "other belonging in a unit", unit.figures.belonging != people.belonging
        yield "other decisions that a unit asks for", unit.asks != people.asks
    shocks = change.shocks
    yield "shock attention_lost", shocks.attention_lost > 0 and bool(shocks.manages)
    yield "shock links_survive", shocks.links_survive < 1
    yield "shock knowledge_lost", shocks.knowledge_lost > 0 and bool(shocks.moved)
    yield "shock wrong_address", shocks.wrong_address > 0
    yield "shock without relearning", shocks.relearning == 0
