"""What a file calls plausible: read strictly, and never a part of what runs."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from orgsim.scenario import Scenario, SetError, load
from orgsim.scenario.problems import Problem
from orgsim.scenario.schema import Plausible
from orgsim.scenario.schema.quantity import Quantity, alike, parse_quantity

BEDS = "path: resources.bed.number, from: 16, to: 24"
LEVEL = "path: arrivals.walk_in.level, from: 80%, to: 120%"
BOX = f"\nplausible:\n  beds: {{{BEDS}, why: a guess}}\n  pressure: {{path: targets.four_hour.pressure, from: 10%, to: 90%}}\n"
WRONG = [
    # the block after `r: `, with ⟦what is underlined⟧; code; words of the message or hint
    ("{path: ⟦resources.beds.number⟧, from: 1, to: 2}", "ORG312", "did you mean `resources.bed`?"),
    ("{path: ⟦resources.bed.nmber⟧, from: 1, to: 2}", "ORG312", "did you mean `resources.bed.number`?"),
    ("{path: ⟦variants.flow⟧, from: 1, to: 2}", "ORG312", "cannot be varied"),
    ("{path: resources.bed.number, from: ⟦24⟧, to: 16}", "ORG204", "the low end under `from`"),
    ("{path: resources.bed.number, from: ⟦20⟧, to: 20}", "ORG204", "goes nowhere"),
    ("{path: resources.bed.number, from: ⟦few⟧, to: 24}", "ORG204", "not a number with a unit"),
    ("{path: resources.bed.number, from: 16, to: ⟦true⟧}", "ORG204", "needs a number"),
    ("{path: resources.bed.number, from: ⟦-3⟧, to: 24}", "ORG204", "below 0"),
    ("{path: resources.bed.number, from: ⟦16.5⟧, to: 24}", "ORG204", "needs a whole number"),
    ("{path: ⟦resources.bed⟧, from: 16, to: 24}", "ORG204", "go on to the number itself"),
    ("{path: ⟦resources.bed.number⟧, from: 5 min, to: 9 min}", "ORG204", "not a number like `5 min`"),
    ("{path: arrivals.walk_in.level, from: 80%, to: ⟦2 h⟧}", "ORG204", "not in one unit"),
    ("{path: targets.four_hour.pressure, from: 10%, to: ⟦120%⟧}", "ORG204", "more than 100%"),
    (f"{{{LEVEL}, also: [⟦arrivals.walkin.level⟧]}}", "ORG312", "walk_in"),
    (f"{{{LEVEL}, also: [⟦arrivals.walk_in.level⟧]}}", "ORG204", "has a range already"),
    (f"{{{LEVEL}, source: ⟦nobody⟧}}", "ORG204", "about.sources"),
    (f"{{{LEVEL}, ⟦wy⟧: because}}", "ORG201", "did you mean `why`?"),
    ("{⟦path⟧: resources.bed.number, from: 22, to: 24}", "ORG353", "is `20`, outside `22` to `24`"),
]


@pytest.fixture
def scenario(tmp_path: Path, sample: str) -> Scenario:
    path = tmp_path / "boxed.yaml"
    path.write_text(sample + BOX, encoding="utf-8")
    return load(str(path))


@pytest.mark.parametrize(("block", "code", "words"), WRONG, ids=[row[0][:60] for row in WRONG])
def test_what_is_wrong_is_said_at_its_place(
    problems_of: Callable[[str], list[Problem]], sample: str, block: str, code: str, words: str
) -> None:
    before, _, rest = f"{sample}\nplausible:\n  r: {block}\n".partition("⟦")
    inside, _, after = rest.partition("⟧")
    found = problems_of(before + inside + after)
    assert [problem.code for problem in found] == [code]
    assert words in f"{found[0].message} {found[0].hint}"
    assert found[0].severity == ("warning" if code == "ORG353" else "error")
    line, col = before.count("\n") + 1, len(before) - before.rfind("\n")
    if code != "ORG353":  # there the path is underlined, not its key
        assert (found[0].line, found[0].col, found[0].length) == (line, col, len(inside))
    else:
        assert found[0].line == line


def test_a_good_block_says_nothing(problems_of: Callable[[str], list[Problem]], sample: str) -> None:
    assert problems_of(sample + BOX) == []


def test_a_mistake_elsewhere_is_not_one_of_a_range_of_a_default(
    problems_of: Callable[[str], list[Problem]], sample: str
) -> None:
    wrong = sample.replace("per_day: 40,", "per_day: forty,")
    assert wrong != sample
    found = problems_of(f"{wrong}\nplausible:\n  r: {{{LEVEL}}}\n")
    assert len(found) == 1
    assert "forty" in found[0].message


def test_two_ranges_for_one_value_are_refused(problems_of: Callable[[str], list[Problem]], sample: str) -> None:
    found = problems_of(f"{sample}\nplausible:\n  a: {{{BEDS}}}\n  b: {{{BEDS}}}\n")
    assert [(one.code, one.message) for one in found] == [
        ("ORG204", "`resources.bed.number` has a range already, under `a`")
    ]


def test_no_variant_and_no_setting_may_change_a_range(
    problems_of: Callable[[str], list[Problem]], sample: str, scenario: Scenario
) -> None:
    text = (sample + BOX).replace("resources.bed.number: 24", "plausible.beds.to: 30")
    assert [one.code for one in problems_of(text)] == ["ORG312"]
    with pytest.raises(SetError, match="cannot be set"):
        scenario.variant("silo", {"plausible.beds.to": 30})


@pytest.mark.parametrize("variant", ["silo", "flow"])
def test_what_runs_does_not_hold_it(tmp_path: Path, sample: str, scenario: Scenario, variant: str) -> None:
    (tmp_path / "plain.yaml").write_text(sample, encoding="utf-8")
    plain = load(str(tmp_path / "plain.yaml"))
    ours, theirs = (one.resolved_yaml(variant).split("\n", 1)[1] for one in (scenario, plain))
    assert sha256(ours.encode()).digest() == sha256(theirs.encode()).digest()
    assert scenario.variant(variant).plausible == {}


def test_a_variant_that_sets_the_value_keeps_it(scenario: Scenario) -> None:
    assert scenario.leaves("silo", "resources.bed.number")
    assert not scenario.leaves("flow", "resources.bed.number")
    assert scenario.leaves("silo", "targets.four_hour.pressure")  # a default the file does not write
    assert not scenario.leaves("flow", "targets.four_hour.pressure")
    assert not scenario.leaves("flow", "behaviours.rush.strength")  # its block is gone


def test_the_file_says_its_own_value_in_the_unit_of_the_range(scenario: Scenario) -> None:
    assert scenario.written("beds") == 20
    assert scenario.written("pressure") == 50


@pytest.mark.parametrize(
    ("low", "high", "shares", "said"),
    [
        (16, 18, (0.0, 0.34, 0.67, 1.0), [16, 17, 18, 18]),
        ("10%", "90%", (0.0, 0.5, 1.0), ["10.00%", "50.00%", "90.00%"]),
        ("30 min", "2 h", (0.0, 1.0), ["30.00 min", "120.00 min"]),
        ("£1,000 a day", "£2,000 a day", (0.25,), ["£1250 a day"]),
        (0.5, 1.5, (0.5,), [1.0]),
    ],
)
def test_values_between_the_ends(low: object, high: object, shares: tuple[float, ...], said: list[object]) -> None:
    one = Plausible.model_validate({"path": "a", "from": low, "to": high})
    assert [one.at(share).written() for share in shares] == said


def test_times_of_several_parts_are_minutes() -> None:
    assert parse_quantity("1 h 30 min") == parse_quantity("90.0 min")
    found = alike(parse_quantity("1 h"), parse_quantity("1 day"))
    assert found is not None
    assert [one.minutes for one in found] == [60, 1440]
    assert Quantity(parse_quantity("£5").number, currency="£").written() == "£5"
