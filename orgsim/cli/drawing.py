"""What ``orgsim draw`` draws: a variant of a scenario or of a run, as a picture or as text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from orgsim.experiment import Run
    from orgsim.organisation.robustness import Loss
    from orgsim.plots.organisation_chart import Chart
    from orgsim.plots.picture import Picture
    from orgsim.scenario.schema import Variant


_MOST_DOTS = 16_000
"""Dots along the longer side of a PNG; a huge organisation is drawn more coarsely."""


class Drawing(NamedTuple):
    """Files to write (ending to content) under one ``stem``; ``sentence`` says what is to be seen."""

    stem: str
    contents: dict[str, bytes]
    sentence: str = ""

    def write(self, folder: Path) -> list[Path]:
        """Write the files into ``folder`` and return their paths. Raises StoreError."""
        from orgsim.experiment.folder import write_whole

        paths = []
        for ending, content in self.contents.items():
            paths.append(folder / f"{self.stem}.{ending}")
            write_whole(paths[-1], content)
        return paths


@dataclass(frozen=True)
class Subject:
    """A variant to draw. ``simulated``: load of each position in a run; None: work it out from the flow."""

    id: str
    name: str
    file: str
    variant: Variant
    simulated: Mapping[str, float] | None = None

    @property
    def stem(self) -> str:
        """The start of the names of its files."""
        return f"{self.file}-{self.id}"

    def later(self) -> Subject | None:
        """Return the structure that it turns into in mid-run, if it does; loads of a run are those of the whole run."""
        from orgsim.plan.change import later_variant

        if self.variant.becomes is None:
            return None
        return replace(self, id=f"{self.id}-after", name=f"{self.name} (after)", variant=later_variant(self.variant))

    @cached_property
    def rates(self) -> dict[str, float]:
        """Requests a day by decision, as far as the flow tells them."""
        from orgsim.organisation.demand import requests_a_day

        return requests_a_day(self.variant)

    def chart(self) -> Chart:
        """Return the organisation as it is drawn."""
        from orgsim.organisation import build_graph
        from orgsim.organisation.load import position_loads
        from orgsim.plots.organisation_chart import chart

        if self.simulated is not None:
            return chart(self.variant, self.simulated, measured=True, name=self.name)
        loads = position_loads(build_graph(self.variant), self.variant, self.rates)
        return chart(self.variant, {key: load.utilisation for key, load in loads.items()}, name=self.name)

    def measures(self) -> list[dict[str, Any]]:
        """Return the measures of the organisation graph as plain values."""
        from orgsim.organisation import build_graph
        from orgsim.organisation.measures import graph_measures

        rows = graph_measures(build_graph(self.variant), self.variant, self.rates, self.simulated)
        return [row._asdict() for row in rows]

    def losses(self) -> list[Loss]:
        """Return what is still joined when managers are lost, the most loaded first."""
        from orgsim.organisation import build_graph
        from orgsim.organisation.load import position_loads
        from orgsim.organisation.robustness import by_load, losses

        graph = build_graph(self.variant)
        loads = self.simulated
        if loads is None:
            loads = {key: load.utilisation for key, load in position_loads(graph, self.variant, self.rates).items()}
        return losses(graph, by_load(graph, self.variant, loads))


def subjects(what: str, sets: tuple[str, ...], variants: Iterable[str | None]) -> list[Subject]:
    """Return the variants named (None: the first) of a scenario file, or of the run in a folder.

    Raises UsageError for variants that are not there, ScenarioError and StoreError.
    """
    if not Path(what).is_dir():
        return _of_file(what, sets, variants)
    from orgsim.experiment.run import open_run

    if sets:
        raise click.UsageError("--set changes a scenario; a run is drawn as it was run")
    with open_run(what) as run:
        return [_of_run(run, variant) for variant in variants]


def _of_file(file: str, sets: tuple[str, ...], variants: Iterable[str | None]) -> list[Subject]:
    from orgsim.experiment.design import variant_name
    from orgsim.scenario import load

    scenario = load(file, sets)
    stem = "scenario" if file == "-" else Path(scenario.path).stem
    chosen = [variant or scenario.variant_ids[0] for variant in variants]
    return [Subject(one, variant_name(scenario, one), stem, scenario.variant(one)) for one in chosen]


def _of_run(run: Run, variant: str | None) -> Subject:
    from orgsim.cli.chosen import checked

    info = {one.id: one for one in run.variants}
    chosen = checked(run, (variant,) if variant else (), 1, run.settings[0])[0]
    made = run.variant(chosen, run.settings[0])
    found: dict[str, list[float]] = {}
    for key, row in run.values("position_utilisation"):
        if (key.variant, key.setting) == (chosen, run.settings[0]) and row.value == row.value:
            found.setdefault(row.group, []).append(row.value)
    loads = {position: sum(values) / len(values) for position, values in found.items()}
    return Subject(chosen, info[chosen].name, run.path.name, made, loads)


def organisation(subject: Subject, form: str) -> Drawing:
    """Return the organisation as a picture, a graph or text."""
    from orgsim.organisation import as_gexf, as_graphml
    from orgsim.organisation.mermaid import organisation_as_mermaid

    stem = f"{subject.stem}-organisation"
    texts = {"graphml": as_graphml, "gexf": as_gexf, "mermaid": organisation_as_mermaid}
    if form in texts:
        ending = "mmd" if form == "mermaid" else form
        return Drawing(stem, {ending: texts[form](subject.variant).encode()})
    from orgsim.plots.organisation import draw

    return _picture(stem, draw(subject.chart()), form)


def difference(before: Subject, after: Subject, form: str) -> Drawing:
    """Return the picture of one organisation with what differs from another marked."""
    from orgsim.plots.organisation import draw
    from orgsim.plots.organisation_chart import compared

    picture = draw(compared(before.chart(), after.chart()))
    return _picture(f"{before.stem}-to-{after.id}-organisation", picture, form)


def pathway(subject: Subject, form: str) -> Drawing:
    """Return the pathway as a picture or text."""
    from orgsim.organisation.mermaid import pathway_as_mermaid
    from orgsim.plots.pathway import draw
    from orgsim.plots.pathway import pathway as extract

    stem = f"{subject.stem}-pathway"
    if form == "mermaid":
        return Drawing(stem, {"mmd": pathway_as_mermaid(subject.variant).encode()})
    return _picture(stem, draw(extract(subject.variant, subject.name)), form)


def _picture(stem: str, picture: Picture, form: str) -> Drawing:
    from orgsim.plots.picture import DPI

    dots = int(min(DPI, _MOST_DOTS / max(picture.figure.get_size_inches())))
    content = picture.svg().encode() if form == "svg" else picture.png(dots)
    return Drawing(stem, {form: content, "csv": picture.table.csv().encode()}, picture.sentence)
