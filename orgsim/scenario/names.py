"""Which values of a scenario name something else in it, and what they must name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orgsim.scenario.places import descend
from orgsim.scenario.problems import Path

KEYS = "{}"
"""In a pattern: the keys of the map are the names."""

SECTIONS: dict[str, tuple[str, ...]] = {
    "unit": ("organisation.units",),
    "layer": ("organisation.layers",),
    "position": ("organisation.positions",),
    "decision": ("organisation.decisions",),
    "pay band": ("budget.pay_bands",),
    "pool": ("resources",),
    "stage": ("pathway",),
    "exit": ("exits",),
    "stage or exit": ("pathway", "exits"),
    "class": ("classes",),
    "need": ("needs",),
    "schedule": ("schedules",),
    "stream of arrivals": ("arrivals",),
    "target": ("targets",),
    "behaviour": ("behaviours",),
    "group": ("groups",),
    "variant": ("variants",),
}
"""What can be named, and where its names are given."""

CODES: dict[str, str] = {
    "unit": "ORG301", "position": "ORG302", "pool": "ORG303", "stage": "ORG304", "exit": "ORG304",
    "stage or exit": "ORG304", "class": "ORG305", "need": "ORG306", "decision": "ORG307",
    "schedule": "ORG308",    "target": "ORG309", "behaviour": "ORG310", "variant": "ORG311", "group": "ORG313",
    "stream of arrivals": "ORG314", "mode of arrival": "ORG314", "layer": "ORG315", "pay band": "ORG315",
}  # fmt: skip

_MOMENTS = (
    "targets.*.clock.starts", "targets.*.clock.stops",
    "measures.*.time.from", "measures.*.time.to", "measures.*.time_share.from", "measures.*.time_share.to",
    "measures.*.harm.from", "measures.*.harm.to",
)  # fmt: skip

REFERENCES: tuple[tuple[str, str], ...] = (
    ("organisation.units.*.part_of", "unit"),
    ("organisation.positions.*.unit", "unit"),
    ("organisation.positions.*.layer", "layer"),
    ("organisation.positions.*.reports_to", "position"),
    ("organisation.positions.*.pay_band", "pay band"),
    ("organisation.links.*.between.*", "position"),
    ("organisation.links.*.carries.*", "decision"),
    ("organisation.informal.carries.*", "decision"),
    ("organisation.decisions.*.held_by", "position"),
    ("organisation.decisions.*.asked_by", "position"),
    ("organisation.decisions.*.concerns.{}", "position"),
    ("organisation.decisions.*.unclear.goes_to", "position"),
    ("organisation.decisions.*.judged.about", "need"),
    ("organisation.decisions.*.asked_when.occupancy_of", "pool"),
    ("organisation.decisions.*.effect.pool", "pool"),
    ("organisation.meetings.*.members.*", "position"),
    ("organisation.meetings.*.settles.*", "decision"),
    ("needs.*.given", "need"),
    ("needs.*.by_class.{}", "class"),
    ("needs.*.given_by_class.{}", "class"),
    ("arrivals.*.at", "stage"),
    ("arrivals.*.classes.{}", "class"),
    ("pathway.*.unit", "unit"),
    ("pathway.*.where", "unit"),
    ("pathway.*.asks", "decision"),
    ("pathway.*.needs.{}", "pool"),
    ("pathway.*.holds.*", "pool"),
    ("pathway.*.waits_in.*", "pool"),
    ("pathway.*.until", "schedule"),
    ("pathway.*.leaves.to", "stage or exit"),
    ("pathway.*.defects.over.pool", "pool"),
    ("pathway.*.refused", "stage or exit"),
    ("exits.*.returns.missed_need", "need"),
    ("exits.*.returns.at", "stage"),
    ("exits.*.failure.at", "stage"),
    ("resources.*.unit", "unit"),
    ("resources.*.serves.*", "pool"),
    ("resources.*.free_again.told_by", "decision"),
    ("resources.*.pay_band", "pay band"),
    ("budget.front_line.{}", "pool"),
    ("targets.*.owner", "position"),
    ("targets.*.occupancy.of.*", "pool"),
    ("targets.*.share.of", "group"),
    ("targets.*.share.are", "group"),
    ("targets.*.of", "group"),
    ("behaviours.*.who", "position"),
    ("behaviours.*.because_of", "target"),
    ("behaviours.*.when.occupancy_of", "pool"),
    ("behaviours.*.when.free", "pool"),
    ("behaviours.*.when.queue_of", "pool"),
    ("behaviours.*.at.*", "stage"),
    ("behaviours.*.to", "stage or exit"),
    ("behaviours.*.from_pool", "pool"),
    ("behaviours.*.to_pool", "pool"),
    ("behaviours.*.pool", "pool"),
    ("behaviours.*.keeps_for.*", "stream of arrivals"),
    ("behaviours.*.classes.*", "class"),
    ("groups.*.arrivals.*", "stream of arrivals"),
    ("groups.*.modes.*", "mode of arrival"),
    ("groups.*.classes.*", "class"),
    ("groups.*.reaches.*", "stage or exit"),
    ("groups.*.begins.*", "stage"),
    ("groups.*.exits.*", "exit"),
    ("groups.*.with_need", "need"),
    ("groups.*.without_need", "need"),
    ("groups.*.touched_by", "behaviour"),
    ("dispositions.*", "group"),
    ("measures.*.of", "group"),
    ("measures.*.are", "group"),
    ("measures.*.occupancy.*", "pool"),
    ("measures.*.waiting_hours.stages.*", "stage"),
    ("regions.threshold.at.*", "stage"),
    *((f"{moment}.reaches.*", "stage or exit") for moment in _MOMENTS),
    *((f"{moment}.begins.*", "stage") for moment in _MOMENTS),
    *((f"{moment}.leaves", "unit") for moment in _MOMENTS),
)
"""Pattern of the place (``*``: any key or position), and what the name there must be."""


def matches(tree: Any, pattern: str) -> Iterator[tuple[Path, Any]]:
    """Yield the path and value of every place that fits ``pattern``; with ``{}`` at its end, every key."""
    yield from _walk(tree, (), pattern.split("."))


def _walk(here: Any, path: Path, steps: list[str]) -> Iterator[tuple[Path, Any]]:
    if not steps:
        yield path, here
    elif steps[0] == KEYS:
        yield from (((*path, key), key) for key in (here if isinstance(here, dict) else ()))
    elif steps[0] == "*":
        inside = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
        for key, part in inside:
            yield from _walk(part, (*path, key), steps[1:])
    elif isinstance(here, dict) and steps[0] in here:
        yield from _walk(here[steps[0]], (*path, steps[0]), steps[1:])


def names(tree: Any, kind: str) -> list[str]:
    """Return the names of this kind that the scenario gives, in its order."""
    if kind == "mode of arrival":
        return [str(row.get("mode", name)) for name, row in blocks(tree, "arrivals").items()]
    found: list[str] = []
    for section in SECTIONS[kind]:
        given = descend(tree, tuple(section.split(".")))
        if kind == "layer" and given is None:
            given = ["front_line"]
        found += [name for name in given if isinstance(name, str)] if isinstance(given, (dict, list)) else []
    return found


def blocks(tree: Any, section: str) -> dict[str, dict[str, Any]]:
    """Return the entries of a section that are blocks, by id."""
    return {str(path[-1]): value for path, value in matches(tree, f"{section}.*") if isinstance(value, dict)}
