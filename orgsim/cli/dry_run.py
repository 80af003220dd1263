"""``--dry-run``: what would be run, how long it would take and which files it would write."""

from __future__ import annotations

import json
from typing import Any

import click

from orgsim.cli.codes import Exit
from orgsim.cli.progress import seconds_in_words
from orgsim.cli.talk import as_argument, talk
from orgsim.cli.work import Wanted, announce

_HIDDEN = ("schema", "expected_seconds")


def dry_run(asked: Wanted, *, as_json: bool) -> int:
    """Say what would be run, and write nothing; returns the exit code."""
    plan = _plan(asked)
    if as_json:
        click.echo(json.dumps(plan, indent=2, ensure_ascii=False))
    else:
        announce(asked)
        click.echo("\n".join(f"{key.replace('_', ' ')}: {_said(value)}" for key, value in plan.items() if _shown(key)))
        click.echo(f"expected time: {_time(plan['expected_seconds'])} (from {plan['known_from']})")
        given = [as_argument(one) for one in talk().given if one != "--dry-run"]
        talk().next("Do it:", " ".join(["orgsim", *given]))
    return Exit.DONE


def _shown(key: str) -> bool:
    return key not in (*_HIDDEN, "known_from")


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _time(seconds: float) -> str:
    return seconds_in_words(seconds) if seconds >= 1 else "less than 1 s"


def _plan(asked: Wanted) -> dict[str, Any]:
    from orgsim.cli.compiling import compiling
    from orgsim.experiment.design import design
    from orgsim.experiment.engines import engine_for
    from orgsim.experiment.estimate import expected
    from orgsim.experiment.reuse import reusable

    plan = design(asked.scenario, asked.variants, replications=asked.replications, seed=asked.seed,
                  against=asked.against, settings=asked.settings)  # fmt: skip
    earlier = reusable(plan, asked.output) if asked.reuse else []
    kept = {mine for found in earlier for _, mine in found.pairs}
    engine = engine_for(asked.engine, [task for task in plan.tasks() if task.key not in kept])
    one = expected(plan, asked.output, engine, compiling)
    seconds = one.seconds * (asked.total - len(kept)) / max(asked.jobs, 1)
    return {
        "schema": "orgsim.dry-run/1",
        "scenario": asked.scenario.name,
        "variants": list(asked.variants),
        "against": asked.against,
        "settings": [setting.label for setting in asked.settings],
        "replications": asked.replications,
        "total": asked.total,
        "kept_from_earlier_runs": len(kept),
        "seed": asked.seed,
        "jobs": asked.jobs,
        "engine": engine,
        "visits_a_replication": round(_visits(asked)),
        "expected_seconds": float(f"{seconds:.2g}"),  # of quick work too
        "known_from": one.known_from,
        "output": f"{asked.output.as_posix()}/{plan.stem}-{asked.label}-NNNN",
        "files": ["run.json", "results.sqlite", "scenario/", "resolved/", "tables/"],
    }


def _visits(asked: Wanted) -> float:
    model = asked.scenario.variant(asked.variants[0])
    days = (model.calendar.warm_up + model.calendar.length) / 1440
    return sum((one.per_day or 0) * one.level for one in model.arrivals.values()) * days
