"""How a request travelled: who had it, for how long, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orgsim.engine.journal import RequestEntry, Step
from orgsim.engine.trace import SettledBy
from orgsim.story.line import Line
from orgsim.story.words import Names, duration


@dataclass(frozen=True)
class Journey:
    """The steps of one request, in order. ``asked``: minute it was asked; ``settled``: how it ended.

    ``answer``: 1 yes, 0 no; ``right``: 1 or 0, -1 where answers are not judged.
    """

    names: Names
    steps: Sequence[RequestEntry]
    asked: float
    settled: int
    answer: int = -1
    right: int = -1

    def lines(self) -> list[Line]:
        """Tell the steps, each with what came before it: the way there, the time it lay, the thinking."""
        told = ((step, self._told(place)) for place, step in enumerate(self.steps))
        return [Line(float(step.time), "request", text) for step, text in told if text]

    def _told(self, place: int) -> str:
        """Tell a step; one that the next step tells better is empty."""
        step = self.steps[place]
        who = self.names.position(step.position) if step.position >= 0 else "nobody"
        match step.what:
            case Step.ARRIVED:
                return f"the request reaches {who} by {self._way(place)}"
            case Step.LOST:
                return f"the request is lost on {self._way(place)}"
            case Step.PASSED_ON:
                return f"{who} passes it on{self._handled(place)}"
            case Step.DECIDED:
                return f"{who} decides{self._handled(place)}"
            case Step.ASKED_AGAIN:
                return f"no answer: {who} asks again"
            case Step.SETTLED:
                meeting = self.settled == SettledBy.MEETING
                return "a meeting settles it" if meeting else "nobody answers: the rule book decides"
            case Step.ANSWERED:
                return f"the answer is there{self._answer()}"
            case _:
                return ""

    def _answer(self) -> str:
        if self.right < 0:
            return ""
        return f": {'yes' if self.answer else 'no'}, {'rightly' if self.right else 'wrongly'}"

    def _way(self, place: int) -> str:
        step = self.steps[place]
        sent = self._last(place, Step.SENT, step.channel, "channel")
        how = self.names.channel(step.channel)
        took = step.time - sent if sent is not None else 0.0
        return f"{how}, {duration(took)} on the way" if took > 0 else how

    def _handled(self, place: int) -> str:
        step = self.steps[place]
        began = self._last(place, Step.HANDLING, step.position, "position")
        if began is None:
            return ""
        came = self._last(place, Step.ARRIVED, step.position, "position")
        lay = began - (self.asked if came is None else came)
        took = step.time - began
        parts = [f"after {duration(lay)} in the pile"] if lay > 0 else []
        parts += [f"{duration(took)} to deal with it"] if took > 0 else []
        return f" ({', '.join(parts)})" if parts else ""

    def _last(self, place: int, what: Step, value: int, column: str) -> float | None:
        """Find when the step ``what`` with this position or channel last happened before ``place``."""
        for step in reversed(self.steps[:place]):
            if step.what == what and getattr(step, column) == value:
                return float(step.time)
        return None
