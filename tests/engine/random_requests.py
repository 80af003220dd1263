"""What requests of a scenario made at random are about: complexity, scope, unclear roles, how answers are judged."""

from __future__ import annotations

from typing import Any

from tests.engine.dice import FAMILIES, Dice

LEVELS = [0, 5, 5, 10, 20]
"""Whole multiples of five: a scenario on a grid keeps to it."""
SPREADS = [(0, 5, 10), (1, 8, 9), (2, 10, 25)]


def add_to(dice: Dice, tree: dict[str, Any]) -> None:
    """Say of some positions, decisions and stages what they may say of requests; draws nothing before all else is drawn."""
    people = tree["organisation"]
    for seat in people["positions"].values():
        for level in dice.some(["authority", "knowledge"]):
            seat[level] = dice.one(LEVELS)
        if dice.often(25):
            seat["weighs_others"] = dice.one([0, 0.5, 1, 2])
    for name, right in people["decisions"].items():
        if dice.often(50):
            right["complexity"] = _complexity(dice)
        if dice.often(40):
            _concerns(dice, right)
        if dice.often(30):
            _unclear(dice, right)
        if dice.often(60):
            right["judged"] = _judged(dice)
        if name == "more" and dice.often(50):
            right["judged"] = {"best": "60%"}
    for place, stage in enumerate(tree["pathway"].values()):
        if "asks" in stage and dice.often(60):
            stage["refused"] = dice.one([*dice.stages[place + 1 :], *dice.exits])


def _complexity(dice: Dice) -> Any:
    if dice.grid or dice.often(10):
        return dice.one(LEVELS)
    return FAMILIES[dice.one(list(FAMILIES))](*dice.one(SPREADS))  # type: ignore[arg-type]


def _concerns(dice: Dice, right: dict[str, Any]) -> None:
    others = dice.some([name for name in dice.positions if name != right["asked_by"]], 1)
    right["concerns"] = {name: f"{dice.one([0, 10, 30])}%" for name in others}
    if dice.often(15):
        right["concerns"] = {others[0]: "100%"}


def _unclear(dice: Dice, right: dict[str, Any]) -> None:
    doors = [name for name in dice.positions if name not in (right["asked_by"], right["held_by"])]
    right["unclear"] = {"share": dice.percent(0, 20, 60, 100), "goes_to": dice.one(doors)}


def _judged(dice: Dice) -> dict[str, Any]:
    judged: dict[str, Any] = {"drift": dice.one([0, 0, 0.5, 3])}
    if dice.often(40):
        stakes = {
            "benefit_sd": dice.one([0, 1, 4]),
            "externality_sd": dice.one([0, 1]),
            "weight": dice.one([0, 0.4, 1]),
        }
        return {**judged, "stakes": {**stakes, "noise_own": dice.one([0, 0.5]), "noise_others": dice.one([0, 2])}}
    if dice.needs and dice.often(50):
        judged["about"] = dice.one(dice.needs)
    return {**judged, "best": dice.percent(50, 80, 95, 100)}
