"""``orgsim verify --theory``: the simulator against what is known exactly."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from orgsim.cli.codes import Exit
from orgsim.cli.progress import PATIENCE, Progress
from orgsim.cli.table import aligned
from orgsim.cli.talk import talk

if TYPE_CHECKING:
    from orgsim.engine.choice import Engine, EngineName
    from orgsim.theory.simulated import Row, Trial, Verdict

_VERDICTS: tuple[Verdict, ...] = ("pass", "fail", "inconclusive")


def verify_theory(cases: Sequence[str], *, jobs: int, engine: Engine, as_json: bool) -> int:
    """Run and print the table, or the rows of ``cases`` (B1, B13, ...); return the exit code."""
    from orgsim.cli.compiling import compiling
    from orgsim.engine.choice import COLD_VISITS, choose
    from orgsim.experiment.engines import make_ready

    chosen = _chosen(cases)
    # The table is always enough work for the compiled engine where it can be used.
    simulated = any(trial.by == "engine" for trial in chosen)
    used: EngineName = choose(engine, COLD_VISITS) if simulated else "simpy"
    make_ready(used, compiling)
    rows = _run(chosen, used, min(jobs, len(chosen)))
    click.echo(_document(rows, used) if as_json else _text(rows))
    talk().next("One case alone:", f"orgsim verify --theory --case {rows[0].check.code}")
    return Exit.NO if any(row.verdict == "fail" for row in rows) else Exit.DONE


def _chosen(cases: Sequence[str]) -> list[Trial]:
    from orgsim.scenario.words import did_you_mean
    from orgsim.theory.simulated import trials

    known = dict.fromkeys(check.code for trial in trials() for check in trial.checks)
    wanted = [case.upper() for case in cases]
    for case in wanted:
        if case not in known:
            hint = did_you_mean(case, known) or f"there are {', '.join(known)}"
            raise click.UsageError(f"there is no case `{case}`: {hint}")
    return [trial for trial in trials() if not wanted or trial.checks[0].code in wanted]


def _run(chosen: Sequence[Trial], engine: EngineName, jobs: int) -> list[Row]:
    from orgsim.theory.simulated import table

    with Progress(quiet=talk().quiet, patience=PATIENCE) as progress:
        return list(table(chosen, engine=engine, jobs=jobs, progress=progress))


def _text(rows: Sequence[Row]) -> str:
    from orgsim.theory.simulated import FAMILY_ERROR, compared

    lines = [[f"{row.check.code} {row.check.what}", _theory(row), _simulated(row), row.by, row.verdict] for row in rows]
    counts = Counter(row.verdict for row in rows)
    found = ", ".join(f"{counts[one]} {one}" for one in _VERDICTS)
    sure = (
        f"With the {compared()} intervals of the whole table, a right simulator fails somewhere "
        f"in at most {FAMILY_ERROR:.0%} of all choices of seeds (Bonferroni)."
    )
    return f"{aligned([['', 'theory', 'simulated', 'by', 'verdict'], *lines])}\n{found}. {sure}"


def _theory(row: Row) -> str:
    sign = "" if row.check.relation == "=" else f"{row.check.relation} "
    return f"{sign}{row.check.theory:.5g}"


def _simulated(row: Row) -> str:
    return f"{row.mean:.5g}" if row.by == "exact" else f"{row.mean:.5g} ± {row.half_width:.2g}"


def _document(rows: Sequence[Row], engine: EngineName) -> str:
    from orgsim.theory.simulated import FAMILY_ERROR, compared

    counts = Counter(row.verdict for row in rows)
    document = {
        "schema": "orgsim.theory/1",
        "engine": engine,
        "family_error": FAMILY_ERROR,
        "intervals": compared(),
        "counts": {one: counts[one] for one in _VERDICTS},
        "rows": [
            {
                "code": row.check.code,
                "case": row.check.what,
                "theory": row.check.theory,
                "relation": row.check.relation,
                "by": row.by,
                "simulated": row.mean,
                "half_width": row.half_width,
                "tolerance": row.check.tolerance,
                "allowance": row.check.allowance,
                "verdict": row.verdict,
            }
            for row in rows
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)
