"""Write the tables of a plan into an image: rows become records, row numbers become addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine import rules_people
from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.flow_tables import write_flow
from orgsim.engine.compiled.head_tables import write_head
from orgsim.engine.compiled.image import Image, rank_numbers
from orgsim.engine.compiled.judged_tables import write_judged
from orgsim.engine.compiled.people_tables import write_people, write_reviews
from orgsim.engine.compiled.unit_tables import write_units
from orgsim.plan.tables import NONE

if TYPE_CHECKING:
    from orgsim.plan.change_tables import RightChange
    from orgsim.plan.tables import Plan, TargetRow


class Tables:
    """The image of a plan, and the addresses of its rows while it is written."""

    def __init__(self, plan: Plan) -> None:
        if len(plan.behaviours) > at.MOST_BEHAVIOURS:
            raise ValueError(f"a plan has at most {at.MOST_BEHAVIOURS} behaviours that are switched on")
        self.plan = plan
        self.image = image = Image()
        self.ranks = rank_numbers(plan)
        self.marks = max(1, (len(plan.stages) + 62) // 63)
        self.out_moments = at.OUT_MARKS + 2 * self.marks
        self.out_clocks = self.out_moments + len(plan.moments)
        self.out_words = self.out_clocks + at.CLOCK_WORDS * len(plan.targets)
        pool_words = at.LINES + 2 * len(self.ranks)
        self.dists = image.rooms(len(plan.dists), at.DIST_WORDS)
        self.streams = image.rooms(len(plan.streams), at.STREAM_DISTS + len(plan.ranks))
        self.schedules = [image.listed([len(row), *map(float, row)]) for row in plan.schedules]
        self.ops = image.rooms(len(plan.ops), at.OP_WORDS)
        self.stages = image.rooms(len(plan.stages), at.STAGE_WORDS)
        queues = image.rooms(len(plan.pools) + len(plan.positions) + len(plan.channels), pool_words)
        self.pools = queues[: len(plan.pools)]
        self.positions = queues[len(plan.pools) :][: len(plan.positions)]
        self.channels = queues[len(plan.pools) + len(plan.positions) :]
        self.decisions = image.rooms(len(plan.decisions), at.DECISION_WORDS)
        self.units = image.rooms(len(plan.people), at.UNIT_WORDS + rules_people.WORDS)
        self.reviews = image.rooms(len(plan.reviews), at.REVIEW_WORDS)
        self.meetings = image.rooms(len(plan.meetings), at.MEETING_WORDS)
        self.defects = image.rooms(len(plan.defects), at.DEFECT_WORDS)
        self.exits = image.rooms(len(plan.exits), at.EXIT_WORDS)
        self.targets = image.rooms(len(plan.targets), at.TARGET_WORDS)
        self.moments = image.rooms(len(plan.moments), at.MOMENT_WORDS)
        self.behaviours = image.rooms(len(plan.behaviours), at.BEHAVIOUR_WORDS)
        self.splits = image.rooms(len(plan.splits), at.SPLIT_WORDS)
        self.class_splits = image.rooms(len(plan.class_splits), len(plan.ranks))
        self.need_splits = image.rooms(len(plan.need_splits), at.NEED_SPLIT_WORDS)
        self.pool_words, self.queues = pool_words, queues
        self.later_ways: list[tuple[RightChange, int]] = []
        for write in (write_flow, write_people, write_units, write_reviews, write_judged, write_head):
            write(self)

    def schedule(self, number: int) -> int | None:
        """Return the address of a schedule; None for continuously."""
        return self.schedules[number] if number >= 0 else None

    def unit(self, number: int) -> int | None:
        """Return the address of the people of a unit; None where they do not change."""
        return next((a for a, row in zip(self.units, self.plan.people, strict=True) if row.unit == number), None)

    def column(self, uniform: int) -> int:
        """Return the column of the cohort that a uniform is in: uniforms come after the streams of times."""
        return len(self.plan.streams) + uniform if uniform >= 0 else NONE

    def timed(self) -> list[tuple[int, TargetRow]]:
        """Return the targets that have a clock, with their addresses."""
        return [(self.targets[t], row) for t, row in enumerate(self.plan.targets) if row.timed]
