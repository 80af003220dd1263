"""Do the peers simulate the same A&E? Their outcomes over some replications, beside the first peer's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, stdev

from scripts.benchmarks.department import Outcome, Shape
from scripts.benchmarks.peers import Peer
from scripts.benchmarks.section import Section
from scripts.benchmarks.workers import started

NAMES = {"visits": "visits", "stay": "mean stay, min", "within": "% within 4 h", "admitted": "admitted a day",
         "managers": "managers' use, %"}  # fmt: skip
PERCENT = ("within", "managers")
STRICT = 4.0
"""Standard errors by which two means may differ: with all peers and measures a false alarm in about 500 checks."""


def measure(peers: list[Peer], shape: Shape, replications: int, seed: int) -> Section:
    """Let every peer run the same weeks and put the outcomes side by side; ``disagreeing`` counts what differs."""
    peers = [Peer(one.key, one.label, one.module, one.engine, reduced=one.reduced) for one in peers]
    with started(peers, shape) as (workers, missing):
        outcomes = {
            key: [worker.call(seed + number).outcome for number in range(replications)]
            for key, worker in workers.items()
        }
    return compared({workers[key].peer: told for key, told in outcomes.items()}, missing)


def compared(outcomes: dict[Peer, list[Outcome]], missing: dict[str, str]) -> Section:
    """Put outcomes side by side: what differs beyond chance is marked, and counted unless the peer is reduced."""
    rows: list[Sequence[str]] = []
    notes = [f"{key}: missing, {why}." for key, why in missing.items()]
    disagreeing = 0
    first = next(iter(outcomes.values()))
    for peer, told in outcomes.items():
        off = [name for name in NAMES if differs(column(first, name), column(told, name))]
        rows.append((peer.label, *(_cell(column(told, name), name, name in off) for name in NAMES)))
        if off and not peer.reduced:
            disagreeing += 1
            notes.append(f"{peer.label} does NOT agree on {', '.join(NAMES[name] for name in off)}.")
        elif off:
            notes.append(f"{peer.label} differs, as it may: {peer.reduced}.")
    return Section("agree", ("who", *NAMES.values()), rows, {"disagreeing": disagreeing}, notes)


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
