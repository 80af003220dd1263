from __future__ import annotations

import pytest

from orgsim.story.words import Names, clock, duration, listed
from tests.exports.hospital import replication


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0.0, "no time"),
        (0.4, "under a minute"),
        (25.2, "25 min"),
        (59.6, "1 h"),
        (220.0, "3 h 40 min"),
        (1439.4, "23 h 59 min"),
        (1439.6, "1 day"),
        (1440.0, "1 day"),
        (3060.0, "2 days 3 h"),
    ],
)
def test_lengths_of_time(minutes: float, said: str) -> None:
    assert duration(minutes) == said


@pytest.mark.parametrize(
    ("starts", "minutes", "said"),
    [(0.0, 0.0, "Mon 00:00"), (480.0, 61.9, "Mon 09:01"), (0.0, 10079.9, "Sun 23:59"), (10020.0, 60.0, "Mon 00:00")],
)
def test_times_of_the_week(starts: float, minutes: float, said: str) -> None:
    assert clock(starts, minutes) == said


@pytest.mark.parametrize(
    ("parts", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists(parts: list[str], said: str) -> None:
    assert listed(parts) == said


def test_names_are_those_people_gave_or_readable_ids() -> None:
    one = replication()
    names = Names(one.variant, one.plan)
    assert names.stage(one.plan.names.stages.index("walk")) == "Walk to the desk"
    assert names.exit(one.plan.names.exits.index("walked_out")) == "left unseen"
    assert names.exit(one.plan.names.exits.index("home")) == "home"
    assert names.group("sent_home") == "Sent home"
    assert names.channel(one.plan.names.channels.index("line:sister")) == "the reporting line"
    assert names.channel(one.plan.names.channels.index("phone")) == "the bed phone"
