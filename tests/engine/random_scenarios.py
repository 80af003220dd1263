"""Scenarios made at random: small, full of ties, and able to say everything that the format can say.

``make(source_of(7))`` is always the same scenario. Hypothesis gives a source of its own, which it can shrink.
"""

from __future__ import annotations

from random import Random
from typing import Any

from orgsim.engine import Guards
from tests.engine import random_requests
from tests.engine.dice import Dice
from tests.engine.random_bounded import bounded
from tests.engine.random_defects import with_defects
from tests.engine.random_flow import flow
from tests.engine.random_people import behaviours, judged, organisation
from tests.engine.random_reviews import with_reviews
from tests.engine.random_states import change_people
from tests.engine.random_transition import becomes

PARTS = (bounded, with_defects)
"""What each mechanism adds to a scenario, if the dice say so."""


def source_of(seed: int) -> Random:
    """The source of random numbers of a seed."""
    return Random(seed)  # noqa: S311  (nothing secret)


def make(source: Random) -> dict[str, Any]:
    """A scenario of two to five stages, four pools and four positions, as the tree that a file of it would hold."""
    dice = Dice(source)
    made: dict[str, Any] = {
        "orgsim": 1,
        "name": "Made at random",
        "calendar": _calendar(dice),
        "organisation": organisation(dice),
        **flow(dice),
        **judged(dice),
        "behaviours": behaviours(dice),
    }
    for part in PARTS:
        made = part(dice, made)
    random_requests.add_to(dice, made)
    change_people(dice, made)
    with_reviews(dice, made)
    return made | becomes(dice, made)  # the last: it copies what the others made


def _calendar(dice: Dice) -> dict[str, str]:
    return {
        "starts": dice.one(["Monday 00:00", "Wednesday 07:30", "Friday 13:05", "Sunday 20:00"]),
        "warm_up": dice.one(["0 min", "5 h", "1 day"]),
        "length": dice.one(["8 h", "1 day", "36 h"]),
        "follow_up": dice.one(["0 min", "3 h", "12 h"]),
    }


def limits(source: Random) -> Guards:
    """Guards that stop a runaway soon, and now and then one that is not."""
    if source.randrange(100) < 90:
        return Guards(events=30_000, at_one_instant=500, queue=200)
    return Guards(events=source.choice([50, 500]), at_one_instant=source.choice([5, 50]), queue=source.choice([1, 5]))
