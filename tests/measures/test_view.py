"""Which visits are measured and which belong to a group."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from orgsim.measures.view import View
from orgsim.scenario.schema.judging import Group
from tests.measures.shop import shop, view_of


def test_measured_are_arrivals_in_the_span_and_returns_but_not_those_put_there(view: View) -> None:
    assert np.flatnonzero(view.measured).tolist() == [2, 3, 4, 5, 6, 7, 8, 10]


@pytest.mark.parametrize(
    ("conditions", "members"),
    [
        ({}, list(range(12))),
        ({"arrivals": ["present"]}, [1]),
        ({"modes": ["by_road"]}, [1]),
        ({"modes": ["door"]}, [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
        ({"classes": ["slow"]}, [3, 4, 6, 7, 8, 11]),
        ({"classes": ["slow", "quick"], "exits": ["kept"]}, [3, 4]),
        ({"reaches": ["back"]}, [3, 4]),
        ({"reaches": ["back", "home"]}, [0, 1, 2, 3, 4, 5, 6, 8, 9, 10]),
        ({"begins": ["desk"], "classes": ["slow"]}, [3, 4, 6, 7]),
        ({"with_need": "stay"}, [0, 3, 7]),
        ({"without_need": "stay", "exits": ["kept"]}, [4]),
        ({"touched_by": "rush"}, [3, 4, 9]),
        ({"touched_by": "hurry"}, [4]),
        ({"touched_by": "doze"}, []),
        ({"returned": True}, [10, 11]),
        ({"returned": False, "exits": ["kept"]}, [3, 4]),
    ],
)
def test_a_group_takes_those_that_meet_every_condition(
    view: View, conditions: dict[str, Any], members: list[int]
) -> None:
    assert np.flatnonzero(view.matching(Group(**conditions))).tolist() == members


def test_time_between_moments(view: View) -> None:
    assert view.between("arrival", "departure")[[2, 7]].tolist() == pytest.approx([100.0, np.nan], nan_ok=True)
    assert np.isnan(view.between("departure", "arrival")).all()


def test_no_visits_at_all() -> None:
    view = view_of(shop(), [])
    assert view.measured.tolist() == []
    assert view.of("kept").tolist() == []
