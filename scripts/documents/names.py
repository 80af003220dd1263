"""What commands on the pages name: scenarios, variants, experiments, paths, measures, pictures, things to explain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path, PurePath
from typing import Any

from orgsim.analysis.compare import UnknownMeasureError, known_measure
from orgsim.analysis.require import RequirementError, check_known, parse_requirement
from orgsim.experiment.box import box_of
from orgsim.experiment.vary import VaryError, latin_hypercube, read_vary
from orgsim.measures import definitions
from orgsim.scenario import NotFoundError, Scenario, ScenarioError, load
from orgsim.scenario.chain import builtin_scenarios
from orgsim.scenario.problems import SetError
from orgsim.scenario.starter import BLANK_NAME, starter
from scripts.documents.pages import ROOT

_ERRORS = (NotFoundError, ScenarioError, SetError, VaryError, UnknownMeasureError, RequirementError)
_TAKES = ("file", "what", "files", "run")
_VARIANTS = ("variants", "variant", "against", "diff")


class Names:
    """The names in one command: ``given`` maps click's parameter names to text, ``made`` folders to starters."""

    def __init__(self, given: Mapping[str, Any], made: Mapping[str, str]) -> None:
        self._given, self._made = given, made

    def wrong(self, verb: str) -> Iterator[str]:
        """Yield what names nothing. What is meant cannot be known for a file or run of the reader's own."""
        checks: list[Callable[[str], Iterator[str]]] = [self._of_scenario, self._of_orgsim]
        for check in checks:
            try:
                yield from check(verb)
            except _ERRORS as error:
                yield str(error)

    def _of_scenario(self, verb: str) -> Iterator[str]:
        if verb == "list":
            self._scenario(self._given.get("file"))
            return
        given = (self._given.get(key) for key in _TAKES)
        for name in [one for value in given if value for one in ([value] if isinstance(value, str) else value)]:
            scenario = self._scenario(name)
            if scenario is not None:
                yield from self._in(scenario)

    def _scenario(self, name: str | None) -> Scenario | None:
        """Load what ``name`` means to a reader of the page; None if only the reader has it. Raises NotFoundError."""
        sets = tuple(self._given.get("sets") or ())
        if name is None or name == "-":
            return None
        path = PurePath(name)
        if path.name == "scenario.yaml" and path.parent.as_posix() in self._made:
            return _started(self._made[path.parent.as_posix()], sets)
        if path.suffix not in (".yaml", ".yml") and len(path.parts) > 1:
            return _run_of(path, sets)
        return _loaded(str(ROOT / path) if path.suffix else name, sets)

    def _in(self, scenario: Scenario) -> Iterator[str]:
        """Check what is named inside a scenario."""
        known = scenario.variant_ids
        for variant in (one for key in _VARIANTS for one in self._several(key)):
            if variant not in (*known, "base"):
                yield f"`{variant}` is not a variant: {', '.join(known)}"
        experiment = self._given.get("experiment")
        if experiment and experiment not in scenario.experiments:
            yield f"`{experiment}` is not an experiment: {', '.join(scenario.experiments)}"
        ids = _measures(scenario, self._run(scenario))
        for point in self._points():
            for variant in self._run(scenario):
                scenario.variant(variant, point)  # raises SetError if what is varied is not there
        if self._given.get("") in ("sensitivity", "verdict"):
            box_of(scenario, self._run(scenario), self._several("parameters"))  # raises VaryError
        for measure in self._several("measures"):
            known_measure(measure, ids)
        for text in self._several("requirements"):
            check_known(parse_requirement(text), known, ids)
        for path in self._several("path"):
            scenario.why((self._several("variant") or (None,))[0], path)

    def _points(self) -> Iterator[dict[str, Any]]:
        """Yield two settings of what is varied: enough to see that the paths exist and the values can stand there."""
        axes = read_vary(self._several("vary"))
        yield from (dict(one.values) for one in (latin_hypercube(axes, 2, 1) if axes else ()))

    def _run(self, scenario: Scenario) -> tuple[str, ...]:
        """Return the variants that the command is about, as far as they exist: those named, else the experiment's."""
        named = tuple(one for key in _VARIANTS for one in self._several(key))
        experiment = scenario.experiments.get(self._given.get("experiment") or "main")
        chosen = named or (tuple(experiment.compare) if experiment else scenario.variant_ids)
        return tuple(one for one in chosen if one in scenario.variant_ids)

    def _several(self, key: str) -> tuple[str, ...]:
        """Return the values of an option, given often or with commas."""
        value = self._given.get(key) or ()
        return tuple(value.split(",")) if isinstance(value, str) else tuple(value)

    def _of_orgsim(self, verb: str) -> Iterator[str]:
        """Check what is named inside orgsim: starters, pictures, topics."""
        if verb == "new" and (source := self._given.get("source")):
            starter(source)
        if verb in ("plot", "report"):
            from orgsim.plots.catalogue import CATALOGUE

            known = [one.name for one in CATALOGUE]
            asked = (*self._several("names"), *self._several("wanted"))
            yield from (f"`{one}` is not a picture: {', '.join(known)}" for one in asked if one not in known)
        if verb == "explain":
            yield from _unexplained(str(self._given.get("topic")))


def _unexplained(topic: str) -> Iterator[str]:
    from orgsim.scenario.codes import explain
    from orgsim.scenario.schema.targets import ACTIONS

    scenarios = [load(name) for name in builtin_scenarios()]
    if explain(topic) is None and topic not in ACTIONS and not any(topic in _measures(one) for one in scenarios):
        yield f"there is nothing called `{topic}` to explain"


@cache
def _loaded(name: str, sets: tuple[str, ...]) -> Scenario:
    return load(name, sets)


def _run_of(path: PurePath, sets: tuple[str, ...]) -> Scenario | None:
    """Return the scenario a run folder is called after, such as ``results/nhs-four-hours-main-0001``, if built in."""
    return next((_loaded(name, sets) for name in builtin_scenarios() if path.name.startswith(name)), None)


@cache
def _started(source: str, sets: tuple[str, ...]) -> Scenario:
    """Load what ``orgsim new --from source`` writes.."""
    if source != BLANK_NAME:
        return _loaded(source, sets)
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for name, content in starter(source).items():
            Path(folder, name).write_bytes(content)
        return load(str(Path(folder, "scenario.yaml")), sets)


def _measures(scenario: Scenario, variants: tuple[str, ...] | None = None) -> list[str]:
    """Return the measures of some variants (default: all). Raises SetError if the settings do not fit one of them."""
    return [one.id for name in variants or scenario.variant_ids for one in definitions(scenario.variant(name))]
