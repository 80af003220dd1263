"""Nothing hangs on a name: what differs between two variants comes from what they change, and from nothing else."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import orgsim
from orgsim.cohort import draw_cohort
from orgsim.engine import simulate
from orgsim.measures import measure
from orgsim.plan import compile_plan
from orgsim.scenario import load
from orgsim.scenario.schema import Variant

ROOT = Path(__file__).parents[2]
FLAGSHIP = ROOT / "scenarios" / "nhs-four-hours.yaml"
SHORT = [("calendar.warm_up", "3 days"), ("calendar.length", "1 week"), ("calendar.follow_up", "1 days")]


def _rows(variant: Variant, replication: int = 1) -> list[tuple[str, str, str]]:
    """All measures of one replication, values to the last bit."""
    plan = compile_plan(variant)
    cohort = draw_cohort(plan, 2013, replication)
    rows = measure(variant, plan, cohort, simulate(plan, cohort))
    return [(row.measure, row.group, repr(float(row.value))) for row in rows]


def _load(path: Path):
    return load(str(path), sets=[f"{place}={value}" for place, value in SHORT])


@pytest.fixture(scope="module")
def flagship():
    """The flagship with a short calendar."""
    return _load(FLAGSHIP)


@pytest.mark.parametrize("name", ["silo", "systemic"])
def test_renaming_the_variants_changes_no_number(flagship, tmp_path, name):
    new_names = {"silo": "north_wind", "systemic": "apple"}
    text = FLAGSHIP.read_text(encoding="utf-8")
    head, variants = text.split("\nvariants:\n")
    for old, new in new_names.items():
        variants = re.sub(rf"\b{old}\b(?=[:,\]\n])", new, variants)
    renamed = tmp_path / "renamed.yaml"
    renamed.write_text(f"{head}\nvariants:\n{variants}", encoding="utf-8")
    other = _load(renamed)
    assert "silo" not in other.variant_ids
    assert _rows(flagship.variant(name)) == _rows(other.variant(new_names[name]))


def test_the_same_structure_gives_the_same_numbers(flagship, tmp_path):
    """A second variant that sets the same graph, rights, pools, targets and money is the same hospital."""
    text = FLAGSHIP.read_text(encoding="utf-8")
    head, variants = text.split("\nvariants:\n")
    silo = re.search(r"  silo:\n(?:    .*\n|\n)+", variants)
    assert silo is not None
    twin = silo.group().replace("  silo:\n", "  twin:\n", 1).replace("name: Silos under the target", "name: A twin")
    path = tmp_path / "twin.yaml"
    path.write_text(f"{head}\nvariants:\n{twin}{variants}", encoding="utf-8")
    scenario = _load(path)
    assert _rows(scenario.variant("twin")) == _rows(scenario.variant("silo"))
    assert _rows(scenario.variant("twin")) != _rows(scenario.variant("systemic"))


def test_no_code_knows_a_structure_or_a_patient():
    """No name of a structure and nothing of a hospital stands in the code, but for words shown to people in docstrings."""
    words = {"silo", "systemic", "partnership", "shared_service", "patient", "patients", "hospital", "nurse"}
    allowed = {"patient_id"}  # a column that other tools expect
    found = []
    for path in sorted(Path(orgsim.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Name):
                names = [node.id]
            elif isinstance(node, ast.Attribute):
                names = [node.attr]
            elif isinstance(node, ast.arg):
                names = [node.arg]
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 30:
                names = [node.value]
            found += [f"{path.name}:{node.lineno}: {name}" for name in names if name in words - allowed]
    assert found == []
