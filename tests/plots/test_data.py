"""What is drawn is what the results say: numbers worked out by hand from small made-up arrays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from orgsim.measures.arrays import LATENCY_EDGES
from orgsim.plots import (
    decisions,
    fates,
    occupancy,
    paired_differences,
    target_and_journey,
    time_on_clock,
    where_time_goes,
)
from orgsim.plots.source import Results
from orgsim.plots.statistics import bin_quantile
from tests.plots import made_up

BINS = "bins:four_hour:all"


def with_series(results: Results, name: str, *arrays: np.ndarray) -> Results:
    """The results with the series ``name`` of every variant replaced, one array a replication."""
    sides = tuple(replace(side, series={**side.series, name: arrays}) for side in results.sides)
    return replace(results, sides=sides)


# ------------------------------------------------------------------ time on the clock
def counts(last: int) -> np.ndarray:
    """A hundred in each ten minutes up to five hours, but ``last`` in each of the two before four hours."""
    made = np.zeros(73)
    made[:30] = 100
    made[22:24] = last
    return made


@pytest.mark.parametrize(("last", "ratio"), [(100, 1.0), (250, 2.5), (0, 0.0)])
def test_the_spike_is_measured_against_its_neighbours(results: Results, last: int, ratio: float) -> None:
    bars = time_on_clock.extract(with_series(results, BINS, counts(last))).bars[0]
    assert bars.ratio == pytest.approx(ratio)
    assert bars.last.mean == pytest.approx(2 * last / counts(last).sum())
    assert bars.within == pytest.approx(counts(last)[:24].sum() / counts(last).sum())
    assert bars.share.sum() == pytest.approx(1.0)


def test_thin_lines_span_the_simulations(results: Results) -> None:
    bars = time_on_clock.extract(with_series(results, BINS, counts(100), counts(300))).bars[0]
    assert bars.low[22] == pytest.approx(100 / 3000)
    assert bars.high[22] == pytest.approx(300 / 3400)


def test_nobody_beside_the_spike_gives_no_ratio(results: Results) -> None:
    only = np.zeros(73)
    only[22:24] = 5
    picture = time_on_clock.draw(time_on_clock.extract(with_series(results, BINS, only)))
    assert "times the share beside" not in picture.sentence
    assert "100.0% of patients in the last 20 minutes" in picture.sentence


def test_the_sentence_says_the_shares(results: Results) -> None:
    picture = time_on_clock.draw(time_on_clock.extract(with_series(results, BINS, counts(250))))
    assert "Silo: 15.2% of patients in the last 20 minutes before the limit, 2.5 times" in picture.sentence
    assert "leaving the emergency department" in picture.sentence


# ------------------------------------------------------------------ differences
def test_verdicts_are_words_about_the_interval(results: Results) -> None:
    rows = {row.measure.id: row for row in paired_differences.extract(results).rows}
    assert rows["four_hour_reported"].verdict == "worse"
    assert rows["whole_journey_mean"].verdict == "better"
    assert rows["electives_cancelled"].verdict == "no clear change"
    assert rows["hops_per_decision"].verdict == "less"
    assert rows["four_hour_reported"].agreeing == ", 6 of 6"
    assert rows["electives_cancelled"].agreeing == ""


def test_a_change_is_a_share_of_the_reference(results: Results) -> None:
    rows = {row.measure.id: row for row in paired_differences.extract(results).rows}
    whole = rows["whole_journey_mean"]
    assert whole.scale * whole.difference.mean == pytest.approx(100 * -420 / 1840)
    assert np.isnan(rows["left_before_seen"].scale), "nothing to divide by"
    assert "(" in rows["left_before_seen"].natural


def test_what_only_its_own_interval_shows_is_likely(results: Results) -> None:
    compared = results.comparison
    infos = compared.variants
    weak = made_up.measure(infos, "weak", "Weak", "min", "lower", 10.0, -1.0, 0.9)
    others = [made_up.measure(infos, f"m{place}", "Other", "min", "lower", 10.0, 0.0, 1.0) for place in range(9)]
    many = replace(compared, measures=(weak, *others), shown=("weak", *(f"m{place}" for place in range(9))))
    row = next(
        row for row in paired_differences.extract(replace(results, comparison=many)).rows if row.measure.id == "weak"
    )
    assert row.verdict == "likely better"


def test_measures_can_be_chosen(results: Results) -> None:
    chosen = paired_differences.extract(results, ["cost_per_visit", "no_such_measure"])
    assert [row.measure.id for row in chosen.rows] == ["cost_per_visit"]


# ------------------------------------------------------------------ target and journey
def test_dots_are_replications(results: Results) -> None:
    aims = target_and_journey.extract(results)
    assert aims.goal == 0.95
    assert [len(dots.within) for dots in aims.dots] == [6, 6]
    silo = results.sides[0].of("whole_journey_mean")
    assert aims.dots[0].middle[1] == pytest.approx(sum(silo) / 6)
    assert aims.journey == "Whole journey"


def test_replications_without_a_value_are_left_out(results: Results) -> None:
    side = results.sides[0]
    values = {**side.values, ("four_hour_reported", ""): [0.9, float("nan"), 0.8, 0.9, 0.9, 0.9]}
    aims = target_and_journey.extract(replace(results, sides=(replace(side, values=values), results.sides[1])))
    assert len(aims.dots[0].within) == 5


# ------------------------------------------------------------------ where the time goes
def test_minutes_are_for_each_passing(results: Results) -> None:
    minutes, visits = np.zeros((4, 6)), np.array([10.0, 0.0, 5.0, 1.0])
    minutes[0, 3], minutes[2, 1] = 200.0, 50.0
    data = where_time_goes.extract(
        with_series(with_series(results, "stage_minutes", minutes, minutes), "stage_visits", visits, visits)
    )
    found = {stage.key: stage for stage in data.stages}
    assert found["triage"].minutes[0].tolist() == [0, 0, 0, 20.0, 0, 0]
    assert found["wait_for_bed"].minutes[1].tolist() == [0, 10.0, 0, 0, 0, 0]
    assert found["triage"].passings == (10.0, 10.0)
    assert set(found) == {"triage", "wait_for_bed"}


def test_stages_are_chosen_by_waiting() -> None:
    data = where_time_goes.extract(made_up.results(4))
    assert "triage" not in {stage.key for stage in data.stages}, "least waiting, and room for three"


# ------------------------------------------------------------------ occupancy
def test_long_spans_are_shown_by_day(results: Results) -> None:
    hours = 20 * 24
    census = np.array([np.arange(hours) % 24, np.full(hours, 3), np.full(hours, 46)])
    data = occupancy.extract(with_series(results, "census:bed", census, census), ["bed"])
    course = data.pools[0].courses[0]
    assert data.days[:2].tolist() == [0.5, 1.5]
    assert course.full[1] == pytest.approx(np.full(20, 11.5 / 46))
    assert course.queue[1] == pytest.approx(np.full(20, 3.0))


def test_short_spans_are_shown_by_hour_and_closed_hours_are_gaps(results: Results) -> None:
    census = np.array([[2.0, 0.0, 2.0], [1.0, 2.0, 3.0], [4.0, 0.0, 4.0]])
    course = occupancy.extract(with_series(results, "census:bed", census), ["bed"]).pools[0].courses[0]
    assert course.full[1][0] == 0.5
    assert np.isnan(course.full[1][1])


def test_the_biggest_places_are_shown(results: Results) -> None:
    assert occupancy.main_pools(results) == ["bed", "cubicle"]


def test_a_pool_that_does_not_exist_is_not_drawn(results: Results) -> None:
    assert occupancy.extract(results, ["swimming"]) is None


# ------------------------------------------------------------------ decisions
def test_quantiles_lie_within_their_bin() -> None:
    edges = np.asarray(LATENCY_EDGES, dtype=float)
    counts = np.zeros(14)
    counts[4] = 10  # 10 to 20 minutes
    assert bin_quantile(counts, edges, 0.5) == pytest.approx(15.0)
    counts[13] = 30  # more than two days
    assert bin_quantile(counts, edges, 0.5) == 2880.0
    assert np.isnan(bin_quantile(np.zeros(14), edges, 0.5))


def test_a_decision_nobody_asks_for_says_so(results: Results) -> None:
    quiet = replace(results.sides[1], series={**results.sides[1].series, "latency:admit": [np.zeros(14)] * 6})
    data = decisions.extract(replace(results, sides=(results.sides[0], quiet)))
    assert data.decisions[0].waits[1].answered == 0
    assert "nobody asks in Systemic" in decisions.draw(data).sentence


# ------------------------------------------------------------------ two fates
def test_fates_are_a_week_and_costliest_first(results: Results) -> None:
    data = fates.extract(results)
    keys = [fate.key for fate in data.fates]
    admitted, discharged = keys.index("admitted"), keys.index("discharged")
    assert data.a_week[admitted, discharged] == pytest.approx(320 / 4)
    assert data.extra_hours[admitted, discharged] == pytest.approx(17.2)
    assert data.changed[0] == (admitted, discharged)
    assert "" not in keys, "visits without an end in both are no fate"


def test_the_headline_names_both_structures(results: Results) -> None:
    said = fates.headline(fates.extract(results))
    assert (
        said == "The same patients: 80 a week admitted in Silo, sent home in Systemic, 17.2 hours longer each in Silo"
    )


def test_no_change_of_fate_is_said_plainly(results: Results) -> None:
    same = replace(results.fates, cells=tuple(cell for cell in results.fates.cells if cell.before == cell.after))
    picture = fates.draw(fates.extract(replace(results, fates=same)))
    assert picture.sentence == "Every patient meets the same fate in Silo and Systemic."
