"""What a value that cannot be is told: what is wrong, as a sentence with a subject, and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from orgsim.scenario import ScenarioError, load

SHOP = Path(__file__).parents[1] / "experiment" / "scenarios" / "shop.yaml"
DECISION = "organisation.decisions.refund"
MEETING = "organisation.meetings.huddle"
WRONG = [
    (f"{DECISION}.complexity", "5 min", "`5 min` is not a number from 0 up", "write it without a unit, e.g. `1.5`"),
    (f"{DECISION}.complexity", {"exponential": {"mean": "5 min"}}, "`5 min` is not a number from 0 up",
     "write it without a unit"),
    (f"{DECISION}.judged.best", "40%", "`best` must be at least 50%, not `40%`", "write `50%` or more"),
    (f"{MEETING}.agenda", 0, "`agenda` must be at least 1, not `0`", "write `1` or more"),
    (f"{MEETING}.lasts", 10, "`10` needs a unit", "write `10 min`, `10 h` or `10 days`"),
    (f"{MEETING}.lasts", [], "a list is not a length of time", "write it like `25 min`"),
    (f"{MEETING}.happens", 9, "`9` does not say when", "every day at 09:00"),
    (f"{MEETING}.members", [], "`members` needs at least 1 entry, it has 0", "write more"),
    ("budget.total", 500, "`500` is not an amount of money", "write it like `£33,000 a year`"),
    ("budget.hours_a_week", 0, "`hours_a_week` must be above 0, not `0`", "write a number above 0"),
    ("arrivals.people.by_hour", [1] * 23 + [-1], "`by_hour` must be at least 0, not `-1`", "write `0` or more"),
    ("targets.one_hour.goal", 0.8, "`0.8` is not a percentage", "write it like `80%`"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "message", "hint"), WRONG)
def test_a_wrong_value_is_named_and_mended(tmp_path: Path, path: str, value: object, message: str, hint: str) -> None:
    tree = yaml.safe_load(SHOP.read_text())
    tree.setdefault("organisation", {}).setdefault("meetings", {}).setdefault(
        "huddle", {"members": ["boss"], "happens": "mon at 09:00", "lasts": "10 min"}
    )
    here = tree
    *steps, last = path.split(".")
    for step in steps:
        here = here.setdefault(step, {})
    here[last] = value
    file = tmp_path / "wrong.yaml"
    file.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False))
    with pytest.raises(ScenarioError) as caught:
        load(str(file))
    said = [(one.message, one.hint) for one in caught.value.problems if one.code == "ORG204"]
    assert any(message == one and hint in then for one, then in said), said
