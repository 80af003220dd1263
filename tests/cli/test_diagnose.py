from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.shop import SHORT, Command

RUN = "results/shop-main-0001"
FINE, COARSE = "time_in_shop_mean=0.01 min", "time_in_shop_mean=1000 min"


@pytest.fixture
def made(command: Command, tmp_path: Path) -> Path:
    assert command("compare", "shop.yaml", *SHORT, "-n", "3").code == 0
    return tmp_path / RUN


def test_it_says_in_words_what_is_enough(command: Command, made: Path) -> None:
    ended = command("diagnose", RUN, "--precision", FINE)
    assert ended.code == 0
    assert "orders inside, Each to their own: " in ended.out
    assert "a half-width of 0.0 min needs" in ended.out
    assert "One counter against Each to their own" in ended.out


def test_strict_ends_with_1_only_when_the_answer_is_no(command: Command, made: Path) -> None:
    settled = all(one["long_enough"] for one in document(command)["warm_up"] if one["series"] == "inside")
    assert command("diagnose", RUN, "--strict", "--precision", COARSE).code == (0 if settled else 1)
    assert command("diagnose", RUN, "--strict", "--precision", FINE).code == 1
    assert command("diagnose", RUN, "--precision", FINE).code == 0


def document(command: Command, *options: str) -> dict:
    return json.loads(command("diagnose", RUN, "--json", "-q", *options).out)


def test_json_says_the_same(command: Command, made: Path) -> None:
    found = document(command, "--precision", f"difference:{FINE}")
    assert found["schema"] == "orgsim.diagnose/1"
    assert found["trusted"] is False
    asked = [one for one in found["replications"] if one["asked"]]
    assert [(one["measure"], one["difference"], one["replications"]) for one in asked] == [
        ("time_in_shop_mean", True, 3)
    ]
    assert asked[0]["needed"] > 3


def test_a_run_without_its_warm_up_says_so(command: Command, made: Path) -> None:
    connection = sqlite3.connect(made / "results.sqlite")
    connection.execute("DELETE FROM series WHERE name = 'inside' OR name LIKE 'census_before:%'")
    connection.commit()
    connection.close()
    ended = command("diagnose", RUN)
    assert "does not hold its warm-up" in ended.out
    assert command("diagnose", RUN, "--strict").code == 1
    drawn = command("plot", RUN, "warm-up")
    assert drawn.code == 0
    assert "nothing to draw" in drawn.err


def test_wrong_use_is_refused(command: Command, made: Path) -> None:
    assert command("diagnose", RUN, "--measure", "no_such").code == 2
    assert command("diagnose", RUN, "--precision", "time_in_shop_mean").code == 2
    assert command("diagnose", RUN, "--setting", "beds=3").code == 2
