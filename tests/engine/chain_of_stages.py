"""A pathway of more stages than a word of marks has bits, written by hand."""

from __future__ import annotations

from typing import Any


def long_chain(stages: int) -> dict[str, Any]:
    """``stages`` stages of one minute, every seventh with a clerk, a third of the visits going back ten stages once more."""
    names = [f"s{number}" for number in range(stages)]
    pathway: dict[str, Any] = {}
    for place, name in enumerate(names):
        onward: Any = names[place + 1] if place + 1 < stages else "out"
        if place % 20 == 19:
            onward = {"shares": [{"share": "30%", "next": names[place - 10]}, {"share": "70%", "next": onward}]}
        pathway[name] = {"unit": "shop" if place < 64 else "yard", "takes": "1 min", "next": onward}
        if place % 7 == 0:
            pathway[name] |= {"needs": {"clerk": 1}, "leaves": {"after": "9 min", "to": names[-1]}}
    return {
        "orgsim": 1, "name": "A long way", "calendar": {"starts": "Sunday 22:00", "length": "1 day"},
        "organisation": {
            "layers": ["front"], "units": {"shop": {}, "yard": {}}, "positions": {"boss": {"unit": "shop", "layer": "front"}},
        },
        "classes": {"any": {}},
        "arrivals": {"people": {"at": "s0", "per_day": 150, "classes": {"any": "100%"}}},
        "pathway": pathway, "exits": {"out": {}}, "resources": {"clerk": {"unit": "shop", "number": 2}},
        "targets": {
            "shop": {"owner": "boss", "clock": {"stops": {"leaves": "shop"}}, "within": "80 min", "goal": "95%"},
            "yard": {"owner": "boss", "clock": {"starts": {"begins": [names[40], names[62]]}, "stops": {"reaches": [names[-1]]}},
                     "within": "20 min", "goal": "95%", "pressure": "100%"},
        },
        "behaviours": {"rush": {"who": "boss", "because_of": "yard", "switched": "on", "do": "divert", "to": names[-1],
                                "at": names[41:-1], "when": {"clock_over": "5 min"}}},
    }  # fmt: skip
