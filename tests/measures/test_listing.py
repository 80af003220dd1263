"""What each measure is said to mean, and that every measure given is defined and the other way round."""

from __future__ import annotations

import pytest

from orgsim.measures import Definition, definitions, measure
from orgsim.measures.view import View
from orgsim.measures.words import in_words, listed
from tests.measures.shop import SHOP, shop, view_of

UNITS = {"share", "min", "per day", "£", "count", "hours per day", "hours per week", "ratio"}


def by_id(view: View) -> dict[str, Definition]:
    return {one.id: one for one in definitions(view.variant)}


def test_every_measure_is_defined_once_and_every_definition_measured(view: View) -> None:
    given = dict.fromkeys(row.measure for row in measure(view.variant, view.plan, view.cohort, view.trace))
    assert list(given) == [one.id for one in definitions(view.variant)]


def test_every_row_comes_once(view: View) -> None:
    rows = measure(view.variant, view.plan, view.cohort, view.trace)
    assert len({(row.measure, row.group) for row in rows}) == len(rows)
    assert all(type(row.value) is float for row in rows)


def test_definitions_are_whole_sentences_with_known_units(view: View) -> None:
    for one in definitions(view.variant):
        assert one.unit in UNITS
        assert one.better in {"lower", "higher", "neither"}
        assert one.name[0].isupper() or one.name[0].isdigit()
        assert one.definition.endswith(".")
        assert "{" not in one.definition + one.name + one.id
        assert "  " not in one.definition
        assert one.source
        assert one.family in {"declared", "target", "visits", "decisions", "use", "money", "people", "groups"}


def test_words_come_from_the_scenario(view: View) -> None:
    found = by_id(view)
    assert found["prompt_true"].name == "Four-hour promise, in truth"
    assert "calls" in found["prompt_true"].definition
    assert "4 h" in found["prompt_true"].definition
    assert found["visits_per_day"].name == "Calls a day"
    assert found["prompt_last_10_min_home"].name == "Four-hour promise: last 10 minutes, sent home"
    assert "75% within 4 h" in found["prompt_weeks_met"].definition
    assert "below 80%" in found["full_weeks_met"].definition
    assert "cost per patient" not in str(found).lower()


def test_declared_measures_say_what_they_measure(view: View) -> None:
    found = by_id(view)
    assert found["to_desk_median"].name == "Time to the desk, median"
    assert "from arrival to beginning desk" in found["to_desk_median"].definition
    assert found["stay_time_p95"].definition.endswith("Only slow.")
    assert "3 h or more and less than 4 h" in found["just_before"].definition
    assert found["just_before"].better == "neither"
    assert found["needless"].source == "Our own audit of 2019"
    assert found["back_3d"].source == "measures.back_3d"
    assert found["harm"].unit == "count"
    assert found["waiting"].unit == "hours per day"


def test_a_declared_measure_replaces_a_built_in_one() -> None:
    measures = SHOP["measures"] | {"still_inside_share": {"are": "kept"}}
    view = view_of(shop(measures=measures))
    ids = [one.id for one in definitions(view.variant)]
    assert ids.count("still_inside_share") == 1
    rows = [
        row for row in measure(view.variant, view.plan, view.cohort, view.trace) if row.measure == "still_inside_share"
    ]
    assert [row.value for row in rows] == [2 / 8]


def test_braces_in_a_name_are_only_letters() -> None:
    measures = SHOP["measures"] | {"odd": {"are": "kept", "name": "{visits} {0}", "note": "{target}"}}
    found = by_id(view_of(shop(measures=measures)))["odd"]
    assert found.name == "{visits} {0}"
    assert found.definition.endswith("{target}")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (240, "4 h"),
        (220, "3 h 40 min"),
        (0, "0 min"),
        (1440, "1 day"),
        (4320, "3 days"),
        (10080, "1 week"),
        (0.5, "0.5 min"),
        (1500, "1 day 1 h"),
    ],
)
def test_times_in_words(minutes: float, words: str) -> None:
    assert in_words(minutes) == words


def test_lists_in_words() -> None:
    assert [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a or b",
        "a, b or c",
    ]
