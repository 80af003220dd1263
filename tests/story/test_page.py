from __future__ import annotations

import json

import pytest

from orgsim.story import as_data, as_text, choose, tell
from tests.exports.hospital import replication


def fates() -> list:  # type: ignore[type-arg]
    both = [replication("silo"), replication("systemic")]
    visit = choose(both).visit
    return [tell(one, visit) for one in both]


@pytest.mark.parametrize("width", [60, 100, 160])
def test_no_line_is_wider_than_the_page(width: int) -> None:
    assert max(len(line) for line in as_text(fates(), "patient", width).splitlines()) <= width


def test_a_wide_page_puts_them_side_by_side_and_a_narrow_one_below_each_other() -> None:
    assert as_text(fates(), "patient", 140).splitlines()[0].split() == ["Silos", "|", "One", "team"]
    assert "|" not in as_text(fates(), "patient", 60)


def test_the_difference_ends_the_page() -> None:
    assert "The difference: The same patient, with the same needs." in as_text(fates(), "patient", 200)


def test_every_line_has_its_day_and_time() -> None:
    text = as_text(fates()[:1], "patient", 200)
    for line in fates()[0].lines:
        assert line.text in text


def test_the_data_is_plain_and_whole() -> None:
    data = as_data(fates(), "patient")
    assert json.loads(json.dumps(data)) == data
    assert [one["variant"] for one in data["fates"]] == ["silo", "systemic"]
    assert len(data["differences"]) == 1
    for fate, told in zip(fates(), data["fates"], strict=True):
        assert [line["text"] for line in told["story"]] == [line.text for line in fate.lines]
        assert {"clock", "time", "kind", "text", "minutes"} == set(told["story"][0])
