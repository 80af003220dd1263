from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from orgsim.analysis.as_json import fates_json
from orgsim.analysis.fates import NEITHER, fates
from orgsim.experiment import Run

FIELDS = [
    ("row", "<i4"),
    ("disposition", "|i1"),
    ("exit", "|i1"),
    ("inside", "<f8"),
    ("clock", "<f8"),
    ("touched", "<i8"),
]


def visits(*rows: tuple[int, int, float]) -> Any:
    return np.array([(row, end, end, inside, inside, 0) for row, end, inside in rows], dtype=FIELDS)


class TwoFates:
    """A run of two variants with hand-made fates: replication to array for each."""

    against = "a"

    def __init__(self, first: dict[int, Any], second: dict[int, Any]) -> None:
        self._arrays = {"a": first, "b": second}

    def done(self, variant: str, _setting: str = "") -> list[int]:
        return sorted(self._arrays[variant])

    def series(self, variant: str, number: int, _name: str, _setting: str = "") -> Any:
        return self._arrays[variant][number]

    def variant(self, _variant: str, _setting: str = "") -> Any:
        group = SimpleNamespace(name="Kept in")
        return SimpleNamespace(
            dispositions=["kept", "home"], groups={"kept": group, "home": SimpleNamespace(name=None)}
        )


def test_each_visit_is_followed_through_both() -> None:
    first = {1: visits((4, 0, 600), (5, 0, 700), (7, 1, 60), (9, -1, math.nan)), 2: visits((1, 0, 500), (2, 1, 10))}
    second = {1: visits((4, 1, 100), (5, 0, 650), (7, 1, 50), (9, 1, 30)), 2: visits((1, 1, 200), (2, 1, 10))}
    found = fates(TwoFates(first, second), "b")  # type: ignore[arg-type]
    assert found is not None
    (changed,) = found.changed
    assert (changed.before, changed.after) == ("kept", "home")
    assert changed.count.mean == 1.0
    assert changed.share.mean == pytest.approx((1 / 4 + 1 / 2) / 2)
    assert changed.extra_minutes.mean == pytest.approx((500 + 300) / 2)
    assert found.names == {"kept": "Kept in", "home": "home"}
    ends = {(cell.before, cell.after): cell.count.mean for cell in found.cells}
    assert ends == {("kept", "kept"): 0.5, ("kept", "home"): 1.0, ("home", "home"): 1.0, (NEITHER, "home"): 0.5}
    assert fates_json(found)["cells"][0]["a"] == "kept"


def test_counts_add_up_to_all_visits(run: Run) -> None:
    found = fates(run, "together")
    assert found is not None
    assert sum(cell.count.mean for cell in found.cells) == pytest.approx(found.visits.mean)
    assert sum(cell.share.mean for cell in found.cells) == pytest.approx(1.0)


def test_other_people_have_no_common_fate() -> None:
    assert fates(TwoFates({1: visits((1, 0, 5))}, {1: visits((2, 0, 5))}), "b") is None  # type: ignore[arg-type]
    assert fates(TwoFates({1: visits((1, 0, 5))}, {1: visits()}), "b") is None  # type: ignore[arg-type]
    assert fates(TwoFates({1: visits((1, 0, 5))}, {2: visits((1, 0, 5))}), "b") is None  # type: ignore[arg-type]


def test_those_kept_longer_in_the_first_variant_come_first_however_much_others_gain() -> None:
    first = {1: visits((1, 0, 900), (2, 1, 10))}
    second = {1: visits((1, 1, 100), (2, 0, 9000))}
    found = fates(TwoFates(first, second), "b")  # type: ignore[arg-type]
    assert found is not None
    assert [(cell.before, cell.after) for cell in found.changed] == [("kept", "home"), ("home", "kept")]
