"""The course of a visit as lines in plain words, in order of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orgsim.engine.journal import Happening, RequestEntry
from orgsim.engine.trace import Requests
from orgsim.plan.tables import ACTION_NAMES, NONE
from orgsim.story.line import Line
from orgsim.story.requests import Journey
from orgsim.story.stays import Act, Course, Stay, Wait
from orgsim.story.words import Names, duration, listed


@dataclass(frozen=True)
class Narrator:
    """Tells courses in the words of one variant; ``steps`` are those of all requests, in causal order."""

    names: Names
    requests: Requests
    steps: Sequence[RequestEntry]

    def lines(self, course: Course, arrival: str) -> list[Line]:
        """Return every line; ``arrival`` says how the visit came."""
        return list(self._all(course, arrival))

    def _all(self, course: Course, arrival: str) -> Iterator[Line]:
        yield Line(course.arrived, "arrive", arrival)
        place: int | None = None
        for stay, following in zip(course.stays, [*course.stays[1:], None], strict=True):
            yield from self._stay(stay, following, place)
            place = self._where(stay) if stay.begun is not None else place
        if course.departed is not None and course.exit is not None:
            whole = course.departed - course.arrived
            text = f"Leaves ({self.names.exit(course.exit)}), {duration(whole)} after arriving."
            yield Line(course.departed, "leave", text)
        for act in course.later:
            yield self._act(act, Stay(NONE, act.time), None)

    def _where(self, stay: Stay) -> int:
        return self.names.plan.stages[stay.stage].where

    def _stay(self, stay: Stay, following: Stay | None, place: int | None) -> Iterator[Line]:
        lines = [*self._waits(stay), *(self._act(act, stay, following) for act in stay.acts)]
        if stay.begun is not None:
            lines.append(self._work(stay, place))
        if stay.gave_up and stay.left is not None:
            waited = duration(stay.left - stay.reached)
            text = f"Gives up waiting for {self.names.stage(stay.stage)} after {waited}."
            lines.append(Line(stay.left, "leave", text))
        # sorting keeps the order within one instant: waits, then what was done about them, then work
        yield from sorted(lines, key=lambda line: line.time)

    def _waits(self, stay: Stay) -> Iterator[Line]:
        for wait in stay.waits:
            end = stay.left if wait.end is None else wait.end
            if wait.request is not None:
                yield self._ask(stay, wait, end, travelled=int(self.requests.hops[wait.request]) > 0)
                yield from self._journey(wait.request).lines()
            elif end is None or end > wait.start:
                yield self._queue(stay, wait, end)

    def _journey(self, request: int) -> Journey:
        steps = [step for step in self.steps if step.request == request]
        asked, settled = float(self.requests.asked[request]), int(self.requests.settled[request])
        answer, right = int(self.requests.answer[request]), int(self.requests.right[request])
        return Journey(self.names, steps, asked, settled, answer, right)

    def _ask(self, stay: Stay, wait: Wait, end: float | None, *, travelled: bool) -> Line:
        what = f"{self.names.stage(stay.stage)} needs a decision: {self.names.decision(wait.row)}. "
        if end is None:
            return Line(wait.start, "wait", f"{what}No answer by the end.")
        minutes = end - wait.start
        at_once = "Answered at once." if travelled else "Decided on the spot."
        told = f"The answer takes {duration(minutes)}." if minutes else at_once
        return Line(wait.start, "wait", what + told, minutes)

    def _queue(self, stay: Stay, wait: Wait, end: float | None) -> Line:
        what = f"Waits for {self.names.pool(wait.row)} ({self.names.stage(stay.stage)})"
        if end is None:
            return Line(wait.start, "wait", f"{what}; still waiting at the end.")
        how = "" if wait.end is not None else ", in vain"
        return Line(wait.start, "wait", f"{what}: {duration(end - wait.start)}{how}.", end - wait.start)

    def _work(self, stay: Stay, place: int | None) -> Line:
        begun = stay.begun if stay.begun is not None else stay.reached
        row = self.names.plan.stages[stay.stage]
        text = self.names.stage(stay.stage)
        if self._where(stay) != place:
            text += f", in {self.names.unit(row.where)}"
        if row.unit != row.where:
            text += f", by {self.names.unit(row.unit)}"
        end = stay.left if stay.ended is None else stay.ended
        if end is None:
            return Line(begun, "work", f"{text}: not over at the end.")
        minutes = end - begun
        if stay.ended is None:
            return Line(begun, "work", f"{text}: broken off after {duration(minutes)}.", minutes)
        return Line(begun, "work", f"{text}: {duration(minutes)}." if minutes else f"{text}.", minutes)

    def _act(self, act: Act, stay: Stay, following: Stay | None) -> Line:
        row = self.names.plan.behaviours[act.behaviour]
        cause = f", for {self.names.target(row.target)}" if row.target != NONE else ""
        who = f"{self.names.behaviour(act.behaviour)} ({self.names.position(row.holder)}{cause})"
        return Line(act.time, "behaviour", f"{who}: {self._deed(act, stay, following)}.")

    def _deed(self, act: Act, stay: Stay, following: Stay | None) -> str:
        row = self.names.plan.behaviours[act.behaviour]
        here = self.names.stage(stay.stage) if stay.stage != NONE else "the way out"
        match act.what:
            case Happening.JUMP:
                queues = listed(self.names.stage(stage) for stage in sorted(row.stages))
                return f"from now on in front of the queue for {queues}"
            case Happening.TURN:
                where = self.names.stage(following.stage) if following else "the way out"
                if stay.begun is not None:
                    return f"sent to {where} before {here} was over"
                return f"sent to {where} instead of waiting for {here}"
            case Happening.HOLD:
                return f"kept outside {here}{_for(act, stay)}"
            case Happening.PROLONG:
                shorter = row.action == ACTION_NAMES.index("shorten")
                return f"{here} cut short" if shorter else f"{here} put off{_for(act, stay)}"
            case _:
                return "the time on the record changed"


def _for(act: Act, stay: Stay) -> str:
    """Say how long until the visit got on after an act that stopped it."""
    moments = [*(wait.start for wait in stay.waits), stay.begun, stay.left]
    after = [moment for moment in moments if moment is not None and moment > act.time]
    return f" for {duration(min(after) - act.time)}" if after else ""
