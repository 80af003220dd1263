"""Requests: they travel the organisation step by step, wait for attention, may get lost, and come back answered."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simpy import Interrupt

from orgsim.engine import rules
from orgsim.engine.deciding import decide, set_out, settle_elsewhere
from orgsim.engine.journal import RequestEntry, Step
from orgsim.engine.trace import SettledBy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import simpy

    from orgsim.engine.pools import Pool
    from orgsim.engine.transition import Way
    from orgsim.engine.world import Process, World
    from orgsim.plan.tables import DecisionRow, MeetingRow


class Request:
    """One decision being asked for, ``open`` until the asker has the answer; then ``then`` is called, once."""

    __slots__ = (
        "answer", "answered", "asked", "complexity", "decided_by", "decision", "depth", "draws", "hops", "is_news", "kept", "key",
        "lost", "number", "number_of_way", "open", "place", "process", "queue", "rank", "right", "settled", "steps", "then",
        "times_asked", "told", "units", "value", "visit", "wake", "way",
    )  # fmt: skip

    def __init__(self, number: int, decision: int, visit: int, rank: int, key: int, now: float, way: Way) -> None:
        self.number, self.decision, self.visit, self.rank, self.key = number, decision, visit, rank, key
        self.way = way
        self.asked = now
        self.answered = math.nan
        self.hops = 0
        self.times_asked = 1
        self.kept = 1.0
        self.lost = False
        self.open = True
        self.settled = int(SettledBy.OPEN)
        self.draws = 0
        self.units = 1
        self.place: tuple[int, int] | None = None
        self.queue: Pool | None = None
        self.wake: simpy.Event | None = None
        self.process: simpy.Process | None = None
        self.then: Callable[[], None] | None = None
        self.complexity = self.value = math.nan
        self.number_of_way = 0
        self.steps: tuple[tuple[int, int], ...] = ()
        self.told = 1.0
        self.is_news = False
        self.depth = self.decided_by = self.answer = self.right = -1

    def granted(self, pool: Pool, queue: Pool) -> None:  # noqa: ARG002  (the protocol of those who wait)
        """Have somebody's attention; one that was waiting wakes by an event of its own, at this time."""
        self.queue = None
        if self.wake is not None:
            self.wake.succeed()
            self.wake = None


class Correspondence:
    """All requests of a replication."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._open: list[dict[int, Request]] = [{} for _ in world.plan.decisions]

    def ask(self, decision: int, visit: int, subject: int, nth: int, rank: int, then: Callable[[], None]) -> Request:
        """Ask for a decision; ``visit`` waits for it (-1: none does), ``subject`` and ``nth`` key its draws."""
        world = self._world
        named = world.plan.decisions[decision].key
        key = rules.derive(rules.derive(rules.derive(world.key, named), subject + 2), nth)
        way = world.structure.way(decision, key)
        row = way.row
        request = Request(len(world.recorder.requests), decision, visit, rank, key, world.now, way)
        request.then = then
        request.is_news = visit < 0 <= subject
        set_out(world, request)
        world.people.note_asked(decision, local=not request.steps)
        world.recorder.requests.append(request)
        self._open[decision][request.number] = request
        self._send(request)
        if row.again >= 0:
            world.later(row.again, self._remind, request)
        return request

    def settle(self, decision: int, meeting: MeetingRow) -> None:
        """Answer every open request for a decision whose asker and holder are both there, in order of asking."""
        for request in list(self._open[decision].values()):
            if _concerns(request, meeting.members):
                self._answer(request, SettledBy.MEETING, meeting)

    def waiting(self, decisions: Sequence[int], members: tuple[int, ...]) -> int:
        """Return how many requests for these decisions are open whose asker and holder are both there."""
        return sum(_concerns(request, members) for one in decisions for request in self._open[one].values())

    def settle_oldest(self, decisions: Sequence[int], meeting: MeetingRow, number: int) -> None:
        """Answer the oldest of those requests, at most ``number``: a meeting has dealt with them."""
        members = meeting.members
        waiting = [request for one in decisions for request in self._open[one].values() if _concerns(request, members)]
        for request in sorted(waiting, key=lambda request: request.number)[:number]:
            self._answer(request, SettledBy.MEETING, meeting)

    def _send(self, request: Request) -> None:
        request.lost = False
        request.told = 1.0
        request.process = self._world.env.process(self._journey(request))

    def _journey(self, request: Request) -> Process:
        """Carry the request to who decides and the answer back; ends early when it is lost or settled elsewhere."""
        row = request.way.row
        try:
            for place, (channel, position) in enumerate(request.steps):
                yield from self._travel(request, channel)
                if not request.open or self._is_lost(request, channel, row):
                    return
                self._note(request, Step.ARRIVED, position, channel)
                last = place == len(request.steps) - 1
                yield from self._handle(request, position, row.effort if last else row.passing)
                if last:
                    decide(self._world, request, position)
                self._note(request, Step.DECIDED if last else Step.PASSED_ON, position)
            if not request.steps:
                yield from self._handle(request, row.asker, row.effort)
                decide(self._world, request, row.asker)
                self._note(request, Step.DECIDED, row.asker)
            back = self._way_back(request)
            if back > 0:
                yield self._world.env.timeout(back)
            self._answer(request, SettledBy.HOLDER)
        except Interrupt:
            return

    def _travel(self, request: Request, channel: int) -> Process:
        """One step over a channel: wait for its next moment and for a place, then for the transit."""
        world, row = self._world, self._world.plan.channels[channel]
        self._note(request, Step.SENT, -1, channel)
        wait = world.until_next(row.schedule, strictly=False)
        if wait > 0:
            yield world.env.timeout(wait)
        pool = world.channels[channel]
        if row.capacity >= 0:
            yield from self._seize(request, pool)
        delay = self._draw(request, row.delay)
        if delay > 0:
            yield world.env.timeout(delay)
        if row.capacity >= 0:
            pool.give_back(1, world.now)
        request.hops += 1
        request.kept *= row.fidelity
        request.told *= row.fidelity

    def _is_lost(self, request: Request, channel: int, row: DecisionRow) -> bool:
        """Whether the message did not arrive. Where nobody asks again, it is sent again at once."""
        fidelity = self._world.plan.channels[channel].fidelity
        if fidelity >= 1.0 or rules.uniform(self._next_key(request)) < fidelity:
            return False
        self._note(request, Step.LOST, -1, channel)
        request.lost = True
        if row.again < 0:
            request.times_asked += 1
            self._send(request)
        return True

    def _handle(self, request: Request, position: int, effort: int) -> Process:
        """Wait for somebody's attention and take their time."""
        world = self._world
        pool = world.positions[position]
        rank = request.rank
        request.rank = rank if world.structure.seats[position].by_class else 0
        yield from self._seize(request, pool)
        request.rank = rank
        self._note(request, Step.HANDLING, position)
        minutes = self._draw(request, effort)
        if minutes > 0:
            yield world.env.timeout(world.structure.handling_time(minutes, position))
        pool.give_back(1, world.now)

    def _seize(self, request: Request, pool: Pool) -> Process:
        if pool.seize(request, self._world.now):
            return
        request.queue = pool
        request.wake = self._world.env.event()
        yield request.wake

    def _way_back(self, request: Request) -> float:
        """Return the minutes the answer takes over the same steps."""
        world = self._world
        when = world.now
        wasted = request.way.wasted if request.steps else 0
        for channel, _ in reversed(request.steps[wasted:]):
            schedule = world.plan.channels[channel].schedule
            if schedule >= 0:
                moments = world.plan.schedules[schedule]
                when += rules.until_next(moments, 0, len(moments), world.plan.starts, when, 0)
            when += self._draw(request, world.plan.channels[channel].delay)
        return when - world.now

    def _answer(self, request: Request, settled: SettledBy, meeting: MeetingRow | None = None) -> None:
        """Give the asker the answer, unless they have one already."""
        if not request.open:
            return
        request.open, request.settled, request.answered = False, int(settled), self._world.now
        del self._open[request.decision][request.number]
        if request.queue is not None and request.process is not None:
            request.queue.leave(request)
            request.queue = None
            request.process.interrupt()
        if settled != SettledBy.HOLDER:
            settle_elsewhere(self._world, request, meeting)
            self._note(request, Step.SETTLED)
        self._note(request, Step.ANSWERED)
        then, request.then, request.process = request.then, None, None  # the record needs neither
        if then is not None:
            then()

    def _remind(self, request: Request) -> None:
        """Ask again what has no answer; after the last time the rule book decides."""
        row = request.way.row
        if not request.open:
            return
        if request.times_asked > row.at_most:
            self._answer(request, SettledBy.RULE_BOOK)
            return
        request.times_asked += 1
        self._note(request, Step.ASKED_AGAIN, row.asker)
        if request.lost:
            self._send(request)
        self._world.later(row.again, self._remind, request)

    def _next_key(self, request: Request) -> int:
        request.draws += 1
        return rules.derive(request.key, request.draws)

    def _draw(self, request: Request, dist: int) -> float:
        return self._world.draw(dist, self._next_key(request))

    def _note(self, request: Request, what: Step, position: int = -1, channel: int = -1) -> None:
        world = self._world
        if world.journal is not None:
            world.note_request(
                RequestEntry(world.now, request.number, request.decision, request.visit, int(what), position, channel)
            )


def _concerns(request: Request, members: tuple[int, ...]) -> bool:
    """Whether the asker and the holder of a request are both among the members of a meeting."""
    row = request.way.row
    return row.asker in members and row.holder in members
