"""The benchmark's machinery: peers in turn, agreement, goals and the page; figures themselves are no test's business."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.benchmarks import agree, department, rounds
from scripts.benchmarks.department import MissingError, Outcome, Shape, Timed
from scripts.benchmarks.goals import GOALS, derived, judged, verdict
from scripts.benchmarks.page import between, write
from scripts.benchmarks.peers import BASE, peer
from scripts.benchmarks.section import Section, paired, short, table
from scripts.benchmarks.workers import ROOT, Answer

WEEK = Shape(1)
CROWDED = Shape(1, department.OVER)
PAIR = [peer(BASE), peer("reference")]


@pytest.fixture(scope="module")
def measured() -> Section:
    return rounds.measure(PAIR, WEEK, 2, 1)


def test_peers_are_measured_in_turn(measured: Section) -> None:
    assert [row[0] for row in measured.rows] == [one.label for one in PAIR]
    assert measured.figures.keys() == {
        f"reference {part} / {key}" for part in ("whole", "simulating") for key in (BASE, "reference")
    }
    assert measured.figures["reference whole / reference"] == 1
    assert measured.figures["reference simulating / idiomatic"] > measured.figures["reference whole / idiomatic"] > 0


def test_peers_agree() -> None:
    compared = agree.measure(PAIR, WEEK, 4, 1)
    assert compared.figures == {"disagreeing": 0}, compared.markdown()


@pytest.fixture(scope="module")
def right() -> list[Outcome]:
    return [peer("by-hand").prepare(CROWDED)(seed).outcome for seed in range(16)]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("ADMITTED", 0.35),
        ("STAY", 3 * department.DAY),
        ("ATTENTION", 9.0),
        ("DOCTORS", 4),
        ("RUSH", 1e6),  # nobody ever stands in front
    ],
)
def test_a_wrong_model_is_caught(
    monkeypatch: pytest.MonkeyPatch, right: list[Outcome], name: str, wrong: float
) -> None:
    monkeypatch.setattr(department, name, wrong)
    other = [peer("by-hand").prepare(CROWDED)(seed).outcome for seed in range(100, 116)]
    compared = agree.compared({department.OVER: {peer(BASE): right, peer("by-hand"): other}}, {})
    assert compared.figures == {"disagreeing": 1}, compared.markdown()
    assert "does NOT agree" in compared.markdown()


def test_a_declared_reduction_may_differ() -> None:
    usual = [Outcome(100 + n, 700.0 + n, 0.97, 75.0, 0.3) for n in range(4)]
    other = [one._replace(stay=one.stay - 300) for one in usual]
    compared = agree.compared({300.0: {peer(BASE): usual, peer("ciw"): other}}, {})
    assert compared.figures == {"disagreeing": 0}
    assert "differs, as it may" in compared.markdown()


def test_peers_that_cannot_be_had_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingError, match="no C compiler"):
        peer("c").prepare(WEEK)
    missing = rounds.measure([peer("c"), peer("table-c")], WEEK, 1, 1)
    assert missing.markdown().count("missing, there is no C compiler") == 2


def test_a_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ciw", None)
    monkeypatch.delitem(sys.modules, "scripts.benchmarks.peers.ciw_network", raising=False)
    with pytest.raises(MissingError, match="ciw is not installed"):
        peer("ciw").prepare(WEEK)


def test_slow_peers_run_fewer_weeks() -> None:
    assert peer("salabim").shape(Shape(10, 390)) == Shape(2, 390)
    assert peer("salabim").shape(WEEK) == WEEK
    assert peer("compiled").shape(Shape(10)) == Shape(10)


def test_hand_written_c_is_the_same_each_time_and_counts_everybody() -> None:
    try:
        replicate = peer("c").prepare(WEEK)
    except MissingError as error:
        pytest.skip(str(error))
    first, again, other = replicate(1), replicate(1), replicate(2)
    assert first.outcome == again.outcome
    assert first.outcome != other.outcome
    assert first.outcome.visits == pytest.approx(WEEK.per_day * 21, abs=6 * (WEEK.per_day * 21) ** 0.5)


def test_goals_are_judged_by_figures_alone() -> None:
    figures = {"compiled whole / idiomatic": 40.0, "reference whole / idiomatic": 1.4, "help seconds": 0.2}
    said = {goal.figure: verdict(goal, figures) for goal in GOALS}
    assert said["compiled whole / idiomatic"] == "met"
    assert said["reference whole / idiomatic"] == "not met"
    assert said["help seconds"] == "not met"
    assert said["demo seconds"] == "not measured"
    assert derived({"compiled simulating / c": 0.5})["c costs"] == 2
    assert "| not measured |" in judged(figures)


def test_figures_in_words() -> None:
    assert [short(value) for value in (1234.5, 99.94, 0.456)] == ["1,234", "99.9", "0.46"]
    assert paired([4.0, 9.0], [2.0, 3.0]) == [2.0, 3.0]
    assert table(("who", "us"), [("one", "1.00")]) == ["| who |   us |", "| --- | ---: |", "| one | 1.00 |"]


def test_a_page_keeps_what_was_measured_before(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    names = ("goals", "commands", "overload")
    page.write_text("Words.\n" + "".join(f"<!-- benchmark {one} -->\n<!-- end {one} -->\n" for one in names))
    write(page, [Section("commands", ("what", "s"), [("help", "0.05")], {"help seconds": 0.05})], "measure it")
    write(page, [Section("overload", ("what", "x"), [("c", "1.00")], {"compiled overload": 2.0})], "measure that")
    text = page.read_text()
    assert text.startswith("Words.\n")
    assert "| help | 0.05 |" in text
    assert "`measure it` on " in text
    judged_now = text[text.index("goals") : text.index("end goals")]
    assert [line.split("|")[-2].strip() for line in judged_now.splitlines() if "--help" in line] == ["met"]
    assert [line.split("|")[-2].strip() for line in judged_now.splitlines() if "overload" in line] == ["not met"]


def test_a_page_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="benchmark peers"):
        between("nothing", "peers", "something")


def test_the_command_says_what_it_can_do() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/benchmark.py", "--help"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    for option in ("--agree", "--growth", "--overload", "--jobs", "--commands", "--mechanisms", "--where", "--write"):
        assert option in done.stdout


def test_what_orgsim_draws_and_measures_is_not_held_against_its_own_tables_in_c() -> None:
    def told(draw: float, simulate: float) -> list[Answer]:
        parts = {"draw": Timed(draw, draw), "simulate": Timed(simulate, simulate)}
        return [Answer(Outcome(1, 0.0, 0.0, 0.0, 0.0), parts, 1, 0.0, 0.0)]

    figures = dict(rounds._figures({"compiled": told(1, 2), "table-c": told(1, 4), "ciw": told(1, 4)}))
    assert figures["compiled simulating / table-c"] == pytest.approx(2.0)
    assert figures["compiled simulating / ciw"] == pytest.approx(2.5)
