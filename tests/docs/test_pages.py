"""The pages say all that they promise: every behaviour, code, limit and page."""

from __future__ import annotations

import re

import click
import pytest

from orgsim.cli.codes import Exit
from orgsim.cli.main import orgsim
from orgsim.engine.guards import Guards
from orgsim.scenario import load
from orgsim.scenario.codes import CATALOGUE
from orgsim.scenario.schema.targets import ACTIONS
from scripts.documents.commands import check_commands
from scripts.documents.pages import ROOT, Page
from scripts.documents.shell import command_lines, orgsim_commands


def page(name: str) -> Page:
    return Page.read(ROOT / name)


README = page("README.md")
BEHAVIOURS = page("docs/targets-and-behaviours.md")
FAULTS = page("docs/faults.md")
SET_UP = (
    "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/orgsim demo",
    "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/python -m pytest -n auto",
)


def test_the_readme_begins_with_the_two_commands() -> None:
    assert tuple(line for _, line in command_lines(README))[:2] == SET_UP


def test_the_readme_is_read_in_three_minutes() -> None:
    assert len(README.text.split()) < 750


def test_the_readme_has_one_picture_and_the_data_licence() -> None:
    assert len(re.findall(r"!\[[^\]]+\]", README.text)) == 1
    plain = " ".join(README.text.split())
    assert "Contains public sector information licensed under the Open Government Licence v3.0." in plain


@pytest.mark.parametrize("verb", orgsim.verbs)
def test_the_examples_of_the_help_are_right(verb: str) -> None:
    command = orgsim.get_command(click.Context(orgsim), verb)
    assert command is not None
    shown = (line.strip() for line in (command.help or "").splitlines())
    examples = [line.split("    ")[0] for line in shown if line.startswith("orgsim ") and "my.yaml" not in line]
    text = "\n".join(["```sh", *examples, "```"])
    assert [str(problem) for problem in check_commands(Page(f"{verb}.md", text))] == []


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.stem)
def test_every_page_is_reached_from_the_readme(path: object) -> None:
    assert str(path).rpartition("/")[2] in {target.rpartition("/")[2] for _, target in README.links()}


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_is_explained(action: str) -> None:
    assert f"\n| `{action}` |" in BEHAVIOURS.text


@pytest.mark.parametrize("behaviour", load("nhs-four-hours").variant("base").behaviours)
def test_every_behaviour_of_the_hospital_has_its_row_and_its_switch(behaviour: str) -> None:
    assert re.search(rf"^\| [^|]*`{behaviour}`", BEHAVIOURS.text, re.MULTILINE)
    switches = [one.words for one in orgsim_commands(BEHAVIOURS)]
    assert any(f"behaviours.{behaviour}.switched=off" in words for words in switches)


@pytest.mark.parametrize("code", Exit, ids=lambda code: code.name)
def test_every_exit_code_is_listed(code: Exit) -> None:
    assert re.search(rf"^\| (\d+, )?{code.value}(, \d+)? \|", FAULTS.text, re.MULTILINE)


@pytest.mark.parametrize("code", CATALOGUE.values(), ids=lambda code: code.code)
def test_every_problem_code_is_listed(code: object) -> None:
    assert f"| {code.code} | {code.title} |" in FAULTS.text  # type: ignore[attr-defined]


def test_the_limits_are_those_of_the_guards() -> None:
    guards = Guards()
    assert (guards.at_one_instant, guards.events, guards.queue) == (100_000, 200_000_000, 1_000_000)
    assert (guards.seconds, guards.memory) == (3600.0, 8 * 2**30)
    for words in ("100,000 events", "200 million events", "a million visits", "an hour", "8 GiB"):
        assert words in FAULTS.text
