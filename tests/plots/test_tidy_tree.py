from __future__ import annotations

from itertools import combinations

import pytest

from orgsim.plots.tidy_tree import LANE, NODE, depth_rows, tidy_tree

TREE = {"top": None, "left": "top", "right": "top", "a": "left", "b": "left", "c": "right", "d": "right"}
ROWS = {"top": 0, "left": 1, "right": 1, "a": 2, "b": 2, "c": 2, "d": 2}


def test_a_binary_tree_is_symmetric() -> None:
    layout = tidy_tree(TREE, ROWS)
    assert [layout.x[key] for key in ("a", "b", "c", "d")] == [0.5, 1.5, 2.5, 3.5]
    assert [layout.x[key] for key in ("left", "right", "top")] == [1, 3, 2]
    assert layout.width == 4
    assert layout.lanes == ()


def test_children_stay_in_order_and_rows_do_not_overlap() -> None:
    parents = {"r": None, "a": "r", "b": "r", "c": "r"}
    parents |= {f"{above}{i}": above for above, number in (("a", 4), ("c", 3)) for i in range(number)}
    rows = depth_rows(parents, {key: 3 - len(key) if key != "r" else 3 for key in parents})
    layout = tidy_tree(parents, rows)
    for one, other in combinations(parents, 2):
        if rows[one] == rows[other]:
            assert layout.x[other] - layout.x[one] >= 2 * NODE - 1e-9
    assert layout.x["a"] == pytest.approx(sum(layout.x[f"a{i}"] for i in range(4)) / 4)


def test_a_line_past_a_row_keeps_its_lane_free() -> None:
    parents = {"r": None, "deep": "r", "near": "r"}
    layout = tidy_tree(parents, {"r": 0, "deep": 2, "near": 1})
    assert layout.lanes == ((1, layout.x["deep"]),)
    assert layout.x["near"] - layout.x["deep"] >= NODE + LANE - 1e-9


def test_two_trees_stand_side_by_side() -> None:
    layout = tidy_tree({"one": None, "two": None}, {"one": 0, "two": 1})
    assert layout.x["two"] >= layout.x["one"] + 1
    assert tidy_tree({}, {}).width == 0


def test_rows_skip_unused_levels_and_stay_below_the_superior() -> None:
    parents = {"clerk": "boss", "boss": None, "peer": "boss", "other": "clerk"}
    rows = depth_rows(parents, {"boss": 5, "peer": 5, "clerk": 2, "other": 4})
    assert rows == {"boss": 0, "peer": 1, "clerk": 2, "other": 3}


def test_circles_are_refused() -> None:
    with pytest.raises(ValueError, match="no place for a, b"):
        depth_rows({"a": "b", "b": "a"}, {"a": 0, "b": 1})
