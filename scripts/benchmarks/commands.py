"""How long do whole commands take? Each as a person runs it: a process of its own, from nothing to its answer."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from scripts.benchmarks.section import Section, short, spread
from scripts.benchmarks.workers import ROOT, environment

CHECKED = ROOT / "scenarios" / "shop-returns.yaml"
FLAGSHIP = "nhs-four-hours"
COMPARE = (
    "compare",
    FLAGSHIP,
    "--variant",
    "silo",
    "--variant",
    "systemic",
    "--set",
    "calendar.length=10 weeks",
    "-o",
    "out",
)


class Seconds(NamedTuple):
    """Of a command: on the clock, and of processors (all its processes together)."""

    wall: float
    cpu: float


def measure(rounds: int, replications: int) -> Section:
    """Run every command a few times, the longest of them fewer; all but the first demo find things compiled."""
    compare = (*COMPARE, "-n", str(replications))
    lines = len(CHECKED.read_text(encoding="utf-8").splitlines())
    with cache() as warm:
        warm_up(warm)
        found = {
            "help": (_named("--help"), _several(("--help",), warm, 5)),
            "check": (f"`orgsim check` of {lines} lines", _several(("check", str(CHECKED)), warm, 5)),
            "first demo": ("`orgsim demo`, first ever", [_first_demo() for _ in range(max(1, rounds // 3))]),
            "demo": ("`orgsim demo`, again", _several(("demo", "-o", "out"), warm, rounds)),
            "compare": (
                f"`orgsim compare {FLAGSHIP}`, 2 variants x {replications} replications x 10 weeks",
                _several(compare, warm, max(1, rounds // 3)),
            ),
        }
    rows = [
        (label, spread([one.wall for one in told]), short(median(one.cpu for one in told)), str(len(told)))
        for label, told in found.values()
    ]
    figures = {f"{key} seconds": median(one.wall for one in told) for key, (_, told) in found.items()}
    if replications < 30:
        figures.pop("compare seconds")  # its goal is for 30
    return Section("commands", ("command", "seconds", "processor seconds", "times run"), rows, figures)


def _named(arguments: str) -> str:
    return f"`orgsim {arguments}`"


def warm_up(kept: Path) -> None:
    """Let the engine be compiled, the list of fonts be made, and files be read once."""
    try:
        seconds(("demo", "--engine", "compiled", "-o", "out"), kept)
    except RuntimeError:  # the engine cannot be had here
        seconds(("demo", "-o", "out"), kept)


def _several(arguments: Sequence[str], folder: Path, times: int) -> list[Seconds]:
    return [seconds(arguments, folder) for _ in range(times)]


def _first_demo() -> Seconds:
    """Run the demo as on a machine that never ran it: no machine code of numba, no list of fonts."""
    with cache() as cold:
        return seconds(("demo", "-o", "out"), cold)


@contextmanager
def cache() -> Iterator[Path]:
    """Give a folder for all that orgsim, numba and matplotlib keep, empty at first."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def seconds(arguments: Sequence[str], kept: Path) -> Seconds:
    """Run a command in an empty folder; say how long it took. Raises RuntimeError with what it said when it fails."""
    variables = {
        "ORGSIM_CACHE": str(kept / "orgsim"),
        "MPLCONFIGDIR": str(kept / "matplotlib"),
        "XDG_CACHE_HOME": str(kept / "xdg"),
    }
    with tempfile.TemporaryDirectory() as folder:
        before = _children()
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "orgsim", *arguments],
            cwd=folder,
            env=environment() | variables,
            capture_output=True,
            text=True,
            check=False,
        )
        took = Seconds(time.perf_counter() - began, _children() - before)
    if done.returncode:
        raise RuntimeError(f"orgsim {' '.join(arguments)} ended with {done.returncode}: {done.stderr[-500:]}")
    return took


def _children() -> float:
    times = os.times()
    return times.children_user + times.children_system
