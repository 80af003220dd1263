"""The measures of people who change from day to day: motivation, fatigue, standard, vacancies, absence, turnover."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from orgsim.engine.trace import UnitDay
from orgsim.measures.statistics import ratio
from orgsim.measures.tidy import Row
from orgsim.measures.view import View
from orgsim.scenario.schema.scalars import MINUTES_A_DAY

if TYPE_CHECKING:
    from orgsim.measures.statistics import Floats, Mask

_MEANS = {
    "unit_motivation": UnitDay.MOTIVATION,
    "unit_fatigue": UnitDay.FATIGUE,
    "unit_standard": UnitDay.STANDARD,
    "unit_time_factor": UnitDay.TIME_FACTOR,
    "unit_error_factor": UnitDay.ERROR_FACTOR,
}
_SHARES = {"unit_vacant_share": UnitDay.VACANT, "unit_absent_share": UnitDay.ABSENT}


def rows(view: View) -> Iterator[Row]:
    """Yield the measures of all units whose people change, then of each; NaN where the measured span has no midnight."""
    if not view.plan.people:
        return
    names = changing(view)
    everyone = view.trace.people[_measured(view)]
    quits = _quits(view)
    parts = [("", everyone, quits), *((name, everyone[:, [n]], quits[[n]]) for n, name in enumerate(names))]
    for measure, column in _MEANS.items():
        yield from (Row(measure, name, ratio(_sum(days, column), days[..., column].size)) for name, days, _ in parts)
    for measure, column in _SHARES.items():
        yield from (Row(measure, name, ratio(_sum(days, column), _sum(days, UnitDay.STAFF))) for name, days, _ in parts)
    for name, days, left in parts:
        yield Row("unit_turnover", name, ratio(math.fsum(left), _sum(days, UnitDay.STAFF)))


def _sum(days: Floats, column: int) -> float:
    return math.fsum(days[..., column].ravel())


def changing(view: View) -> list[str]:
    """Return the units whose people change."""
    return [view.plan.names.units[row.unit] for row in view.plan.people]


def unit_days(view: View, place: int) -> Floats:
    """Return the states (14, D) of a unit whose people change at the midnights that end days of the measured span."""
    days: Floats = view.trace.people[_measured(view), place].T.copy()
    return days


def _measured(view: View) -> Mask:
    """Which midnights (days,) end a day of the measured span."""
    first = MINUTES_A_DAY - view.plan.starts % MINUTES_A_DAY
    midnights = first + MINUTES_A_DAY * np.arange(len(view.trace.people))
    found: Mask = (midnights > view.start) & (midnights <= view.stop)
    return found


def _quits(view: View) -> Floats:
    """Return how many people of each unit (units,) quit at the midnights of the measured span."""
    so_far = view.trace.people[:, :, UnitDay.QUITS]
    each = np.diff(so_far, axis=0, prepend=np.zeros((1, so_far.shape[1])))
    quits: Floats = each[_measured(view)].sum(axis=0)
    return quits
