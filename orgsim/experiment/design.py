"""What an experiment is made of: each variant resolved at each setting, and the tasks that follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import product
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from orgsim.experiment.records import Definition, Json, Key, Task

if TYPE_CHECKING:
    from orgsim.scenario.file import Scenario
    from orgsim.scenario.schema import Variant


@dataclass(frozen=True)
class Setting:
    """A point of a sweep: values laid over every variant, and the label it is known by ("" for none).

    ``under``: the values are what the file says, not what its variants do: one that sets a value itself keeps it.
    ``own``: further values by variant, for what depends on what the variant has.
    ``where_there``: a variant that does not have the thing whose value is set goes without.
    """

    label: str = ""
    values: tuple[tuple[str, Any], ...] = ()
    under: bool = False
    where_there: bool = False
    own: tuple[tuple[str, tuple[tuple[str, Any], ...]], ...] = ()


@dataclass(frozen=True)
class Entry:
    """One variant at one setting, resolved. ``text`` is a scenario of its own, ``digest`` its SHA-256."""

    id: str
    name: str
    setting: str
    text: str
    digest: str
    model: Variant


@dataclass(frozen=True)
class Design:
    """All that decides the results of a run. ``sources`` are the bytes that were read, by file name.

    ``precision`` says how precise a run of growing size is to be, ``sensitivity`` what its settings vary and how far,
    ``conflicts`` which targets press at which setting, ``regions`` what each region is; their reader is the
    analysis of the results.
    """

    name: str
    stem: str
    label: str
    sources: Mapping[str, bytes]
    sets: tuple[str, ...]
    entries: tuple[Entry, ...]
    against: str
    replications: int
    seed: int
    points: tuple[Setting, ...] = (Setting(),)
    precision: Json | None = None
    sensitivity: Json | None = None
    conflicts: Json | None = None
    regions: Json | None = None

    @property
    def variant_ids(self) -> tuple[str, ...]:
        """Ids of the variants in order."""
        return tuple(dict.fromkeys(entry.id for entry in self.entries))

    @property
    def settings(self) -> tuple[str, ...]:
        """The labels of the settings in order."""
        return tuple(dict.fromkeys(entry.setting for entry in self.entries))

    def definitions(self) -> tuple[Definition, ...]:
        """Say what the measures of all variants mean; a measure that several have is named once."""
        from orgsim.measures import definitions

        found: dict[str, Definition] = {}
        for entry in self.entries:
            for one in definitions(entry.model):
                found.setdefault(one.id, one)
        return tuple(found.values())

    def tasks(self, first: int = 1, last: int | None = None) -> tuple[Task, ...]:
        """Make the tasks: replication by replication, so that what is stored when stopped can be compared.

        Replications ``first`` to ``last`` (default: as many as are wanted).
        """
        return tuple(
            Task(Key(entry.id, entry.setting, number), self.seed, entry.digest, entry.model)
            for number in range(first, (self.replications if last is None else last) + 1)
            for entry in self.entries
        )


def design(
    scenario: Scenario,
    variants: Iterable[str] | None = None,
    *,
    replications: int,
    seed: int,
    label: str = "run",
    against: str | None = None,
    settings: Sequence[Setting] = (Setting(),),
    precision: Json | None = None,
    sensitivity: Json | None = None,
    conflicts: Json | None = None,
    regions: Json | None = None,
) -> Design:
    """Lay out an experiment. Raises NotFoundError for an unknown variant, SetError for a bad setting."""
    ids = tuple(dict.fromkeys(variants if variants is not None else scenario.variant_ids))
    entries = tuple(entry(scenario, one, setting) for one in ids for setting in settings)
    if against is not None and against not in ids:
        scenario.variant(against)  # says so if there is no such variant
        entries = (*(entry(scenario, against, setting) for setting in settings), *entries)
    return Design(
        name=scenario.name,
        stem=stem(scenario.path),
        label=label,
        sources=scenario.sources,
        sets=tuple(f"{path}={value}" for path, value in scenario.sets.items()),
        entries=entries,
        against=against if against is not None else ids[0],
        replications=replications,
        seed=seed,
        points=tuple(settings),
        precision=precision,
        sensitivity=sensitivity,
        conflicts=conflicts,
        regions=regions,
    )


def entry(scenario: Scenario, variant: str, setting: Setting) -> Entry:
    """Resolve one variant at one setting. Raises NotFoundError or SetError."""
    values = {path: value for path, value in setting.values if _is_set(scenario, variant, setting, path)}
    values |= dict(dict(setting.own).get(variant, ()))
    model = scenario.variant(variant, values)
    # what follows the comment on top, which holds the path of the file
    lines = scenario.resolved_yaml(variant, values).splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith("#"))
    name = variant_name(scenario, variant)
    return Entry(variant, name, setting.label, text, sha256(text.encode()).hexdigest(), model)


def _is_set(scenario: Scenario, variant: str, setting: Setting, path: str) -> bool:
    if setting.under:
        return scenario.leaves(variant, path)
    return not setting.where_there or scenario.has(variant, path)


def variant_name(scenario: Scenario, variant: str) -> str:
    """Return the readable name of a variant, or its id made readable."""
    found = scenario.variant_entries.get(variant)
    return (found.name if found else None) or variant.replace("_", " ")


def grid(vary: Mapping[str, Sequence[Any]]) -> tuple[Setting, ...]:
    """Return every combination of the values in ``vary`` (dotted path to list), first path slowest."""
    if not vary:
        return (Setting(),)
    points = product(*([(path, value) for value in values] for path, values in vary.items()))
    return tuple(Setting(label(point), point) for point in points)


def label(point: Iterable[tuple[str, Any]]) -> str:
    """Return what a setting with these values is known by: ``path=value, path=value``."""
    return ", ".join(f"{path}={value}" for path, value in point)


def stem(path: str) -> str:
    """Return the part of a scenario's file name that names its runs."""
    if path == "-":
        return "stdin"
    pure = PurePath(path)
    return pure.parent.name if pure.stem == "scenario" and pure.parent.name else pure.stem
