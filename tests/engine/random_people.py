"""The people of a scenario made at random: organisation, targets, behaviours, groups, measures."""

from __future__ import annotations

from typing import Any

from tests.engine.dice import HOURS, MOMENTS, Dice


def organisation(dice: Dice) -> dict[str, Any]:
    """Four positions under one boss, links between them, four decisions, meetings."""
    seats = {name: _position(dice) for name in dice.positions}
    for name, above in (("chief", ["boss"]), ("clerk", ["boss", "chief"]), ("nurse", ["boss", "chief"])):
        seats[name]["reports_to"] = dice.one(above)
    return {
        "layers": ["front", "top"],
        "units": {name: {} for name in dice.units},
        "positions": seats,
        "line": _line(dice),
        "links": {name: _link(dice) for name in dice.some(["phone", "walk", "post"])},
        "decisions": {name: _decision(dice, name) for name in dice.decisions},
        "meetings": {name: _meeting(dice) for name in dice.some(["huddle", "board"])},
    }


def _position(dice: Dice) -> dict[str, Any]:
    seat: dict[str, Any] = {
        "unit": dice.one(dice.units), "layer": dice.one(["front", "top"]), "number": dice.one([1, 1, 1, 2, 3, 0]),
        "attention": dice.percent(100, 100, 50, 30), "queue": dice.one(["first_come", "by_class"]),
    }  # fmt: skip
    if dice.often(25):
        seat["on_duty"] = dice.one(HOURS)
    if dice.often(20):
        seat["line"] = _line(dice)
    return seat


def _line(dice: Dice) -> dict[str, Any]:
    return {"delay": dice.time(), "fidelity": dice.percent(100, 100, 90, 60)}


def _link(dice: Dice) -> dict[str, Any]:
    link = {"between": dice.some(dice.positions, 2, 2), "happens": dice.one(MOMENTS), **_line(dice)}
    if dice.often(50):
        link["capacity"] = dice.whole(1, 2)
    if dice.often(20):
        link["carries"] = dice.some(dice.decisions, 1)
    return link


def _decision(dice: Dice, name: str) -> dict[str, Any]:
    right: dict[str, Any] = {
        "held_by": dice.one(dice.positions), "asked_by": dice.one(dice.positions), "effort": dice.time(),
        "passing_on": dice.time(), "route": dice.one(["reporting_lines", "nearest", "quickest"]),
    }  # fmt: skip
    if dice.often(40):
        right["asks_again"] = {"after": dice.length(1, 5, 20, 60), "at_most": dice.whole(1, 4)}
    if name == "more":
        right["asked_when"] = {"checked": dice.one(MOMENTS), **_full(dice)}
    if name == "more" and dice.often(80):
        right["effect"] = {"pool": dice.one(dice.pools), "number": dice.whole(1, 2), "lasts": dice.length(0, 30, 90)}
    return right


def _meeting(dice: Dice) -> dict[str, Any]:
    return {"members": dice.some(dice.positions, 1), "happens": dice.one(MOMENTS), "lasts": dice.length(0, 6, 30),
            "settles": dice.some(dice.decisions)}  # fmt: skip


def judged(dice: Dice) -> dict[str, Any]:
    """Targets, groups and measures; fills ``dice.targets``."""
    groups: dict[str, Any] = {
        "planned": {"modes": ["planned"]}, "walkers": {"arrivals": ["walking", "before"]},
        "first": {"classes": [dice.classes[0]]}, "seen": {"begins": [dice.stages[0]]}, "back": {"returned": True},
    }  # fmt: skip
    targets = {name: _target(dice, name) for name in dice.some(["quick", "calm", "third"], 0 if dice.often(15) else 1)}
    measures = {
        "stay": {"time": {"from": _when(dice), "to": _when(dice), "show": ["mean", "p90"]}, "of": dice.one([*groups])},
        "slow": {"time_share": {"to": _when(dice), "at_least": "10 min", "below": "1 h"}},
        "again": {"returned": {"within": "1 day"}},
    }
    return {"groups": groups, "targets": targets, "measures": measures}


def _when(dice: Dice) -> Any:
    kind = dice.one(["arrival", "departure", "reaches", "begins", "leaves"])
    if kind in ("arrival", "departure"):
        return kind
    if kind == "leaves":
        return {"leaves": dice.one(dice.units)}
    return {kind: dice.some(dice.stages if kind == "begins" else [*dice.stages, *dice.exits], 1, 2)}


def _target(dice: Dice, name: str) -> dict[str, Any]:
    target: dict[str, Any] = {"owner": dice.one(dice.positions), "pressure": dice.percent(100, 90, 50, 0)}
    if dice.often(40):
        target["of"] = dice.one(["planned", "walkers", "first"])
    kind = dice.one(["within", "within", "within", "mean_below", "occupancy", "share"])
    dice.targets[name] = None
    if kind in ("within", "mean_below"):
        target["clock"] = {} if dice.often(65) else {"starts": _when(dice), "stops": _when(dice)}
    if kind == "within":
        dice.targets[name] = float(dice.one([20, 45, 90]))
        return {**target, "within": f"{dice.targets[name]:g} min", "goal": "90%"}
    if kind == "mean_below":
        return {**target, "mean_below": "30 min"}
    if kind == "occupancy":
        return {**target, "occupancy": {"of": dice.some(dice.pools, 1), "below": "80%"}}
    return {**target, "share": {"of": "first", "are": "seen", "below": "50%"}}


def behaviours(dice: Dice) -> dict[str, Any]:
    """Behaviours of any action, some of them twice; call after ``judged``."""
    found: dict[str, Any] = {}
    limited = [name for name, limit in dice.targets.items() if limit is not None]
    for number, action in enumerate([*ACTIONS, *ACTIONS]):
        by_limit = action in ("jump_queue", "relabel")
        if not dice.often(45 if action in MORE_OFTEN else 25) or (by_limit and not limited):
            continue
        row: dict[str, Any] = {"who": dice.one(dice.positions), "do": action, **ACTIONS[action](dice)}
        row |= {"switched": "on" if dice.often(90) else "off", "strength": dice.percent(100, 100, 60)}
        because = dice.one(limited) if by_limit else dice.one([None, *dice.targets])
        if because is not None:
            row["because_of"] = because
        row["when"] = _trigger(dice)
        if action not in ("lend", "pull", "reserve") and number % 3 == 0:
            row["classes"] = dice.classes[number % len(dice.classes) :]
        if because in limited and (action == "jump_queue" or (action == "divert" and dice.often(70))):
            row["when"]["clock_over"] = dice.one(["0 min", "5 min", "15 min"])
        found[f"{action}_{number}"] = row
    return found


def _full(dice: Dice) -> dict[str, Any]:
    return {"occupancy_of": dice.one(dice.pools), "above": dice.percent(0, 50, 100)}


def _trigger(dice: Dice) -> dict[str, Any]:
    when: dict[str, Any] = {}
    if dice.often(20):
        when |= _full(dice)
    if dice.often(12):
        when["free"] = dice.one(dice.pools)
    if dice.often(15):
        when |= {"queue_of": dice.one(dice.pools[:3]), "longer_than": dice.whole(0, 2)}
    return when


ACTIONS: dict[str, Any] = {
    "jump_queue": lambda dice: {"at": dice.some(dice.stages, 1)},
    "divert": lambda dice: {"at": dice.some(dice.stages, 2), "to": dice.one([dice.stages[-1], *dice.exits]),
                            "again_every": dice.length(1, 3, 10)},
    "hold": lambda dice: {"at": dice.some(dice.stages, 1, 2), "lasts": dice.length(0, 10, 40), "again_every": dice.length(1, 4)},
    "delay": lambda dice: {"at": dice.some(dice.stages, 1, 2), "by": dice.time()},
    "shorten": lambda dice: {"at": dice.some(dice.stages, 1), "share": dice.percent(0, 33, 100)},
    "relabel": lambda dice: {"over_by": dice.length(5, 30, 90)},
    "lend": lambda dice: {**dict(zip(("from_pool", "to_pool"), dice.some(dice.pools, 2, 2), strict=True)),
                          "number": dice.whole(1, 2), "lasts": dice.length(0, 20, 60), "checked": dice.one(MOMENTS)},
    "pull": lambda dice: {"pool": dice.one(dice.pools)},
    "reserve": lambda dice: {"pool": dice.one(dice.pools[:3]), "number": dice.whole(1, 2),
                             "keeps_for": dice.some(dice.arrivals, 1, 2)},
}  # fmt: skip
"""What to write for each action; ``ACTION_NAMES`` of the plan says which there are."""
MORE_OFTEN = ("jump_queue", "divert", "relabel", "pull", "reserve")
"""Actions that need more than being written to be seen."""
