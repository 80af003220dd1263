"""What a day does to people, against figures worked out elsewhere, and that whatever is off leaves all as it is."""

from __future__ import annotations

import math

import pytest

from orgsim.engine import rules
from orgsim.engine import rules_people as people
from orgsim.engine.trace import UnitDay
from orgsim.plan.tables import PeopleFigures

WEEKS = 7
OLIVA_STERMAN = {"erodes": -math.expm1(-1 / (19 * WEEKS)), "pressure_effect": 0.64, "full_at": 1.0}
MOTIVES = {
    "by_autonomy": 0.17, "by_competence": 0.22, "by_belonging": 0.15, "by_pressure": 0.04, "by_strain": 0.30,
    "falls": -math.expm1(-1 / (8 * WEEKS)), "rises": -math.expm1(-1 / (26 * WEEKS)), "productivity": 0.2, "motive_errs": 1.0,
}  # fmt: skip


def unit(**figures: float) -> list[float]:
    words = [*PeopleFigures(**figures), *[0.0] * (people.WORDS - people.FIGURES)]
    people.open_books(words, 0)
    return words


def live(words: list[float], days: int, demand: float, duty: float = 1000.0) -> None:
    """Days on which people do all the work there is: ``demand`` x ``duty`` minutes at its proper time."""
    for _ in range(days):
        words[people.BUSY], words[people.DUTY] = demand * duty * words[people.GIVEN], duty
        people.close_day(words, 0)


def test_the_words_have_the_order_of_the_tables():
    assert [getattr(people, name.upper()) for name in PeopleFigures._fields] == list(range(people.FIGURES))
    assert [getattr(people, day.name) - people.RECORD for day in UnitDay] == list(UnitDay)
    assert len(UnitDay) == people.RECORD_END - people.RECORD


@pytest.mark.parametrize(
    ("recovers", "after"),
    [(math.inf, 0.897), (19.0, 0.9995), (100.0, 0.960)],
)
def test_a_fifth_more_demand_for_half_a_year_erodes_the_standard_for_good(recovers, after):
    """The equation of Oliva & Sterman 2001 gives 0.897 at 26 weeks; then three years of usual demand."""
    words = unit(recovers=-math.expm1(-1 / (recovers * WEEKS)), **OLIVA_STERMAN)
    live(words, 26 * WEEKS, 1.2)
    assert words[people.STANDARD] == pytest.approx(0.897, abs=0.001)
    live(words, 156 * WEEKS, 1.0)
    assert words[people.STANDARD] == pytest.approx(after, abs=0.001)


def test_work_that_waits_presses_like_work_that_is_done():
    words = unit(recovers=0.0, **OLIVA_STERMAN)
    words[people.BUSY], words[people.DUTY], words[people.WAITING] = 1000.0, 1000.0, 200.0
    people.close_day(words, 0)
    assert words[people.WORK_PRESSURE] == pytest.approx(0.2)
    assert words[people.GIVEN] == pytest.approx(math.exp(-0.64 * 0.2))


def test_time_is_never_cut_below_half_nor_stretched():
    assert people.time_given(1.0, 0.64, 50.0) == 0.5
    assert people.time_given(0.9, 0.64, -1.0) == 1.0
    assert people.work_pressure(100.0, 1.0, 0.0) == 0.0


def test_pace_rises_with_load_to_the_point_of_saturation():
    assert [people.hurry(used, 0.3, 0.8, 0.93) for used in (0.5, 0.8)] == [1.0, 1.0]
    assert people.hurry(0.9, 0.3, 0.8, 0.93) == pytest.approx(1.03)
    assert people.hurry(2.0, 0.3, 0.8, 0.93) == pytest.approx(1.039)


def test_over_work_is_remembered_and_forgotten():
    words = unit(tired_above=0.8, tires=-math.expm1(-1 / 28), slows=0.5, tired_errs=0.2)
    live(words, 28, 0.9)
    assert words[people.FATIGUE] == pytest.approx(0.1 * (1 - math.exp(-1)))
    assert words[people.TIME_FACTOR] == pytest.approx(1 / (1 - 0.5 * words[people.FATIGUE]))
    assert words[people.ERROR_FACTOR] == pytest.approx(math.exp(0.2 * words[people.FATIGUE]))
    live(words, 280, 0.5)
    assert words[people.FATIGUE] < 1e-4
    assert people.freshness(5.0, 0.5) == 0.5


def test_a_day_without_duty_is_rest():
    words = unit(tired_above=0.8, tires=0.5, **OLIVA_STERMAN)
    live(words, 1, 1.0)
    before = words[people.FATIGUE]
    live(words, 1, 1.0, duty=0.0)
    assert words[people.FATIGUE] == before / 2
    assert words[people.LOAD] == words[people.WORK_PRESSURE] == 0.0


@pytest.mark.parametrize(
    ("figure", "word", "tends_to"),
    [
        ({"belonging": 0.75}, None, 0.5 + 0.15 * 0.25),
        ({"pressure": 1.0}, None, 0.5 - 0.04),
        ({"ownership": 0.012}, None, 0.512),
        ({}, people.AUTONOMY, 0.5 + 0.17 * 0.5),
        ({}, people.RIGHT, 0.5 + 0.22 * 0.5),
    ],
)
def test_motivation_tends_to_what_the_days_are_like(figure, word, tends_to):
    words = unit(**MOTIVES, **figure)
    if word is not None:
        words[word] = 1.0
    assert people.motive(words, 0) == pytest.approx(tends_to)
    live(words, 3650, 0.5)
    assert words[people.MOTIVATION] == pytest.approx(tends_to)


def test_strain_is_load_without_control():
    words = unit(**MOTIVES)
    words[people.FATIGUE] = 0.1
    for autonomy, loss in ((0.5, 0.3 * 0.1 * 0.5), (1.0, -0.17 * 0.5)):
        words[people.AUTONOMY] = autonomy
        assert people.motive(words, 0) == pytest.approx(0.5 - loss)
    words[people.FATIGUE] = 50.0
    words[people.AUTONOMY] = 0.0
    assert people.motive(words, 0) == 0.0


def test_motivation_falls_faster_than_it_rises():
    down, up = unit(starts=0.6, **MOTIVES), unit(starts=0.4, **MOTIVES)
    live(down, 56, 0.5)
    live(up, 182, 0.5)
    assert down[people.MOTIVATION] == pytest.approx(0.5 + 0.1 * math.exp(-1))
    assert up[people.MOTIVATION] == pytest.approx(0.5 - 0.1 * math.exp(-1))


def test_motivation_moves_pace_by_a_few_percent_and_errors_more():
    """A standard deviation of motivation is 0.15: 3% of pace, 14% of errors, and 45% of quits."""
    words = unit(starts=0.35, quit_rate=0.12, quits_follow=2.5, absence=0.04, absence_follows=1.5, **MOTIVES)
    assert words[people.TIME_FACTOR] == pytest.approx(1 / 0.97)
    assert words[people.ERROR_FACTOR] == pytest.approx(math.exp(0.15))
    assert words[people.QUIT_CHANCE] == pytest.approx(0.12 / 365 * math.exp(0.375), rel=1e-3)
    assert words[people.ABSENCE_CHANCE] == pytest.approx(0.04 * math.exp(0.225))


def test_effort_is_withdrawn_from_what_is_not_measured():
    """Holmstrom & Milgrom 1991: C e = pulls, and pressure on the one task takes effort from the other."""
    measured, other = people.effort(1.2, 0.3, 2.0, 0.5), people.effort(0.3, 1.2, 2.0, 0.5)
    assert 2.0 * measured + 0.5 * other == pytest.approx(1.2)
    assert 0.5 * measured + 2.0 * other == pytest.approx(0.3)
    figures = {"substitution": 0.5, "care": 0.5, "effort_speeds": 0.05, "effort_errs": 0.1}
    idle, pressed = unit(**figures), unit(pressure=0.9, **figures)
    assert (idle[people.TIME_FACTOR], idle[people.ERROR_FACTOR]) == (1.0, 1.0)
    assert pressed[people.TIME_FACTOR] == pytest.approx(math.exp(-0.05 * 0.9 / 0.75))
    assert pressed[people.ERROR_FACTOR] == pytest.approx(math.exp(0.1 * 0.45 / 0.75))


def test_what_is_off_leaves_everything_as_it_is_to_the_bit():
    words = unit()
    for _ in range(10):
        live(words, 30, 1.7)
        factors = (
            words[people.TIME_FACTOR],
            words[people.ERROR_FACTOR],
            words[people.STANDARD],
            words[people.MOTIVATION],
        )
        assert factors == (1.0, 1.0, 1.0, 0.5)
    assert words[people.FATIGUE] == words[people.QUIT_CHANCE] == words[people.ABSENCE_CHANCE] == 0.0


def test_chances_happen_to_people_one_by_one():
    """20,000 people: 4 standard errors, error level 6e-5."""
    found = people.how_many(rules.derive(7, 7), 20_000, 0.04)
    assert abs(found - 800) < 4 * math.sqrt(20_000 * 0.04 * 0.96)
    assert people.how_many(7, 100, 0.0) == 0
    assert people.how_many(7, 100, 1.0) == 100


@pytest.mark.parametrize(
    ("on_duty", "away", "heads", "at_most", "lacking"),
    [(4, 0, 4, 4, 0), (4, 1, 4, 4, 1), (2, 1, 4, 2, 1), (1, 1, 4, 1, 0), (3, 4, 4, 3, 3), (3, 4, 4, 1, 1), (0, 4, 4, 0, 0),
     (3, 2, 0, 3, 0), (4, 4, 4, -2, 0)],
)  # fmt: skip
def test_a_shift_lacks_its_share_of_those_who_are_away(on_duty, away, heads, at_most, lacking):
    assert people.missing(on_duty, away, heads, at_most) == lacking
