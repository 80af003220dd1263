"""The catalogue: complete, permanent, and each code of the reader is in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import orgsim.scenario.codes as package
from orgsim.scenario.codes import CATALOGUE, explain
from orgsim.scenario.names import CODES

PERMANENT = """
101 102 103 104 105 106 107 108 109 110 111 112 113 114 201 202 203 204 205 206 301 302 303 304 305 306 307 308 309
310 311 312 313 314 315 316 317 320 321 322 323 324 325 326 327 328 361 335 336 337
340 341 342 343 350 351 352 353 354 356 401 402 403 404 405 410
"""
TESTS = Path(__file__).parent
READER = Path(package.__file__).parent.parent


def test_no_code_is_ever_taken_away_or_reused():
    assert list(CATALOGUE) == [f"ORG{number}" for number in PERMANENT.split()]


def test_every_code_the_reader_can_say_is_explained():
    said = {code for path in READER.rglob("*.py") for code in re.findall(r"ORG\d{3}", path.read_text(encoding="utf-8"))}
    said -= {"ORG300", "ORG339", "ORG359"}
    assert said <= set(CATALOGUE)
    assert set(CODES.values()) <= set(CATALOGUE)


def test_every_code_of_the_reader_has_a_test_that_triggers_it():
    tests = "".join(
        path.read_text(encoding="utf-8") for path in TESTS.glob("test_*.py") if path.name != "test_codes.py"
    )
    missing = [code for code in CATALOGUE if code < "ORG4" and code not in tests]
    assert missing == []


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_entry_says_what_why_and_what_to_do(code):
    entry = CATALOGUE[code]
    for part in (entry.title, entry.why, entry.example, entry.mend):
        assert part.strip()
    assert entry.severity == ("warning" if code.startswith(("ORG34", "ORG35")) else "error")
    assert code in str(entry)
    assert entry.mend in str(entry)


def test_codes_are_found_however_they_are_written():
    assert explain("org201") is explain("201") is CATALOGUE["ORG201"]
    assert explain("ORG999") is None
