"""Everything that can be said about a scenario without running it, over the file and all its variants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from orgsim.scenario.becomes import expand
from orgsim.scenario.choices import check_choices
from orgsim.scenario.graph_checks import UNLESS_SOMEWHERE_FINE, check_graph
from orgsim.scenario.layers import Layered, UnknownPathError, split
from orgsim.scenario.names import matches, names
from orgsim.scenario.plausible_checks import check_plausible
from orgsim.scenario.problems import Path, Problem, distinct
from orgsim.scenario.references import Reporter, check_references
from orgsim.scenario.region_checks import check_regions
from orgsim.scenario.schema import Variant
from orgsim.scenario.structures.role_checks import check_roles
from orgsim.scenario.validate import validate
from orgsim.scenario.variants import BASE, entries, resolve, too_many
from orgsim.scenario.words import did_you_mean, listed, shorten

_FAMILY = 4  # characters of a code that tell its family: ORG2, ORG3
_MOST_VARIED = 40


@dataclass(slots=True)
class Checked:
    """What checking a file found, and what it made on the way: each variant's tree, and its model if valid."""

    problems: list[Problem]
    layered: dict[str, Layered] = field(default_factory=dict)
    models: dict[str, Variant] = field(default_factory=dict)


def check_all(base: Layered) -> Checked:
    """Find all problems and warnings of a file: its fields, names and graph, of it and of every variant."""
    checked = Checked(too_many(base))
    if checked.problems:
        return checked
    found = {BASE: _check_file(base)}
    for variant in entries(base.tree):
        resolved, wrong = resolve(base, variant)
        wrong = wrong + _check_later(base, resolved)
        model, fields = validate(resolved.tree, resolved.marks, Variant)
        found[variant] = _without_echoes(wrong + fields + check_one(resolved))
        checked.layered[variant] = resolved
        if model is not None:
            checked.models[variant] = model
    everywhere = across_variants(found, tuple(found))
    targets = {name for tree in (base, *checked.layered.values()) for name in names(tree.tree, "target")}
    checked.problems = distinct(
        [*everywhere, *_experiments(base), *_never_a_target(base, targets), *check_plausible(base), *check_roles(base)]
    )
    return checked


def _never_a_target(base: Layered, targets: set[str]) -> list[Problem]:
    """Report behaviours, also those switched off, whose target is in no variant at all."""
    report = Reporter(base.tree, base.marks)
    return [
        report.at(path, "ORG309", f"no target is called `{shorten(name)}`", did_you_mean(name, targets))
        for path, name in matches(base.tree, "behaviours.*.because_of")
        if isinstance(name, str) and name not in targets
    ]


def _check_file(base: Layered) -> list[Problem]:
    fields = _fields(base)
    plain, _ = resolve(base, BASE) if BASE not in entries(base.tree) else (base.copied(), [])
    later = _check_later(base, plain)
    return _without_echoes(fields + check_one(plain) + later)


def _check_later(base: Layered, resolved: Layered) -> list[Problem]:
    """Write out the structure that a variant turns into, and say what is wrong with it."""
    later, problems = expand(resolved, lambda name: resolve(base, name)[0], list(entries(base.tree)))
    return problems if later is None or problems else check_one(later)


def _fields(layered: Layered) -> list[Problem]:
    return validate(layered.tree, layered.marks, Variant)[1]


def check_one(layered: Layered) -> list[Problem]:
    """Return what is wrong with the names, choices and graph of one resolved variant."""
    tree, marks = layered.tree, layered.marks
    return (
        check_references(tree, marks)
        + check_choices(tree, marks)
        + check_graph(tree, marks)
        + check_regions(tree, marks)
    )


def across_variants(found: Mapping[str, Sequence[Problem]], variants: Sequence[str]) -> list[Problem]:
    """Join the problems of all variants: each place once, naming the variants when it is not all of them."""
    holders: dict[tuple[Any, ...], list[str]] = {}
    first: dict[tuple[Any, ...], Problem] = {}
    for variant, problems in found.items():
        for problem in distinct(problems):
            holders.setdefault(problem.place, []).append(variant)
            first.setdefault(problem.place, problem)
    joined = []
    for place, problem in first.items():
        if problem.code in UNLESS_SOMEWHERE_FINE and len(holders[place]) < len(variants):
            continue
        joined.append(_naming_variants(problem, holders[place], variants))
    return joined


def _naming_variants(problem: Problem, holders: Sequence[str], variants: Sequence[str]) -> Problem:
    in_its_own = len(problem.path) > 1 and problem.path[0] == "variants"
    if in_its_own or BASE in holders or len(holders) == len(variants):
        return problem
    where = f"in variant {listed(holders)}" if len(holders) == 1 else f"in variants {listed(holders)}"
    return replace(problem, hint=f"{problem.hint} ({where})".strip())


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """Drop what repeats another problem of the same place: an unknown name need not be a bad id too."""
    not_found = {problem.path for problem in problems if problem.code.startswith("ORG3") and problem.code != "ORG343"}
    bad: dict[Path, str] = {}
    for problem in problems:
        if problem.code.startswith("ORG2"):
            bad.setdefault(problem.path, problem.code)
    return [
        problem
        for problem in problems
        if not (problem.code in ("ORG205", "ORG343") and problem.path in not_found)
        and not (problem.code.startswith("ORG3") and bad.get(problem.path, "ORG205") != "ORG205")
    ]


def _experiments(base: Layered) -> list[Problem]:
    """Report experiments that name variants or paths that do not exist, or values that cannot stand there."""
    report = Reporter(base.tree, base.marks)
    known = entries(base.tree) or {BASE: {}}
    problems = []
    for pattern in ("experiments.*.compare.*", "experiments.*.against"):
        for path, name in matches(base.tree, pattern):
            if isinstance(name, str) and name not in known:
                message = f"no variant is called `{shorten(name)}`"
                problems.append(report.at(path, "ORG311", message, did_you_mean(name, known)))
    for path, values in matches(base.tree, "experiments.*.vary.*"):
        problems += _varied(base, report, path, values)
    return problems


def _varied(base: Layered, report: Reporter, path: Path, values: Any) -> list[Problem]:
    """Lay each value of a ``vary`` over the first variant compared, and say what the fields say then."""
    variants = [
        name for _, name in matches(base.tree, f"experiments.{path[1]}.compare.*") if name in list(entries(base.tree))
    ]
    problems: list[Problem] = []
    for place, value in enumerate(values[:_MOST_VARIED] if isinstance(values, list) else []):
        resolved, wrong = resolve(base, variants[0] if variants else BASE)
        before = {problem.place for problem in _fields(resolved)}
        target = split(str(path[-1]), resolved.tree)
        try:
            resolved.change(target, value, base.marks.__getitem__, (*path, place), "vary")
        except UnknownPathError as error:
            return [report.at(path, "ORG312", str(error), error.hint, key=True)]
        problems += [problem for problem in _fields(resolved) if not wrong and problem.place not in before]
    return problems
