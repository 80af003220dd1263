"""The rows of picture 5: groups of visits, and what changes for each.

Class, true need, way and time of coming are fixed before anything happens to a visit: those groups hold the same visits in
every variant. Who leaves in which way may differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from orgsim.analysis.statistics import Difference, estimate, holm, paired
from orgsim.measures.groups import TIMES_OF_DAY, WITH, WITHOUT, groupings, measure_id
from orgsim.plots.colours import Look
from orgsim.plots.moments import called
from orgsim.plots.words import clean, label, lower_first, wrap

if TYPE_CHECKING:
    from orgsim.plots.source import Results, Side
    from orgsim.scenario.schema import Variant

MOST_LINES, LINE = 16, 26
"""Lines of names that there is room for, and characters of a line; the longest groupings are cut, the table has all."""
_HOURS = ("00\u201306", "06\u201312", "12\u201318", "18\u201324")


@dataclass(frozen=True)
class Row:
    """One group in one variant against the reference, whose mean in it is ``base``."""

    grouping: str
    group: str
    name: str
    variant: str
    base: float
    difference: Difference
    better: str

    @property
    def clear(self) -> bool:
        """Whether the difference is clear even allowing for all the groups together (Holm)."""
        return self.difference.holm_low > 0 or self.difference.holm_high < 0

    @property
    def pays(self) -> bool:
        """Whether the group is worse off."""
        return (self.difference.mean > 0) == (self.better == "lower")


@dataclass(frozen=True)
class Panel:
    """What is compared: its words and unit, and a row for each group and variant."""

    words: str
    unit: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class WhoPays:
    """One panel or two, of the same groups; ``looks`` and ``names`` of the variants compared with ``reference``."""

    reference: str
    names: dict[str, str]
    looks: dict[str, Look]
    visits: str
    often: str
    panels: tuple[Panel, ...]


def extract(results: Results, quantities: Sequence[str] = ()) -> WhoPays | None:
    """The differences by group of ``quantities`` (default: the main time and what is done without need).

    None where there is nothing to compare with, or nothing was measured by group.
    """
    others = results.drawn[1:]
    if not others:
        return None
    chosen = quantities or main_quantities(results.sides[0].variant)
    panels = [_panel(results, quantity) for quantity in chosen]
    found = tuple(one for one in panels if one is not None)[:2]
    names = {side.key: side.name for side, _ in others}
    looks = {side.key: look for side, look in others}
    return WhoPays(results.sides[0].name, names, looks, results.words.visits, results.often, found) if found else None


def main_quantities(variant: Variant) -> list[str]:
    """Return ids: the first timed target's clock (or the time inside), then a share of what nobody needed, if declared."""
    timed = [key for key, one in variant.targets.items() if one.within is not None or one.mean_below is not None]
    needless = [
        key
        for key, one in variant.measures.items()
        if one.are is not None and one.better != "neither" and variant.groups[one.are].without_need is not None
    ]
    return [*(f"{key}_time" for key in timed[:1]), *([] if timed else ["time_inside"]), *needless[:1]]


def _panel(results: Results, quantity: str) -> Panel | None:
    reference, known = results.sides[0], {one.id: one for one in results.definitions}
    rows, said, unit = [], "", ""
    for grouping in groupings(reference.variant):
        measure = measure_id(quantity, grouping)
        if measure not in known:
            continue
        said = said or known[measure].name.split(", by ")[0]
        unit, better = known[measure].unit, known[measure].better
        for group, name in _groups(reference.variant, grouping):
            rows += [
                Row(grouping, group, name, side.key, estimate(base).mean, _difference(side, measure, group, base, better), better)
                for side, _ in results.drawn[1:]
                if len(base := reference.of(measure, group)) and len(side.of(measure, group))
            ]  # fmt: skip
    rows = [row for row in rows if row.difference.n]
    adjusted = holm([row.difference for row in rows])
    rows = [replace(row, difference=one) for row, one in zip(rows, adjusted, strict=True)]
    return Panel(clean(said, 48), unit, tuple(rows)) if rows else None


def _difference(side: Side, measure: str, group: str, base: Sequence[float], better: str) -> Difference:
    return paired(dict(enumerate(side.of(measure, group))), dict(enumerate(base)), better)


def _groups(variant: Variant, grouping: str) -> Iterator[tuple[str, str]]:
    """Yield the id and readable name of each group."""
    if grouping == "class":
        yield from ((key, called(variant.classes, key)) for key in variant.classes)
    elif grouping == "need":
        for key in variant.needs:
            name = lower_first(label(variant.needs[key].name, key))
            yield from ((WITH + key, f"Needs {name}"), (WITHOUT + key, f"Does not need {name}"))
    elif grouping == "mode":
        yield from ((key, label(None, key)) for key in _modes(variant))
    elif grouping == "time_of_day":
        yield from ((key, f"{label(None, key)}, {hours}") for key, hours in zip(TIMES_OF_DAY, _HOURS, strict=True))
    else:
        yield from ((key, called(variant.groups, key)) for key in variant.dispositions)


def _modes(variant: Variant) -> list[str]:
    return list(dict.fromkeys(one.mode or key for key, one in variant.arrivals.items()))


def all_groups(panels: Sequence[Panel]) -> dict[tuple[str, str], str]:
    """Return the readable name of every (grouping, group) of the panels."""
    return {(row.grouping, row.group): row.name for panel in panels for row in panel.rows}


def lines(name: str) -> int:
    """How many lines the name of a group takes, written whole."""
    return wrap(name, LINE).count("\n") + 1


def drawn_groups(panels: Sequence[Panel]) -> list[tuple[str, str]]:
    """Return (grouping, group) of the rows to draw: the longest grouping loses its last ones first, clear ones last of all."""
    named = all_groups(panels)
    clear = {(row.grouping, row.group) for panel in panels for row in panel.rows if row.clear}
    of = {grouping: [one for one in named if one[0] == grouping] for grouping, _ in named}
    while sum(lines(named[one]) for found in of.values() for one in found) > MOST_LINES:
        longest = max(of, key=lambda grouping: (len(of[grouping]), grouping == "need"))
        of[longest].remove(next((one for one in reversed(of[longest]) if one not in clear), of[longest][-1]))
    return [one for found in of.values() for one in found]


def left_out(panels: Sequence[Panel], width: int) -> str:
    """Say how many groups are not drawn, and which: as fit on two lines of ``width``. Nothing where all are drawn."""
    named, drawn = all_groups(panels), drawn_groups(panels)
    missing = [one for one in named if one not in drawn]
    if not missing:
        return ""
    said = f"{len(missing)} of {len(named)} groups {'is' if len(missing) == 1 else 'are'} in the table alone: "
    which = [word for grouping in dict.fromkeys(one for one, _ in missing) for word in _which(named, missing, grouping)]
    for fit in range(len(which), 0, -1):
        words = said + "; ".join(which if fit == len(which) else [*which[:fit], "and others"])
        if wrap(words, width).count("\n") < 2:
            return words
    return said + which[0]


def _which(named: dict[tuple[str, str], str], missing: Sequence[tuple[str, str]], grouping: str) -> list[str]:
    """Name the groups of a grouping that are not drawn; a need of which both are missing once."""
    groups = [group for kind, group in missing if kind == grouping]
    both = [group for group in groups if grouping == "need" and group.startswith(WITH) and _other(group) in groups]
    needs = [lower_first(named[grouping, group].removeprefix("Needs ")) for group in both]
    alone = [lower_first(named[grouping, one]) for one in groups if one not in both and _other(one) not in both]
    return [*alone, *(f"needs and does not need {one}" if place == 0 else one for place, one in enumerate(needs))]


def _other(group: str) -> str:
    """Those without the need of a group with it, and the other way round."""
    return WITHOUT + group.removeprefix(WITH) if group.startswith(WITH) else WITH + group.removeprefix(WITHOUT)
