"""The flow of a scenario made at random: arrivals, needs, stages and where they lead, exits, pools."""

from __future__ import annotations

from typing import Any

from tests.engine.dice import HOURS, MOMENTS, Dice


def flow(dice: Dice) -> dict[str, Any]:
    """All blocks of the flow."""
    return {
        "schedules": {"round": dice.one(MOMENTS), "visit": dice.one(MOMENTS)},
        "classes": {name: {"rank": dice.whole(0, 2)} for name in dice.classes},
        "needs": _needs(dice),
        "arrivals": _arrivals(dice),
        "pathway": {name: _stage(dice, place) for place, name in enumerate(dice.stages)},
        "exits": {"out": {"returns": _returns(dice)} if dice.often(50) else {}, "gone": {}},
        "resources": _pools(dice),
    }


def _shares(dice: Dice, names: list[str]) -> dict[str, str]:
    """Shares of some of the names, adding to 100%."""
    chosen = dice.some(names, 1, 3)
    return dict(zip(chosen, [["100%"], ["60%", "40%"], ["25%", "25%", "50%"]][len(chosen) - 1], strict=True))


def _needs(dice: Dice) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in dice.needs:
        found[name] = (
            {"share": "50%"} if dice.often(50) else {"by_class": {dice.one(dice.classes): "80%", "default": "20%"}}
        )
    if len(found) == 2 and dice.often(50):
        found["test"] |= {"given": "care", "given_share": "70%"}
    return found


def _arrivals(dice: Dice) -> dict[str, Any]:
    def stream(**kind: Any) -> dict[str, Any]:
        return {"at": dice.one(dice.stages[:2]), "classes": _shares(dice, dice.classes), **kind}

    walking: dict[str, Any] = {"per_day": dice.one([20, 60, 200])}
    if dice.grid:
        walking = {"at_times": {"times": "every day at 08:00, 08:05, 08:10, 12:00, 16:00", "number": dice.whole(0, 8)}}
    elif dice.often(30):
        walking |= {
            "by_hour": [dice.whole(0, 2) for _ in range(23)] + [1],
            "by_weekday": {"sun": "50%"},
            "level": "120%",
        }
    return {
        "walking": stream(**walking),
        "regular": stream(at_times={"times": dice.one(MOMENTS[:2]), "number": dice.whole(0, 5)}, mode="planned"),
        "before": stream(at_start=dice.whole(0, 4)),
    }


def _stage(dice: Dice, place: int) -> dict[str, Any]:
    stage: dict[str, Any] = {
        "unit": dice.one(dice.units),
        "needs": {pool: dice.one([1, 1, 1, 2]) for pool in dice.some(dice.pools[:3], 0, 2)},
        "queue": dice.one(["first_come", "by_class"]),
        "holds": dice.some(dice.pools[:3], 0, 1),
        "waits_in": dice.some(dice.pools[:3], 0, 1),
        "next": _next(dice, place, 0),
    }
    if dice.often(90):
        stage["takes"] = dice.time_by_class()
    if dice.often(30):
        stage["asks"] = dice.one(dice.decisions[:2])
    if dice.often(20):
        stage["until"] = dice.one(["round", "visit"])
    if dice.often(35):
        stage["leaves"] = {"after": dice.time_by_class(), "to": dice.one([*dice.stages[place + 1 :], "gone"])}
    if dice.often(20):
        stage["where"] = dice.one(dice.units)
    return stage


def _next(dice: Dice, place: int, depth: int) -> Any:
    """Where next: mostly onwards; a way back to this stage or an earlier one is a share, so that it ends some time."""
    onward = [*dice.stages[place + 1 :], *dice.exits]
    kind = dice.one(["go", "shares", "long", "back", "back", "class", "need"])
    if depth > 1 or kind == "go":
        return dice.one(onward)
    if kind == "shares":
        return _shares(dice, onward)
    if kind == "long":
        branches = [(share, _next(dice, place, depth + 1)) for share in ("30%", "70%")]
        return {"shares": [{"share": share, "next": to} for share, to in branches]}
    if kind == "back":
        back = dice.one(dice.stages[: place + 1])
        return {"shares": [{"share": "50%", "next": back}, {"share": "50%", "next": _next(dice, place, depth + 1)}]}
    if kind == "class":
        return {"by_class": {dice.one(dice.classes): _next(dice, place, depth + 1), "default": dice.one(onward)}}
    if not dice.needs:
        return dice.one(onward)
    return {"by_need": dice.one(dice.needs), "yes": _next(dice, place, depth + 1), "no": _next(dice, place, depth + 1),
            "missed": dice.percent(0, 30), "needless": dice.percent(0, 20)}  # fmt: skip


def _returns(dice: Dice) -> dict[str, Any]:
    back = {"share": dice.percent(10, 25), "after": dice.time(), "at": dice.one(dice.stages)}
    if dice.needs and dice.often(50):
        back |= {"missed": dice.percent(0, 25), "missed_need": dice.one(dice.needs)}
    return back


def _pools(dice: Dice) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in dice.pools:
        pool: dict[str, Any] = {"unit": dice.one(dice.units), "kind": dice.one(["staff", "place"])}
        if dice.often(70):
            pool |= {"number": dice.one([1, 2, 2, 3, 4, 0]), "hours": dice.one(HOURS) if dice.often(40) else "always"}
        else:
            pool["shifts"] = {key: {"hours": dice.one(HOURS), "number": dice.whole(0, 3)} for key in ("early", "late")}
        if dice.often(35):
            pool["serves"] = dice.some([other for other in dice.pools if other != name], 1, 2)
        if dice.often(45):
            pool["free_again"] = {"ready_after": dice.time()}
            if dice.often(60):
                pool["free_again"]["told_by"] = dice.one(dice.decisions[:3])
        found[name] = pool
    return found
