from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgsim.exports.units import Unit, Units


def test_lowest_free_number_is_given_again() -> None:
    units = Units()
    assert units.seize(0, 0, 1) == [Unit(0, 1)]
    assert units.seize(1, 0, 2) == [Unit(0, 2), Unit(0, 3)]
    assert units.release(1, 0, 1) == [Unit(0, 2)]
    units.release(0, 0, 1)
    assert units.seize(2, 0, 1) == [Unit(0, 1)]
    assert units.seize(3, 0, 2) == [Unit(0, 2), Unit(0, 4)]


def test_pools_are_numbered_apart() -> None:
    units = Units()
    units.seize(0, 0, 1)
    assert units.seize(0, 1, 1) == [Unit(1, 1)]
    assert units.held(0) == (Unit(0, 1), Unit(1, 1))


def test_nobody_gives_back_what_they_do_not_hold() -> None:
    units = Units()
    units.seize(0, 0, 1)
    with pytest.raises(ValueError, match="gives back 2 of pool 0 but holds 1"):
        units.release(0, 0, 2)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=60))
def test_no_number_is_in_two_hands(steps: list[tuple[int, bool]]) -> None:
    units, most = Units(), 0
    for visit, takes in steps:
        if takes:
            units.seize(visit, 0, 1)
        elif units.held(visit):
            units.release(visit, 0, 1)
        held = [unit for other in range(6) for unit in units.held(other)]
        most = max(most, len(held))
        assert len(set(held)) == len(held)
        assert all(unit.number <= most for unit in held)
