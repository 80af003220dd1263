"""Picture 20: does a change of structure get worse before it gets better, and when has it paid? By week of arrival."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.plots.colours import INK, QUIET
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.scale import Scale, scale_for
from orgsim.plots.style import SMALL, TEXT, quiet_axes, settings, sheet
from orgsim.plots.words import clean, counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgsim.analysis.j_curve import Fit
    from orgsim.analysis.statistics import Difference
    from orgsim.plots.colours import Look
    from orgsim.plots.source import Results, Side

NAME = "20-j-curve"
SERIES = "weeks"
_WEEK = 10080.0


@dataclass(frozen=True)
class Curve:
    """One variant that changes: the middle of each week since the change, and how much longer it takes than the other."""

    key: str
    name: str
    look: Look
    since: tuple[float, ...]
    found: tuple[Difference, ...]
    fit: Fit | None


@dataclass(frozen=True)
class Curves:
    """The curves of all variants that change, against one that does not."""

    often: str
    visits: str
    against: str
    curves: tuple[Curve, ...]

    @property
    def scale(self) -> Scale:
        """The unit that differences are drawn in."""
        return scale_for("min", [one.mean for curve in self.curves for one in curve.found], difference=True)


def extract(results: Results) -> Curves | None:
    """Weekly differences from the first variant that stays as it is; None where none stays or none changes."""
    having = results.having(SERIES)
    staying = next((side for side, _ in having if side.variant.becomes is None), None)
    if staying is None:
        return None
    curves = [_curve(side, look, staying) for side, look in having if side.variant.becomes is not None]
    some = tuple(curve for curve in curves if curve.found)
    return Curves(results.often, clean(results.words.visits, 24), staying.name, some) if some else None


def _curve(side: Side, look: Look, staying: Side) -> Curve:
    from orgsim.analysis.j_curve import by_week, fit

    becomes, calendar = side.variant.becomes, side.variant.calendar
    assert becomes is not None  # noqa: S101  (chosen by that)
    found = by_week(side.arrays(SERIES), staying.arrays(SERIES))
    since = tuple(week + 0.5 - (becomes.at - calendar.warm_up) / _WEEK for week in range(len(found)))
    return Curve(side.key, side.name, look, since, tuple(found), fit(since, [one.mean for one in found]))


def draw(curves: Curves) -> Picture:
    """Draw the weekly difference with its interval, the change, and the reduced form where it fits."""
    title = "Does it get worse before it gets better?"
    fits = any(curve.fit is not None for curve in curves.curves)
    subtitle = (
        f"By week of arrival, less the time in \u201c{clean(curves.against, 24)}\u201d. Bands: 95% intervals; below 0 is better; "
        f"{'grey: reduced form' if fits else 'who stays for weeks meets both'}"
    )
    with settings():
        figure = sheet(title, subtitle, [(curve.name, curve.look) for curve in curves.curves], curves.often)
        axes = figure.subplots()
        figure.subplots_adjust(left=0.095, right=0.965, top=0.755, bottom=0.125)
        for place, curve in enumerate(curves.curves):
            _draw_curve(axes, curves, curve, place)
        axes.axhline(0, color=INK, linewidth=1.2)
        axes.axvline(0, color=INK, linewidth=1.4, linestyle=(0, (5, 3)))
        quiet_axes(axes)
        axes.yaxis.set_major_formatter(curves.scale.tick)
        axes.set_xlabel("Weeks since the change of structure")
        axes.set_title(f"How much longer {curves.visits} take", size=TEXT, loc="left", pad=7)
        axes.tick_params(labelsize=SMALL)
        axes.locator_params(axis="x", nbins=9, integer=True)
    return Picture(NAME, title, _sentence(curves), figure, _table(curves))


def _draw_curve(axes: Axes, curves: Curves, curve: Curve, place: int) -> None:
    by, colour = curves.scale.by, curve.look.colour
    low, high = ([by * end for end in ends] for ends in zip(*((one.low, one.high) for one in curve.found), strict=True))
    axes.fill_between(curve.since, low, high, color=colour, alpha=0.18, linewidth=0)
    axes.plot(
        curve.since, [by * one.mean for one in curve.found], color=colour, linestyle=curve.look.line,
        marker=curve.look.marker, markersize=5, linewidth=2.2,
    )  # fmt: skip
    if curve.fit is None:
        return
    last = max(curve.since) + 0.5
    times = [last * step / 200 for step in range(201)]
    axes.plot(times, [by * curve.fit.difference(time) for time in times], color=QUIET, linewidth=1.4)
    if curve.fit.break_even <= last:
        axes.axvline(curve.fit.break_even, color=colour, linewidth=1.2, linestyle=":")
        axes.text(
            curve.fit.break_even, 0.97 - 0.08 * place, f" paid back: week {curve.fit.break_even:.0f}", size=SMALL, color=INK,
            va="top", ha="left" if curve.fit.break_even < 0.75 * last else "right",
            transform=axes.get_xaxis_transform(),
        )  # fmt: skip


def _sentence(curves: Curves) -> str:
    said = "; ".join(f"{curve.name}: {_said(curves, curve)}" for curve in curves.curves)
    return (
        f"Mean time of {curves.visits} by week of arrival, those still inside at the end left out, compared with "
        f"{clean(curves.against, 32)} in the same simulations. {said}."
    )


def _said(curves: Curves, curve: Curve) -> str:
    after = [
        (week, one) for week, one in zip(curve.since, curve.found, strict=True) if week > 0 and math.isfinite(one.mean)
    ]
    if not after:
        return "no week after the change was simulated"
    worst = max(after, key=lambda pair: pair[1].mean)
    ends = f"the worst week after the change, {_week(worst[0])}, {curves.scale.said(worst[1].mean)}, and the last one, "
    ends += f"{_week(after[-1][0])}, {curves.scale.said(after[-1][1].mean)}"
    if curve.fit is None:
        return f"{ends}; the reduced form of a dip that turns into a gain does not fit"
    beyond = " (later than was simulated)" if curve.fit.break_even > max(curve.since) + 0.5 else ""
    return (
        f"{ends}; the reduced form, with a time constant of {_weeks(curve.fit.tau)}, is back where it was after "
        f"{_weeks(curve.fit.crossing)} and has paid back after {_weeks(curve.fit.break_even)}{beyond}"
    )


def _week(since: float) -> str:
    return f"number {math.floor(since) + 1}"


def _weeks(number: float) -> str:
    return counted(round(number, 1), "week")


def _table(curves: Curves) -> Table:
    columns = (
        "variant", "weeks_since_the_change", "difference_minutes", "low", "high", "replications", "reduced_form_minutes",
        "break_even_weeks",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            Named(curve.key, curve.name), since, one.mean, one.low, one.high, one.n,
            curve.fit.difference(since) if curve.fit is not None and since > 0 else None,
            curve.fit.break_even if curve.fit is not None else None,
        )
        for curve in curves.curves
        for since, one in zip(curve.since, curve.found, strict=True)
    ]  # fmt: skip
    return Table(columns, rows)
