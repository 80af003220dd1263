"""Which measures a variant has and what each means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from orgsim.measures import catalogue
from orgsim.measures.catalogue import Entry
from orgsim.measures.groups import grouped_shares, groupings
from orgsim.measures.structures import asks_what
from orgsim.measures.words import called, in_words, listed, members, moment, percent, plain
from orgsim.plan.staff import changing_units
from orgsim.scenario.schema import Variant
from orgsim.scenario.schema.judging import Measure, TimeShare
from orgsim.scenario.schema.targets import Target

_PERIODS = {"daily": "days", "weekly": "weeks", "monthly": "spans of four weeks"}


@dataclass(frozen=True, slots=True)
class Definition:
    """What a measure is. ``better`` is lower, higher or neither; ``family`` says what brings it with it."""

    id: str
    name: str
    unit: str
    better: str
    definition: str
    source: str
    family: str


def definitions(variant: Variant) -> list[Definition]:
    """Return every measure that ``measure`` gives for this variant, once each, in the order to show them.

    A measure that the scenario declares replaces a built-in one of the same id.
    """
    taken = declared_ids(variant)
    built_in = [*_targets(variant), *_built_in(variant), *_grouped(variant)]
    return [*_declared(variant), *(one for one in built_in if one.id not in taken)]


def has_failure(variant: Variant) -> bool:
    """Whether anything can go wrong, or come back because of it, in this variant."""
    return any(stage.defects is not None for stage in variant.pathway.values()) or any(
        way_out.failure is not None for way_out in variant.exits.values()
    )


def declared_ids(variant: Variant) -> frozenset[str]:
    """Ids of the measures that the scenario declares."""
    return frozenset(one.id for one in _declared(variant))


def _filled(entry: Entry, source: str, family: str, **words: str) -> Definition:
    made = [part.format(**words) for part in entry]
    name = made[1][:1].upper() + made[1][1:]
    return Definition(made[0], name, made[2], made[3], made[4], source, family)


def _nouns(variant: Variant) -> dict[str, str]:
    return {"visit": variant.words.visit, "visits": variant.words.visits}


def _built_in(variant: Variant) -> Iterator[Definition]:
    for family, entries in catalogue.BUILT_IN.items():
        if family == "failure" and not has_failure(variant):
            continue
        for entry in entries:
            yield _filled(entry, "built in", family, **_nouns(variant))
        if family == "decisions" and asks_what(variant):
            for entry in catalogue.JUDGEMENT:
                yield _filled(entry, "built in", family, **_nouns(variant))
    if changing_units(variant):
        for entry in catalogue.PEOPLE:
            yield _filled(entry, "built in", "people", **_nouns(variant))
    if any(pool.reviewed is not None for pool in variant.resources.values()):
        for entry in catalogue.REVIEWS:
            yield _filled(entry, "built in", "reviews", **_nouns(variant))


def _targets(variant: Variant) -> Iterator[Definition]:
    for key, target in variant.targets.items():
        for entry, extra in _entries(variant, target):
            words = {
                "target": key, "name": target.name or plain(key), "period": _PERIODS[target.counted],
                "goal": _goal(target), "limit": in_words(target.within or 0.0), **_nouns(variant), **extra,
            }  # fmt: skip
            yield _filled(entry, f"targets.{key}", "target", **words)


def _grouped(variant: Variant) -> Iterator[Definition]:
    for key, kind, source, words in _quantities(variant):
        entry = catalogue.GROUPED[kind]
        if kind == "are":
            entry = entry._replace(better=variant.measures[key].better)
        for grouping in groupings(variant):
            if kind == "time" and grouping == "class":
                continue  # a part of `time_inside` itself
            group, groups = catalogue.GROUPINGS[grouping]
            named = {"grouping": grouping, "group": group, "groups": groups}
            yield _filled(entry, source, "groups", **_nouns(variant), **words, **named)


def _quantities(variant: Variant) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Yield what is given by group: id, kind, source and the words that only it needs."""
    yield "", "time", "built in", {}
    timed = [key for key, one in variant.targets.items() if one.within is not None or one.mean_below is not None]
    for key in timed[:1]:
        yield key, "clock", f"targets.{key}", {"target": key, "name": variant.targets[key].name or plain(key)}
    for key in grouped_shares(variant):
        declared = variant.measures[key]
        words = {"measure": key, "name": declared.name or plain(key), "whole": members(variant, declared.of)}
        yield key, "are", _source(variant, key, declared), {**words, "part": f"`{declared.are}`"}


def _entries(variant: Variant, target: Target) -> Iterator[tuple[Entry, dict[str, str]]]:
    """Yield the entries of a target with the words that only they need."""
    if target.within is not None:
        yield from ((entry, {}) for entry in catalogue.LIMIT)
        for group in variant.dispositions:
            words = {"disposition": group, "group": called(variant.groups, group)}
            yield from ((entry, words) for entry in catalogue.LIMIT_BY_DISPOSITION)
        yield from ((entry, {}) for entry in catalogue.LIMIT_SHAPE)
    elif target.mean_below is not None:
        yield from ((entry, {}) for entry in catalogue.MEAN_BELOW)
    elif target.occupancy is not None:
        pools = listed([called(variant.resources, pool) for pool in target.occupancy.of], "and")
        yield from ((entry, {"group": pools}) for entry in catalogue.OCCUPANCY)
    elif target.share is not None:
        words = {"disposition": target.share.of, "group": target.share.are}
        yield from ((entry, words) for entry in catalogue.SHARE)


def _goal(target: Target) -> str:
    if target.within is not None:
        return f"{percent(target.goal or 0.0)} within {in_words(target.within)}"
    if target.mean_below is not None:
        return f"a mean below {in_words(target.mean_below)}"
    below = target.occupancy or target.share
    return f"below {percent(below.below)}" if below is not None else ""


def _declared(variant: Variant) -> Iterator[Definition]:
    for key, declared in variant.measures.items():
        kind, extra = _kind(variant, declared)
        words = {
            "target": key, "name": declared.name or plain(key), "whole": members(variant, declared.of),
            **_nouns(variant), **extra,
        }  # fmt: skip
        entry = catalogue.DECLARED[kind]._replace(better=declared.better)
        if declared.note:
            words["note"] = declared.note
            entry = entry._replace(definition=f"{entry.definition} {{note}}")
        for show in declared.time.show if declared.time else ("",):
            named = {"disposition": show, "statistic": _STATISTICS.get(show, "")}
            yield _filled(entry, _source(variant, key, declared), "declared", **words, **named)


_STATISTICS = {
    "mean": "Mean",
    "median": "Median",
    "p90": "90th percentile of the",
    "p95": "95th percentile of the",
}


def _source(variant: Variant, key: str, declared: Measure) -> str:
    """Return the source given, in full where it names one of ``about.sources``; else the place."""
    if declared.source is None:
        return f"measures.{key}"
    known = variant.about.sources.get(declared.source)
    return known.text if known else declared.source


def _kind(variant: Variant, declared: Measure) -> tuple[str, dict[str, str]]:
    """Return the kind of a declared measure and the words that only this kind needs."""
    timed = declared.time or declared.time_share or declared.harm
    ends = {"start": moment(variant, timed.start), "end": moment(variant, timed.end)} if timed else {}
    if declared.time is not None:
        return "time", ends
    if declared.time_share is not None:
        return "time_share", {**ends, "limit": _range(declared.time_share)}
    if declared.harm is not None:
        return "harm", {**ends, "base": percent(declared.harm.base)}
    if declared.are is not None:
        return "are", {"part": f"`{declared.are}`"}
    if declared.returned is not None:
        return "returned", {"limit": in_words(declared.returned.within)}
    if declared.occupancy is not None:
        pools = [called(variant.resources, pool) for pool in declared.occupancy]
        return "occupancy", {"part": listed(pools, "and")}
    stages = declared.waiting_hours.stages if declared.waiting_hours else []
    return "waiting_hours", {"part": listed([called(variant.pathway, stage) for stage in stages])}


def _range(wanted: TimeShare) -> str:
    low = None if wanted.at_least is None else f"{in_words(wanted.at_least)} or more"
    high = None if wanted.below is None else f"less than {in_words(wanted.below)}"
    return listed([part for part in (low, high) if part], "and") or "any time"
