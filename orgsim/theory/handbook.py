"""Writes ``docs/theory.md``: ``python -m orgsim.theory.handbook``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from orgsim.theory.simulated import FAMILY_ERROR, compared, trials
from orgsim.theory.simulated.trial import Check, Trial

PAGE = Path(__file__).resolve().parents[2] / "docs" / "theory.md"

_HEAD = """# The simulator against theory

Made from `orgsim/theory/simulated/` by `python -m orgsim.theory.handbook`.

```sh
orgsim verify --theory               # the whole table
orgsim verify --theory --case B13    # one case
orgsim verify --theory --json
```

Each row sets what theory says against a simulation that does not know it. It ends with 1 when any row fails. Column *by*:

| by | what stands against the theory |
|---|---|
| engine | a scenario, run by the engine that runs yours |
| Monte Carlo | where a scenario cannot say it, a short program that plays it out: this tests the theory, not the engine |
| exact | a value without chance, worked out in a second way, to six digits |

A row with chance **fails** when the interval of its replications (Student's t) misses the theory, is **inconclusive** when it
covers it but is wider than the tolerance below, and **passes** otherwise. A row with `<` or `>` passes when the whole
interval lies on that side, and fails when all of it lies on the other. {intervals} intervals share an error of {error}
(Bonferroni): a right simulator would fail somewhere in the table for at most {error} of all choices of seeds. The seeds are
fixed, so the table is the same every time. Approximations in the theory are allowed what they are known to be off.

Waits, times and delays are in units of one job's mean time, which scenarios make ten minutes long.
"""


def page() -> str:
    """Return the page."""
    head = _HEAD.format(intervals=compared(), error=f"{FAMILY_ERROR:.0%}")
    lines = [
        "| case | what | theory | by | tolerance |",
        "|---|---|---|---|---|",
        *(_line(trial, check) for trial, check in _rows()),
    ]
    return f"{head}\n## The rows\n\n" + "\n".join(lines) + "\n"


def _rows() -> Iterator[tuple[Trial, Check]]:
    return ((trial, check) for trial in trials() for check in trial.checks)


def _line(trial: Trial, check: Check) -> str:
    sign = "" if check.relation == "=" else f"{check.relation} "
    wide = "" if trial.by == "exact" or sign else f"{check.tolerance:.0%}"
    allowed = f", {check.allowance:.1%} allowed" if check.allowance else ""
    return f"| {check.code} | {check.what} | {sign}{check.theory + 0.0:.6g} | {trial.by} | {wide}{allowed} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
