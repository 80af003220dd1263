"""Print the flagship scenario against the published figures, and keep the table in docs/calibration.md.

    python scripts/calibrate.py --jobs 2

Each figure is the mean over replications with a 95% t-interval. `--check` ends with 1 when one lies outside its band.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from orgsim.cohort import Cohort
    from orgsim.engine.trace import Trace
    from orgsim.plan.tables import Plan
    from orgsim.scenario.schema import Variant

HOME = Path(__file__).resolve().parent.parent
SCENARIO = HOME / "scenarios" / "nhs-four-hours.yaml"
PAGE = HOME / "docs" / "calibration.md"
START, END = "<!-- calibration table: written by scripts/calibrate.py -->", "<!-- end of the table -->"
BEHAVIOURS_ON, BEHAVIOURS_OFF = "silo", "silo_without_target"
MINUTES_A_DAY = 1440.0

Values = dict[str, float]


class Figure(NamedTuple):
    """A published figure: its key, what it says, the band the model should lie in, and how it is shown."""

    key: str
    what: str
    published: str
    low: float
    high: float
    measure: str
    show: Callable[[float], str]
    variant: str = BEHAVIOURS_ON


def percent(value: float) -> str:
    """Show a share as a percentage."""
    return f"{100 * value:.1f}%"


def minutes(value: float) -> str:
    """Show minutes."""
    return f"{value:.1f} min"


def days(value: float) -> str:
    """Show days."""
    return f"{value:.2f} d"


def plain(value: float) -> str:
    """Show a number."""
    return f"{value:.2f}"


FIGURES = (
    Figure("C1", "attendances a day", "239", 215.1, 262.9, "attendances_per_day", plain),
    Figure("C1", "share of the week that comes on Monday", "16%", 0.152, 0.168, "monday_share", percent),
    Figure("C2", "come by ambulance", "26-28%", 0.26, 0.28, "ambulance_share", percent),
    Figure("C3", "admitted", "26%", 0.234, 0.286, "admitted_share", percent),
    Figure("C4", "median time in department", "145 min (trusts 83-199)", 83.0, 199.0, "time_in_department_median", minutes),
    Figure("C5", "median time to assessment", "6 min", 5.4, 6.6, "time_to_assessment_median", minutes),
    Figure("C5", "median time to treatment", "59 min", 53.1, 64.9, "time_to_treatment_median", minutes),
    Figure("C6", "leave within four hours, on the record", "93.8% (type 1: 91-95%)", 0.91, 0.95, "four_hour_reported", percent),
    Figure("C7", "leave before being seen", "2.8% (0.4-6.7%)", 0.004, 0.067, "left_before_seen", percent),
    Figure("C8", "back within seven days", "5.9% (3.0-9.0%)", 0.030, 0.090, "reattended_7d", percent),
    Figure("C9", "admissions in the last ten minutes before four hours", "24%", 0.18, 0.30, "admissions_last_10_min", percent),
    Figure("C10", "beds in use", "87-88%", 0.85, 0.90, "bed_occupancy", percent),
    Figure("C10", "mean emergency stay", "5.0 days", 4.5, 5.5, "emergency_stay_days", days),
    Figure("C10", "emergency stays that end on the day they begin", "one third", 0.30, 0.367, "same_day_share", percent),
    Figure(
        "C11", "admissions later than 4 h after the decision", "2.5-4%", 0.025, 0.04,
        "admitted_after_4h_from_decision", percent,
    ),
    Figure("C12", "doctor minutes, walking patient", "10.4 min", 9.36, 11.44, "doctor_minutes_walking", minutes),
    Figure("C12", "doctor minutes, trolley patient", "27.3 min", 24.6, 30.0, "doctor_minutes_trolley", minutes),
    Figure("C12", "have a blood test", "50%", 0.45, 0.55, "blood_test_share", percent),
    Figure("C12", "have an X-ray", "33%", 0.297, 0.363, "xray_share", percent),
    Figure(
        "", "last 20 min before four hours against the 20 min either side, behaviours on", "above 1.7", 1.7, math.inf,
        "four_hour_spike_ratio", plain,
    ),
    Figure("", "the same, behaviours off", "0.8-1.2", 0.8, 1.2, "four_hour_spike_ratio", plain, BEHAVIOURS_OFF),
)  # fmt: skip


@dataclass(frozen=True)
class Task:
    """One replication to run."""

    name: str
    variant: Variant
    seed: int
    replication: int


class Estimate(NamedTuple):
    """A mean over replications and the half-width of its 95% t-interval."""

    mean: float
    half: float
    n: int


def replicate(task: Task) -> Values:
    """Run one replication and return its values by name."""
    from orgsim.cohort import draw_cohort
    from orgsim.engine import simulate
    from orgsim.engine.choice import choose
    from orgsim.measures import measure
    from orgsim.plan import compile_plan

    variant = task.variant
    plan = compile_plan(variant)
    cohort = draw_cohort(plan, task.seed, task.replication)
    trace = simulate(plan, cohort, engine=choose("auto", math.inf))
    values = {row.measure: row.value for row in measure(variant, plan, cohort, trace) if row.group == ""}
    return {**values, **extras(variant, plan, cohort, trace)}


def extras(variant: Variant, plan: Plan, cohort: Cohort, trace: Trace) -> Values:
    """Return the figures that are inputs of the scenario, or need the calendar: no measure of orgsim has them."""
    import numpy as np

    emergency = np.isin(cohort.stream, [plan.names.arrivals.index(name) for name in ("walk_in", "ambulance")])
    inside = (trace.arrived >= plan.warm_up) & (trace.arrived < plan.warm_up + plan.length)
    came = emergency & inside
    weekday = (plan.starts + trace.arrived[came]) // MINUTES_A_DAY % 7
    ambulance = came & _reached(plan, trace, ["ambulance_bay"])
    return {
        "attendances_per_day": came.sum() / (plan.length / MINUTES_A_DAY),
        "monday_share": float(np.mean(weekday == 0)),
        "ambulance_share": ambulance.sum() / came.sum(),
        "blood_test_share": (came & _reached(plan, trace, ["bloods", "urgent_bloods"])).sum() / came.sum(),
        "xray_share": (came & _reached(plan, trace, ["xray", "minors_xray"])).sum() / came.sum(),
        "doctor_minutes_walking": _work(plan, trace, ["minors", "minors_review"], ["minors"]),
        "doctor_minutes_trolley": _work(plan, trace, ["majors", "urgent", "review"], ["majors", "urgent"]),
        **_stays(variant, plan, trace, came),
    }


def _reached(plan: Plan, trace: Trace, stages: Iterable[str]) -> NDArray[np.bool_]:
    import numpy as np

    from orgsim.engine.trace import has_bit

    found: NDArray[np.bool_] = np.zeros(len(trace.arrived), dtype=np.bool_)
    for stage in stages:
        found |= has_bit(trace.reached, plan.names.stages.index(stage))
    return found


def _work(plan: Plan, trace: Trace, stages: Iterable[str], each: Iterable[str]) -> float:
    """Return minutes of work at ``stages`` for each visit of the stages ``each``."""
    from orgsim.engine.trace import Spent

    names = plan.names.stages
    work = sum(trace.spent[names.index(stage), Spent.WORK] for stage in stages)
    return float(work / sum(trace.stage_visits[names.index(stage)] for stage in each))


def _stays(variant: Variant, plan: Plan, trace: Trace, came: NDArray[np.bool_]) -> Values:
    """Return mean stay in days (those still inside count to the end of the run) and the share that crosses no midnight."""
    import numpy as np

    from orgsim.plan import moment_number
    from orgsim.scenario.schema.targets import Moment

    begins = variant.groups["admitted"].begins
    began = trace.moment(moment_number(plan, Moment(begins=begins)))
    admitted = came & ~np.isnan(began)
    ended = np.where(np.isnan(trace.departed), plan.end, trace.departed)[admitted]
    began = began[admitted]
    same_day = (plan.starts + began) // MINUTES_A_DAY == (plan.starts + ended) // MINUTES_A_DAY
    return {
        "emergency_stay_days": float(np.mean(ended - began)) / MINUTES_A_DAY,
        "same_day_share": float(np.mean(same_day)),
    }


def estimate(values: Sequence[float]) -> Estimate:
    """Return the mean of ``values`` with its 95% t-interval."""
    from scipy.special import stdtrit

    n = len(values)
    mean = math.fsum(values) / n
    if n < 2:
        return Estimate(mean, math.nan, n)
    spread = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (n - 1))
    return Estimate(mean, float(stdtrit(n - 1, 0.975)) * spread / math.sqrt(n), n)


def run(tasks: Sequence[Task], jobs: int) -> dict[str, list[Values]]:
    """Run the tasks side by side; values by variant, in the order of replications."""
    began = time.monotonic()
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting = [pool.submit(replicate, task) for task in tasks]
        for done, _ in enumerate(as_completed(waiting), start=1):
            left = (time.monotonic() - began) / done * (len(tasks) - done)
            print(f"  {done}/{len(tasks)} replications, {left / 60:.1f} min left", file=sys.stderr, flush=True)
    found: dict[str, list[Values]] = {task.name: [] for task in tasks}
    for task, future in zip(tasks, waiting, strict=True):
        found[task.name].append(future.result())
    return found


def tasks_of(replications: int, seed: int) -> list[Task]:
    """Return what is to be run of the two variants the table needs."""
    from orgsim import load

    scenario = load(str(SCENARIO))
    variants = {name: scenario.variant(name) for name in (BEHAVIOURS_ON, BEHAVIOURS_OFF)}
    return [
        Task(name, variant, seed, replication)
        for replication in range(1, replications + 1)
        for name, variant in variants.items()
    ]


def table(results: dict[str, list[Values]]) -> Iterator[tuple[Figure, Estimate, bool]]:
    """Yield each figure with the model's estimate and whether its mean lies in the band."""
    for figure in FIGURES:
        found = estimate([values[figure.measure] for values in results[figure.variant]])
        yield figure, found, figure.low <= found.mean <= figure.high


def markdown(rows: Iterable[tuple[Figure, Estimate, bool]]) -> str:
    """Return the table as Markdown."""
    lines = ["| | figure | published | band | model | 95% interval | in the band |", "|---|---|---|---|---|---|---|"]
    for figure, found, inside in rows:
        show = figure.show
        high = "" if math.isinf(figure.high) else f" to {show(figure.high)}"
        band = f"{show(figure.low)}{high or ' or more'}"
        interval = f"{show(found.mean - found.half)} to {show(found.mean + found.half)}"
        cells = (
            figure.key,
            figure.what,
            figure.published,
            band,
            show(found.mean),
            interval,
            "yes" if inside else "**no**",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def write(text: str) -> None:
    """Put the table of figures between its marks."""
    put(text, START, END)


def put(text: str, start: str, end: str) -> None:
    """Put ``text`` between two marks of the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, mark, rest = page.partition(start)
    after = rest.partition(end)[2]
    if not mark:
        sys.exit(f"{PAGE.name} has no line `{start}`: put it where the table belongs")
    PAGE.write_text(f"{before}{start}\n{text}\n{end}{after}", encoding="utf-8")


def main() -> None:
    """Run, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replications", "-n", type=int, default=20, help="of each of two variants (default 20)")
    parser.add_argument("--seed", type=int, default=1213, help="another seed than the experiments' (default 1213)")
    parser.add_argument(
        "--jobs", "-j", type=int, default=multiprocessing.cpu_count(), help="at a time (default: cores)"
    )
    parser.add_argument("--check", action="store_true", help="end with 1 when a figure lies outside its band")
    parser.add_argument("--dry", action="store_true", help="print only, leave docs/calibration.md as it is")
    given = parser.parse_args()
    if given.replications < 2 or given.jobs < 1:
        parser.error("at least 2 replications and 1 job")
    rows = list(table(run(tasks_of(given.replications, given.seed), given.jobs)))
    text = f"{given.replications} replications of each variant, seed {given.seed}.\n\n{markdown(rows)}"
    print(text)
    if not given.dry:
        write(text)
    if given.check and not all(inside for *_, inside in rows):
        sys.exit(1)


if __name__ == "__main__":
    sys.path.insert(0, str(HOME))
    main()
