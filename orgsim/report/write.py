"""Putting the report together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orgsim.experiment.folder import write_whole
from orgsim.plots.words import clean, label
from orgsim.report.again import command, descriptions, facts
from orgsim.report.comparison import table_rows
from orgsim.report.pictures import shown

if TYPE_CHECKING:
    from orgsim.experiment import Run
    from orgsim.plots.picture import Picture
    from orgsim.plots.source import Results

REPORT_NAME = "report.html"
TEMPLATE = "report.html.j2"


def write_report(
    run: Run,
    path: Path | None = None,
    *,
    wanted: Sequence[str] = (),
    setting: str = "",
    results: Results | None = None,
    pictures: Sequence[Picture] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Write the report about ``run`` to ``path`` (default: ``report.html`` in its folder) and return where it is.

    ``wanted``: names of the pictures to show (all if none). ``setting``: the point of a sweep. ``results`` and
    ``pictures`` spare the work if they were made already. ``progress`` is told how many are drawn of how many.

    Raises StoreError if it cannot be written, UnknownPictureError.
    """
    from orgsim.plots.catalogue import draw_each
    from orgsim.plots.from_run import results_of

    found = results or results_of(run, setting)
    drawn = draw_each(found, wanted, lambda picture: picture.svg(), progress) if pictures is None else pictures
    where = path or run.path / REPORT_NAME
    write_whole(where, page(run, found, drawn, setting))
    return where


def page(run: Run, results: Results, pictures: Sequence[Picture], setting: str = "") -> str:
    """The report as HTML: one file that asks for no other and runs no script."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("orgsim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(TEMPLATE).render(context(run, results, pictures, setting))


def context(run: Run, results: Results, pictures: Sequence[Picture], setting: str = "") -> dict[str, Any]:
    """Everything that the template says."""
    comparison, reference = results.comparison, results.sides[0].variant
    about, told = reference.about, descriptions(run)
    rest = [one for one in comparison.measures if one.definition.id not in comparison.shown] if comparison else []
    return {
        "title": clean(run.name, 120),
        "drawn": len(results.drawn),
        "organisation": reference.words.organisation,
        "entities": reference.words.entities,
        "about": about,
        "replications": results.replications,
        "variants": [(label(one.name, one.id), told.get(one.id, "")) for one in run.variants],
        "others": [label(one.name, one.id) for one in comparison.others] if comparison else [],
        "against": results.named(run.against),
        "warnings": comparison.warnings if comparison else (),
        "headlines": table_rows(comparison, comparison.headlines) if comparison else [],
        "rest": table_rows(comparison, rest) if comparison else [],
        "pictures": [shown(picture) for picture in pictures],
        "command": command(run),
        "facts": facts(run),
        "setting": setting,
    }
