from __future__ import annotations

import pytest

from orgsim.plots.words import clean, counted, duration, figure, label, listed, lower_first, percent


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 minutes"), (1, "1 minute"), (50, "50 minutes"), (60, "1 hour"), (89, "89 minutes"), (240, "4 hours"),
     (200, "3.3 hours"), (2880, "2 days"), (7200, "5 days"), (float("nan"), "unknown")],
)  # fmt: skip
def test_a_time_is_said_in_its_natural_unit(minutes: float, words: str) -> None:
    assert duration(minutes) == words


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0"), (0.034, "0.03"), (1.0, "1"), (12.34, "12.3"), (1234.5, "1,234"), (-3.25, "-3.2")]
)
def test_figures_have_few_digits(number: float, words: str) -> None:
    assert figure(number) == words


def test_names_lose_what_cannot_be_seen() -> None:
    hostile = "a\x00b\x1b[31m\u202e\u2066c\ud800\u2028d\n e"
    assert clean(hostile) == "ab[31mc d e"
    assert clean("x" * 500) == "x" * 47 + "\u2026"
    assert label(None, "ward_bed") == "Ward bed"


def test_words_join() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed([]) == ""
    assert counted(1, "hop") == "1 hop"
    assert counted(2.5, "hop") == "2.5 hops"
    assert lower_first("Ward bed") == "ward bed"
    assert lower_first("A&E doctor") == "A&E doctor"
    assert percent(0.9534) == "95.3%"
