"""A loaded scenario: its variants, experiments and where every value comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from orgsim.scenario.becomes import written_out
from orgsim.scenario.chain import Files, read_files
from orgsim.scenario.emit import emit
from orgsim.scenario.layers import Layered, is_block, split
from orgsim.scenario.problems import NotFoundError, Problem, ScenarioError, SetError, distinct
from orgsim.scenario.provenance import Why, explain
from orgsim.scenario.variants import (
    BASE,
    apply_settings,
    entries,
    parse_settings,
    resolve,
    sentence,
    unknown_variant,
    variant_ids,
)

if TYPE_CHECKING:
    from orgsim.scenario.check import Checked
    from orgsim.scenario.offered_load import LoadRow
    from orgsim.scenario.schema import Experiment, Plausible, Variant, VariantEntry
    from orgsim.scenario.structures.lay import Laid
    from orgsim.scenario.traffic import Traffic


_NO_SETTINGS = "[]"


def _key(settings: Mapping[str, object]) -> str:
    return repr(sorted(settings.items()))


class Scenario:
    """A scenario file as loaded and found valid. Variants are made on demand and kept."""

    def __init__(
        self, files: Files, base: Layered, sets: Mapping[str, object], checked: Checked, laid: Laid | None = None
    ) -> None:
        self.path = files.documents[0].file
        self.sources: Mapping[str, bytes] = {**files.sources, **(laid.sources if laid else {})}
        """The bytes of every file that was read, by the name it is shown under."""
        self.texts: Mapping[str, str] = {**files.texts, **(laid.texts if laid else {})}
        """The text of every file, to quote lines from."""
        self.sets: Mapping[str, object] = dict(sets)
        self._base = base
        self._problems = tuple(checked.problems)
        self._layered: dict[tuple[str, str], Layered] = {}
        self._models: dict[tuple[str, str], Variant] = {}
        self._loads: dict[str, tuple[Traffic, tuple[LoadRow, ...]]] = {}
        if not sets:
            self._layered = {(variant, _NO_SETTINGS): found for variant, found in checked.layered.items()}
            self._models = {(variant, _NO_SETTINGS): found for variant, found in checked.models.items()}

    @property
    def name(self) -> str:
        """The name the file gives the scenario."""
        return str(self._base.tree["name"])

    @property
    def variant_ids(self) -> tuple[str, ...]:
        """The variants in the order of the file; ``base`` alone when it has none."""
        return variant_ids(self._base.tree)

    @property
    def experiments(self) -> Mapping[str, Experiment]:
        """The experiments of the file by id."""
        from orgsim.scenario.schema import Experiment

        return {
            key: Experiment.model_validate(value, strict=True)
            for key, value in (self._base.tree.get("experiments") or {}).items()
        }

    @property
    def plausible(self) -> Mapping[str, Plausible]:
        """The ranges of what is not known exactly, by id."""
        from orgsim.scenario.schema import Plausible

        found = self._base.tree.get("plausible") or {}
        return {key: Plausible.model_validate(value, strict=True) for key, value in found.items()}

    def written(self, name: str) -> float | None:
        """Return the file's own value in the unit of the range ``name`` (None: it is no such number any more)."""
        from orgsim.scenario.plausible_checks import value_at

        one = self.plausible[name]
        return value_at(self._layers(BASE, {}), self.variant(BASE), one.path, one)

    def leaves(self, variant: str, path: str) -> bool:
        """Whether a variant leaves the value at ``path`` as the file has it, so that its range is the variant's too."""
        file, own = self._layers(BASE, {}), self._layers(self._known(variant), {})
        keys = split(path, file.tree)
        if keys in file.layers:
            return own.layers.get(keys) == file.layers[keys]
        return keys not in own.layers and is_block(own.tree, keys[:-1])

    def has(self, variant: str, path: str) -> bool:
        """Whether a variant has the thing whose value is at ``path``."""
        own = self._layers(self._known(variant), {})
        return is_block(own.tree, split(path, own.tree)[:-1])

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Warnings about the file and all its variants, the offered-load check among them, by place."""
        return self.warnings

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Warnings about the file and all its variants, the offered-load check among them, by place."""
        from orgsim.scenario.check import across_variants
        from orgsim.scenario.load_warnings import load_warnings

        found = {}
        for variant in self.variant_ids:
            with suppress(SetError):  # a variant that the settings do not fit says so when it is asked for
                marks = self._layers(variant, {}).marks
                found[variant] = load_warnings(self.variant(variant), marks, *self._work(variant))
        return tuple(distinct([*self._problems, *across_variants(found, tuple(found))]))

    @property
    def beyond_structure(self) -> tuple[Problem, ...]:
        """What the variants change that is no structure's to set, by place (``orgsim check --structures``)."""
        from orgsim.scenario.structures.differences import beyond_structure

        found = (
            problem
            for variant in self.variant_ids
            if variant != BASE
            for problem in beyond_structure(self._base, self._layers(variant, {}), variant)
        )
        return tuple(distinct(found))

    @property
    def variant_entries(self) -> Mapping[str, VariantEntry]:
        """The variants as the file writes them (name, description, what they change), by id."""
        from orgsim.scenario.schema import VariantEntry

        return {key: VariantEntry.model_validate(value, strict=True) for key, value in entries(self._base.tree).items()}

    def variant(self, variant: str | None = None, settings: Mapping[str, object] | None = None) -> Variant:
        """Return a variant (the first when None), with ``settings`` (dotted path to value) laid over it.

        ``base`` is the file without any variant's changes. Raises NotFoundError for an unknown variant and
        SetError for a setting whose path does not exist or whose value cannot stand there.
        """
        name = self._known(variant)
        key = (name, _key(settings or {}))
        if key not in self._models:
            self._models[key] = _model(self._layers(name, settings or {}), {**(settings or {}), **self.sets})
        return self._models[key]

    def offered_load(self, variant: str | None = None) -> tuple[LoadRow, ...]:
        """Return the work that comes to each pool and position of a variant, found once and kept."""
        return self._work(self._known(variant))[1]

    def _work(self, variant: str) -> tuple[Traffic, tuple[LoadRow, ...]]:
        if variant not in self._loads:
            from orgsim.scenario.offered_load import offered_load
            from orgsim.scenario.traffic import traffic

            flow = traffic(self.variant(variant))
            self._loads[variant] = flow, tuple(offered_load(self.variant(variant), flow))
        return self._loads[variant]

    def why(self, variant: str | None, path: str, settings: Mapping[str, object] | None = None) -> Why:
        """Say which layer set the value at ``path``. Raises NotFoundError when nothing is there."""
        layered = self._layers(self._known(variant), settings or {})
        return explain(layered, split(path, layered.tree), self.variant(variant, settings), self.sources)

    def resolved_yaml(self, variant: str | None = None, settings: Mapping[str, object] | None = None) -> str:
        """Return the variant as a scenario file of its own, with all changes in place."""
        name = self._known(variant)
        self.variant(name, settings)
        return emit(self._layers(name, settings or {}).tree, comment=f"variant {name} of {FilePath(self.path).name}")

    def _known(self, variant: str | None) -> str:
        name = self.variant_ids[0] if variant is None else variant
        if name not in (*self.variant_ids, BASE):
            raise NotFoundError(unknown_variant(name, self.variant_ids))
        return name

    def _layers(self, variant: str, settings: Mapping[str, object]) -> Layered:
        key = (variant, _key(settings))
        if key not in self._layered:
            layered = self._laid(variant, settings)
            written_out(layered, lambda name: self._laid(name, settings), list(entries(self._base.tree)))
            self._layered[key] = layered
        return self._layered[key]

    def _laid(self, variant: str, settings: Mapping[str, object]) -> Layered:
        layered, _ = resolve(self._base, variant)
        apply_settings(layered, settings, "setting")
        apply_settings(layered, self.sets, "--set")
        return layered


def load(path_or_name: str, sets: Iterable[str] = ()) -> Scenario:
    """Load a scenario from a path, ``-`` (standard input) or the name of a built-in one.

    ``sets`` are ``path=value`` texts laid over every variant. Raises NotFoundError when there is no such file
    or it cannot be read, SetError for a setting that fits no variant (where it fits some, the others raise it when
    they are asked for), and ScenarioError with all problems of the file and every variant at once.
    """
    from orgsim.scenario.check import check_all
    from orgsim.scenario.structures import with_structures

    settings = parse_settings(tuple(sets))
    files = read_files(str(path_or_name))
    base = _base(files)
    laid = with_structures(base, files.documents[0].file)
    checked = check_all(base)
    problems = [*_without_consequences(checked.problems), *laid.problems]
    if any(problem.severity == "error" for problem in problems):
        raise ScenarioError(problems, {**files.texts, **laid.texts})
    scenario = Scenario(files, base, settings, checked, laid)
    if settings:
        _fits(scenario)
    return scenario


def _without_consequences(problems: list[Problem]) -> list[Problem]:
    """Leave out what does not hang together only because the scenario's roles, from which structures are made, name nothing."""
    at_fault = [one for one in problems if one.path[:1] == ("roles",) and one.severity == "error"]
    return [one for one in problems if one in at_fault or not one.code.startswith("ORG3")] if at_fault else problems


def _fits(scenario: Scenario) -> None:
    """Raise the first SetError if the settings fit no variant at all."""
    errors: list[SetError] = []
    for variant in scenario.variant_ids:
        try:
            scenario.variant(variant)
        except SetError as error:
            errors.append(error)
        else:
            return
    raise errors[0]


def _base(files: Files) -> Layered:
    """Lay the files over each other, the one that is furthest up first."""
    *above, first = files.documents[::-1]
    if not above:
        return Layered.of(first, "this file")
    base = Layered.of(above[0], "extended file")
    for document in above[1:]:
        base.merge(document, "extended file")
    base.merge(first, "this file")
    return base


def _model(layered: Layered, settings: Mapping[str, object]) -> Variant:
    from orgsim.scenario.check import check_one
    from orgsim.scenario.graph_checks import UNLESS_SOMEWHERE_FINE
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.validate import validate

    model, problems = validate(layered.tree, layered.marks, Variant)
    wrong = [p for p in check_one(layered) if settings and p.severity == "error"]
    problems += [p for p in wrong if p.code not in UNLESS_SOMEWHERE_FINE]  # the file may reach it in other variants
    if model is None or problems:
        first = problems[0]
        given = next((key for key in settings if _touches(key, first, layered)), "")
        named = f"`{given}={settings[given]}`: " if given else ""
        raise SetError(f"{named}{first.message}. {sentence(first.hint)}".strip())
    return model


def _touches(key: str, problem: Problem, layered: Layered) -> bool:
    path = split(key, layered.tree)
    return problem.path[: len(path)] == path or path[: len(problem.path)] == problem.path
