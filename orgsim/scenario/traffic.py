"""How many visits a day come to each stage: the traffic equations of the pathway, solved without simulating.

Visits to a stage = what arrives there + what the other stages send there (Jackson 1957). They are solved for
each class over stages and what is known of a visit's needs there, since a visit keeps its needs along its way.
Plain Python on purpose: a pathway has tens of stages, and checking a scenario should not wait for numpy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from orgsim.scenario import steady_faults
from orgsim.scenario.need_cases import Known, asked_ahead, found_out
from orgsim.scenario.onward import Onward, ways_on

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.flow import Stage

_MOST_SWEEPS = 5_000
_CLOSE = 1e-12


class State(NamedTuple):
    """Where a visit is, and what is known of its needs that somebody ahead may ask.

    Where defects lead back: whether it is ``defective``, and was ``handed_over`` here by another unit.
    """

    place: str
    known: Known
    defective: bool = False
    handed_over: bool = False


@dataclass(slots=True)
class ClassTraffic:
    """Visits a day of one class: to each stage, and from each stage to each place it leads to."""

    visits: dict[str, float] = field(default_factory=dict)
    moves: dict[tuple[str, str], float] = field(default_factory=dict)
    back: dict[str, float] = field(default_factory=dict)

    def add(self, other: ClassTraffic, times: float) -> None:
        """Add ``times`` the traffic of ``other`` (without who comes back)."""
        for stage, rate in other.visits.items():
            self.visits[stage] = self.visits.get(stage, 0.0) + times * rate
        for move, rate in other.moves.items():
            self.moves[move] = self.moves.get(move, 0.0) + times * rate


@dataclass(frozen=True, slots=True)
class Traffic:
    """Visits a day by class; ``arrivals`` are first arrivals, ``exact`` is false if something is left out."""

    by_class: dict[str, ClassTraffic]
    arrivals: float
    exact: bool

    def visits(self, stage: str) -> float:
        """Visits a day to ``stage``, returns among them."""
        return sum(part.visits.get(stage, 0.0) for part in self.by_class.values())


def traffic(variant: Variant) -> Traffic:
    """Solve the traffic equations, failure demand and refusals among them (visits multiply by 1 / (1 - p)).

    Leaves out giving up, behaviours, and errors that grow with load or waiting; then ``exact`` is false.
    """
    arriving = _arriving(variant)
    ahead = asked_ahead(variant)
    by_class = {name: _class_traffic(variant, name, at, ahead) for name, at in arriving.items()}
    exact = not any(stage.leaves for stage in variant.pathway.values())
    exact = exact and steady_faults.are_steady(variant) and not steady_faults.people_change(variant)
    exact = exact and all(
        steady_faults.answers_are_steady(variant, stage.asks)
        for stage in variant.pathway.values()
        if stage.refused is not None and stage.asks is not None
    )
    exact = exact and not any(behaviour.switched == "on" for behaviour in variant.behaviours.values())
    return Traffic(by_class, sum(sum(at.values()) for at in arriving.values()), exact)


def _arriving(variant: Variant) -> dict[str, dict[str, float]]:
    """First arrivals a day by class and stage; who is there at the start is none of them."""
    found: dict[str, dict[str, float]] = {}
    for stream in variant.arrivals.values():
        rate = stream.per_day * stream.level if stream.per_day is not None else 0.0
        if stream.at_times is not None:
            rate = stream.at_times.number * len(stream.at_times.times.minutes) / 7
        for name, share in stream.classes.items():
            if rate * share > 0:
                at = found.setdefault(name, {})
                at[stream.at] = at.get(stream.at, 0.0) + rate * share
    return found


def _class_traffic(
    variant: Variant, name: str, arriving: Mapping[str, float], ahead: Mapping[str, frozenset[str]]
) -> ClassTraffic:
    """Follow one class from its arrivals, then those who return, until hardly anybody does."""
    total = ClassTraffic()
    from_stage: dict[str, ClassTraffic] = {}
    steps = partial(_steps, variant, name, ahead)
    coming = dict(arriving)
    for _ in range(_MOST_SWEEPS):
        back: dict[str, float] = {}
        for stage, rate in coming.items():
            if stage not in from_stage:
                from_stage[stage] = _one_visit(variant, name, _Walk(State(stage, ()), steps))
            total.add(from_stage[stage], rate)
            for to, share in from_stage[stage].back.items():
                back[to] = back.get(to, 0.0) + rate * share
        coming = back
        if sum(back.values()) <= _CLOSE:
            break
    return total


def _one_visit(variant: Variant, name: str, walk: _Walk) -> ClassTraffic:
    """Add up what one visit does that comes to the first state of ``walk``."""
    found = ClassTraffic()
    for state, visits in walk.visits().items():
        if state.place in variant.exits:
            for at, share in _returning(variant, name, state):
                found.back[at] = found.back.get(at, 0.0) + visits * share
            continue
        found.visits[state.place] = found.visits.get(state.place, 0.0) + visits
        for to, chance in walk.onward[state].items():
            move = (state.place, to.place)
            found.moves[move] = found.moves.get(move, 0.0) + visits * chance
    return found


def _returning(variant: Variant, name: str, state: State) -> Iterator[tuple[str, float]]:
    """Yield where, and which share of, those come back that leave by an exit: once at most, for a defect first."""
    way_out = variant.exits[state.place]
    failed = way_out.failure.share if way_out.failure is not None and state.defective else 0.0
    if way_out.failure is not None and failed > 0:
        yield way_out.failure.at, failed
    returns = way_out.returns
    if returns is None:
        return
    if returns.missed is None or returns.missed_need is None:
        yield returns.at, max(0.0, returns.share - failed)
        return
    for _, true, chance in found_out(variant, returns.missed_need, name, state.known):
        yield returns.at, chance * max(0.0, (returns.missed if true else returns.share) - failed)


class _Walk:
    """All states that can follow the first one, and the chance of each next one."""

    def __init__(self, first: State, steps: partial[dict[State, float]]) -> None:
        self.first = first
        self.onward: dict[State, dict[State, float]] = {}
        self._order: list[State] = []
        trail = [(first, iter(self._look(first, steps)))]
        while trail:  # depth first: each state ends up after those that lead to it, as far as loops allow
            state, ahead = trail[-1]
            following = next((to for to in ahead if to not in self.onward), None)
            if following is None:
                self._order.append(state)
                trail.pop()
            else:
                trail.append((following, iter(self._look(following, steps))))
        self._order.reverse()

    def _look(self, state: State, steps: partial[dict[State, float]]) -> dict[State, float]:
        self.onward[state] = steps(state)
        return self.onward[state]

    def visits(self) -> dict[State, float]:
        """Return the expected visits to each state, by sweeps in the direction of flow; exact without loops."""
        before: dict[State, list[tuple[State, float]]] = {state: [] for state in self._order}
        for state, onward in self.onward.items():
            for to, chance in onward.items():
                before[to].append((state, chance))
        visits = dict.fromkeys(self._order, 0.0)
        for _ in range(_MOST_SWEEPS):
            moved = 0.0
            for state, sources in before.items():
                now = float(state == self.first) + sum(visits[source] * chance for source, chance in sources)
                moved = max(moved, abs(now - visits[state]))
                visits[state] = now
            if moved <= _CLOSE:
                break
        return visits


def _steps(variant: Variant, name: str, ahead: Mapping[str, frozenset[str]], state: State) -> dict[State, float]:
    """Return the states that can follow, each with its chance; an exit has none."""
    found: dict[State, float] = {}
    if state.place in variant.pathway:
        here, matter = variant.pathway[state.place], steady_faults.matter(variant)
        for way in ways_on(variant, name, here, state.known):
            known = tuple(item for item in way.known if item[0] in ahead[way.place])
            handed_over = matter and _risks_a_hand_off(variant, here, way.place)
            for defective, chance in _faults(here, state, way) if matter else [(False, 1.0)]:
                to = State(way.place, known, defective, handed_over)
                found[to] = found.get(to, 0.0) + way.chance * chance
    return found


def _risks_a_hand_off(variant: Variant, here: Stage, to: str) -> bool:
    stage = variant.pathway.get(to)
    return stage is not None and stage.unit != here.unit and steady_faults.of_pass(stage, handed_over=True) > 0


def _faults(here: Stage, state: State, way: Onward) -> list[tuple[bool, float]]:
    """Return whether the visit is defective after this stage, with the chances; who is refused never gets to its work."""
    if state.defective or way.wrong:
        return [(True, 1.0)]
    wrong = steady_faults.of_pass(here, state.handed_over) if way.done else 0.0
    return [(fate, chance) for fate, chance in ((True, wrong), (False, 1 - wrong)) if chance > 0]
