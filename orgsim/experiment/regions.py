"""The settings of a run in many regions: the same regions for every variant, each laid over what the variant has.

A region multiplies demand, staff and need by lognormal numbers of mean 1. Where the scenario has a threshold of need, a
region's share of visits that are missed, and seen without need, moves with its threshold: with evidence that is normal,
of equal spread with and without the need (Green and Swets 1966), a threshold ``d`` sd above the best makes them
Phi(Phi^-1(missed) + d) and Phi(Phi^-1(needless) - d). Decided locally, ``d`` is the region's error of judgement;
centrally, it is how far the nation's threshold lies above the best of the region.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from orgsim.engine import rules
from orgsim.experiment.design import Setting
from orgsim.experiment.records import Json
from orgsim.experiment.vary import VaryError

if TYPE_CHECKING:
    from orgsim.scenario.file import Scenario
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.regions import Regions, Threshold

_KEY = 0x726567696F6E73
_NORMAL = NormalDist()
Value = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Region:
    """One region. ``demand``, ``staff``, ``need``: multipliers. ``misjudged``, ``optimum``: sd of the evidence."""

    number: int
    demand: float
    staff: float
    need: float
    misjudged: float = 0.0
    optimum: float = 0.0

    @property
    def label(self) -> str:
        """What its setting is known by."""
        return f"region {self.number:02d}"


def regions_block(scenario: Scenario, variants: Sequence[str], number: int | None = None) -> Regions:
    """Return how regions differ, the same for all variants; the defaults where the file says nothing.

    ``number``: how many, instead of what the file says. Raises VaryError where variants do not agree.
    """
    from orgsim.scenario.schema.regions import Regions

    blocks = {one: scenario.variant(one).regions or Regions() for one in variants}
    first = blocks[variants[0]]
    for name, one in blocks.items():
        if _world(one) != _world(first):
            said = f"`{name}` changes the regions: of `regions` a variant may change `threshold.decided` only"
            raise VaryError(f"{said}, so that all meet the same regions")
    return first.model_copy(update={"number": number}) if number else first


def assumed(block: Regions) -> dict[str, float]:
    """Return the spreads that nobody wrote, which are therefore the defaults: setting to its sd."""
    spreads = ("demand_sd", "staff_sd", "need_sd")
    return {name: getattr(block, name) for name in spreads if name not in block.model_fields_set}


def _world(block: Regions) -> object:
    decided = {"decided": "locally"}
    return block.model_copy(update={"threshold": block.threshold and block.threshold.model_copy(update=decided)})


def draw_regions(block: Regions, seed: int) -> tuple[Region, ...]:
    """Draw the regions: each depends on its number and the seed, not on how many there are."""
    return tuple(_drawn(block, number, [_normal(seed, number, what) for what in range(5)])
                 for number in range(1, block.number + 1))  # fmt: skip


def _drawn(block: Regions, number: int, normals: Sequence[float]) -> Region:
    demand, staff, need = (
        math.exp(sd * normal - sd * sd / 2)
        for sd, normal in zip((block.demand_sd, block.staff_sd, block.need_sd), normals[:3], strict=True)
    )
    if block.threshold is None:
        return Region(number, demand, staff, need)
    threshold = block.threshold
    misjudged, optimum = threshold.local_sd * normals[3], threshold.optimum_sd * normals[4]
    return Region(number, demand, staff, need, misjudged, optimum)


def _normal(seed: int, number: int, what: int) -> float:
    return _NORMAL.inv_cdf(rules.uniform(rules.derive(rules.derive(rules.derive(seed, _KEY), number), what)))


def region_settings(scenario: Scenario, variants: Sequence[str], regions: Sequence[Region]) -> tuple[Setting, ...]:
    """Return a setting for each region. Raises VaryError for a value that is `--set`."""
    found = tuple(
        Setting(one.label, own=tuple((variant, tuple(_values(scenario.variant(variant), one))) for variant in variants))
        for one in regions
    )
    for path in (path for setting in found[:1] for _, values in setting.own for path, _ in values):
        if path in scenario.sets:
            raise VaryError(f"`{path}` is --set, and would be the same in every region: write it in the file")
    return found


def _values(variant: Variant, region: Region) -> Iterator[Value]:
    """Yield what the region changes in a variant: path and value as the scenario writes it."""
    for key, stream in variant.arrivals.items():
        if stream.per_day is not None:
            yield f"arrivals.{key}.level", _percent(stream.level * region.demand)
    for key, pool in variant.resources.items():
        if pool.number is not None:
            yield f"resources.{key}.number", _units(pool.number, region.staff)
        for name, shift in (pool.shifts or {}).items():
            yield f"resources.{key}.shifts.{name}.number", _units(shift.number, region.staff)
    for key, need in variant.needs.items():
        for part in ("share", "given_share"):
            if (share := getattr(need, part)) is not None:
                yield f"needs.{key}.{part}", _percent(min(1.0, share * region.need))
        for part in ("by_class", "given_by_class"):
            for name, share in (getattr(need, part) or {}).items():
                yield f"needs.{key}.{part}.{name}", _percent(min(1.0, share * region.need))
    if variant.regions and variant.regions.threshold:
        yield from _thresholds(variant, variant.regions.threshold, region)


def _thresholds(variant: Variant, threshold: Threshold, region: Region) -> Iterator[Value]:
    off = region.misjudged if threshold.decided == "locally" else -region.optimum
    for stage in threshold.at:
        route: Any = variant.pathway[stage].next  # it goes by need: checked with the file
        yield f"pathway.{stage}.next.missed", _percent(moved(route.missed, off))
        yield f"pathway.{stage}.next.needless", _percent(moved(route.needless, -off))


def moved(share: float, by: float) -> float:
    """Return Phi(Phi^-1(share) + by): a share beyond a threshold that moves ``by`` sd; 0 and 1 stay."""
    return share if share in (0.0, 1.0) else _NORMAL.cdf(_NORMAL.inv_cdf(share) + by)


def _units(number: int, by: float) -> int:
    return max(1, round(number * by)) if number else 0


def _percent(share: float) -> str:
    return f"{100 * share:.6f}".rstrip("0").rstrip(".") + "%"


def described(block: Regions, regions: Sequence[Region]) -> Json:
    """Say what the regions are, as plain values: what the analysis needs that the results do not hold."""
    return {
        "block": block.model_dump(mode="json"),
        "regions": {one.label: asdict(one) for one in regions},
    }
