"""All peers on the same A&E, round by round: microseconds a visit, ratios within each round, memory, events."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from scripts.benchmarks.department import Shape
from scripts.benchmarks.peers import BASE, PEERS, Peer
from scripts.benchmarks.section import Section, paired, short, spread
from scripts.benchmarks.workers import Answer, Worker, in_turn, started

ENGINES = ("reference", "compiled")
SAME_AROUND = (*ENGINES, "table-c")
"""Peers whose drawing and measuring are orgsim's."""
HEADER = ("who", "us a visit", "of it simulating", "wall us", "times as fast as SimPy", "simulating alone",
          "peak MiB", "events a visit", "weeks")  # fmt: skip


def measure(peers: list[Peer], shape: Shape, rounds: int, seed: int) -> Section:
    """Measure all peers in turn."""
    with started(peers, shape) as (workers, missing):
        answers = in_turn(workers, rounds, seed)
    rows = [_row(workers[key], told, answers.get(BASE)) for key, told in answers.items()]
    rows += [(one.label, *["-"] * (len(HEADER) - 1)) for one in PEERS if one.key in missing]
    notes = [f"{one.label}: missing, {missing[one.key]}." for one in PEERS if one.key in missing]
    notes += [f"{one.label} is reduced: {one.reduced}." for one in PEERS if one.reduced and one.key in answers]
    return Section("peers", HEADER, rows, dict(_figures(answers)), notes)


def _row(worker: Worker, told: list[Answer], base: list[Answer] | None) -> tuple[str, ...]:
    whole, kernel = [one.whole for one in told], [one.kernel for one in told]
    ratios = ["-", "-"]
    if base:
        ratios = [spread(paired([one.whole for one in base], mine)) for mine in (whole, kernel)]
    events = told[-1].events
    return (
        worker.peer.label,
        short(median(whole)),
        short(median(kernel)),
        short(median(one.wall for one in told)),
        *ratios,
        f"{told[-1].peak / 2**20:.0f}",
        f"{events / told[-1].outcome.visits:.1f}" if events else "-",
        str(worker.shape.weeks),
    )


def _figures(answers: dict[str, list[Answer]]) -> Iterator[tuple[str, float]]:
    """Yield how many times as fast as each peer the engines are: ``compiled whole / ciw``.

    Beside an engine that simulates alone a peer counts whole, since it draws as it goes; but those with orgsim's own drawing
    and measuring around them count alone too, or the shared part would be held against them.
    """
    for engine in ENGINES:
        if engine not in answers:
            continue
        for key, told in answers.items():
            theirs = [one.whole for one in told]
            alone = [one.kernel for one in told] if key in SAME_AROUND else theirs
            yield f"{engine} whole / {key}", median(paired(theirs, [one.whole for one in answers[engine]]))
            yield f"{engine} simulating / {key}", median(paired(alone, [one.kernel for one in answers[engine]]))
