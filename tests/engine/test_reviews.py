"""Reviews of how many are on duty, and rates that wander: worked by hand, in both engines. A day has 1440 minutes."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from pydantic import ValidationError

from orgsim.cohort import draw_cohort
from orgsim.engine import simulate
from orgsim.engine.rules_review import corrected, rostered
from orgsim.engine.trace import Reviewed
from orgsim.measures import measure
from orgsim.plan import compile_plan
from orgsim.theory import funnel
from tests.engine.equality import assert_same_trace

# 64 claims of 45 minutes come each morning at 00:00, enough to fill two clerks all day; the second day twice as many.
OFFICE = """
calendar: {length: 5 days}
arrivals:
  people: {at_times: {times: "every day at 00:00", number: 64}}
  more: {at: till, at_times: {times: "tue at 00:00", number: 64}, classes: {any: 100%}}
pathway: {till: {takes: 45 min}}
resources: {clerk: {number: 2}}
"""


def reviewed(**more: str) -> str:
    said = "".join(f", {key}: {value}" for key, value in more.items())
    return f"resources: {{clerk: {{reviewed: {{happens: 'every day at 00:00', use: 100%{said}}}}}}}"


def column(trace, which: Reviewed) -> list[float]:
    return trace.reviews[:, which].tolist()


def test_the_number_follows_the_work_of_the_day_before(shop, run):
    """At midnight the claims of the new day are there or not yet: those that come then come after the review."""
    trace, _ = run(shop(OFFICE, reviewed(gain="100%")))
    assert column(trace, Reviewed.AT) == [1440.0, 2880.0, 4320.0, 5760.0]
    assert column(trace, Reviewed.NEEDED) == pytest.approx([1, 2, 1, 1])
    assert column(trace, Reviewed.SCALE) == pytest.approx([1, 1, 2, 1])
    # The census of an hour in each day: two, two, four, two, two clerks on duty.
    assert trace.pools.census_capacity[0, 12::24].tolist() == [2, 2, 4, 2, 2]


def test_a_share_of_the_gap_is_made_up_and_numbers_are_whole(shop, run):
    trace, _ = run(shop(OFFICE, reviewed(gain="30%")))
    assert column(trace, Reviewed.SCALE) == pytest.approx([1, 1, 1.3, 1 + 0.3 * 0.7])
    assert trace.pools.census_capacity[0, 12::24].tolist() == [2, 2, 3, 2, 2]  # 2.6 and 2.42 clerks
    assert [rostered(2, scale) for scale in (1.2, 1.25, 1.3)] == [2, 3, 3]


def test_the_scale_stays_between_its_ends(shop, run):
    trace, _ = run(shop(OFFICE, reviewed(gain="100%", most="150%")))
    assert column(trace, Reviewed.SCALE) == pytest.approx([1, 1, 1.5, 1.5 - 0.5 + 0.0])
    assert corrected(1.0, -0.9, 1.0, 0.4, 2.0) == 0.4


def test_a_review_that_changes_nothing_is_as_if_nobody_looked(shop, run):
    """But for its events and its record."""
    bare, _ = run(shop(OFFICE))
    looked, _ = run(shop(OFFICE, reviewed(gain="0%")))
    assert len(looked.reviews) == 4
    assert looked.events == bare.events + 1 + 4
    assert_same_trace(bare, dataclasses.replace(looked, events=bare.events, reviews=bare.reviews))


def test_shifts_are_scaled_each_by_itself(shop, run):
    """Work for one and a half of what is planned: 3 instead of 2 by day, 6 instead of 4 by night.

    What is begun at midnight counts as far as it is done: of the last claims of four clerks 15 minutes each are not.
    """
    shifts = "{day: {hours: 08:00-20:00, number: 2}, night: {hours: 20:00-08:00, number: 4}}"
    half = OFFICE.replace("number: 64", "number: 144").replace("number: 2}", "shifts: " + shifts + ", number: null}")
    trace, _ = run(shop(half, reviewed(gain="100%")))
    assert column(trace, Reviewed.NEEDED)[0] == pytest.approx((144 * 45 - 4 * 15) / (3 * 1440))
    assert trace.pools.census_capacity[0, [6, 12, 30, 36]].tolist() == [4, 2, 6, 3]


def test_what_is_not_planned_is_not_reviewed(shop, run):
    trace, _ = run(shop(OFFICE, reviewed(gain="100%"), "resources: {clerk: {hours: sat 08:00-20:00}}"))
    assert trace.reviews.shape == (0, len(Reviewed))


def test_measures_are_of_the_reviews_in_the_measured_span(shop):
    variant = shop(OFFICE, reviewed(gain="30%"), "calendar: {warm_up: 1 day, length: 2 days, follow_up: 2 days}")
    plan = compile_plan(variant)
    cohort = draw_cohort(plan, 1, 1)
    rows = {(row.measure, row.group): row.value for row in measure(variant, plan, cohort, simulate(plan, cohort))}
    for group in ("", "clerk"):  # the reviews at the end of the second and third day
        assert rows["review_gap_squared", group] == pytest.approx((1.0**2 + 0.3**2) / 2)
        assert rows["review_scale", group] == pytest.approx((1 + 1.3) / 2)


def test_a_review_happens_at_set_times_and_only_a_rate_wanders(shop):
    with pytest.raises(ValidationError, match="cannot happen continuously"):
        shop(OFFICE, "resources: {clerk: {reviewed: {happens: continuously, gain: 50%}}}")
    with pytest.raises(ValidationError, match="only a rate wanders"):
        shop(OFFICE, "arrivals: {people: {wanders: {every: 1 day}}}")


# Rates that wander.

STREAM = """
calendar: {length: 40 weeks}
arrivals: {_replace: 1, people: {at: till, per_day: 200, classes: {any: 100%}}}
"""


def wanders(said: str) -> str:
    return f"arrivals: {{people: {{wanders: {{every: 1 week, {said}}}}}}}"


def weekly(variant, replication: int) -> np.ndarray:
    """How many come in each week, as a share of what is expected."""
    came = draw_cohort(compile_plan(variant), 3, replication).arrival
    return np.bincount((came[~np.isnan(came)] // 10080).astype(int), minlength=40)[:40] / 1400


def test_without_steps_and_spread_everybody_comes_when_they_did(shop):
    still, bare = (draw_cohort(compile_plan(shop(STREAM, more)), 3, 1).arrival for more in (wanders(""), ""))
    assert np.array_equal(still, bare)


def test_levels_have_the_spread_and_the_steps_that_are_said(shop):
    """Over 40 replications: the mean stays; the variance of a week is spread^2 + k step^2 + that of the count, 1 / 1400.

    Of a right engine the last one fails for 1 in 1,500 seeds (simulated), the others for 1 in 16,000.
    """
    weeks = np.array([weekly(shop(STREAM, wanders("spread: 10%, step: 2%")), number) for number in range(1, 41)])
    assert weeks.mean() == pytest.approx(1, abs=4 * 0.02 * math.sqrt(40 / 3) / math.sqrt(40))
    moved = (weeks[:, 39] - weeks[:, 0]).var()
    expected = 39 * 0.02**2 + 2 * (0.10**2 + 1 / 1400)
    assert moved == pytest.approx(expected, rel=4 * math.sqrt(2 / 40))
    apart = np.diff(weeks, axis=1).var()
    assert apart == pytest.approx(0.02**2 + 2 * (0.10**2 + 1 / 1400), rel=0.15)


def test_a_drift_that_fades_is_in_full_swing_from_the_start(shop):
    """Steps of 10% of which e^(-1/4) is left a week later: a variance of 0.0254 in every week, the first among them.

    Of a right engine each of the two over all weeks fails for 1 in 150 seeds (simulated).
    """
    said = wanders("step: 10%, memory: 4 weeks")
    weeks = np.array([weekly(shop(STREAM, said), number) for number in range(1, 61)])
    kept = math.exp(-1 / 4)
    expected = 0.10**2 / (1 - kept**2) + 1 / 1400
    assert weeks.var() == pytest.approx(expected, rel=0.15)
    assert weeks[:, 0].var() == pytest.approx(expected, rel=4 * math.sqrt(2 / 60))
    beside = np.mean((weeks[:, 1:] - 1) * (weeks[:, :-1] - 1))
    assert beside == pytest.approx(kept * 0.10**2 / (1 - kept**2), rel=0.2)


def test_a_longer_run_begins_like_a_shorter_one(shop):
    long, short = (
        draw_cohort(compile_plan(shop(STREAM, wanders("spread: 10%, step: 2%"), length)), 3, 1).arrival
        for length in ("", "calendar: {length: 10 weeks}")
    )
    assert np.array_equal(long[: len(short) - 1], short[:-1])


# What is known exactly.


def test_the_mean_gap_has_the_best_gain_that_is_known_and_doubles_without_drift() -> None:
    far = range(4000, 4001)
    for drift in (0.01, 0.1, 1.0):
        best = funnel.best_gain(drift)
        at_best = funnel.mean_square_gap(best, drift, 1.0, far)
        assert at_best < min(funnel.mean_square_gap(best * times, drift, 1.0, far) for times in (0.98, 1.02))
    assert funnel.mean_square_gap(1.0, 0.0, 1.0, range(9)) == pytest.approx((1 + 8 * 2) / 9)
    assert funnel.mean_square_gap(0.0, 0.1, 1.0, range(10)) == pytest.approx(1 + 0.1 * 4.5)


def test_a_drift_that_fades_is_worth_following_from_a_size_that_is_known_exactly() -> None:
    """Left alone noise + V; followed 2 noise + 2 V (1 - kept), V being the variance of the drift."""
    kept, noise, span = 0.8, 1.0, range(1, 5)
    step = noise / (2 * kept - 1) * (1 - kept**2)
    left, followed = (funnel.mean_square_gap(gain, step, noise, span, kept) for gain in (0.0, 1.0))
    assert left == pytest.approx(noise + step / (1 - kept**2))
    assert followed == pytest.approx(left)
