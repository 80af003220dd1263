from __future__ import annotations

import csv
import io
from itertools import combinations
from typing import Any

from orgsim.plots.pathway import Pathway, draw, pathway, table
from orgsim.plots.pathway_layout import lay_out, steps_away
from orgsim.scenario.schema import Variant
from tests.organisation.builder import tree, variant


def clinic(**rest: Any) -> Variant:
    """Door to desk to doctor or home; a ward that only a behaviour leads to."""
    stages = {
        "desk": {"unit": "office", "next": {"doctor": "40%", "home": "60%"}},
        "doctor": {
            "unit": "shop",
            "asks": "scan",
            "leaves": {"after": "1 h", "to": "left"},
            "next": {"desk": "25%", "home": "75%"},
        },
        "ward": {"unit": "shop", "next": "night"},
        "night": {"unit": "shop", "next": "home"},
    }
    return variant(
        tree(decisions={"scan": {"asked_by": "a", "held_by": "b"}}),
        arrivals={"door": {"at": "desk", "per_day": 90, "classes": {"all": "100%"}}},
        pathway=stages,
        exits={"home": {"name": "Home"}, "left": {"name": "Left unseen"}},
        behaviours={"keep": {"who": "a", "do": "divert", "at": ["doctor"], "to": "ward"}},
        **rest,
    )


def drawn() -> Pathway:
    return pathway(clinic(), "A clinic")


def test_columns_are_steps_from_the_door_and_behaviours_come_after() -> None:
    assert steps_away(clinic()) == {"desk": 0, "doctor": 1, "ward": 2, "night": 3}


def test_boxes_do_not_overlap_and_stay_in_the_lane_of_their_unit() -> None:
    made = drawn()
    sheet = lay_out(made.variant, made.visits)
    for one, other in combinations(sheet.boxes.values(), 2):
        assert one.right <= other.left or other.right <= one.left or one.top <= other.bottom or other.top <= one.bottom
    lanes = {unit: (bottom, top) for unit, bottom, top in sheet.lanes}
    for key, stage in made.variant.pathway.items():
        bottom, top = lanes[stage.unit]
        assert bottom <= sheet.boxes[key].bottom
        assert sheet.boxes[key].top <= top


def test_arrows_carry_the_share_and_the_visits() -> None:
    found = {(arrow.one, arrow.other): arrow for arrow in drawn().arrows}
    assert round(found["desk", "doctor"].share, 6) == 0.4
    assert round(found["desk", "doctor"].a_day, 6) == 40
    assert ("doctor", "left") not in found


def test_the_picture_says_what_it_shows() -> None:
    made = draw(drawn())
    assert made.title == "Where do visits go, and who sees to them?"
    assert "4 stages in 2 units and 2 ways out" in made.sentence
    assert "Desk (100), Doctor (40)" in made.sentence
    assert "100.0% leave by Home" in made.sentence
    assert "At 1 stage they wait" in made.sentence
    assert made.svg() == draw(drawn()).svg()


def test_the_table_holds_every_arrow() -> None:
    rows = list(csv.DictReader(io.StringIO(table(drawn()).csv())))
    kinds = [row["kind"] for row in rows]
    assert (kinds.count("stage"), kinds.count("exit"), kinds.count("arrival")) == (4, 2, 1)
    assert [(row["from"], row["to"]) for row in rows if row["kind"] == "gives up"] == [("doctor", "left")]
    shares = [float(row["share_percent"]) for row in rows if row["kind"] == "arrow" and row["from"] == "doctor"]
    assert sum(shares) == 100
