"""The rows of ``orgsim verify --theory``, which the command and these tests share, and what would make them fail.

By statistics: every row passes, or at least does not fail; and a theory that differs in one respect fails by the same
simulation.

To the bit: for scenarios of one stage ``oracles`` holds a short program that knows nothing of the simulator. Each visit
must wait as long as it says. It is quick, so it is also run for many more replications, to be held to the closed form (a
second family, again at 5%) within a narrower margin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from orgsim.cohort import draw_cohort
from orgsim.cohort.cohort import Cohort
from orgsim.engine import simulate
from orgsim.engine.choice import COLD_VISITS, choose
from orgsim.engine.trace import Spent
from orgsim.plan.tables import Plan
from orgsim.theory import networks, queues, screening
from orgsim.theory.simulated import FAMILY_ERROR, Row, Trial, compared, judge, table, trials, values
from orgsim.theory.simulated.families import by_name
from orgsim.theory.simulated.judging import interval
from orgsim.theory.simulated.observing import in_span, waits
from orgsim.theory.simulated.queueing import classes_desk, one_desk
from orgsim.theory.simulated.scenarios import Tree, compiled, exponential, time
from orgsim.theory.simulated.trial import Check, computed
from tests.theory import oracles

TRIALS = trials()
MANY = 200


@cache
def found(name: str) -> tuple[Mapping[str, float], ...]:
    """Run a trial once for all tests."""
    return tuple(values(by_name()[name], choose("auto", COLD_VISITS)))


def rows(trial: Trial) -> list[Row]:
    runs = found(trial.name)
    return [judge(one, trial.by, [run[one.statistic] for run in runs], compared()) for one in trial.checks]


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.name)
def test_what_theory_says_is_what_is_simulated(trial: Trial) -> None:
    for row in rows(trial):
        said = f"{row.check.what}: {row.mean:.6g} +- {row.half_width:.3g} against {row.check.theory:.6g}"
        assert row.verdict == "pass", said
        assert (row.half_width > 0) == (trial.by != "exact") or row.check.relation != "=", f"{said}: it cannot fail"


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.name)
def test_every_row_fails_by_a_wrong_theory(trial: Trial) -> None:
    for row in rows(trial):
        if row.check.relation == "=":
            off = 3 * row.check.tolerance + row.check.allowance if trial.by != "exact" else 1e-4
            wrong = replace(row.check, theory=row.check.theory + off * (abs(row.check.theory) or 1.0))
        else:
            wrong = replace(row.check, relation="<" if row.check.relation == ">" else ">")
        runs = [run[wrong.statistic] for run in found(trial.name)]
        assert judge(wrong, trial.by, runs, compared()).verdict == "fail", wrong.what


WRONG = [
    ("M/M/1 at a load of 80%", "wait", queues.pollaczek_khinchine(0.8, 1.0, 0.0).queue_wait),
    ("M/M/2 at a load of 80%", "wait", queues.erlang_c(0.8, 1.0, 1).queue_wait),
    ("M/M/5 at a load of 80%", "share who wait", queues.erlang_c(3.6, 1.0, 5).wait_probability),
    ("two equal classes", "wait of class_1", queues.erlang_c(0.4, 1.0, 1).queue_wait),
    ("Three desks with a loop", "rate at first", 0.4),
    ("failure demand 40%", "time", networks.feedback(0.4, 1.0, 0.2).time),
    ("M/M/10+M, arrival rate 9, patience 2", "queue", queues.erlang_c(9.0, 1.0, 10).queue_length),
    ("M/M/10+M, arrival rate 9, patience 2", "share to gave_up", queues.erlang_b(10, 9.0)),
    ("90% kept a level, 4 levels up", "first time", 0.9**3),
    ("weekly meeting", "latency", screening.meeting_wait(5 * 144)[0]),
    ("31 people, star, 0.03 messages each", "latency", 6.361),
]


@pytest.mark.parametrize(("name", "statistic", "theory"), WRONG)
def test_a_theory_that_differs_in_one_respect_fails(name: str, statistic: str, theory: float) -> None:
    runs = [run[statistic] for run in found(name)]
    assert judge(Check("B0", "wrong", theory, statistic), by_name()[name].by, runs, compared()).verdict == "fail"


def test_a_wide_interval_is_inconclusive_and_a_missing_value_fails() -> None:
    wide = Check("B0", "wide", 1.0, "x", tolerance=0.01)
    assert judge(wide, "engine", [0.5, 1.5, 0.8, 1.2], 1).verdict == "inconclusive"
    assert judge(wide, "engine", [1.0, float("nan")], 1).verdict == "fail"
    assert judge(replace(wide, relation=">"), "engine", [0.5, 1.6, 0.8, 1.2], 1).verdict == "inconclusive"


def test_names_and_statistics_are_not_used_twice() -> None:
    assert max(Counter(trial.name for trial in TRIALS).values()) == 1
    assert max(Counter((one.code, one.what) for trial in TRIALS for one in trial.checks).values()) == 1


def test_a_table_is_the_same_by_either_engine_and_with_two_jobs() -> None:
    chosen = [trial for trial in TRIALS if trial.name in {"daily meeting", "90% kept a level, 1 level up"}]
    told: list[tuple[int, int]] = []
    once = list(table(chosen, progress=lambda *of: told.append(of)))
    assert told == [(1, 2), (2, 2)]
    assert once == list(table(chosen, jobs=2))
    assert once == [row for trial in chosen for row in rows(trial)]


def test_exact_rows_are_held_to_six_digits() -> None:
    trial = computed("nearly", lambda: {"x": 1.00001}, Check("B0", "nearly", 1.0, "x"))
    assert [row.verdict for row in table([trial])] == ["fail"]


ALONE: dict[str, Tree] = {
    "mm1": one_desk(0.8, exponential(1.0), 1, 4),
    "mm2": one_desk(1.6, exponential(1.0), 2, 2),
    "mm5": one_desk(4.0, exponential(1.0), 5, 1),
    "md1": one_desk(0.8, time(1.0), 1, 3),
    "me1": one_desk(0.8, {"gamma": {"mean": time(1.0), "sd": time(0.5**0.5)}}, 1, 3),
    "ml1": one_desk(0.8, {"lognormal": {"mean": time(1.0), "sd": time(1.5)}}, 1, 4),
    "abandonment": one_desk(9.0, exponential(1.0), 10, 0.3, leaves={"after": exponential(2.0), "to": "gave_up"}),
    "priority": classes_desk((0.4, 0.4), (exponential(1.0), exponential(1.0)), 4, ranked=True),
}
"""Scenarios of one stage that each visit passes once, for which there is an independent program."""
SEEDS = {name: 20260 + place for place, name in enumerate(ALONE)}


@cache
def plan_of(scenario: str) -> Plan:
    return compiled(ALONE[scenario])


def oracle_waits(plan: Plan, cohort: Cohort) -> NDArray[np.float64]:
    """Return the wait of each arrival by a program that shares nothing with the simulator but the drawn numbers."""
    arrivals = cohort.arrival[: cohort.arrivals].tolist()
    stage = plan.stages[0]
    services = cohort.values[stage.take][: cohort.arrivals].tolist()
    if stage.by_class:
        ranks = [plan.ranks[row] for row in cohort.visit_class[: cohort.arrivals]]
        return np.array(oracles.ranked_waits(arrivals, services, ranks))
    patience = cohort.values[stage.leave][: cohort.arrivals].tolist() if stage.leave >= 0 else None
    return np.array(oracles.first_come_waits(arrivals, services, plan.pools[0].capacity, patience))


@pytest.mark.parametrize("scenario", ALONE)
@pytest.mark.parametrize("replication", range(3))
def test_every_wait_equals_an_independent_program(scenario: str, replication: int) -> None:
    plan = plan_of(scenario)
    cohort = draw_cohort(plan, SEEDS[scenario], replication)
    trace = simulate(plan, cohort)
    left = np.isfinite(trace.departed[: cohort.arrivals])
    assert left.mean() > 0.95
    gap = np.abs(trace.visit_spent[: cohort.arrivals, Spent.TURN] - oracle_waits(plan, cohort))[left]
    # Times of the order of 1e5 minutes are added up, so rounding alone leaves about 1e-10.
    assert gap.max() < 1e-8


@cache
def many(scenario: str) -> list[dict[str, float]]:
    plan, rows_of = plan_of(scenario), []
    for replication in range(MANY):
        cohort = draw_cohort(plan, SEEDS[scenario] + 1000, replication)
        minutes = oracle_waits(plan, cohort)
        rows_of.append(waits(plan, cohort, minutes, in_span(plan, cohort.arrival[: cohort.arrivals])))
    return rows_of


PRIORITY = queues.priority_waits((0.4, 0.4), (1.0, 1.0), (1.0, 1.0))
HASTY = queues.erlang_a(9.0, 1.0, 10, 0.5)
SINGLE = [
    *((f"mm{servers}", "wait", queues.erlang_c(0.8 * servers, 1.0, servers).queue_wait, 0.1) for servers in (1, 2, 5)),
    *((name, "wait", queues.pollaczek_khinchine(0.8, 1.0, scv).queue_wait, 0.1)
      for name, scv in (("md1", 0.0), ("me1", 0.5), ("ml1", 2.25))),
    ("priority", "wait of class_1", PRIORITY[0], 0.03),
    ("priority", "wait of class_2", PRIORITY[1], 0.1),
    ("abandonment", "share who wait", HASTY.wait_probability, 0.03),
    ("abandonment", "queue", HASTY.queue_length, 0.1),
]  # fmt: skip


@pytest.mark.parametrize(("scenario", "statistic", "theory", "width"), SINGLE)
def test_many_replications_of_the_independent_program_are_close_to_the_closed_form(
    scenario: str, statistic: str, theory: float, width: float
) -> None:
    mean, half = interval([run[statistic] for run in many(scenario)], FAMILY_ERROR / len(SINGLE))
    assert abs(mean - theory) <= half, f"{mean:.6g} +- {half:.3g} does not cover {theory:.6g}"
    assert half <= width * theory
