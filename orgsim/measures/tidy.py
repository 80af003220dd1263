"""``measure`` gives tidy rows, ``series`` the compact arrays that pictures are drawn from; ``Measured`` does so in parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from orgsim.cohort.cohort import Cohort
from orgsim.engine.trace import Trace
from orgsim.plan.tables import Plan
from orgsim.scenario.schema import Variant

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from orgsim.measures.tallies import Part as TallyRow
    from orgsim.measures.tallies import Tally
    from orgsim.measures.view import View

    Series = dict[str, NDArray[np.generic[Any]]]


class Row(NamedTuple):
    """One value: ``group`` is '' for all, or the id of a part; NaN means there was nothing to measure."""

    measure: str
    group: str
    value: float


class Measured:
    """The measures and series of one replication, from its parts or from all of it at once."""

    def __init__(self, variant: Variant, plan: Plan, *, rows: bool = True, series: bool = True) -> None:
        self._variant, self._plan, self._wanted = variant, plan, (rows, series)
        self._rows: dict[str, list[Tally]] = {}
        self._names: dict[str, list[tuple[str, str]]] = {}
        self._series: dict[str, Tally] = {}

    def add(self, cohort: Cohort, trace: Trace) -> None:
        """Add a part: visits and requests that are over. Nothing of it is kept but what they add up to."""
        from orgsim.measures.view import View

        self._add(View(self._variant, self._plan, cohort, trace))

    def finish(self, cohort: Cohort, trace: Trace) -> tuple[list[Row], Series]:
        """Add the last part, which has what is known at the end only, and return what all came to."""
        from orgsim.measures.view import View

        view = View(self._variant, self._plan, cohort, trace)
        self._add(view)
        rows = self._all_rows(view) if self._wanted[0] else []
        return rows, {name: self._series.pop(name).value() for name in list(self._series)}

    def _add(self, view: View) -> None:
        from orgsim.measures import arrays

        rows, series = self._wanted
        if rows:
            for part, found in _parts(view):
                self._names[part] = [(one.measure, one.group) for one in found]
                _add_to(self._rows.setdefault(part, []), [one.tally for one in found])
        if series:
            for name, tally in arrays.tallies(view).items():
                if name in self._series:
                    self._series[name].add(tally)
                else:
                    self._series[name] = tally
        view.clocks.clear()  # they know the view: nothing of it is to stay until somebody looks for circles

    def _all_rows(self, view: View) -> list[Row]:
        """Return every row, in the order of the definitions."""
        from orgsim.measures import money, people, reviews, use
        from orgsim.measures.listing import declared_ids

        named = {
            part: [Row(*name, float(one.value())) for name, one in zip(self._names[part], tallies, strict=True)]
            for part, tallies in self._rows.items()
            if part != "money"
        }
        counted = (one.value() for one in self._rows["money"])
        built_in = [
            *named["targets"], *named["visits"], *named["decisions"], *named["failing"], *use.of_time(view), *named["use"],
            *money.rows(view, *counted), *people.rows(view), *reviews.rows(view), *named["groups"],
        ]  # fmt: skip
        taken = declared_ids(view.variant)
        return [*named["declared"], *(row for row in built_in if row.measure not in taken)]


def _parts(view: View) -> Iterator[tuple[str, list[TallyRow]]]:
    """Yield what each family of measures adds up, by the name of its module; costs are worked out at the end."""
    from orgsim.measures import decisions, declared, failing, groups, money, targets, use, visits
    from orgsim.measures.tallies import Part

    for name, rows in (
        ("declared", declared.rows), ("targets", targets.rows), ("visits", visits.rows), ("decisions", decisions.rows),
        ("failing", failing.rows), ("use", use.passing), ("groups", groups.rows),
    ):  # fmt: skip
        yield name, list(rows(view))
    yield "money", [Part("", "", one) for one in money.counted(view)]


def _add_to(whole: list[Tally], part: list[Tally]) -> None:
    """Add the tallies of a part to those of the parts before it."""
    if not whole:
        whole += part
        return
    for one, other in zip(whole, part, strict=True):
        one.add(other)


def measure(variant: Variant, plan: Plan, cohort: Cohort, trace: Trace) -> list[Row]:
    """Return every measure of one replication, in the order of ``definitions(variant)``.

    Shares are fractions, times minutes. A declared measure replaces a built-in one of the same id.
    """
    return Measured(variant, plan, series=False).finish(cohort, trace)[0]


def series(variant: Variant, plan: Plan, cohort: Cohort, trace: Trace) -> Series:
    """Return the arrays of one replication that the pictures need; ``arrays`` says what each holds."""
    return Measured(variant, plan, rows=False).finish(cohort, trace)[1]


def measure_all(variant: Variant, plan: Plan, cohort: Cohort, trace: Trace) -> tuple[list[Row], Series]:
    """Return what ``measure`` and ``series`` do, with what they share found once."""
    return Measured(variant, plan).finish(cohort, trace)
