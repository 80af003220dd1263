"""ORG343: what is written and works on nothing is said, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgsim.scenario import load

PLACE = Path(__file__).parents[2] / "scenarios" / "shop-returns.yaml"
JUDGED = "organisation.decisions.large_refund.judged={best: 80%}"
HARD = "organisation.decisions.large_refund.complexity={exponential: {mean: 1}}"
MEETING = "organisation.meetings.sales_meeting"
SETTLES = (f"{MEETING}.settles=[large_refund]", f"{MEETING}.members=[desk_assistant, refund_clerk]")
SHORTEN = "{who: shop_manager, because_of: thirty_minutes, do: shorten, at: [desk], share: 10%}"
ALONE = [  # what is set, what it then says of which key, and what makes it work
    ("organisation.positions.shop_manager.authority=2", "authority", (HARD,)),
    ("organisation.positions.shop_manager.knowledge=2", "knowledge", (HARD,)),
    (
        "organisation.positions.shop_manager.weighs_others=0.5", "weighs_others",
        ("organisation.decisions.large_refund.judged={stakes: {benefit_sd: 1, externality_sd: 1}}",),
    ),
    ("pathway.ask_refund.refused=gave_up", "refused", (JUDGED,)),
    (f"{MEETING}.agenda=3", "agenda", SETTLES),
    (f"{MEETING}.passes_with=2", "passes_with", (*SETTLES, JUDGED)),
    (SETTLES[0], "settles", SETTLES[1:]),
    (SETTLES[0], "settles", (f"{MEETING}.settles=[]",)),
    ("organisation.units.floor={people: {leaving: {}}}", "people", ("resources.helper={unit: floor, number: 1}",)),
    (
        "organisation.units.floor={people: {leaving: {}}}", "people",
        ("organisation.units.corner={part_of: floor}", "resources.helper={unit: corner, number: 1}"),
    ),
    ("organisation.units.floor={people: {leaving: {}}}", "people", ("organisation.units.floor={people: {}}",)),
    ("pathway.desk.defects={cut: 5%}", "cut", ("behaviours.hurry=" + SHORTEN,)),
    ("becomes={at: 2 weeks, change: {}}", "becomes", ("becomes={at: 2 weeks, shocks: {attention_lost: 10%}}",)),
    ("becomes={at: 2 weeks}", "becomes", ("becomes.change={organisation.decisions.large_refund.effort: 9 min}",)),
    ("exits.refunded.failure={share: 50%, after: 1 day, at: desk}", "failure", ("pathway.desk.defects={base: 5%}",)),
    ("exits.refunded.failure={share: 50%, after: 1 day, at: desk}", "failure", (JUDGED,)),
]  # fmt: skip


def written(tmp_path: Path, *sets: str) -> list[str]:
    """Warnings of the shop with settings written into the file itself."""
    file = tmp_path / "shop.yaml"
    resolved = load(str(PLACE), sets).resolved_yaml("silo")
    file.write_text(resolved, encoding="utf-8")
    return [one.message for one in load(str(file)).warnings if one.code == "ORG343"]


@pytest.mark.parametrize(("setting", "key", "partners"), ALONE)
def test_what_works_on_nothing_is_said_until_its_partner_is_there(
    tmp_path: Path, setting: str, key: str, partners: tuple[str, ...]
) -> None:
    assert [message.split("`")[1] for message in written(tmp_path, setting)] == [key]
    assert written(tmp_path, setting, *partners) == []


def test_a_change_after_the_end_is_said(tmp_path: Path) -> None:
    for at, said in (("9 weeks", ["at"]), ("7 weeks", [])):  # the run has 8 weeks
        change = f"becomes={{at: {at}, change: {{organisation.positions.shop_manager.number: 2}}}}"
        assert [message.split("`")[1] for message in written(tmp_path, change)] == said


def test_one_variant_for_which_it_works_is_enough() -> None:
    for name in ("regimes/empowerment", "regimes/expert-centre", "four-structures"):
        assert not [one for one in load(name).warnings if one.code == "ORG343"]


def test_who_is_missing_from_a_meeting_is_named(tmp_path: Path) -> None:
    asks, decides = "desk_assistant", "refund_clerk"
    for members, missing in (([], f"`{asks}` and `{decides}` are no members"), ([asks], f"`{decides}` is no member")):
        said = written(tmp_path, SETTLES[0], f"{MEETING}.members=[shop_manager, {', '.join(members)}]")
        assert [message.partition(": ")[2] for message in said] == [missing]


def test_another_may_decide_what_concerns_somebody_else(tmp_path: Path) -> None:
    concerned = "organisation.decisions.large_refund.concerns={technician_lead: 50%}"
    assert written(tmp_path, SETTLES[0], concerned, f"{MEETING}.members=[desk_assistant, shop_manager]") == []


def test_what_is_said_of_all_people_acts_where_there_is_staff_that_goes_by_it(tmp_path: Path) -> None:
    everybody = "organisation.people={leaving: {}}"
    own = ("organisation.units.desk.people={}", "organisation.units.workshop.people={}")
    assert written(tmp_path, everybody, own[0]) == []
    assert [message.split("`")[1] for message in written(tmp_path, everybody, *own)] == ["people"]
