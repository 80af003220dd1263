"""What changes the people of a scenario made at random from day to day: quickly, since its days are few."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orgsim.plan import Plan
from tests.engine.dice import Dice

EXPECTED = {
    "people change", "people of two units", "people without staff requests", "people hurry", "people tire",
    "people with a standard", "people with motives", "people who leave", "people who are pressed", "people with links",
}  # fmt: skip


def change_people(dice: Dice, tree: dict[str, Any]) -> None:
    """Let the people of all units, or of some, change from day to day in half of the scenarios."""
    if not dice.often(50):
        return
    organisation = tree["organisation"]
    if dice.often(60):
        organisation["people"] = _people(dice)
    for unit in dice.some(dice.units):
        organisation["units"][unit] = {"people": _people(dice)}
    for link in organisation["links"].values():
        link["informal"] = dice.often(50)


def _people(dice: Dice) -> dict[str, Any]:
    found = {
        "load": lambda: {"speed_up": dice.one([0.3, 2, 0]), "above": dice.percent(0, 20, 80), "saturates": dice.percent(93, 100)},
        "fatigue": lambda: {"above": dice.percent(0, 30, 80), "memory": dice.length(60, 2000), "slows": dice.one([0.5, 3])},
        "standard": lambda: {"pressure_effect": dice.one([0.3, 0.64]), "erodes": dice.length(600, 4000),
                             "recovers": dice.length(600, 9000), "full_at": dice.percent(85, 30)},
        "motivation": lambda: {"starts": dice.percent(50, 20, 90), "falls": dice.length(900), "recovers": dice.length(2000),
                               "ownership": dice.one([0, 0.012])},
        "leaving": lambda: {"quits": dice.one(["12%", "9000%"]), "vacancy": dice.length(700, 3000),
                            "absent": dice.percent(4, 40, 100)},
        "effort": lambda: {"substitution": dice.one([0, 0.5, 0.9]), "speeds": dice.one([0.05, 0.9])},
    }  # fmt: skip
    return {name: make() for name, make in found.items() if dice.often(60)}


def features(plan: Plan) -> Iterator[tuple[str, bool]]:
    """Which features of changing people a plan has."""
    yield "people of two units", len(plan.people) > 1
    for row in plan.people:
        figures = row.figures
        yield "people change", True
        yield "people without staff requests", not row.asks
        yield "people hurry", figures.speed_up > 0
        yield "people tire", figures.tires > 0
        yield "people with a standard", figures.pressure_effect > 0
        yield "people with motives", figures.by_autonomy > 0
        yield "people who leave", figures.quit_rate > 0
        yield "people who are pressed", figures.pressure > 0 and figures.effort_speeds > 0
        yield "people with links", figures.belonging not in (0.0, 0.5)
