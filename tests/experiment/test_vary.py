from __future__ import annotations

import pytest

from orgsim.experiment.vary import VaryError, grid_of, latin_hypercube, read_vary
from orgsim.scenario import SetError


def points(*texts: str) -> list[dict[str, object]]:
    return [dict(one.values) for one in grid_of(read_vary(texts))]


def test_a_span_has_both_its_ends() -> None:
    assert points("a.number=190:240:25") == [{"a.number": 190}, {"a.number": 215}, {"a.number": 240}]
    assert [one["x"] for one in points("x=0.1:0.4:0.1")] == [0.1, 0.2, 0.3, 0.4]
    assert [one["x"] for one in points("x=1:4:2")] == [1, 3]
    assert [one["x"] for one in points("x=-2:0:1")] == [-2, -1, 0]


def test_a_span_may_bear_a_unit() -> None:
    assert [one["x"] for one in points("x=2:6:2 h")] == ["2 h", "4 h", "6 h"]
    assert [one["x"] for one in points("x=80:90:5%")] == ["80%", "85%", "90%"]


def test_lists_hold_what_a_set_may() -> None:
    assert [one["x"] for one in points("x=on_call, 3,2 h,08:30")] == ["on_call", 3, "2 h", "08:30"]
    assert points("x={low: 1, high: 2},4") == [{"x": {"low": 1, "high": 2}}, {"x": 4}]


def test_the_first_path_is_the_slowest() -> None:
    found = grid_of(read_vary(["a=1:2:1", "b=x,y"]))
    assert [one.label for one in found] == ["a=1, b=x", "a=1, b=y", "a=2, b=x", "a=2, b=y"]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["a"], "PATH=VALUES"),
        (["a="], "PATH=VALUES"),
        (["a=3:1:1"], "goes nowhere"),
        (["a=1:3:0"], "goes nowhere"),
        (["a=1:3"], "no step"),
        (["a=1,,2"], "empty value"),
        (["a=1,1"], "twice"),
        (["a=1,2", "a=3"], "varied twice"),
        (["a=0:1:0.00000001"], "larger step"),
        (["a=1:500:1", "b=1:500:1"], "250000 settings"),
    ],
)
def test_what_cannot_be_read_is_said(texts: list[str], said: str) -> None:
    with pytest.raises(VaryError, match=said):
        grid_of(read_vary(texts))


def test_a_value_that_is_no_yaml_is_said() -> None:
    with pytest.raises(SetError):
        read_vary(["a={x,2"])


def test_a_latin_hypercube_uses_every_part_of_every_axis_once() -> None:
    axes = read_vary(["a=0:1.0:0.1", "b=0.5:1.5", "c=10:19", "d=x,y"])
    found = [dict(one.values) for one in latin_hypercube(axes, 10, seed=3)]
    assert sorted(one["c"] for one in found) == list(range(10, 20))
    assert sorted(int((one["b"] - 0.5) * 10) for one in found) == list(range(10))
    assert sorted(one["d"] for one in found) == ["x"] * 5 + ["y"] * 5
    assert {one["a"] for one in found} <= {place / 10 for place in range(11)}


def test_a_latin_hypercube_is_the_same_for_the_same_seed() -> None:
    axes = read_vary(["a=0:1.5", "b=1:9 h"])
    assert latin_hypercube(axes, 7, seed=3) == latin_hypercube(axes, 7, seed=3)
    assert latin_hypercube(axes, 7, seed=3) != latin_hypercube(axes, 7, seed=4)


def test_equal_points_of_a_latin_hypercube_stand_once() -> None:
    assert len(latin_hypercube(read_vary(["a=x,y"]), 9, seed=1)) == 2
