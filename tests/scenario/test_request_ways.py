"""The chance that a number exceeds a level, for every family, against the numbers that the engine draws."""

from __future__ import annotations

import math

import pytest

from orgsim.cohort.families import stored
from orgsim.engine import rules
from orgsim.scenario.request_ways import tail
from orgsim.scenario.schema.distribution import parse_numbers

NUMBERS = 20_000
WRITTEN = [
    1.5, {"exponential": {"mean": 2}}, {"uniform": {"low": 1, "high": 3}}, {"triangular": {"low": 0, "mode": 1, "high": 4}},
    {"lognormal": {"mean": 2, "sd": 1}}, {"gamma": {"mean": 2, "sd": 3}}, {"gamma": {"mean": 2, "sd": 0.5}},
]  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN, ids=str)
@pytest.mark.parametrize("level", [0.3, 1.5, 2.2, 5])
def test_the_tail_is_the_share_of_draws_above(written, level):
    """Within four standard errors (about one in 16,000 fails), the seeds being fixed."""
    drawn = parse_numbers(written)
    row = stored(drawn.family, drawn.parameters)
    above = sum(rules.draw(*row, rules.derive(7, number)) > level for number in range(NUMBERS)) / NUMBERS
    expected = tail(drawn, level)
    assert abs(above - expected) <= 4 * math.sqrt(expected * (1 - expected) / NUMBERS) + 1e-3


def test_the_tail_of_a_gamma_is_that_of_an_exponential_where_they_are_one():
    for level in (0.1, 1, 2.5, 30):
        assert tail(parse_numbers({"gamma": {"mean": 2, "sd": 2}}), level) == pytest.approx(
            math.exp(-level / 2), rel=1e-9
        )
