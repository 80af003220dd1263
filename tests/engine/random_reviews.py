"""Reviews of pools and rates that wander, for a scenario made at random: often, since its days are few."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orgsim.plan import Plan
from tests.engine.dice import MOMENTS, Dice

EXPECTED = {
    "review", "review of two pools", "review that only looks", "review that makes up more", "review of people who leave",
    "review of shifts", "rate that wanders",
}  # fmt: skip


def with_reviews(dice: Dice, tree: dict[str, Any]) -> dict[str, Any]:
    """Let pools be reviewed, and the rate of those who walk in wander, in some of the scenarios."""
    if "per_day" in tree["arrivals"]["walking"] and dice.often(40):
        tree["arrivals"]["walking"]["wanders"] = {
            "every": dice.one(["1 h", "5 h", "1 day"]), "step": dice.percent(0, 20, 60), "spread": dice.percent(0, 30),
        }  # fmt: skip
    for pool in tree["resources"].values():
        if dice.often(25):
            pool["reviewed"] = {
                "happens": dice.one([*MOMENTS[:2], "every day at 06:30, 12:00, 20:00"]),
                "gain": dice.percent(0, 30, 100, 200), "use": dice.percent(10, 85, 100), "least": dice.percent(0, 50),
                "most": dice.percent(100, 200, 400),
            }  # fmt: skip
    return tree


def features(plan: Plan) -> Iterator[tuple[str, bool]]:
    """Which features of reviews a plan has."""
    yield "review", bool(plan.reviews)
    yield "review of two pools", len(plan.reviews) > 1
    yield "rate that wanders", any(row.wander_every > 0 for row in plan.arrivals)
    leaving = {staff.pool for row in plan.people if row.figures.quit_rate > 0 for staff in row.staff}
    for row in plan.reviews:
        yield "review that only looks", row.gain == 0
        yield "review that makes up more", row.gain > 1
        yield "review of people who leave", row.pool in leaving
        yield "review of shifts", len(plan.pools[row.pool].changes) > 0
