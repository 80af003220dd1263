"""The same people for every variant: numbers keyed by name and visit, right in distribution, the same for ever."""

from __future__ import annotations

import hashlib
import math

import numpy as np
import pytest

from orgsim.cohort import draw_cohort
from orgsim.cohort.people import RETURN_CAP
from orgsim.plan import compile_plan

FLOW = """
calendar: {length: 4 weeks}
classes: {_replace: 1, calm: {}, urgent: {}}
needs:
  bed: {by_class: {urgent: 60%, calm: 10%}}
  test: {share: 20%, given: bed, given_share: 90%}
arrivals:
  _replace: 1
  walking: {at: till, per_day: 200, classes: {calm: 80%, urgent: 20%}, by_weekday: {mon: 130%}}
  driving: {at: till, per_day: 50, classes: {urgent: 100%}}
pathway:
  till: {takes: {by_class: {urgent: {gamma: {mean: 30 min, sd: 10 min}}, default: {exponential: {mean: 5 min}}}}, next: talk}
  talk: {unit: shop, takes: {lognormal: {mean: 20 min, sd: 10 min}}, next: {till: 10%, out: 90%}}
exits: {out: {returns: {share: 5%, after: 3 days, at: till}}}
"""


def _draw(variant, seed=7, replication=3):
    plan = compile_plan(variant)
    return plan, draw_cohort(plan, seed, replication)


def _stream(plan, cohort, name):
    return cohort.values[[row.name for row in plan.streams].index(name)]


def test_an_unrelated_stage_or_behaviour_changes_no_other_number(shop):
    plan, before = _draw(shop(FLOW))
    more = """
pathway: {till: {next: extra}, extra: {unit: shop, takes: {uniform: {low: 1 min, high: 2 min}}, next: talk}}
organisation: {layers: [front], positions: {boss: {unit: shop, layer: front}}}
behaviours: {cut: {who: boss, switched: on, do: shorten, at: [talk], share: 10%}}
"""
    changed, after = _draw(shop(FLOW, more))
    for name in ("stage:till/takes", "stage:talk/takes"):
        assert np.array_equal(_stream(plan, before, name), _stream(changed, after, name))
    assert np.array_equal(before.arrival, after.arrival, equal_nan=True)
    assert np.array_equal(before.visit_class, after.visit_class)
    assert np.array_equal(before.needs, after.needs)
    assert np.array_equal(before.child, after.child)
    place = changed.uniforms.index("stage:talk/next")
    assert np.array_equal(before.uniforms[plan.uniforms.index("stage:talk/next")], after.uniforms[place])


def test_a_faster_stage_is_faster_for_everybody_by_the_same_draw(shop):
    plan, before = _draw(shop(FLOW))
    _, after = _draw(shop(FLOW, "pathway: {talk: {takes: {lognormal: {mean: 10 min, sd: 5 min}}}}"))
    ratio = _stream(plan, after, "stage:talk/takes") / _stream(plan, before, "stage:talk/takes")
    assert ratio == pytest.approx(np.full(len(ratio), 0.5))


def test_more_arrivals_keep_the_first_people_as_they_are(shop):
    plan, before = _draw(shop(FLOW))
    _, after = _draw(shop(FLOW, "arrivals: {walking: {level: 120%}}"))
    mine = np.flatnonzero((before.stream == 0) & (before.parent < 0))
    theirs = np.flatnonzero((after.stream == 0) & (after.parent < 0))[: len(mine)]
    assert np.array_equal(before.visit_class[mine], after.visit_class[theirs])
    assert np.array_equal(before.needs[mine], after.needs[theirs])
    talk = _stream(plan, before, "stage:talk/takes")[mine]
    assert np.array_equal(talk, _stream(plan, after, "stage:talk/takes")[theirs])
    others = before.stream == 1
    assert np.array_equal(before.arrival[others][:100], after.arrival[after.stream == 1][:100])


def test_replications_and_seeds_differ(shop):
    _, one = _draw(shop(FLOW), 7, 1)
    _, two = _draw(shop(FLOW), 7, 2)
    _, three = _draw(shop(FLOW), 8, 1)
    assert not np.array_equal(one.arrival[:50], two.arrival[:50])
    assert not np.array_equal(one.arrival[:50], three.arrival[:50])


def test_arrivals_follow_the_week_and_the_mix(shop):
    counts, mondays, urgent = [], [], []
    for replication in range(20):
        _, cohort = _draw(shop(FLOW), 11, replication)
        walking = cohort.arrival[(cohort.stream == 0) & (cohort.parent < 0)]
        counts.append(len(walking))
        mondays.append((walking % 10080 < 1440).sum())
        urgent.append((cohort.visit_class[(cohort.stream == 0) & (cohort.parent < 0)] == 1).sum())
    total = sum(counts)
    # per_day is the mean over the week; 4 standard errors each: error level 2e-4 for the three
    assert total == pytest.approx(20 * 28 * 200, abs=4 * math.sqrt(20 * 28 * 200))
    share = 1.3 / 7.3
    assert sum(mondays) / total == pytest.approx(share, abs=4 * math.sqrt(share * (1 - share) / total))
    assert sum(urgent) / total == pytest.approx(0.2, abs=4 * math.sqrt(0.16 / total))


def test_needs_are_correlated_as_written(shop):
    _, cohort = _draw(shop(FLOW))
    bed, test = cohort.needs.T
    urgent = cohort.visit_class == 1
    assert bed[urgent].mean() == pytest.approx(0.6, abs=0.04)
    assert bed[~urgent].mean() == pytest.approx(0.1, abs=0.03)
    assert test[bed].mean() == pytest.approx(0.9, abs=0.03)
    assert test[~bed].mean() == pytest.approx(0.2, abs=0.03)


def test_possible_returns_hang_on_the_return_draw(shop):
    _, cohort = _draw(shop(FLOW))
    has_child = cohort.child >= 0
    assert np.array_equal(has_child, cohort.return_draw < RETURN_CAP)
    assert np.array_equal(cohort.parent[cohort.child[has_child]], np.flatnonzero(has_child))
    assert np.isnan(cohort.arrival[cohort.arrivals :]).all()
    assert (np.diff(cohort.arrival[: cohort.arrivals]) >= 0).all()
    assert np.array_equal(cohort.visit_class[has_child], cohort.visit_class[cohort.child[has_child]])


def test_without_returns_there_are_no_rows_for_them_and_all_else_is_the_same(shop):
    plan, cohort = _draw(shop(FLOW))
    without, fewer = _draw(shop(FLOW, "exits: {out: {_replace: 1}}"))
    first = slice(0, cohort.arrivals)
    assert fewer.size == fewer.arrivals == cohort.arrivals < cohort.size
    assert (fewer.child == -1).all()
    for name in ("arrival", "stream", "number", "visit_class", "needs", "parent", "return_draw"):
        assert np.array_equal(getattr(fewer, name), getattr(cohort, name)[first])
    for row in without.streams:
        assert np.array_equal(_stream(without, fewer, row.name), _stream(plan, cohort, row.name)[first])
    for one, other in zip(fewer.uniforms, cohort.uniforms, strict=True):
        assert np.array_equal(one, other[first])


def test_the_numbers_are_the_same_for_ever(shop):
    """Golden digests: a change here changes every result ever published with this version of the streams."""
    plan, cohort = _draw(shop(FLOW), 2012, 5)
    found = {
        "arrival": cohort.arrival[: cohort.arrivals],
        "class": cohort.visit_class,
        "needs": cohort.needs,
        "till": _stream(plan, cohort, "stage:till/takes"),
        "talk": _stream(plan, cohort, "stage:talk/takes"),
        "return": cohort.return_draw,
    }
    digests = {
        name: hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()[:16] for name, array in found.items()
    }
    assert digests == GOLDEN


GOLDEN = {
    "arrival": "e479f3e0d2f8d5ab",
    "class": "e6aa7f949410d4a2",
    "needs": "d35bca618896d082",
    "till": "e6b399e033a9bd12",
    "talk": "fef712ad8fa57f57",
    "return": "086e7cb7663b02f4",
}
