"""Does time a visit stay the same with many more visits, and with more patients than there is room for?"""

from __future__ import annotations

from statistics import median

from scripts.benchmarks.department import DAY, OVER, PER_DAY, WEEK, Shape
from scripts.benchmarks.peers import IN_PARTS, Peer
from scripts.benchmarks.section import Section, paired, short, spread
from scripts.benchmarks.workers import Answer, Worker, started

SIZES = (0.2, 1.0, 10.0)
"""Millions of visits."""
FAST = ("compiled", "table-c", "c")


def growth(peers: list[Peer], sizes: tuple[float, ...], rounds: int, seed: int) -> Section:
    """Measure the fast peers at several sizes, one size after the other in each round, each in a process of its own."""
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    notes: list[str] = []
    fast = [one for one in peers if one.key in FAST]
    for peer in [shown for one in fast for shown in ((one, IN_PARTS) if one.key == "compiled" else (one,))]:
        told: dict[float, list[tuple[Answer, float]]] = {size: [] for size in sizes}
        for number in range(rounds):
            for size in sizes:
                with started([peer], _of_size(size)) as (workers, missing):
                    notes += [f"{peer.label}: missing, {why}." for why in missing.values() if not number]
                    told[size] += [(worker.call(seed + number), worker.before) for worker in workers.values()]
            if not told[sizes[0]]:
                break
        if told[sizes[0]]:
            rows += [_growth_row(peer, size, told[size]) for size in sizes]
            figures |= _growth_figures(peer, told)
    header = ("who", "million visits", "us a visit", "of it simulating", "bytes a visit, simulated", "and measured")
    return Section("growth", header, rows, figures, list(dict.fromkeys(notes)))


def _of_size(millions: float) -> Shape:
    return Shape(round(1e6 * millions * DAY / PER_DAY / WEEK) - 2)


def _bytes(told: list[tuple[Answer, float]]) -> float:
    """Return the bytes a visit by which memory had grown at most when all was simulated."""
    return median((answer.peak_simulated - before) / answer.outcome.visits for answer, before in told)


def _bytes_in_all(told: list[tuple[Answer, float]]) -> float:
    """Return the same when all was measured too."""
    return median((answer.peak - before) / answer.outcome.visits for answer, before in told)


def _growth_row(peer: Peer, size: float, told: list[tuple[Answer, float]]) -> tuple[str, ...]:
    whole, kernel = ([getattr(one, name) for one, _ in told] for name in ("whole", "kernel"))
    return (peer.label, f"{size:g}", spread(whole), spread(kernel), f"{_bytes(told):.0f}", f"{_bytes_in_all(told):.0f}")


def _growth_figures(peer: Peer, told: dict[float, list[tuple[Answer, float]]]) -> dict[str, float]:
    few, many = min(told), max(told)
    ratio = median(paired([one.whole for one, _ in told[many]], [one.whole for one, _ in told[few]]))
    name = f"{peer.key} {many:g} / {few:g} million"
    visits = median(answer.outcome.visits for answer, _ in told[many])
    return {
        name: ratio,
        f"{peer.key} bytes a visit": _bytes(told[many]),
        f"{peer.key} MiB": _bytes_in_all(told[many]) * visits / 2**20,
    }


def overload(peers: list[Peer], shape: Shape, rounds: int, seed: int) -> Section:
    """Measure each peer with the usual patients and with more than the beds can take, in turn."""
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    notes: list[str] = []
    for peer in peers:
        with (
            started([peer], shape) as (usual, missing),
            started([peer], Shape(shape.weeks, OVER)) as (over, _),
        ):
            if missing:
                notes += [f"{peer.label}: missing, {why}." for why in missing.values()]
                continue
            pairs = [_both(usual[peer.key], over[peer.key], seed + number) for number in range(rounds)]
        ratios = [crowded.whole / normal.whole for normal, crowded in pairs]
        figures[f"{peer.key} overload"] = median(ratios)
        medians = [short(median(one.whole for one in side)) for side in zip(*pairs, strict=True)]
        rows.append((peer.label, *medians, spread(ratios)))
    header = ("who", f"us a visit, {PER_DAY:.0f} a day", f"us a visit, {OVER:.0f} a day", "ratio")
    return Section("overload", header, rows, figures, notes)


def _both(usual: Worker, over: Worker, seed: int) -> tuple[Answer, Answer]:
    if seed % 2:
        return usual.call(seed), over.call(seed)
    crowded = over.call(seed)
    return usual.call(seed), crowded
