"""The settings of a factorial of targets."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgsim.experiment.design import design
from orgsim.experiment.factorial import NOBODY, combinations_of, described, factorial, label_of, targets_of
from orgsim.experiment.vary import VaryError
from orgsim.scenario import load

SHOP = Path(__file__).parent / "scenarios" / "shop.yaml"


def test_up_to_four_targets_in_every_combination() -> None:
    assert combinations_of(["a"]) == (("a",), ())
    assert combinations_of(["a", "b"]) == (("a", "b"), (), ("a",), ("b",))
    found = combinations_of("abcd")
    assert len(found) == len(set(found)) == 16
    assert found[:2] == (("a", "b", "c", "d"), ())


def test_more_each_alone_and_each_pair() -> None:
    found = combinations_of("abcde")
    assert len(found) == len(set(found)) == 1 + 1 + 5 + 10
    assert found[0] == tuple("abcde")
    assert max(len(one) for one in found[1:]) == 2
    told = described("abcde")
    assert told["full"] is False
    assert told["pressing"]["a + c"] == ["a", "c"]
    assert told["pressing"][NOBODY] == []


def test_a_setting_is_known_by_who_presses() -> None:
    assert label_of(("b", "a"), ("a", "b")) == ""
    assert label_of((), ("a", "b")) == NOBODY
    assert label_of(("c", "a"), ("a", "b", "c")) == "a + c"


def test_off_is_no_pressure_and_nothing_that_acts_without_pressure() -> None:
    scenario = load("nhs-four-hours")
    settings = {one.label: one for one in factorial(scenario, ["silo"])}
    nobody = next(
        one for one in design(scenario, ["silo"], replications=1, seed=1, settings=tuple(settings.values())).entries
        if one.setting == NOBODY
    ).model  # fmt: skip
    assert {one.pressure for one in nobody.targets.values()} == {0.0}
    on = {key for key, one in nobody.behaviours.items() if one.switched == "on"}
    as_it_is = {key for key, one in scenario.variant("silo").behaviours.items() if one.switched == "on"}
    assert as_it_is - on == {"borrow_staff", "ring_fence"}  # lend and reserve, which pressure does not reach
    assert settings[""].values == ()
    assert "targets.four_hour.pressure" not in dict(settings["four_hour"].values)
    assert "behaviours.ring_fence.switched" not in dict(settings["electives_not_cancelled"].values)


def test_a_variant_goes_without_what_it_does_not_have(tmp_path: Path) -> None:
    text = SHOP.read_text(encoding="utf-8").replace(
        "      resources.staff.number: 2\n", "      resources.staff.number: 2\n      behaviours.hurry: remove\n"
        "      targets.one_hour: remove\n",
    )  # fmt: skip
    (tmp_path / "shop.yaml").write_text(text, encoding="utf-8")
    scenario = load(str(tmp_path / "shop.yaml"))
    both = ["apart", "together"]
    assert targets_of(scenario, both) == ("one_hour",)
    plan = design(scenario, both, replications=1, seed=1, settings=factorial(scenario, both))
    models = {(one.id, one.setting): one.model for one in plan.entries}
    assert models["apart", NOBODY].targets["one_hour"].pressure == 0
    assert models["together", NOBODY] == models["together", ""]
    with pytest.raises(VaryError, match="no target"):
        factorial(scenario, ["together"])


def test_what_is_set_cannot_be_switched_off() -> None:
    scenario = load(str(SHOP), ["targets.one_hour.pressure=70%"])
    with pytest.raises(VaryError, match=r"targets\.one_hour\.pressure.*is --set"):
        factorial(scenario, ["apart"])
