"""Where attention goes, said by ``check`` and ``show``."""

from __future__ import annotations

import json

import pytest

from tests.cli.shop import Command

EATEN = ("--set", "organisation.attention={per_report: 10%, per_metric: 2%}")


def test_check_says_what_is_left(command: Command) -> None:
    ended = command("check", "shop.yaml", *EATEN)
    assert "Attention left by metrics and reports" in ended.err
    assert "orgsim show shop.yaml --accounts" in ended.err
    rows = json.loads(command("check", "shop.yaml", "--json", *EATEN).out)["accounts"]
    assert {row["variant"] for row in rows} == {"apart", "together"}
    assert all(row["attention"] for row in rows)


def test_show_says_where_it_went(command: Command) -> None:
    ended = command("show", "shop.yaml", "--accounts", "--variant", "together", *EATEN)
    assert ended.out.startswith("Attention left in together")
    assert "for 1 report" in ended.out or "reports" in ended.out
    found = json.loads(command("show", "shop.yaml", "--accounts", "--json", *EATEN).out)
    assert found["schema"] == "orgsim.accounts/1"
    for row in found["attention"]:
        assert row["left"] == pytest.approx(row["own"] - row["to_reports"] - row["to_metrics"])


def test_check_and_show_say_what_the_budget_leaves(command: Command) -> None:
    sets = (
        "budget.total=£1,580,000 a year", "budget.front_line={worker: 100%}", "resources.worker.number=remove",
    )  # fmt: skip
    options = tuple(word for one in sets for word in ("--set", one))
    ended = command("check", "regimes/under-managed", *options)
    assert "  one: 12 x worker of £1,356,000 left" in ended.err
    shown = command("show", "regimes/under-managed", "--accounts", "--variant", "three", *options).out.splitlines()
    assert [line.split() for line in shown[1:]] == [
        ["Budget", "£1,580,000"], ["managers", "£672,000"], ["Left", "for", "the", "front", "line", "£908,000"],
        ["8", "x", "worker", "£896,000"], ["Buys", "nobody", "whole", "£12,000"],
    ]  # fmt: skip
    found = json.loads(command("show", "regimes/under-managed", "--accounts", "--json", *options).out)["budget"]
    assert found["front_line"] == [{"pool": "worker", "share": 1.0, "one_costs": 112_000.0, "number": 12}]
    assert found["unspent"] == 12_000


def test_show_lists_the_links_that_were_drawn(command: Command) -> None:
    drawn = ("--set", "organisation.informal={law: random, per_position: 0.5}")
    lines = command("show", "regimes/low-traffic", "--accounts", "--variant", "tree", *drawn).out.splitlines()
    assert lines[0] == "Informal links drawn in tree:"
    found = json.loads(command("show", "regimes/low-traffic", "--accounts", "--variant", "tree", "--json", *drawn).out)[
        "informal"
    ]
    assert [f"  {one} - {other}" for one, other in found] == lines[1:]
    assert len(found) == 4  # half of seven positions, rounded


def test_without_an_account_check_is_silent_and_show_says_so(command: Command) -> None:
    assert "Attention" not in command("check", "shop.yaml").err
    assert "keeps no account" in command("show", "shop.yaml", "--accounts").out


def test_where_there_are_many_variants_those_alike_are_said_once() -> None:
    from orgsim.cli.accounts import by_variant

    assert by_variant([("a", "1%"), ("b", "1%"), ("c", "1%")]) == "a 1%  b 1%  c 1%"
    assert by_variant([(name, "1%") for name in "abcd"]) == "all 1%"
    assert by_variant([("a", "1%"), ("b", "2%"), ("c", "1%"), ("d", "3%")]) == "b 2%  d 3%  others 1%"
