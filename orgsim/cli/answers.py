"""Requirements on the command line: read before anything is run, judged after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from orgsim.cli.codes import Exit

if TYPE_CHECKING:
    from orgsim.analysis.require import Answer, Requirement
    from orgsim.experiment import Run
    from orgsim.experiment.records import Definition

_SAID = {"pass": "holds", "fail": "does not hold", "inconclusive": "is not certain: more replications are needed"}


def read(texts: Sequence[str], variants: Iterable[str], definitions: Iterable[Definition]) -> list[Requirement]:
    """Read requirements and check what they name. Raises RequirementError or UnknownMeasureError."""
    if not texts:
        return []
    from orgsim.analysis.require import check_known, parse_requirement

    found = [parse_requirement(text) for text in texts]
    ids, known = list(variants), [one.id for one in definitions]
    for requirement in found:
        check_known(requirement, ids, known)
    return found


def judged(run: Run, requirements: Sequence[Requirement]) -> list[Answer]:
    """Judge every requirement in every variant and setting of a run."""
    from orgsim.analysis.require import judge

    return [answer for one in requirements for setting in run.settings for answer in judge(run, one, setting)]


def code(answers: Sequence[Answer], run: Run) -> int:
    """Return 1 unless every requirement holds, no replication failed and the precision asked for was reached."""
    good = all(answer.verdict == "pass" for answer in answers) and run.status != "failed"
    return Exit.DONE if good and run.manifest.get("precision", {}).get("reached", True) else Exit.NO


def say(answers: Sequence[Answer], run: Run) -> None:
    """Print what became of each requirement."""
    from orgsim.analysis.natural import natural_interval

    units = {one.id: one.unit for one in run.definitions}
    for answer in answers:
        asked, found = answer.requirement, answer.found
        unit = units.get(asked.measure) or units.get(f"{asked.measure}_reported", "")
        value = natural_interval(found.mean, found.low, found.high, unit)
        click.echo(f"{answer.variant}: {asked.text} {_SAID[answer.verdict]}: {value}")


def as_json(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """Return the answers as plain values."""
    from orgsim.analysis.as_json import estimate_json

    return [
        {
            "require": one.requirement.text,
            "variant": one.variant,
            "verdict": one.verdict,
            "found": estimate_json(one.found),
        }
        for one in answers
    ]
