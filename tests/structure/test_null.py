"""Null: without exceptions, costs of handing over and targets, all structures with pools by function are equal."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from orgsim.analysis.statistics import estimate
from orgsim.scenario import load
from orgsim.theory import networks
from tests.structure.runs import times_inside

NULL = """
orgsim: 1
name: Nothing for a structure to act on
calendar: {warm_up: 2 days, length: 20 days, follow_up: 2 days}
organisation:
  layers: [front_line, middle, top]
  units: {all: {}, one: {part_of: all}, two: {part_of: all}}
  line: {delay: DELAY}
  positions:
    top: {unit: all, layer: top, attention: 10%}
    middle_one: {unit: one, layer: middle, reports_to: top, attention: 10%}
    middle_two: {unit: two, layer: middle, reports_to: top, attention: 10%}
    lead_one: {unit: one, layer: front_line, reports_to: middle_one}
    lead_two: {unit: two, layer: front_line, reports_to: middle_two}
  decisions:
    go_on: {asked_by: lead_one, held_by: lead_two, passing_on: EFFORT, effort: EFFORT}
classes: {any: {}}
needs: {exception: {share: SHARE}}
arrivals: {all: {at: first, per_day: 115.2, classes: {any: 100%}}}
pathway:
  first:
    unit: one
    needs: {first_clerk: 1}
    takes: {exponential: {mean: 10 min}}
    next: {by_need: exception, yes: ask, no: second}
  ask: {unit: one, asks: go_on, next: second}
  second: {unit: two, needs: {second_clerk: 1}, takes: {exponential: {mean: 8 min}}, next: done}
  promised: {unit: all, takes: 1 day, next: done}
exits: {done: {}}
resources: {first_clerk: {unit: one, number: 1}, second_clerk: {unit: two, number: 1}}
targets: {soon: {owner: top, pressure: PRESSURE, clock: {starts: arrival, stops: departure}, within: 1 h, goal: 90%}}
behaviours:
  push: {who: top, because_of: soon, switched: on, when: {clock_over: 10 min}, do: jump_queue, at: [first, second]}
  put_off: {who: top, because_of: soon, switched: on, when: {clock_over: 30 min}, do: divert, at: [second, ask], to: promised}
variants:
  climbing: {change: {organisation.decisions.go_on.route: reporting_lines}}
  beside:
    change:
      organisation.links.corridor: {between: [lead_one, lead_two], informal: true, delay: DELAY}
      organisation.decisions.go_on.route: nearest
  empowered: {change: {organisation.decisions.go_on.held_by: lead_one}}
  meeting:
    change:
      organisation.meetings.weekly:
        {members: [lead_one, lead_two, top], happens: mon at 09:00, lasts: 2 h, settles: [go_on]}
  flat:
    change: {organisation.positions.lead_one.reports_to: top, organisation.positions.lead_two.reports_to: top}
"""
STRUCTURES = ("base", "climbing", "beside", "empowered", "meeting", "flat")


def null_times(
    folder: Path, share: str, effort: str, delay: str, pressure: str
) -> dict[str, list[NDArray[np.float64]]]:
    path = folder / "null.yaml"
    text = NULL.replace("SHARE", share).replace("EFFORT", effort).replace("DELAY", delay).replace("PRESSURE", pressure)
    path.write_text(text, encoding="utf-8")
    scenario = load(str(path))
    return {name: [times_inside(scenario.variant(name), number) for number in range(20)] for name in STRUCTURES}


def test_without_exceptions_and_targets_all_structures_are_equal_and_a_jackson_network(tmp_path: Path) -> None:
    times = null_times(tmp_path, "0%", "1 h", "2 h", "0%")
    for name in STRUCTURES:
        assert all(np.array_equal(*pair, equal_nan=True) for pair in zip(times[name], times["base"], strict=True))
    network = networks.jackson((0.08, 0.0), ((0.0, 1.0), (0.0, 0.0)), (1 / 10, 1 / 8))
    seen = estimate(float(np.nanmean(one)) for one in times["base"])
    assert seen.low < network.time < seen.high
    assert seen.high - seen.low < 0.3 * network.time


def test_exceptions_that_cost_nothing_make_no_difference_to_anybody(tmp_path: Path) -> None:
    times = null_times(tmp_path, "40%", "0 min", "0 min", "0%")
    for name in set(STRUCTURES) - {"meeting"}:  # who sits in a meeting answers nobody meanwhile
        for mine, theirs in zip(times[name], times["base"], strict=True):
            np.testing.assert_allclose(mine, theirs, atol=1e-6)


def test_exceptions_and_pressure_are_felt(tmp_path: Path) -> None:
    """The two tests above could fail: exceptions tell all the structures apart, and pressure changes the times."""
    asked = null_times(tmp_path, "40%", "10 min", "30 min", "0%")
    means = {name: float(np.nanmean(np.concatenate(asked[name]))) for name in STRUCTURES}
    assert len(set(means.values())) == len(STRUCTURES) - 1  # `climbing` is the base
    pressed = null_times(tmp_path, "0%", "10 min", "30 min", "90%")["base"]
    alone = null_times(tmp_path, "0%", "10 min", "30 min", "0%")["base"]
    assert float(np.nanmean(np.concatenate(pressed))) > 1.5 * float(np.nanmean(np.concatenate(alone)))
