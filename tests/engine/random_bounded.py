"""Attention, informal links and committees of a scenario made at random; call last, so that the rest stays as it was."""

from __future__ import annotations

from typing import Any

from tests.engine.dice import Dice


def bounded(dice: Dice, tree: dict[str, Any]) -> dict[str, Any]:
    """Return the scenario, its organisation now and then with attention that is eaten and links that are drawn."""
    organisation = tree["organisation"]
    if dice.often(20):
        organisation["attention"] = {
            "per_report": dice.percent(0, 5, 20), "per_metric": dice.percent(0, 5), "floor": dice.percent(5, 25)
        }  # fmt: skip
    if dice.often(25):
        organisation["informal"] = _informal(dice)
    for meeting in organisation["meetings"].values():
        if dice.often(35):
            meeting["agenda"] = dice.whole(1, 3)
        if dice.often(35):
            meeting["per_item"] = dice.length(0, 1, 5, 20)
        if dice.often(50):
            meeting["passes_with"] = dice.whole(1, len(meeting["members"]))
    return tree


def _informal(dice: Dice) -> dict[str, Any]:
    links: dict[str, Any] = {
        "per_position": dice.one([0.25, 0.5, 1]), "delay": dice.time(), "fidelity": dice.percent(100, 90, 60),
        "seed": dice.whole(1, 9),
    }  # fmt: skip
    if dice.often(50):
        links["law"] = dice.one(["multiscale", "local_team", "random", "random_interdivisional", "core_periphery"])
    else:
        links |= {"lambda": 0.5, "zeta": dice.one([0.3, 0])}
    if dice.often(20):
        links["carries"] = dice.some(dice.decisions, 1)
    return links
