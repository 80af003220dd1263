"""Do the peers simulate the same A&E? Their outcomes over some replications, beside the first peer's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean, stdev

from scripts.benchmarks.department import OVER, Outcome, Shape
from scripts.benchmarks.peers import Peer
from scripts.benchmarks.section import Section
from scripts.benchmarks.workers import started

NAMES = {"visits": "visits", "stay": "mean stay, min", "within": "% within 4 h", "admitted": "admitted a day",
         "managers": "managers' use, %"}  # fmt: skip
PERCENT = ("within", "managers")
STRICT = 4.0
"""Standard errors by which two means may differ: with all peers and measures a false alarm in about 500 checks."""


def measure(peers: list[Peer], shape: Shape, replications: int, seed: int) -> Section:
    """Let every peer run the same weeks, as usual and overloaded, where who stands in front matters."""
    whole = [replace(one, weeks=1.0) for one in peers]
    told: dict[float, dict[Peer, list[Outcome]]] = {}
    missing: dict[str, str] = {}
    for per_day in (shape.per_day, OVER):
        with started(whole, Shape(shape.weeks, per_day)) as (workers, absent):
            missing |= absent
            told[per_day] = {
                worker.peer: [worker.call(seed + number).outcome for number in range(replications)]
                for worker in workers.values()
            }
    return compared(told, missing)


def compared(told: dict[float, dict[Peer, list[Outcome]]], missing: dict[str, str]) -> Section:
    """Put outcomes side by side, by patients a day; ``disagreeing`` counts what differs and is not said to be smaller."""
    rows: list[Sequence[str]] = []
    notes = [f"{key}: missing, {why}." for key, why in missing.items()]
    disagreeing = 0
    for per_day, outcomes in told.items():
        first = next(iter(outcomes.values()), [])
        for peer, mine in outcomes.items():
            off = [name for name in NAMES if differs(column(first, name), column(mine, name))]
            cells = (_cell(column(mine, name), name, name in off) for name in NAMES)
            rows.append((f"{peer.label}, {per_day:.0f} a day", *cells))
            if off and not peer.reduced:
                disagreeing += 1
                notes.append(f"{peer.label} does NOT agree on {', '.join(NAMES[name] for name in off)}.")
            elif off:
                notes.append(f"{peer.label} differs, as it may: {peer.reduced}.")
    return Section("agree", ("who", *NAMES.values()), rows, {"disagreeing": disagreeing}, list(dict.fromkeys(notes)))


def column(told: Sequence[Outcome], name: str) -> list[float]:
    """Return one measure of all replications."""
    return [float(getattr(one, name)) for one in told]


def differs(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two means are further apart than chance explains. Needs two replications of each."""
    error = math.hypot(_error(one), _error(other))
    return abs(fmean(one) - fmean(other)) > STRICT * error


def _error(values: Sequence[float]) -> float:
    return stdev(values) / math.sqrt(len(values))


def _cell(values: Sequence[float], name: str, off: bool) -> str:
    scale = 100 if name in PERCENT else 1
    digits = 0 if name == "visits" else 1
    half = 1.96 * _error(values)
    said = f"{scale * fmean(values):,.{digits}f} ± {scale * half:.{digits}f}"
    return f"{said} (!)" if off else said
