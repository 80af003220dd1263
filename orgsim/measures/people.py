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
    """Yield the measures of each unit whose people change; NaN where the measured span has no midnight."""
    measured = _measured(view)
    for place, (unit, days) in enumerate(unit_days(view)):
        for measure, column in _MEANS.items():
            yield Row(measure, unit, ratio(math.fsum(days[:, column]), len(days)))
        for measure, column in _SHARES.items():
            yield Row(measure, unit, ratio(math.fsum(days[:, column]), math.fsum(days[:, UnitDay.STAFF])))
        yield Row("unit_turnover", unit, _turnover(view.trace.people[:, place], measured))


def unit_days(view: View) -> Iterator[tuple[str, Floats]]:
    """Yield each unit whose people change with its states (D, 14) at the midnights that end days of the measured span."""
    measured = _measured(view)
    for place, row in enumerate(view.plan.people):
        yield view.plan.names.units[row.unit], view.trace.people[measured, place]


def _measured(view: View) -> Mask:
    """Which midnights (days,) end a day of the measured span."""
    first = MINUTES_A_DAY - view.plan.starts % MINUTES_A_DAY
    midnights = first + MINUTES_A_DAY * np.arange(len(view.trace.people))
    found: Mask = (midnights > view.start) & (midnights <= view.stop)
    return found


def _turnover(days: Floats, measured: Mask) -> float:
    """Return people who quit for each post and day; ``days`` (days, 14) are those of the whole run."""
    found = np.flatnonzero(measured)
    if not len(found):
        return math.nan
    before = days[found[0] - 1, UnitDay.QUITS] if found[0] else 0.0
    return ratio(float(days[found[-1], UnitDay.QUITS] - before), float(days[found, UnitDay.STAFF].sum()))
