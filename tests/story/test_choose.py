from __future__ import annotations

import numpy as np
import pytest

from orgsim.story import choose, tell
from tests.exports.hospital import replication


def both() -> list:  # type: ignore[type-arg]
    return [replication("silo"), replication("systemic")]


def test_the_chosen_one_ended_differently_and_a_behaviour_acted_on_it_in_one_variant() -> None:
    choice = choose(both())
    first, second = (tell(one, choice.visit) for one in both())
    assert first.disposition != second.disposition
    assert bool(first.behaviours) != bool(second.behaviours)
    assert "ended differently" in choice.why


def test_the_middle_one_is_chosen_and_not_the_extreme() -> None:
    choice = choose(both())
    gaps = {}
    for visit in range(1, replication().cohort.arrivals + 1):
        first, second = (one.trace for one in both())
        row = visit - 1
        if first.arrived[row] < replication().plan.warm_up or np.isnan(first.departed[row] + second.departed[row]):
            continue
        one, other = (tell(each, visit) for each in both())
        if one.disposition != other.disposition and one.behaviours != other.behaviours:
            gaps[visit] = abs((one.inside or 0) - (other.inside or 0))
    assert choice.why.startswith(f"the middle one of {len(gaps)} ")
    below = sum(gap < gaps[choice.visit] for gap in gaps.values())
    assert below == len(gaps) // 2


def test_it_says_so_when_nothing_differs() -> None:
    one = replication("systemic")
    assert "none of which ended differently" in choose([one, one]).why


def test_one_variant_alone_still_has_a_story() -> None:
    assert choose([replication()]).visit >= 1


def test_an_order_of_variants_is_kept() -> None:
    assert choose(both()) == choose(both())
    with pytest.raises(IndexError):
        choose([])
