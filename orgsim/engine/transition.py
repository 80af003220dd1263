"""The change of structure in mid-run, in the reference engine: what holds before it, what from it on, and its shocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orgsim.engine import rules, rules_change, rules_decisions
from orgsim.engine.reserving import keeping
from orgsim.plan.change_tables import Lasts

if TYPE_CHECKING:
    from collections.abc import Callable

    from orgsim.engine.pools import Pool
    from orgsim.engine.world import Process, World
    from orgsim.plan.change_tables import PlaceChange, RightChange, WayChange
    from orgsim.plan.tables import DecisionRow


class Way(NamedTuple):
    """How one request travels: its row, and how many of the first steps are not travelled back."""

    row: DecisionRow
    wasted: int


class Transition:
    """The structure that holds now. Without a change in the plan it is that of the plan all through."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._change = world.plan.change
        self.over = False
        """Whether the change has been."""
        self.seats = list(world.plan.positions)
        """What holds of each position now: attention, rank of its queue, authority, knowledge, weight of others."""
        self.idle = frozenset[int]() if self._change is None else self._change.idle_before
        self.power = [row.power for row in world.plan.behaviours]
        self._ways = [Way(row, 0) for row in world.plan.decisions]
        self._astray: dict[int, Way] = {}

    def processes(self) -> list[Process]:
        """Return the process that makes the change, if there is one: it begins before all others."""
        return [] if self._change is None else [self._changes(self._change.at)]

    def _changes(self, at: float) -> Process:
        if at > 0:
            yield self._world.env.timeout(at)
        self._switch()

    def _switch(self) -> None:
        """Let the later structure hold: first everything that is read, then those on duty, then who is served by whom."""
        assert self._change is not None  # noqa: S101  (there is a process only with a change)
        self.over = True
        for right in self._change.rights:
            row, astray, wasted = self._surviving(right)
            self._ways[right.decision] = Way(row, 0)
            if astray is not None:
                self._astray[right.decision] = Way(astray, wasted)
        self.idle = self._change.idle_after
        for behaviour, power in self._change.powers:
            self.power[behaviour] = power
        self._world.people.reorganise(self._change.people)
        for place in self._change.places:
            self._renew(place)
        for place in self._change.places:
            pool = self._pool(place)
            pool.roster(place.capacity, pool.away, self._world.now)
        for place in self._change.places:
            self._pool(place).serve(self._world.now)

    def _pool(self, change: PlaceChange) -> Pool:
        pools = self._world.pools
        return pools[change.place] if change.place < len(pools) else self._world.positions[change.place - len(pools)]

    def _renew(self, change: PlaceChange) -> None:
        world, pool = self._world, self._pool(change)
        pool.duties = list(change.numbers)
        if change.place < len(world.pools):
            pool.heads = change.heads
            pool.serves = [world.pools[other] for other in change.serves]
            pool.served_by = [world.pools[other] for other in change.served_by]
            pool.may_take = keeping([world.plan.behaviours[number] for number in change.reserves])
        else:
            self.seats[pool.number] = self.seats[pool.number]._replace(
                attention=change.attention, by_class=change.by_class, authority=change.authority,
                knowledge=change.knowledge, weighs=change.weighs,
            )  # fmt: skip

    def _surviving(self, right: RightChange) -> WayChange:
        """Return the way of a decision: the one without informal links, if one of those on it has not survived."""
        assert self._change is not None  # noqa: S101
        chance = self._change.shocks.links_survive
        whole = all(rules.uniform(rules.derive(self._world.key, key)) < chance for key in right.links)
        return right.now if whole or right.instead is None else right.instead

    def way(self, decision: int, key: int) -> Way:
        """Return the way that a request with this key sets out on now."""
        if decision in self._astray and self._change is not None:
            shocks, since = self._change.shocks, self._world.now - self._change.at
            chance = rules_change.fading(shocks.wrong_address, shocks.relearning, since)
            if rules.uniform(rules.derive(key, rules_decisions.ASTRAY)) < chance:
                return self._astray[decision]
        return self._ways[decision]

    def handling_time(self, effort: float, position: int) -> float:
        """Return the minutes that ``effort`` minutes of thought take at a position from now on."""
        attention, change = self.seats[position].attention, self._change
        if self.over and change is not None:
            shocks, since = change.shocks, self._world.now - change.at
            if position in shocks.moved:
                effort = rules_change.effort_needed(effort, shocks.knowledge_lost, shocks.relearning, since)
            if position in shocks.manages:
                attention = rules_change.attention_left(attention, shocks.attention_lost, shocks.attention_for, since)
        return rules.handling_time(effort, attention)

    def meeting_lasts(self, number: int) -> Lasts:
        """Return when a meeting sits."""
        return Lasts.THROUGHOUT if self._change is None else self._change.meetings[number]

    def checks(self) -> list[tuple[int, DecisionRow, Lasts]]:
        """Return the standing checks: decision, its row, and when it is made; in the order in which they begin."""
        changed = {} if self._change is None else {right.decision: right.now.row for right in self._change.rights}
        found = []
        for number, row in enumerate(self._world.plan.decisions):
            lasts = Lasts.UNTIL if number in changed else Lasts.THROUGHOUT
            found.append((number, row, lasts))
            if number in changed:
                found.append((number, changed[number], Lasts.SINCE))
        return [one for one in found if one[1].check >= 0]

    def recurring(self, schedule: int, lasts: Lasts, action: Callable[[], Process | None]) -> Process:
        """Do ``action`` at every moment of a schedule, from the change on or until it."""
        world = self._world
        if lasts == Lasts.SINCE and self._change is not None and self._change.at > 0:
            yield world.env.timeout(self._change.at)
        yield world.env.timeout(world.until_next(schedule, strictly=False))
        while not (lasts == Lasts.UNTIL and self.over):
            taking = action()
            if taking is not None:
                yield from taking
            yield world.env.timeout(world.until_next(schedule, strictly=True))
