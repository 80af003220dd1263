"""A diagnosis of a stored run says what the store holds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from orgsim.analysis.diagnose import diagnose
from orgsim.analysis.precision import parse_precision
from orgsim.analysis.warm_up import mser
from orgsim.experiment import Run


def test_the_warm_up_is_judged_by_the_mean_of_the_stored_hours(run: Run) -> None:
    found = diagnose(run)
    assert [one.variant for one in found.inside] == [one.id for one in run.variants]
    for one in found.inside:
        stored = np.mean(run.series_of_all(one.variant, "inside"), axis=0)
        assert one.found.mean == pytest.approx(stored)
        assert one.found.settled == mser(stored)
        assert one.found.warm_up == run.variant(one.variant).calendar.warm_up / 60


def test_pools_count_those_in_use_and_those_waiting(run: Run) -> None:
    one = next(one for one in diagnose(run).settled if one.pool)
    before, after = (run.series_of_all(one.variant, f"{name}:{one.pool}") for name in ("census_before", "census"))
    whole = np.concatenate([np.stack(before), np.stack(after)], axis=2)
    assert one.found.mean == pytest.approx((whole[:, 0] + whole[:, 1]).mean(axis=0))


def test_differences_are_paired(run: Run) -> None:
    measure = "time_in_shop_mean"
    values = run.by_replication(measure)
    other = next(one.id for one in run.variants if one.id != run.against)
    found = next(one for one in diagnose(run, measures=[measure]).enough if one.difference)
    apart = np.array(list(values[other].values())) - np.array(list(values[run.against].values()))
    low, high = stats.t.interval(0.95, len(apart) - 1, apart.mean(), stats.sem(apart))
    assert (found.found.last.low, found.found.last.high) == pytest.approx((low, high))
    assert found.wanted == pytest.approx(abs(apart.mean()))


def test_only_a_precision_that_was_asked_for_is_required(run: Run) -> None:
    fine = parse_precision("time_in_shop_mean=0.001 min", run.definitions)
    coarse = parse_precision("time_in_shop_mean=1000 min", run.definitions)
    asked = diagnose(run, precisions=[fine])
    assert not asked.trusted
    assert all(
        one.asked and not one.met and (one.needed or 0) > run.wanted for one in asked.enough if not one.difference
    )
    met = diagnose(run, precisions=[coarse])
    assert met.trusted is diagnose(run).trusted is all(one.found.long_enough for one in met.inside)


def test_json_has_numbers_or_nothing(run: Run) -> None:
    found = diagnose(run).to_json()
    assert found["schema"] == "orgsim.diagnose/1"
    assert {one["variant"] for one in found["warm_up"]} == {one.id for one in run.variants}
    assert all(one["mean"] is None or one["mean"] == one["mean"] for one in found["replications"])
