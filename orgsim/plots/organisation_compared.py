"""Picture 10 in a report: the organisation of each variant, the others marked where they differ from the reference."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

from orgsim.analysis.statistics import estimate
from orgsim.plots import organisation
from orgsim.plots.organisation_chart import Chart, chart, compared

if TYPE_CHECKING:
    from orgsim.plots.picture import Picture
    from orgsim.plots.source import Results, Side

MOST = 2
"""Variants whose organisation is drawn."""


def extract(results: Results) -> dict[str, Chart] | None:
    """The organisation of the reference and of the next variant, with the load each position had in the run."""
    charts = {side.key: _chart(side) for side, _ in results.drawn[:MOST] if side.variant.organisation.positions}
    if not charts:
        return None
    first, *others = charts
    return {first: charts[first], **{key: compared(charts[first], charts[key]) for key in others}}


def draw(charts: dict[str, Chart]) -> tuple[Picture, ...]:
    """Draw each organisation as a picture of its own."""
    made = {key: organisation.draw(one) for key, one in charts.items()}
    return tuple(
        replace(picture, name=f"{picture.name}-{key}", title=f"{charts[key].name}: {_lower(picture.title)}")
        for key, picture in made.items()
    )


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def _chart(side: Side) -> Chart:
    loads = {}
    for key in side.variant.organisation.positions:
        load = estimate(side.of("position_utilisation", key)).mean
        if isfinite(load):
            loads[key] = load
    return chart(side.variant, loads, measured=True, name=side.name)
