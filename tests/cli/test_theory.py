from __future__ import annotations

import json
from dataclasses import replace

import pytest

from orgsim.theory.simulated import families
from orgsim.theory.simulated import running as running_module
from tests.cli.shop import Command


def test_the_table_names_case_theory_simulated_and_verdict(command: Command) -> None:
    ended = command("verify", "--theory", "--case", "b10", "--case", "B15", "-j", "1")
    assert ended.code == 0
    lines = ended.out.splitlines()
    assert lines[0].split() == ["theory", "simulated", "by", "verdict"]
    assert any(line.startswith("B10 4 people add 40 numbers") and line.endswith("pass") for line in lines)
    assert any("±" in line and "Monte Carlo" in line for line in lines if line.startswith("B15"))
    assert "0 fail, 0 inconclusive" in lines[-1]


def test_json_and_several_jobs_say_the_same(command: Command) -> None:
    one = json.loads(command("verify", "--theory", "--case", "B12", "--json", "-j", "1", "--engine", "simpy").out)
    two = json.loads(command("verify", "--theory", "--case", "B12", "--json", "-j", "2", "--engine", "simpy").out)
    assert one == two
    assert one["schema"] == "orgsim.theory/1"
    assert one["counts"] == {"pass": len(one["rows"]), "fail": 0, "inconclusive": 0}
    assert {row["by"] for row in one["rows"]} == {"engine", "Monte Carlo"}


def test_a_wrong_theory_fails_and_ends_with_one(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = tuple(
        replace(trial, checks=tuple(replace(one, theory=one.theory * 1.2) for one in trial.checks))
        for trial in families.trials()
        if trial.checks[0].code == "B15"
    )
    running_module.compared()
    monkeypatch.setattr("orgsim.theory.simulated.trials", lambda: wrong)
    ended = command("verify", "--theory", "-j", "1")
    assert ended.code == 1
    assert f"0 pass, {len(wrong)} fail" in ended.out


def test_inconclusive_does_not_fail(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    unsure = tuple(
        replace(trial, checks=tuple(replace(one, tolerance=1e-9) for one in trial.checks))
        for trial in families.trials()
        if trial.checks[0].code == "B15"
    )
    monkeypatch.setattr("orgsim.theory.simulated.trials", lambda: unsure)
    ended = command("verify", "--theory", "-j", "1")
    assert ended.code == 0
    assert f"{len(unsure)} inconclusive" in ended.out


@pytest.mark.parametrize("given", [(), ("--case", "B1"), (".", "--theory"), ("--theory", "--case", "B99")])
def test_what_cannot_be_meant_is_said(command: Command, given: tuple[str, ...]) -> None:
    ended = command("verify", *given)
    assert ended.code == 2
    assert any(word in ended.err for word in ("--theory", "no case `B99`"))
