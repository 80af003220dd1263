"""Switch each mechanism of the flagship off in turn: what moves in `silo`, and in what `systemic` changes.

    python scripts/mechanisms.py --jobs 2

Writes the table in docs/calibration.md. The same people come in every row; intervals are 95% t-intervals over pairs of
replications.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

from scripts.calibrate import PAGE, SCENARIO, Task, Values, estimate, put, run  # noqa: E402

START, END = "<!-- mechanisms table: written by scripts/mechanisms.py -->", "<!-- end of the mechanisms table -->"
SIDES = ("silo", "systemic")
JUDGED = ("approve_scan", "settle_specialty", "agree_care_package")
PEOPLE = ("load", "fatigue", "standard", "motivation", "effort")
OFF: Mapping[str, tuple[str, ...]] = {
    "attention eaten by metrics and reports": ("organisation.attention=remove",),
    "informal links": ("organisation.informal=remove",),
    "complexity and authority": ("organisation.decisions.approve_scan.complexity=remove",),
    "unclear roles": ("organisation.decisions.settle_specialty.unclear=remove",),
    "answers that may be wrong": tuple(f"organisation.decisions.{one}.judged=remove" for one in JUDGED),
    "failure demand": ("exits.home.failure=remove", "exits.home_from_ward.failure=remove"),
    **{f"people: {one}": (f"organisation.people.{one}=remove",) for one in PEOPLE},
}
"""What is switched off, by how the table calls it."""


class Shown(NamedTuple):
    """A measure of the table: its id, its name, and whether it is a share (else minutes)."""

    measure: str
    name: str
    share: bool


SHOWN = (
    Shown("time_in_department_mean", "mean time in A&E", share=False),
    Shown("four_hour_true", "four hours, in truth", share=True),
    Shown("needless_admission_share", "needless admissions", share=True),
    Shown("decision_latency_mean", "time to a decision", share=False),
    Shown("whole_journey_mean", "whole journey", share=False),
)


def rows() -> dict[str, tuple[str, ...]]:
    """Return the settings of each row of the table."""
    everything = tuple(one for sets in OFF.values() for one in sets)
    return {"as it stands": (), **OFF, "all of these": everything}


def tasks_of(replications: int, seed: int) -> list[Task]:
    """Return every replication of both sides in every row."""
    from orgsim import load

    found = []
    for row, sets in rows().items():
        scenario = load(str(SCENARIO), sets)
        found += [
            Task(f"{row}/{side}", scenario.variant(side), seed, replication)
            for side in SIDES
            for replication in range(1, replications + 1)
        ]
    return found


def table(results: Mapping[str, Sequence[Values]]) -> Iterator[str]:
    """Yield the lines of the table: means of ``silo``, and what ``systemic`` has more of each."""
    first, second = SIDES
    yield f"| switched off | {' | '.join(f'`{first}`: {one.name}' for one in SHOWN)} |"
    yield "|---" * (1 + len(SHOWN)) + "|"
    for row in rows():
        means = (estimate([one[what.measure] for one in results[f"{row}/{first}"]]).mean for what in SHOWN)
        yield f"| {row} | {' | '.join(_said(what, mean) for what, mean in zip(SHOWN, means, strict=True))} |"
    yield ""
    yield f"| switched off | {' | '.join(f'`{second}` less `{first}`: {one.name}' for one in SHOWN)} |"
    yield "|---" * (1 + len(SHOWN)) + "|"
    for row in rows():
        pairs = list(zip(results[f"{row}/{first}"], results[f"{row}/{second}"], strict=True))
        cells = []
        for what in SHOWN:
            found = estimate([other[what.measure] - one[what.measure] for one, other in pairs])
            cells.append(f"{_said(what, found.mean, sign=True)} ± {_said(what, found.half, bare=True)}")
        yield f"| {row} | {' | '.join(cells)} |"


def _said(what: Shown, value: float, *, sign: bool = False, bare: bool = False) -> str:
    scaled, unit = (100 * value, "%") if what.share else (value, " min")
    if what.share and sign:
        unit = " pts"
    return f"{scaled:{'+' if sign else ''}.1f}{'' if bare else unit}"


def main() -> None:
    """Run, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replications", "-n", type=int, default=20, help="of each side in each row (default 20)")
    parser.add_argument("--seed", type=int, default=2013, help="the seed of the scenario's experiments (default 2013)")
    parser.add_argument("--jobs", "-j", type=int, default=multiprocessing.cpu_count(), help="at a time")
    parser.add_argument("--dry", action="store_true", help=f"print only, leave docs/{PAGE.name} as it is")
    given = parser.parse_args()
    if given.replications < 2 or given.jobs < 1:
        parser.error("at least 2 replications and 1 job")
    found = run(tasks_of(given.replications, given.seed), given.jobs)
    lines = "\n".join(table(found))
    text = f"{given.replications} replications of each variant in each row, seed {given.seed}.\n\n{lines}"
    print(text)
    if not given.dry:
        put(text, START, END)


if __name__ == "__main__":
    main()
