"""Run random scenarios with both engines and stop at the first trace that differs by a bit.

    python scripts/soak_equality.py --scenarios 20000 --seed 1 --jobs 2

Scenario number n of seed s is always the same. At a difference the scenario is written to a YAML file, and the command that
repeats it is printed. Ends with 1 then.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import yaml  # noqa: E402

from orgsim.cohort import draw_cohort  # noqa: E402
from orgsim.engine.compiled.machine_code import machine_code  # noqa: E402
from orgsim.plan import compile_plan  # noqa: E402
from orgsim.scenario.schema import Variant  # noqa: E402
from tests.engine.equality import Engine, Stopped, assert_same_outcome, outcome  # noqa: E402
from tests.engine.in_parts import comparable, outcome_in_parts  # noqa: E402
from tests.engine.random_scenarios import limits, make, source_of  # noqa: E402

Other = Engine | Literal["parts"]
BATCH, _MOST_PARTS = 100, 9
APART = 2**32
"""How far the seeds of the scenarios of two seeds lie apart."""


def compare(seed: int, number: int, engine: Other) -> tuple[str, int]:
    """Compare the engines on one scenario: how the run ended, and its events (0 if a guard stopped it).

    ``parts``: the compiled engine, with a cohort that is drawn in parts. Raises AssertionError where they differ.
    """
    source = source_of(seed * APART + number)
    plan = compile_plan(Variant.model_validate(make(source)))
    guards, cohort = limits(source), draw_cohort(plan, seed, number)
    one = outcome(plan, cohort, "simpy", guards)
    if engine == "parts":
        other, _ = outcome_in_parts(plan, cohort, 1 + number % _MOST_PARTS, machine_code(), guards)
        assert_same_outcome(comparable(one), other)
    else:
        assert_same_outcome(one, outcome(plan, cohort, engine, guards))
    return (f"stopped by {one.code}", 0) if isinstance(one, Stopped) else ("to the end", one.events)


def batch(seed: int, first: int, last: int, engine: Other) -> tuple[Counter[str], int, tuple[int, str] | None]:
    """Compare scenarios ``first`` to ``last - 1``; returns how they ended, their events and the first that differs."""
    ends: Counter[str] = Counter()
    events = 0
    for number in range(first, last):
        try:
            end, more = compare(seed, number, engine)
        except Exception as error:
            return ends, events, (number, f"{type(error).__name__}: {error}")
        ends[end] += 1
        events += more
    return ends, events, None


def write_down(seed: int, number: int) -> Path:
    """Write a scenario to a YAML file in this folder."""
    path = Path(f"differs-{seed}-{number}.yaml")
    path.write_text(yaml.safe_dump(make(source_of(seed * APART + number)), sort_keys=False), "utf-8")
    return path


def soak(given: argparse.Namespace) -> int:
    """Run until all are done, the time is over or a difference is found; returns the exit code."""
    began, ends, events = time.monotonic(), Counter[str](), 0
    last = given.first + given.scenarios
    with ProcessPoolExecutor(given.jobs) as workers:
        waiting = [
            workers.submit(batch, given.seed, first, min(first + BATCH, last), given.engine)
            for first in range(given.first, last, BATCH)
        ]
        for done, future in enumerate(waiting, 1):
            more, handled, differs = future.result()
            ends += more
            events += handled
            if differs is not None:
                workers.shutdown(wait=False, cancel_futures=True)
                return report(given, *differs)
            if done % 10 == 0 or done == len(waiting):
                print(f"{ends.total():,} of {given.scenarios:,} the same, {time.monotonic() - began:.0f} s", flush=True)
            if given.seconds and time.monotonic() - began > given.seconds:
                workers.shutdown(wait=False, cancel_futures=True)
                break
    endings = ", ".join(f"{count:,} {end}" for end, count in sorted(ends.items()))
    print(
        f"no difference in {ends.total():,} scenarios and {events:,} events ({endings}), {time.monotonic() - began:.0f} s"
    )
    return 0


def report(given: argparse.Namespace, number: int, difference: str) -> int:
    """Say what differs and how to see it again."""
    print(f"scenario {number} of seed {given.seed} differs: {difference}")
    print(f"written to {write_down(given.seed, number)}; to repeat it:")
    print(f"python scripts/soak_equality.py --seed {given.seed} --first {number} --scenarios 1 --engine {given.engine}")
    return 1


def main() -> int:
    """Read the options and soak."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--scenarios", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first scenario")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=0.0, help="stop after so long (0: when all are done)")
    parser.add_argument("--engine", choices=["compiled", "interpreted", "parts"], default="compiled")
    return soak(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
