"""What do the mechanisms cost that a scenario may switch on? The A&E with all of them, and the built-in hospital.

Harder and easier requests that are decided where authority suffices, unclear roles, answers that are judged and may be no,
attention that targets and reports eat, informal links, lost messages, people who change from day to day, and work that
goes wrong and comes back. A budget and a change of structure act once a run and are left out.
"""

from __future__ import annotations

from statistics import median

from scripts.benchmarks.commands import COMPARE, cache, seconds, warm_up
from scripts.benchmarks.department import Shape
from scripts.benchmarks.peers import BASE, WITH_MECHANISMS, peer
from scripts.benchmarks.section import Section, paired, short, spread
from scripts.benchmarks.workers import Answer, in_turn, started
from scripts.mechanisms import OFF

PLAIN = tuple(one for sets in OFF.values() for one in sets)
"""What takes the mechanisms out of the built-in hospital; its behaviours, meetings and lost messages stay."""
HEADER = ("who", "us a visit", "of it simulating", "times as fast as SimPy", "simulating alone", "events a visit")


def measure(shape: Shape, rounds: int, seed: int, replications: int) -> Section:
    """Measure the A&E in turn with its plain flow, by SimPy and compiled, and with every mechanism; then whole commands."""
    with started([peer(BASE), peer("compiled"), WITH_MECHANISMS], shape) as (workers, missing):
        answers = in_turn(workers, rounds, seed)
    rows = [_row(workers[key].peer.label, told, answers[BASE]) for key, told in answers.items()]
    figures = {}
    if told := answers.get(WITH_MECHANISMS.key):
        base = [one.whole for one in answers[BASE]]
        figures["mechanisms simulating / idiomatic"] = median(paired(base, [one.kernel for one in told]))
        figures["mechanisms whole / idiomatic"] = median(paired(base, [one.whole for one in told]))
    said, ratio = _hospital(max(1, rounds // 3), replications)
    notes = [f"{key}: missing, {why}." for key, why in missing.items()]
    return Section("mechanisms", HEADER, rows, figures | {"hospital with mechanisms": ratio}, [*notes, said])


def _row(label: str, told: list[Answer], base: list[Answer]) -> tuple[str, ...]:
    whole, kernel = [one.whole for one in told], [one.kernel for one in told]
    ratios = [spread(paired([one.whole for one in base], mine)) for mine in (whole, kernel)]
    events = told[-1].events
    a_visit = f"{events / told[-1].outcome.visits:.1f}" if events else "-"
    return (label, short(median(whole)), short(median(kernel)), *ratios, a_visit)


def _hospital(rounds: int, replications: int) -> tuple[str, float]:
    """Compare the built-in hospital as it is and with its plain flow, in turn: a sentence, and the ratio."""
    as_it_is = (*COMPARE, "-n", str(replications))
    told = []
    with cache() as warm:
        warm_up(warm)
        for number in range(rounds):
            sides = {}
            for mechanisms in (True, False) if number % 2 else (False, True):
                sets = [part for one in PLAIN if not mechanisms for part in ("--set", one)]
                sides[mechanisms] = seconds((*as_it_is, *sets), warm)
            told.append(sides)
    ratios = [sides[True].cpu / sides[False].cpu for sides in told]
    walls = (short(median(sides[mechanisms].wall for sides in told)) for mechanisms in (True, False))
    said = (
        f"`orgsim {' '.join(COMPARE[:2])}`, 2 variants x {replications} replications x 10 weeks, takes {next(walls)} s with "
        f"every mechanism, as it is, and {next(walls)} s without any: {spread(ratios)} times the processor time."
    )
    return said, median(ratios)
