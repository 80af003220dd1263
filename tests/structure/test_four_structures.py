"""The structures that come as files: nothing hangs on their names, and the same content gives the same bits."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from orgsim.scenario.chain import builtin_scenarios
from orgsim.scenario.structures.document import builtin_structures
from tests.structure.runs import all_values, variant_of

FOUR = "four-structures"
NAMES = tuple(builtin_structures())


@cache
def known(variant: str) -> list[tuple[str, str, str]]:
    return all_values(variant_of(FOUR, variant))


def renamed(folder: Path, new: dict[str, str]) -> str:
    """Write each structure under another name beside a scenario that uses these, with variants of other names."""
    text = builtin_scenarios()[FOUR].read_text("utf-8")
    head, variants = text.split("\nvariants:\n")
    variants, experiments = variants.split("\nexperiments:\n")
    for old, name in new.items():
        (folder / f"{name}.yaml").write_text(builtin_structures()[old].read_text("utf-8"), "utf-8")
    words = re.compile(rf"(structure: )?\b({'|'.join(new)})\b(?=[:,}}\]\n])")
    variants, experiments = (
        words.sub(lambda match: f"{match[1] or ''}{new[match[2]]}{'.yaml' if match[1] else ''}", part)
        for part in (variants, experiments)
    )
    (folder / "scenario.yaml").write_text(f"{head}\nvariants:\n{variants}\nexperiments:\n{experiments}", "utf-8")
    return str(folder / "scenario.yaml")


def test_structures_under_other_names_give_the_same_numbers(tmp_path: Path) -> None:
    new = dict(zip(NAMES, ("north_wind", "apple", "seven", "zebra"), strict=True))
    path = renamed(tmp_path, new)
    for old, name in new.items():
        assert all_values(variant_of(path, name)) == known(old)


def test_names_may_even_be_exchanged(tmp_path: Path) -> None:
    """What is called by one name behaves as the file it was copied from, not as the name."""
    path = renamed(tmp_path, {"silo": "systemic", "systemic": "silo"})
    assert all_values(variant_of(path, "silo")) == known("systemic")


def test_two_structures_of_the_same_content_are_one(tmp_path: Path) -> None:
    text = builtin_scenarios()[FOUR].read_text("utf-8")
    (tmp_path / "twin.yaml").write_text(builtin_structures()["partnership"].read_text("utf-8"), "utf-8")
    text = text.replace("structure: silo}", "structure: twin.yaml}")
    (tmp_path / "scenario.yaml").write_text(text, "utf-8")
    one, other = (variant_of(str(tmp_path / "scenario.yaml"), name) for name in ("silo", "partnership"))
    assert all_values(one) == all_values(other) == known("partnership")


@pytest.mark.parametrize("name", NAMES)
def test_written_out_by_hand_a_structure_is_the_same(tmp_path: Path, name: str) -> None:
    """The resolved variant, a scenario of its own without roles and structures, gives the same bits."""
    from orgsim.scenario import load

    text = load(FOUR).resolved_yaml(name)
    assert "roles:" not in text
    assert (
        "structure" not in text.replace("Repairs under four structures", "").split("calendar:")[1].split("measures:")[0]
    )
    (tmp_path / "alone.yaml").write_text(text, "utf-8")
    assert all_values(variant_of(str(tmp_path / "alone.yaml"), "base")) == known(name)


def test_the_four_tell_themselves_apart() -> None:
    """The tests above could fail."""
    assert len({str(known(name)) for name in NAMES}) == len(NAMES)
