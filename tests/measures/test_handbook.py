"""The page about measures says what the catalogue says."""

from __future__ import annotations

from orgsim.measures import catalogue
from orgsim.measures.handbook import PAGE, page


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m orgsim.measures.handbook`"


def test_the_page_has_every_entry() -> None:
    text = page()
    for entries in catalogue.BUILT_IN.values():
        for entry in entries:
            assert f"`{entry.id}`" in text
    for kind in catalogue.DECLARED:
        assert f"| `{kind}` |" in text
    assert "{" not in text
