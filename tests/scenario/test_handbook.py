"""The reference of the format says what the schema says."""

from __future__ import annotations

from typing import Any

import pytest

from orgsim.scenario.handbook import PAGE, page
from orgsim.scenario.handbook_types import said
from orgsim.scenario.json_schema import json_schema
from orgsim.scenario.schema.scalars import Duration, Share


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m orgsim.scenario.handbook`"


def test_every_key_of_the_format_is_on_the_page() -> None:
    text, schema = page(), json_schema()
    blocks = [schema, *(one for one in schema["definitions"].values() if "properties" in one)]
    keys = {key for block in blocks for key in block["properties"]}
    assert {key for key in keys - {"name", "note"} if f"| `{key}` |" not in text} == set()


def test_no_code_markup_is_left() -> None:
    assert "``" not in page()
    assert "typing." not in page()


@pytest.mark.parametrize(
    ("hint", "place", "words"),
    [
        (Duration | None, "", "a [length of time](#length-of-time)"),
        (dict[str, Share], "needs.*.by_class", "a map: the id of a class to a [percentage](#percentage) up to 100%"),
        (list[str], "", "a list: text"),
    ],
)
def test_an_annotation_in_words(hint: Any, place: str, words: str) -> None:
    assert said(hint, place) == words


def test_an_annotation_without_words_is_an_error() -> None:
    with pytest.raises(TypeError, match="no words"):
        said(complex, "somewhere")


def test_what_may_change_in_mid_run_is_described_where_it_stands_first() -> None:
    found = [line for line in page().splitlines() if line.startswith("At `becomes")]
    assert [line.split("`")[1] for line in found] == ["becomes", "becomes.shocks"]


def test_defaults_are_written_as_one_would_write_them() -> None:
    assert "| `attention_for` | a [length of time](#length-of-time) | `26 weeks` |" in page()
    assert "| `per_metric` | [money](#money) a year | `£0` |" in page()
