"""What goes wrong in a scenario made at random: defects, hand-offs, failure demand. Drawn after all the rest."""

from __future__ import annotations

from typing import Any

from tests.engine.dice import Dice


def with_defects(dice: Dice, tree: dict[str, Any]) -> dict[str, Any]:
    """Return the scenario ``tree`` with defects in about a third of all scenarios."""
    if not dice.often(35):
        return tree
    stages = {name: {**stage, **_of_stage(dice)} for name, stage in tree["pathway"].items()}
    exits = {
        name: {**way, **({"failure": _failure(dice)} if dice.often(60) else {})} for name, way in tree["exits"].items()
    }
    return {**tree, "pathway": stages, "exits": exits}


def _of_stage(dice: Dice) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if dice.often(40):
        found["hand_off"] = {"delay": dice.time_by_class()}
    if dice.often(70):
        found["defects"] = {key: dice.percent(0, 10, 40, 100) for key in dice.some(["base", "hand_off", "cut"])}
        if dice.often(50):
            over = {"pool": dice.one(dice.pools), "from": dice.percent(0, 40, 85), "at_full": dice.percent(20, 60)}
            found["defects"]["over"] = over
    return found


def _failure(dice: Dice) -> dict[str, Any]:
    back: dict[str, Any] = {"share": dice.percent(20, 50, 60, 80), "after": dice.time(), "at": dice.one(dice.stages)}
    return back | {key: dice.percent(0, 50, 100) for key in dice.some(["diverted", "gave_up"])}
