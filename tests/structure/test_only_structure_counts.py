"""Structures that are the same, or that have nothing to act on, are equal; more of what helps never harms."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import orgsim
from orgsim.analysis.statistics import estimate
from orgsim.cohort import draw_cohort
from orgsim.engine import simulate
from orgsim.measures import measure
from orgsim.plan import compile_plan
from orgsim.scenario import load
from orgsim.scenario.chain import builtin_scenarios
from orgsim.scenario.schema import Variant
from orgsim.scenario.schema.variant import About, Words
from orgsim.theory import networks
from tests.engines import USABLE

SHORT = ("calendar.warm_up=2 days", "calendar.length=1 week", "calendar.follow_up=2 days")
SEED = 1900


def variant_of(name: str, variant: str, *sets: str) -> Variant:
    return load(name, [*SHORT, *sets]).variant(variant)


def times_inside(variant: Variant, replication: int = 1) -> NDArray[np.float64]:
    """Return how long each visit was inside, in minutes; NaN for one that still is."""
    plan = compile_plan(variant)
    cohort = draw_cohort(plan, SEED, replication)
    trace = simulate(plan, cohort, engine=USABLE[-1])
    return np.asarray((trace.departed - trace.arrived)[: cohort.arrivals])


def all_values(variant: Variant) -> list[tuple[str, str, str]]:
    plan = compile_plan(variant)
    cohort = draw_cohort(plan, SEED, 1)
    return [
        (row.measure, row.group, repr(float(row.value)))
        for row in measure(variant, plan, cohort, simulate(plan, cohort))
    ]


# Isomorphism: what is the same graph, with the same rights, pools, calendar and targets, gives the same output.


def test_one_structure_turned_into_the_other_gives_its_output() -> None:
    flat = [f"organisation.positions.team_{number}.reports_to=boss" for number in range(1, 5)]
    star = all_values(variant_of("regimes/low-traffic", "star"))
    assert all_values(variant_of("regimes/low-traffic", "tree", *flat)) == star
    assert all_values(variant_of("regimes/low-traffic", "tree")) != star


def test_positions_units_and_layers_may_have_any_name_and_stand_in_any_order(tmp_path: Path) -> None:
    text = builtin_scenarios()["regimes/low-traffic"].read_text("utf-8")
    new = {
        "boss": "zebra",
        "deputy_": "north_",
        "team_": "a_wheel_",
        "deputy": "middle",
        "team": "outer",
        "office": "yard",
    }
    for old, name in new.items():
        text = re.sub(rf"\b{old}(?=\b|\d)" if old.endswith("_") else rf"\b{old}\b", name, text)
    first, *others = re.findall(r"^    (?:zebra|north_\d|a_wheel_\d): .*\n", text, flags=re.MULTILINE)
    text = text.replace("".join((first, *others)), "".join((*reversed(others), first)))
    other = tmp_path / "other.yaml"
    other.write_text(text, encoding="utf-8")
    for variant in ("star", "tree"):
        renamed, known = variant_of(str(other), variant), variant_of("regimes/low-traffic", variant)
        assert not set(renamed.organisation.positions) & set(known.organisation.positions)
        np.testing.assert_array_equal(times_inside(renamed), times_inside(known))


def test_the_order_of_variants_and_what_is_said_of_them_changes_nothing(tmp_path: Path) -> None:
    text = builtin_scenarios()["regimes/specialists"].read_text("utf-8")
    head, variants = text.split("\nvariants:\n")
    variants, experiments = variants.split("\nexperiments:\n")
    first, second = re.findall(r"^  \w+:\n(?:    .*\n)+", variants, flags=re.MULTILINE)
    said = re.sub(r"(name|describe): .*", r"\1: The best of all", second)
    other = tmp_path / "other.yaml"
    other.write_text(f"{head}\nvariants:\n{said}{first}\nexperiments:\n{experiments}", encoding="utf-8")
    for variant in ("specialists", "generalists"):
        assert all_values(variant_of(str(other), variant)) == all_values(variant_of("regimes/specialists", variant))


# Null: without exceptions, costs of handing over and targets, all structures with pools by function are equal.

NULL = """
orgsim: 1
name: Nothing for a structure to act on
calendar: {warm_up: 2 days, length: 20 days, follow_up: 2 days}
organisation:
  layers: [front_line, middle, top]
  units: {all: {}, one: {part_of: all}, two: {part_of: all}}
  line: {delay: DELAY}
  positions:
    top: {unit: all, layer: top, attention: 10%}
    middle_one: {unit: one, layer: middle, reports_to: top, attention: 10%}
    middle_two: {unit: two, layer: middle, reports_to: top, attention: 10%}
    lead_one: {unit: one, layer: front_line, reports_to: middle_one}
    lead_two: {unit: two, layer: front_line, reports_to: middle_two}
  decisions:
    go_on: {asked_by: lead_one, held_by: lead_two, passing_on: EFFORT, effort: EFFORT}
classes: {any: {}}
needs: {exception: {share: SHARE}}
arrivals: {all: {at: first, per_day: 115.2, classes: {any: 100%}}}
pathway:
  first:
    unit: one
    needs: {first_clerk: 1}
    takes: {exponential: {mean: 10 min}}
    next: {by_need: exception, yes: ask, no: second}
  ask: {unit: one, asks: go_on, next: second}
  second: {unit: two, needs: {second_clerk: 1}, takes: {exponential: {mean: 8 min}}, next: done}
  promised: {unit: all, takes: 1 day, next: done}
exits: {done: {}}
resources: {first_clerk: {unit: one, number: 1}, second_clerk: {unit: two, number: 1}}
targets: {soon: {owner: top, pressure: PRESSURE, clock: {starts: arrival, stops: departure}, within: 1 h, goal: 90%}}
behaviours:
  push: {who: top, because_of: soon, switched: on, when: {clock_over: 10 min}, do: jump_queue, at: [first, second]}
  put_off: {who: top, because_of: soon, switched: on, when: {clock_over: 30 min}, do: divert, at: [second, ask], to: promised}
variants:
  climbing: {change: {organisation.decisions.go_on.route: reporting_lines}}
  beside:
    change:
      organisation.links.corridor: {between: [lead_one, lead_two], informal: true, delay: DELAY}
      organisation.decisions.go_on.route: nearest
  empowered: {change: {organisation.decisions.go_on.held_by: lead_one}}
  meeting:
    change:
      organisation.meetings.weekly:
        {members: [lead_one, lead_two, top], happens: mon at 09:00, lasts: 2 h, settles: [go_on]}
  flat:
    change: {organisation.positions.lead_one.reports_to: top, organisation.positions.lead_two.reports_to: top}
"""
STRUCTURES = ("base", "climbing", "beside", "empowered", "meeting", "flat")


def null_times(
    folder: Path, share: str, effort: str, delay: str, pressure: str
) -> dict[str, list[NDArray[np.float64]]]:
    path = folder / "null.yaml"
    text = NULL.replace("SHARE", share).replace("EFFORT", effort).replace("DELAY", delay).replace("PRESSURE", pressure)
    path.write_text(text, encoding="utf-8")
    scenario = load(str(path))
    return {name: [times_inside(scenario.variant(name), number) for number in range(20)] for name in STRUCTURES}


def test_without_exceptions_and_targets_all_structures_are_equal_and_a_jackson_network(tmp_path: Path) -> None:
    times = null_times(tmp_path, "0%", "1 h", "2 h", "0%")
    for name in STRUCTURES:
        assert all(np.array_equal(*pair, equal_nan=True) for pair in zip(times[name], times["base"], strict=True))
    network = networks.jackson((0.08, 0.0), ((0.0, 1.0), (0.0, 0.0)), (1 / 10, 1 / 8))
    seen = estimate(float(np.nanmean(one)) for one in times["base"])
    assert seen.low < network.time < seen.high
    assert seen.high - seen.low < 0.3 * network.time


def test_exceptions_that_cost_nothing_make_no_difference_to_anybody(tmp_path: Path) -> None:
    times = null_times(tmp_path, "40%", "0 min", "0 min", "0%")
    for name in set(STRUCTURES) - {"meeting"}:  # who sits in a meeting answers nobody meanwhile
        for mine, theirs in zip(times[name], times["base"], strict=True):
            np.testing.assert_allclose(mine, theirs, atol=1e-6)


def test_exceptions_and_pressure_are_felt(tmp_path: Path) -> None:
    """The two tests above could fail: exceptions tell all the structures apart, and pressure changes the times."""
    asked = null_times(tmp_path, "40%", "10 min", "30 min", "0%")
    means = {name: float(np.nanmean(np.concatenate(asked[name]))) for name in STRUCTURES}
    assert len(set(means.values())) == len(STRUCTURES) - 1  # `climbing` is the base
    pressed = null_times(tmp_path, "0%", "10 min", "30 min", "90%")["base"]
    alone = null_times(tmp_path, "0%", "10 min", "30 min", "0%")["base"]
    assert float(np.nanmean(np.concatenate(pressed))) > 1.5 * float(np.nanmean(np.concatenate(alone)))


# Monotone: more fidelity, attention or staff never makes the mean time longer, on the same people.

TOLERANCE = 0.01
"""A longer mean by this share of it is let pass: who comes first may change, and a few replications scatter."""
REPLICATIONS = 6

SHOP = (("shop-returns", "base"), ("shop-returns", "systemic"))
BETTER: list[tuple[str, str, str, Sequence[str]]] = [
    *((*one, "organisation.line.fidelity", ("50%", "70%", "90%", "100%")) for one in SHOP),
    *((*one, f"organisation.positions.{who}.attention", ("20%", "40%", "80%", "100%")) for one in SHOP
      for who in ("refund_clerk", "desk_supervisor", "technician_lead", "shop_manager")),
    # Not the assistants: with more of them fewer give up, and whoever gives up has the shortest stay.
    *((*one, "resources.technician.number", ("1", "2", "4")) for one in SHOP),
    *(("regimes/low-traffic", one, "organisation.positions.boss.attention", ("50%", "70%", "100%")) for one in ("star", "tree")),
    *(("regimes/low-traffic", one, "organisation.positions.boss.number", ("1", "2", "3")) for one in ("star", "tree")),
    ("regimes/specialists", "specialists", "organisation.positions.director.attention", ("20%", "50%", "100%")),
    ("regimes/specialists", "specialists", "resources.first_specialist.number", ("3", "4", "6")),
    ("regimes/specialists", "generalists", "resources.generalist.number", ("6", "7", "9")),
    ("regimes/under-managed", "one", "organisation.positions.manager.number", ("1", "2", "3")),
    ("regimes/under-managed", "one", "resources.worker.number", ("8", "10", "12")),
]  # fmt: skip


@cache
def mean_time(name: str, variant: str, setting: str) -> float:
    times = [times_inside(variant_of(name, variant, setting), number) for number in range(REPLICATIONS)]
    return float(np.nanmean(np.concatenate(times)))


@pytest.mark.parametrize(("name", "variant", "path", "values"), BETTER)
def test_more_of_what_helps_never_makes_it_longer(name: str, variant: str, path: str, values: Sequence[str]) -> None:
    means = [mean_time(name, variant, f"{path}={value}") for value in values]
    for less, more in pairwise(means):
        assert more <= less * (1 + TOLERANCE), f"{path}: {means}"


def test_the_levers_do_something() -> None:
    """Most of them shorten the mean; those that nobody waits for may leave it as it is."""
    ends = [
        (mean_time(*one, f"{path}={values[0]}"), mean_time(*one, f"{path}={values[-1]}"))
        for *one, path, values in BETTER
    ]
    assert sum(last < 0.99 * first for first, last in ends) >= len(BETTER) * 2 / 3


# Names: nothing reads what a variant is called once it is put together.

UNREAD = ("extends", "variants", "experiments", "plausible")
"""What a resolved variant has besides for the command line; its texts are changed instead, for people are told them."""


class Unnamed(Variant):
    """A variant that refuses to say what it is called."""

    def __getattribute__(self, key: str) -> object:
        if key in UNREAD:
            raise AssertionError(f"something asked for `{key}`")
        return super().__getattribute__(key)


@pytest.mark.parametrize(("name", "variant"), [("nhs-four-hours", "silo"), ("regimes/low-traffic", "tree")])
def test_all_that_makes_the_numbers_works_on_a_variant_without_a_name(name: str, variant: str) -> None:
    known = variant_of(name, variant)
    fields = {key: getattr(known, key) for key in Variant.model_fields}
    fields |= {"name": "Something else", "about": About(), "words": Words(visits="things")}
    unnamed = Unnamed.model_construct(**fields)
    with pytest.raises(AssertionError, match="asked for `variants`"):
        _ = unnamed.variants
    assert all_values(unnamed) == all_values(known)


def code() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(Path(orgsim.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield f"{path.parent.name}/{path.name}:{getattr(node, 'lineno', 0)}", node


def names_a_variant(node: ast.AST) -> bool:
    called = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return called in {"variant", "variant_id", "variant_name", "against", "setting"}


def is_text(node: ast.AST) -> bool:
    parts = node.elts if isinstance(node, (ast.Tuple, ast.Set, ast.List)) else [node]
    return any(isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value for part in parts)


def compares_a_name(node: ast.AST) -> bool:
    """Whether code asks if a variant has a certain name: by comparing, matching, or looking at part of it."""
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        return any(map(names_a_variant, sides)) and any(map(is_text, sides))
    if isinstance(node, ast.Match):
        return names_a_variant(node.subject)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        parts = {"startswith", "endswith", "find", "index", "count", "removeprefix", "removesuffix"}
        return node.func.attr in parts and names_a_variant(node.func.value)
    return False


def test_no_code_asks_whether_a_variant_has_a_certain_name() -> None:
    assert [place for place, node in code() if compares_a_name(node)] == []


@pytest.mark.parametrize(
    "line", ["if variant == 'silo': pass", "x = entry.variant in ('a', 'b')", "variant_id.startswith('s')"]
)
def test_the_search_finds_such_code(line: str) -> None:
    assert any(compares_a_name(node) for node in ast.walk(ast.parse(line)))
