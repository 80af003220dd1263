"""Picture 20: a funnel plot of regions: whose rate is further from the rest than chance would take it.

One year is drawn: each region simulated once, no two with the same luck where there are as many replications as regions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.plots.colours import INK, QUIET, Look
from orgsim.plots.moments import called
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.style import SMALL, TEXT, quiet_axes, settings, sheet
from orgsim.plots.words import clean, figure, listed, lower_first
from orgsim.theory.variation import funnel_limits

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgsim.analysis.regions import Variation
    from orgsim.plots.source import Results

NAME = "20-funnel"
WARNING, ALARM = 1.959964, 3.090232
"""Standard errors of the limits that chance alone leaves in 1 of 20 and in 1 of 500."""
MOST_NAMED = 8
_POINTS = 80


@dataclass(frozen=True)
class Place:
    """One region in one year: how many were seen and expected."""

    region: str
    observed: int
    expected: float

    @property
    def ratio(self) -> float:
        """Observed over expected."""
        return self.observed / self.expected

    def beyond(self, z: float) -> int:
        """Whether it is above (1) or below (-1) the limits, or between them (0)."""
        low, high = funnel_limits(self.expected, z)
        return int(self.ratio > high) - int(self.ratio < low)


@dataclass(frozen=True)
class Spread:
    """One variant's regions and its systematic component of variation (x 100), over all years."""

    key: str
    name: str
    look: Look
    component: float
    places: tuple[Place, ...]

    def outside(self, z: float) -> tuple[Place, ...]:
        """The regions beyond the limits, the furthest first."""
        found = [one for one in self.places if one.beyond(z)]
        return tuple(sorted(found, key=lambda one: (-abs(one.ratio - 1) * one.expected**0.5, one.region)))


@dataclass(frozen=True)
class Funnel:
    """What is drawn: the words of what is counted and of what is expected, and the regions of each variant."""

    counted: str
    visits: str
    basis: str
    years: int
    spreads: tuple[Spread, ...]


def extract(results: Results) -> Funnel | None:
    """The regions of the first year; None where the run is none of regions, or nothing was counted."""
    found = results.regions
    if found is None:
        return None
    basis = "per visit" if any(one.counted.basis == "per visit" for one in found.variations) else "per head"
    of = {one.counted.variant: one for one in found.variations if one.counted.basis == basis}
    labels = list(found.regions)
    spreads = [
        _spread(of[side.key], side.key, side.name, look, labels) for side, look in results.drawn if side.key in of
    ]
    spreads = [one for one in spreads if one.places]
    if not spreads:
        return None
    variant = results.sides[0].variant
    names = {**variant.exits, **variant.groups}
    counted = results.words.visits if found.count not in names else called(names, found.count)
    return Funnel(
        clean(counted, 40), results.words.visits, basis, len(of[spreads[0].key].counted.observed), tuple(spreads)
    )


def _spread(one: Variation, key: str, name: str, look: Look, labels: Sequence[str]) -> Spread:
    first = zip(labels, one.counted.observed[0], one.counted.expected[0], strict=True)
    places = tuple(Place(label, seen, wanted) for label, seen, wanted in first if wanted > 0)
    return Spread(key, name, look, one.component.mean, places)


def draw(funnel: Funnel) -> Picture:
    """Draw a funnel for each variant, all on one scale, the regions outside named."""
    title = "Which regions differ by more than chance?"
    expected = "all regions alike" if funnel.basis == "per head" else "the mean rate of the regions"
    subtitle = f"{clean(funnel.counted, 30)}: seen against {expected}; dashed: 95% limits of chance, line: 99.8%"
    count = len(funnel.spreads)
    rows, columns = (1, count) if count < 4 else (2, 2)
    with settings():
        slide = sheet(title, subtitle, often=f"Simulation 1 of {funnel.years}; the component is their mean")
        axes = slide.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
        slide.subplots_adjust(left=0.075, right=0.97, top=0.745, bottom=0.15, wspace=0.09, hspace=0.5)
        for part, spread in zip(axes.flat, funnel.spreads, strict=False):
            _draw_spread(part, spread, funnel)
        low, high = axes[0, 0].get_ylim()
        axes[0, 0].set_yticks([tick for tick in axes[0, 0].get_yticks() if low <= tick <= high])
        for part in axes[-1]:
            part.set_xlabel(f"Expected {lower_first(clean(funnel.counted, 24 if columns < 3 else 14))}")
        for part in axes[:, 0]:
            part.set_ylabel("Seen / expected")
    return Picture(NAME, title, _sentence(funnel), slide, _table(funnel))


def _ends(funnel: Funnel) -> tuple[float, float]:
    expected = [one.expected for spread in funnel.spreads for one in spread.places]
    return 0.85 * min(expected), 1.1 * max(expected)


def _draw_spread(axes: Axes, spread: Spread, funnel: Funnel) -> None:
    import numpy as np

    line = np.linspace(*_ends(funnel), _POINTS)
    for z, style, width in ((WARNING, (0, (5, 3)), 1.4), (ALARM, "-", 1.8)):
        for limit in np.array([funnel_limits(float(one), z) for one in line]).T:
            axes.plot(line, limit, color=QUIET, linestyle=style, linewidth=width)
    axes.axhline(1, color=INK, linewidth=1.2)
    for one in spread.places:
        beyond = one.beyond(ALARM) != 0
        axes.plot(
            one.expected, one.ratio, spread.look.marker, color=spread.look.colour, markersize=10 if beyond else 7,
            markerfacecolor=spread.look.colour if beyond else "white", markeredgewidth=1.8,
        )  # fmt: skip
    axes.set_title(
        f"{clean(spread.name, 60 // min(3, len(funnel.spreads)))}\n{_component(spread)}", size=TEXT, loc="left", pad=6,
        color=spread.look.colour,
    )  # fmt: skip
    quiet_axes(axes)
    axes.set_xlim(*_ends(funnel))
    axes.margins(y=0.08)
    axes.locator_params(axis="x", nbins=4)
    axes.set_xticks([tick for tick in axes.get_xticks() if _ends(funnel)[0] <= tick <= _ends(funnel)[1]])
    axes.locator_params(axis="y", nbins=5)
    _name_outside(axes, spread)


def _component(spread: Spread) -> str:
    return f"systematic component {figure(spread.component)}"


def _name_outside(axes: Axes, spread: Spread) -> None:
    """Write the numbers of the furthest regions beside their marks, where there is room."""
    low, high = axes.get_xlim()
    bottom, top = axes.get_ylim()
    named: list[Place] = []
    for one in spread.outside(ALARM):
        crowded = any(
            abs(one.expected - other.expected) < 0.07 * (high - low)
            and abs(one.ratio - other.ratio) < 0.055 * (top - bottom)
            for other in named
        )
        if crowded or len(named) == MOST_NAMED:
            continue
        named.append(one)
        left = one.expected > (low + high) / 2
        axes.annotate(
            one.region.removeprefix("region "), (one.expected, one.ratio), xytext=(-9 if left else 9, 0),
            textcoords="offset points", size=SMALL, ha="right" if left else "left", va="center",
        )  # fmt: skip


def _sentence(funnel: Funnel) -> str:
    return (
        f"Funnel plots of {lower_first(funnel.counted)} by region, seen over expected {_basis(funnel)}, against the number "
        f"expected. {'; '.join(_said(one) for one in funnel.spreads)}."
    )


def _basis(funnel: Funnel) -> str:
    return "if all regions were alike" if funnel.basis == "per head" else "at the mean rate over the regions"


def _said(spread: Spread) -> str:
    far, near = spread.outside(ALARM), spread.outside(WARNING)
    named = [f"{one.region} ({figure(one.ratio)})" for one in far[:MOST_NAMED]]
    more = f" and {len(far) - MOST_NAMED} more" if len(far) > MOST_NAMED else ""
    outside = f": {', '.join(named)}{more}" if more else f": {listed(named)}" if named else ""
    return (
        f"{spread.name}: {len(near)} of {len(spread.places)} regions outside the 95% limits, {len(far)} outside the 99.8% "
        f"limits{outside}; systematic component of variation {figure(spread.component)}"
    )


def _table(funnel: Funnel) -> Table:
    columns = (
        "variant", "region", "observed", "expected", "ratio", "low_95", "high_95", "low_998", "high_998", "outside_998",
        "systematic_component",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            Named(spread.key, spread.name), one.region, one.observed, one.expected, one.ratio,
            *funnel_limits(one.expected, WARNING), *funnel_limits(one.expected, ALARM), one.beyond(ALARM),
            spread.component,
        )
        for spread in funnel.spreads
        for one in spread.places
    ]  # fmt: skip
    return Table(columns, rows)
