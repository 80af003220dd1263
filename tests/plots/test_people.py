"""The picture of people over time reads the right rows of their days."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from orgsim.engine.trace import UnitDay
from orgsim.plots import people
from orgsim.plots.source import Results


def with_days(results: Results, *arrays: np.ndarray) -> Results:
    """Only the first variant and only the ward has days."""
    one, other = results.sides
    bare = [{name: found for name, found in side.series.items() if "people:" not in name} for side in (one, other)]
    return replace(
        results, sides=(replace(one, series=bare[0] | {"people:ward": arrays}), replace(other, series=bare[1]))
    )


def days(motivation: list[float], staff: float, vacant: float, absent: float) -> np.ndarray:
    states = np.zeros((len(UnitDay), len(motivation)))
    states[UnitDay.MOTIVATION], states[UnitDay.STANDARD] = motivation, 0.9
    states[UnitDay.STAFF], states[UnitDay.VACANT], states[UnitDay.ABSENT] = staff, vacant, absent
    return states


def test_the_shares_of_each_day(results: Results) -> None:
    made = with_days(results, *(days([0.5, level], 10, 2, 1) for level in (0.2, 0.4, 0.6)))
    data = people.extract(made)
    (unit,) = data.units
    (course,) = unit.courses
    assert (unit.key, course.key, data.days) == ("ward", "silo", 2)
    motivation, standard, there = course.bands
    assert motivation[:, 1] == pytest.approx([24, 40, 56])
    assert standard == pytest.approx(np.full((3, 2), 90))
    assert there == pytest.approx(np.full((3, 2), 70))


def test_the_table_has_a_row_for_each_day_and_the_sentence_the_last(results: Results) -> None:
    picture = people.draw(people.extract(with_days(results, days([0.5, 0.4, 0.3], 10, 0, 0))))
    assert [row[2] for row in picture.table.rows] == [1, 2, 3]
    assert "motivation 30.0%, standard 90.0%, people there 100.0%" in picture.sentence


def test_people_there_is_the_mean_of_the_last_week(results: Results) -> None:
    states = days([0.5] * 10, 10, 0, 0)
    states[UnitDay.ABSENT, 2] = 7
    there = people.extract(with_days(results, states)).units[0].courses[0].bands[2, 1]
    assert there == pytest.approx([100, 100, 100 - 70 / 3, 100 - 70 / 4, 100 - 14, 100 - 70 / 6, 90, 90, 90, 100])


@pytest.mark.parametrize("motivation", [[], [0.5]])
def test_nothing_to_draw_without_two_days(results: Results, motivation: list[float]) -> None:
    assert people.extract(with_days(results, days(motivation, 10, 0, 0))) is None


def test_a_unit_without_posts_has_no_share_there(results: Results) -> None:
    data = people.extract(with_days(results, days([0.5, 0.5], 0, 0, 0)))
    assert np.isnan(data.units[0].courses[0].bands[2]).all()
    assert "nan" not in people.draw(data).sentence


def test_what_stays_at_its_level_is_said_and_not_drawn(results: Results) -> None:
    for states, drawn, said in (
        (days([0.5, 0.4], 10, 2, 0), 3, "mean of a week"),
        (days([0.5, 0.4], 10, 0, 0), 2, "stays at 100%: people there"),
    ):
        picture = people.draw(people.extract(with_days(results, states)))
        assert len(picture.figure.axes) == drawn
        assert any(said in text.get_text() for text in picture.figure.texts)
