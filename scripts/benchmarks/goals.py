"""The goals, and whether the figures meet them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scripts.benchmarks.section import short, table


class Goal(NamedTuple):
    """A figure by its name, and what it is to be: at least, or at most, ``limit``."""

    text: str
    figure: str
    limit: float
    at_least: bool
    unit: str = "x"


GOALS = (
    Goal("compiled, simulating alone, beside idiomatic SimPy", "compiled simulating / idiomatic", 60, True),
    Goal(
        "compiled with every mechanism, simulating alone, beside SimPy", "mechanisms simulating / idiomatic", 50, True
    ),
    Goal("compiled, whole replication, beside idiomatic SimPy", "compiled whole / idiomatic", 40, True),
    Goal("compiled, whole replication, beside SimPy by hand", "compiled whole / by-hand", 8, True),
    Goal("compiled, whole replication, beside Cimba", "compiled whole / cimba", 5, True),
    Goal("compiled, whole replication, beside salabim", "compiled whole / salabim", 300, True),
    Goal("compiled, whole replication, beside Ciw", "compiled whole / ciw", 100, True),
    Goal("reference engine, whole replication, beside idiomatic SimPy", "reference whole / idiomatic", 1.5, True),
    Goal("compiled takes, simulating alone, beside its tables interpreted in C", "table-c costs", 1.6, False),
    Goal("compiled takes, simulating alone, beside C by hand", "c costs", 2.5, False),
    Goal("compiled, a visit among 10 million beside one among 0.2 million", "compiled 10 / 0.2 million", 1.25, False),
    Goal("compiled, memory with traces", "compiled bytes a visit", 320, False, " bytes a visit"),
    Goal(
        "compiled in parts, a visit among 10 million beside one among 0.2 million",
        "parts 10 / 0.2 million",
        1.25,
        False,
    ),
    Goal("compiled in parts, memory of the largest", "parts MiB", 16, False, " MiB"),
    Goal("compiled, a visit in overload beside the usual", "compiled overload", 1.3, False),
    Goal("two jobs beside one", "compiled two jobs", 1.8, True),
    Goal("`orgsim --help`", "help seconds", 0.1, False, " s"),
    Goal("`orgsim check` of about 300 lines", "check seconds", 0.4, False, " s"),
    Goal("`orgsim demo`, first ever", "first demo seconds", 15, False, " s"),
    Goal("`orgsim demo`, again", "demo seconds", 6, False, " s"),
    Goal("`orgsim compare` of the built-in hospital, 2 x 30 x 10 weeks", "compare seconds", 15, False, " s"),
)


def derived(figures: Mapping[str, float]) -> dict[str, float]:
    """Return the figures, and what an engine costs beside C: the other way round than the ratios of speed."""
    costs = {f"{key} costs": f"compiled simulating / {key}" for key in ("c", "table-c")}
    return dict(figures) | {name: 1 / figures[ratio] for name, ratio in costs.items() if ratio in figures}


def verdict(goal: Goal, figures: Mapping[str, float]) -> str:
    """Say ``met``, ``not met`` or ``not measured``."""
    if goal.figure not in figures:
        return "not measured"
    value = figures[goal.figure]
    return "met" if (value >= goal.limit if goal.at_least else value <= goal.limit) else "not met"


def judged(figures: Mapping[str, float]) -> str:
    """Return the table of goals with the figures and the verdicts."""
    known = derived(figures)
    rows = [
        (
            goal.text,
            f"{'at least' if goal.at_least else 'at most'} {goal.limit:g}{goal.unit}",
            f"{short(known[goal.figure])}{goal.unit}" if goal.figure in known else "-",
            verdict(goal, known),
        )
        for goal in GOALS
    ]
    return "\n".join(table(("what", "goal", "measured", "verdict"), rows))
