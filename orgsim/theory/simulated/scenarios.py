"""Scenarios for closed forms as plain values, and running them. One unit of the closed forms' time is ten minutes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from orgsim.theory.simulated.trial import REPLICATIONS, Check, Trial, seed_of

if TYPE_CHECKING:
    from orgsim.cohort.cohort import Cohort
    from orgsim.engine.choice import EngineName
    from orgsim.engine.trace import Trace
    from orgsim.plan.tables import Plan

Tree = dict[str, Any]
Observe = Callable[["Plan", "Cohort", "Trace"], Mapping[str, float]]
UNIT = 10.0
"""Minutes in the closed forms' unit of time."""
UNITS_A_DAY = 1440.0 / UNIT


def simulated(
    name: str, scenario: Callable[[], Tree], observe: Observe, *checks: Check, replications: int = REPLICATIONS
) -> Trial:
    """Return a trial that the engine runs; ``observe`` sees one replication, in the closed forms' unit of time."""

    @cache
    def plan() -> Plan:
        return compiled(scenario())

    def run(replication: int, engine: EngineName) -> Mapping[str, float]:
        from orgsim.cohort import draw_cohort
        from orgsim.engine import simulate

        cohort = draw_cohort(plan(), seed_of(name), replication)
        return observe(plan(), cohort, simulate(plan(), cohort, engine=engine))

    return Trial(name, "engine", run, checks, replications)


def compiled(tree: Tree) -> Plan:
    """Return the plan of a scenario. Raises pydantic's ValidationError, or PlanError."""
    from orgsim.plan import compile_plan
    from orgsim.scenario.schema import Variant

    return compile_plan(Variant.model_validate(tree))


def scenario(weeks: float, *, follow_up: float = 2, **blocks: Any) -> Tree:
    """Return a scenario measured for ``weeks`` after three days of warm-up, with ``follow_up`` days in which to finish."""
    return {
        "orgsim": 1,
        "name": "A closed form",
        "calendar": {"warm_up": "3 days", "length": time(weeks * 7 * UNITS_A_DAY), "follow_up": f"{follow_up!r} days"},
        "organisation": {"units": {"counter": {}}},
        "classes": {"customer": {}},
        "exits": {"served": {}},
        **blocks,
    }


def time(units: float) -> str:
    """Return a fixed time of so many units."""
    return f"{units * UNIT!r} min"


def exponential(units: float) -> Tree:
    """Return an exponential time with a mean of so many units."""
    return {"exponential": {"mean": time(units)}}


def coming(stage: str, rate: float, classes: Mapping[str, float] | None = None) -> Tree:
    """Return a Poisson stream to ``stage``, ``rate`` a unit of time; ``classes`` gives the share of each."""
    mix = {name: f"{100 * share!r}%" for name, share in (classes or {"customer": 1.0}).items()}
    return {"at": stage, "per_day": rate * UNITS_A_DAY, "classes": mix}


def desk(pool: str, takes: object, then: object = "served", **more: object) -> Tree:
    """Return a stage that needs one of ``pool``."""
    return {"unit": "counter", "needs": {pool: 1}, "takes": takes, "next": then, **more}


def clerks(number: int) -> Tree:
    """Return a pool of ``number`` people."""
    return {"unit": "counter", "number": number}
