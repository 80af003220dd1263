"""How long visits keep what they seize: through the stage that needs it and the stages that hold it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.scenario.schema.scalars import MINUTES_A_WEEK
from orgsim.scenario.traffic import ClassTraffic, Traffic

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.flow import Stage

_MOST_SWEEPS = 500
_CLOSE = 1e-12


@dataclass(slots=True)
class Holding:
    """What a pool gets in a day: units ``taken``, and ``minutes`` that units are held or made ready.

    ``exact`` is false where units are also held while a visit waits, which only a run can show.
    """

    taken: float = 0.0
    minutes: float = 0.0
    exact: bool = True


def holding(variant: Variant, flow: Traffic) -> dict[str, Holding]:
    """Return what each pool gets in a day, over all classes."""
    found = {}
    for pool, block in variant.resources.items():
        taken = minutes = 0.0
        for name, part in flow.by_class.items():
            kept = _kept(variant, part, pool)
            for stage, rate in part.visits.items():
                own = variant.pathway[stage].needs.get(pool, 0)
                taken += rate * own
                minutes += (rate * own + kept.get(stage, 0.0)) * _minutes(variant, variant.pathway[stage], name)
        ready = block.free_again.ready_after.mean if block.free_again else 0.0
        exact = _never_waits(variant, pool) and not (block.free_again and block.free_again.told_by)
        found[pool] = Holding(taken, minutes + taken * ready, exact)
    return found


def _kept(variant: Variant, part: ClassTraffic, pool: str) -> dict[str, float]:
    """Units of ``pool`` a day that come into each stage with their visit and stay until it ends."""
    kept = {stage: 0.0 for stage in part.visits if pool in variant.pathway[stage].holds}
    into: dict[str, list[tuple[str, float]]] = {stage: [] for stage in kept}
    for (stage, to), rate in part.moves.items():
        if to in into and part.visits[stage] > 0:
            into[to].append((stage, rate / part.visits[stage]))
    for _ in range(_MOST_SWEEPS):
        moved = 0.0
        for stage, before in kept.items():
            now = sum(
                (part.visits[other] * variant.pathway[other].needs.get(pool, 0) + kept.get(other, 0.0)) * share
                for other, share in into[stage]
            )
            moved = max(moved, abs(now - before))
            kept[stage] = now
        if moved <= _CLOSE:
            break
    return kept


def _minutes(variant: Variant, stage: Stage, name: str) -> float:
    """Mean minutes from the beginning of a stage to its end for one class."""
    takes = stage.takes.of(name)
    return (takes.mean if takes else 0.0) + _until(variant, stage)


def _until(variant: Variant, stage: Stage) -> float:
    """Mean wait for the schedule a stage ends at, seen from a moment drawn evenly over the week."""
    moments = variant.schedules[stage.until].minutes if stage.until in variant.schedules else ()
    if not moments:
        return 0.0
    ends = [*moments[1:], moments[0] + MINUTES_A_WEEK]
    return sum((end - start) ** 2 for start, end in zip(moments, ends, strict=True)) / (2 * MINUTES_A_WEEK)


def _never_waits(variant: Variant, pool: str) -> bool:
    """Say whether units of ``pool`` are held only while their visits are served."""
    for stage in variant.pathway.values():
        seized = list(stage.needs)
        waits = pool in stage.waits_in or (pool in stage.holds and (stage.asks or seized or stage.hand_off))
        if waits or (pool in seized[:-1]) or (stage.until and (pool in seized or pool in stage.holds)):
            return False
    return True
