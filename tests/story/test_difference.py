from __future__ import annotations

from typing import Any

import pytest

from orgsim.story import difference
from orgsim.story.fate import SPENT, Fate
from orgsim.story.needs import NeedFact


def fate(name: str, inside: float | None, ending: str, **given: Any) -> Fate:
    spent = {**dict.fromkeys(SPENT.values(), 0.0), **given.pop("spent", {})}
    start = 100.0
    given = {"needs": (), "behaviours": (), **given}
    return Fate(
        variant=name.lower(), name=name, visit=1, starts=0.0, lines=(), arrived=start,
        departed=None if inside is None else start + inside, exit=None, disposition=ending, spent=spent, targets=(),
        **given,
    )  # fmt: skip


def test_another_ending_is_told_with_the_largest_part_the_need_and_the_deed() -> None:
    first = fate(
        "Silos", 1560.0, "Admitted",
        spent={"waiting for a decision": 62.0, "without staff": 1400.0},
        needs=(NeedFact("bed", "a bed", true=False, acted_on=True),),
        behaviours=("Rush", "Admit to stop the clock"),
    )  # fmt: skip
    second = fate("One team", 170.0, "Sent home", spent={"without staff": 79.0})
    assert difference(first, second, "patient") == (
        "The same patient, with the same needs. Silos: Admitted, out after 1 day 2 h. One team: Sent home, out after "
        "2 h 50 min: 23 h 10 min sooner. The largest part of that: 22 h 1 min more spent without staff in Silos. "
        "In Silos this patient did not need a bed and was treated as in need of it. "
        "Rush and Admit to stop the clock acted on it in Silos."
    )


def test_the_same_fate_is_called_the_same() -> None:
    said = difference(fate("A", 60.0, "Home"), fate("B", 60.2, "Home"), "order")
    assert (
        said
        == "The same order, with the same needs. A: Home, out after 1 h. B: Home, out after 1 h: no difference in time."
    )


def test_a_missed_need_is_told() -> None:
    missed = (NeedFact("bed", "a bed", true=True, acted_on=False),)
    said = difference(fate("A", 60.0, "Home", needs=missed), fate("B", 60.0, "Home"), "patient")
    assert "In A this patient needed a bed and did not get it." in said


def test_who_is_still_there_has_no_time() -> None:
    said = difference(fate("A", None, "Admitted"), fate("B", 60.0, "Home"), "patient")
    assert said == "The same patient, with the same needs. A: Admitted. B: Home, out after 1 h."


@pytest.mark.parametrize(("first", "second", "word"), [(60.0, 90.0, "30 min later"), (90.0, 60.0, "30 min sooner")])
def test_later_and_sooner(first: float, second: float, word: str) -> None:
    assert word in difference(fate("A", first, "Home"), fate("B", second, "Home"), "patient")
