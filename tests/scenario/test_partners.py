"""ORG343: what is written and works on nothing is said, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgsim.scenario import load

PLACE = Path(__file__).parents[2] / "scenarios" / "shop-returns.yaml"
JUDGED = "organisation.decisions.large_refund.judged={best: 80%}"
HARD = "organisation.decisions.large_refund.complexity={exponential: {mean: 1}}"
MEETING = "organisation.meetings.sales_meeting"
ALONE = [  # what is set, what it then says of which key, and what makes it work
    ("organisation.positions.shop_manager.authority=2", "authority", (HARD,)),
    ("organisation.positions.shop_manager.knowledge=2", "knowledge", (HARD,)),
    (
        "organisation.positions.shop_manager.weighs_others=0.5", "weighs_others",
        ("organisation.decisions.large_refund.judged={stakes: {benefit_sd: 1, externality_sd: 1}}",),
    ),
    ("pathway.ask_refund.refused=gave_up", "refused", (JUDGED,)),
    (f"{MEETING}.agenda=3", "agenda", (f"{MEETING}.settles=[large_refund]",)),
    (f"{MEETING}.passes_with=2", "passes_with", (f"{MEETING}.settles=[large_refund]", JUDGED)),
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
    for at, said in (("9 weeks", 1), ("7 weeks", 0)):  # the run has 8 weeks
        file = tmp_path / "shop.yaml"
        file.write_text(
            load(str(PLACE)).resolved_yaml("silo") + f"\nbecomes: {{at: {at}, change: {{}}}}\n", encoding="utf-8"
        )
        assert len([one for one in load(str(file)).warnings if one.code == "ORG343"]) == said


def test_one_variant_for_which_it_works_is_enough() -> None:
    for name in ("regimes/empowerment", "regimes/expert-centre", "four-structures"):
        assert not [one for one in load(name).warnings if one.code == "ORG343"]
