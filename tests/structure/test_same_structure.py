"""Isomorphism: the same graph, rights, pools, calendar and targets give the same output, whatever they are called."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import orgsim
from orgsim.scenario.chain import builtin_scenarios
from orgsim.scenario.schema import Variant
from orgsim.scenario.schema.variant import About, Words
from tests.structure.runs import all_values, times_inside, variant_of


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
