"""The change of structure of a scenario made at random: another organisation, other numbers, and what the change costs."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from tests.engine.dice import HOURS, MOMENTS, Dice
from tests.engine.random_people import organisation


def becomes(dice: Dice, tree: dict[str, Any]) -> dict[str, Any]:
    """Return a `becomes` for a scenario now and then, else nothing; gives the scenario a position that will go."""
    if not dice.often(30):
        return {}
    found: dict[str, Any] = {"at": dice.length(0, 60, 600, 1000, 1440, 2000)}
    if dice.often(85):
        found["organisation"] = _organisation(dice, tree["organisation"])
        _leave(dice, tree["organisation"])
    if dice.often(50):
        found["resources"] = _pools(dice, tree["resources"])
    if dice.often(60):
        found["targets"] = {
            name: {**target, "pressure": dice.percent(0, 30, 100)} if dice.often(50) else target
            for name, target in tree["targets"].items()
        }
    if dice.often(70):
        found["behaviours"] = {name: _switched(dice, row) for name, row in tree["behaviours"].items()}
    if dice.often(70):
        found["shocks"] = _shocks(dice)
    return {"becomes": found}


def _organisation(dice: Dice, before: dict[str, Any]) -> dict[str, Any]:
    """Return another organisation: made anew, or what there is with some of its parts made anew, and a new position."""
    new = organisation(dice)
    later = deepcopy(before) if dice.often(60) else new
    for part in ("positions", "decisions", "links", "meetings"):
        for name in [name for name in new[part] if name in later[part]]:
            if dice.often(40):
                later[part][name] = new[part][name]
    later["positions"]["boss"].pop("reports_to", None)
    for link in later["links"].values():
        link["informal"] = dice.often(60)
    later["positions"]["deputy"] = {"unit": dice.one(dice.units), "layer": "front", "reports_to": "boss", "number": 1}
    if dice.often(50):
        later["decisions"][dice.one(dice.decisions)]["held_by"] = "deputy"
    if dice.often(30):
        later["decisions"]["extra"] = _standing(dice, held_by="boss", asked_by="deputy")
    return later


def _standing(dice: Dice, **people: str) -> dict[str, Any]:
    asked = {"occupancy_of": dice.one(dice.pools), "above": "0%", "checked": dice.one(MOMENTS[:2])}
    return {**people, "effort": dice.time(), "asked_when": asked}


def _leave(dice: Dice, before: dict[str, Any]) -> None:
    """Give the organisation before a position that the later one does not have, and decisions that it holds."""
    before["positions"]["aide"] = {"unit": dice.one(dice.units), "layer": "top", "reports_to": "boss", "number": 1}
    if dice.often(60):
        before["decisions"][dice.one(dice.decisions)]["held_by"] = "aide"
    if dice.often(30):
        before["decisions"]["once"] = _standing(dice, held_by="aide", asked_by="boss")


def _pools(dice: Dice, before: dict[str, Any]) -> dict[str, Any]:
    later = deepcopy(before)
    for name, pool in later.items():
        if dice.often(60) and "number" in pool:
            pool["number"] = dice.whole(0, 4)
        if dice.often(30) and "number" in pool:
            pool["hours"] = dice.one(HOURS)
        if dice.often(40):
            pool["serves"] = dice.some([other for other in dice.pools if other != name], 0, 2)
    return later


def _switched(dice: Dice, before: dict[str, Any]) -> dict[str, Any]:
    return {**before, "switched": dice.one(["on", "off"]), "strength": dice.percent(100, 30)}


def _shocks(dice: Dice) -> dict[str, str]:
    choices = {
        "attention_lost": dice.percent(15, 50), "attention_for": dice.length(0, 300, 3000),
        "links_survive": dice.percent(0, 50, 100), "knowledge_lost": dice.percent(20, 60),
        "relearning": dice.length(0, 300, 3000), "wrong_address": dice.percent(20, 100),
    }  # fmt: skip
    return {name: choices[name] for name in dice.some([*choices], 1)}
