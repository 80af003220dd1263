from __future__ import annotations

import csv
import io
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

import orgsim
from orgsim.plots.boxes import LEADING, Box, fits, fitted, text_width
from orgsim.plots.organisation import draw
from orgsim.plots.organisation_chart import Chart, chart, compared
from orgsim.plots.organisation_key import OVERLOAD, STEPS, colour
from orgsim.plots.organisation_layout import lay_out
from orgsim.plots.organisation_ports import arc, ports
from orgsim.plots.organisation_tags import inside, percent_of, tags_of
from orgsim.plots.organisation_words import sentence, table
from tests.organisation.builder import positions, tree, variant

LINKS = {
    "phone": {"between": ["a", "c"], "name": "Telephone"},
    "rounds": {"between": ["top", "d"], "happens": "every day at 09:00"},
    "chat": {"between": ["a", "c"], "informal": True},
}
DECISIONS = {"beds": {"asked_by": "a", "held_by": "d", "name": "Which bed"}}


def layered(**organisation: Any) -> dict[str, Any]:
    made = tree(layers=["front_line", "manager", "board"], **organisation)
    for key, layer in (("left", "manager"), ("right", "manager"), ("top", "board")):
        made["positions"][key]["layer"] = layer
    return made


def shop(**organisation: Any) -> Chart:
    meetings = {"huddle": {"members": ["a", "left"], "happens": "mon at 09:00", "lasts": "10 min"}}
    made = layered(links=LINKS, decisions=DECISIONS, meetings=meetings, **organisation)
    return chart(variant(made), {"top": 0.2, "left": 1.3, "d": 0.0}, name="Shop $x$")


def wide(layers: int, span: int, name: str = "Person with words") -> Chart:
    """A chart of 1 + span x (layers - 1) positions: chains under one top, every chain through all layers."""
    above: dict[str, str | None] = {"head": None}
    for column in range(span):
        for row in range(1, layers):
            above[f"c{column}_{row}"] = "head" if row == 1 else f"c{column}_{row - 1}"
    people = positions(**above)
    for key, person in people.items():
        row = 0 if key == "head" else int(key.rpartition("_")[2])
        person |= {"layer": f"l{layers - 1 - row}", "name": f"{name} {key.replace('_', ' ')}"}
    return chart(variant({"layers": [f"l{row}" for row in range(layers)], "positions": people}), {})


def test_rows_of_the_chart() -> None:
    made = shop()
    by_key = {person.key: person for person in made.people}
    assert (by_key["top"].row, by_key["left"].row, by_key["a"].row) == (0, 1, 2)
    assert made.layers == {0: "Board", 1: "Manager", 2: "Front line"}
    assert (by_key["left"].load, by_key["d"].load, by_key["d"].decides, by_key["a"].meets) == (1.3, None, 1, "A")
    assert [tie.key for tie in made.of("link")] == ["phone", "rounds", "chat"]
    assert len(made.of("line")) == 6


def test_colours_rise_with_load_and_more_than_all_stands_apart() -> None:
    assert colour(None) == colour(0.0) == "#FFFFFF"
    assert [colour(most) for most, _ in STEPS] == [shade for _, shade in STEPS]
    assert colour(1.01) == colour(float("inf")) == OVERLOAD


@pytest.mark.parametrize("made", [shop(), wide(7, 4), wide(3, 9), wide(2, 40)], ids=["small", "deep", "wide", "crowd"])
def test_nothing_overlaps_and_everything_is_on_the_sheet(made: Chart) -> None:
    sheet = lay_out(made)
    for one, other in combinations(sheet.boxes.values(), 2):
        apart = one.right <= other.left or other.right <= one.left or one.top <= other.bottom or other.top <= one.bottom
        assert apart
    for box in sheet.boxes.values():
        assert box.left >= 0
        assert box.right <= sheet.width
        assert box.bottom >= 0
        assert box.top <= sheet.height


def busy(made: Chart) -> Chart:
    """The chart with everybody in three meetings, holding eleven decisions and more than busy."""
    return replace(made, people=tuple(one._replace(load=1.2, decides=11, meets="ABC") for one in made.people))


def apart(one: Box, other: Box) -> bool:
    return (
        one.right <= other.left or other.right <= one.left or one.top <= other.bottom + 1e-9
        or other.top <= one.bottom + 1e-9
    )  # fmt: skip


@pytest.mark.parametrize("made", [shop(), wide(7, 4), wide(3, 9), wide(2, 40)], ids=["small", "deep", "wide", "crowd"])
def test_no_tag_lies_on_another_nor_on_another_position_nor_on_a_name(made: Chart) -> None:
    made = busy(made)
    sheet = lay_out(made)
    tags = [(one.key, tag) for one in made.people for tag in tags_of(one, sheet.boxes[one.key], down=sheet.down)]
    assert len(tags) == 3 * len(made.people)
    for (_, one), (_, other) in combinations(tags, 2):
        assert apart(one.box, other.box)
    for key, tag in tags:
        assert all(apart(tag.box, box) for other, box in sheet.boxes.items() if other != key)
    names = {one.key: sheet.boxes[one.key] for one in made.people}
    for key, tag in tags:
        free = _without_tags(names[key], sheet.down)
        assert apart(tag.box, free)
        assert free.height >= sheet.lines * sheet.size * LEADING / 72


def _without_tags(box: Box, down: bool) -> Box:
    """The part of a box that is left to its name: its middle is where the name is drawn."""
    room = inside(down)
    return box._replace(y=box.y + room / 2 * (1 if down else -1), height=box.height - room)


@pytest.mark.parametrize("variants", [("silo", "systemic"), ("systemic", "silo")])
def test_names_in_the_hospital_are_whole_and_its_tags_free(variants: tuple[str, str]) -> None:
    scenario = orgsim.load("nhs-four-hours")
    first, second = (chart(scenario.variant(key), {}) for key in variants)
    made = busy(compared(first, second))
    assert lay_out(made).fits
    assert "\u2026" not in " ".join(text.get_text() for text in draw(made).figure.axes[0].texts)


def test_a_little_is_not_nothing() -> None:
    assert [percent_of(load) for load in (0.0004, 0.006, 0.54, 1.2)] == ["<1%", "1%", "54%", "120%"]


def test_long_names_of_structures_stay_on_the_sheet() -> None:
    long = "A structure with a name that is as long as it may be"
    made = replace(compared(shop(), shop()), name=long, against=long)
    picture = draw(made)
    subtitle = next(text for text in picture.figure.axes[0].texts if "worked out from the flow" in text.get_text())
    assert 0.26 + text_width(subtitle.get_text(), subtitle.get_fontsize()) < picture.figure.get_size_inches()[0]
    assert "compared with A structure" in subtitle.get_text()


def test_every_mark_of_the_picture_is_in_the_key() -> None:
    written = [text.get_text() for text in draw(busy(shop())).figure.axes[0].texts]
    assert {"Requests take:", "nothing", "up to 25%", "over 100% of the attention there is"} <= set(written)
    assert {"reports to", "link", "informal link", "decisions held", "attention taken"} <= set(written)
    assert written[-2:] == ["A", "Huddle (mon at 09:00)"]
    bare = [text.get_text() for text in draw(wide(2, 2)).figure.axes[0].texts]
    assert not {"link", "decisions held", "attention that requests take", "Meetings:"} & set(bare)


def test_names_of_25_positions_are_written_in_full_on_one_slide() -> None:
    made = wide(7, 4)
    sheet = lay_out(made)
    assert len(made.people) == 25
    assert (sheet.width, sheet.height) == (13.0, 7.3)
    assert sheet.fits
    assert sheet.size >= 10


def test_a_small_tree_hangs_down_and_a_crowded_one_grows_to_the_right() -> None:
    assert lay_out(shop()).down
    assert not lay_out(wide(7, 10, "Discharge coordinator")).down


def test_links_touch_different_points_of_an_edge() -> None:
    made = shop()
    sheet = lay_out(made)
    phone, _rounds, chat = ports(sheet, made.of("link"))
    assert phone[0] != chat[0]
    assert phone[0].y == sheet.boxes["a"].top
    start, _, _, end = arc(*phone, down=True)
    assert start == phone[0][:2]
    assert end == phone[1][:2]


def test_the_picture_says_what_it_shows() -> None:
    made = draw(shop())
    assert made.title.endswith("?")
    assert "7 positions in 3 layers, 3 links" in made.sentence
    assert "Left (130%) and Top (20%); 5 positions get none" in made.sentence
    assert made.sentence.replace('"', "&quot;") in made.svg()
    assert made.svg() == draw(shop()).svg()


def test_dollar_signs_in_names_are_only_dollar_signs() -> None:
    people = positions(boss=None)
    people["boss"]["name"] = r"pay $\frac{x$ now"
    assert draw(chart(variant({"positions": people}), {})).svg()


def test_the_table_holds_everything_drawn() -> None:
    rows = list(csv.DictReader(io.StringIO(table(shop()).csv())))
    assert [row["kind"] for row in rows] == ["position"] * 7 + ["line"] * 6 + ["link"] * 3 + ["meeting"]
    rounds = next(row for row in rows if row["id"] == "rounds")
    assert (rounds["from"], rounds["to"], rounds["only_at_set_times"]) == ("top", "d", "1")
    left = next(row for row in rows if row["id"] == "left")
    assert float(left["attention_used_percent"]) == 130


def test_what_changed_between_two_structures() -> None:
    before = shop()
    after = layered(links={"radio": {"between": ["b", "d"]}}, decisions={"beds": {**DECISIONS["beds"], "held_by": "a"}})
    del after["positions"]["c"]
    after["positions"]["b"]["reports_to"] = "right"
    after["positions"]["e"] = {"unit": "shop", "layer": "front_line", "reports_to": "left"}
    made = compared(before, chart(variant(after), {}, name="One flow"))
    assert {person.key: person.change for person in made.people if person.change != "same"} == {"e": "new", "c": "gone"}
    assert [tie.key for tie in made.of("link", "new")] == ["radio"]
    assert [tie.key for tie in made.of("link", "gone")] == ["phone", "rounds", "chat"]
    assert {tie.one for tie in made.of("line", "new")} == {"b", "e"}
    said = sentence(made)
    assert "1 link is new and 3 gone" in said
    assert "1 decision has moved" in said
    assert draw(made).svg()


def test_words_are_broken_or_cut_to_fit() -> None:
    assert fits("Sisters in charge", text_width("Sisters in", 10) + 0.01, 10, 2)
    lines = fitted("Sisters in charge of everything", text_width("Sisters in", 10) + 0.01, 10, 2)
    assert len(lines) == 2
    assert lines[1].endswith("\u2026")
    assert text_width("WW", 10) > text_width("ii", 10) > 0
    assert Box(1, 1, 2, 1).left == 0
