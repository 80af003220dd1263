"""The checker of the documents finds each kind of fault, at its line, and is content with what is right."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from scripts.check_docs import readme_test_command
from scripts.documents.commands import check_commands
from scripts.documents.generated import check_generated
from scripts.documents.links import check_links
from scripts.documents.pages import ROOT, Page, Problem
from scripts.documents.python_blocks import check_python
from scripts.documents.shell import command_lines, orgsim_commands


def found(check: Callable[[Page], Iterator[Problem]], text: str) -> list[str]:
    return [str(problem) for problem in check(Page("docs/made-up.md", text))]


def shell(*lines: str) -> str:
    return "\n".join(["Some text.", "", "```sh", *lines, "```", ""])


@pytest.mark.parametrize(
    "text",
    [
        "[the house](../ARCHITECTURE.md) and [a room](measures.md#visits)",
        "[elsewhere](https://example.org/nothing.md), [mail](mailto:a@example.org), [here](#a-heading)\n\n# A heading",
        "`[not a link](nowhere.md)`",
        "```\n[not a link](nowhere.md)\n```",
    ],
)
def test_good_links(text: str) -> None:
    assert found(check_links, text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Intro.\n\n[gone](gone.md)", "docs/made-up.md:3: there is no `gone.md`"),
        ("![picture](pictures/gone.png)", "docs/made-up.md:1: there is no `pictures/gone.png`"),
        ('<img src="gone.svg" alt="">', "docs/made-up.md:1: there is no `gone.svg`"),
        ("[room](measures.md#cellar)", "docs/made-up.md:1: `measures.md` has no heading `#cellar`"),
        ("[out](../../elsewhere.md)", "leads out of the project"),
        ("[out](/etc/hosts)", "leads out of the project"),
        ("[ref][1]\n\n[1]: gone.md", "docs/made-up.md:3: there is no `gone.md`"),
    ],
)
def test_bad_links(text: str, said: str) -> None:
    (problem,) = found(check_links, text)
    assert said in problem


@pytest.mark.parametrize(
    "line",
    [
        "orgsim demo",
        "orgsim --version",
        ".venv/bin/orgsim compare nhs-four-hours -n 10 --variant silo --variant systemic",
        "python -m orgsim check scenarios/nhs-four-hours.yaml --strict",
        "orgsim run nhs-four-hours --set resources.medical_bed.number=230 --measure bed_occupancy | head -3",
        'orgsim compare nhs-four-hours --require "silo: four_hour >= 90%" > out.txt && orgsim doctor',
        "orgsim trace results/nhs-four-hours-main-0001 --variants silo,systemic",
        "orgsim plot results/mine-run-0001 two-fates",
        "orgsim run nhs-four-hours --variant systemic --set organisation.meetings.huddle.lasts=5min",
        "orgsim sweep nhs-four-hours --vary resources.medical_bed.number=250:280:10 --variant silo",
        "orgsim explain ORG204; orgsim explain divert; orgsim explain needless_admission_share",
        "orgsim new mine && orgsim run mine/scenario.yaml --set resources.clerk.number=3 --variant nearer",
        "git clone somewhere && ls --all",
    ],
)
def test_good_commands(line: str) -> None:
    assert found(check_commands, shell(line)) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("orgsim rum nhs-four-hours", "there is no verb `rum`"),
        ("orgsim run nhs-four-hours --replicates 3", "--replicates"),
        ("orgsim run nhs-four-hours -n", "requires an argument"),
        ("orgsim run nhs-four-hours silo", "`silo` is one argument too many"),
        ("orgsim run nhs-four-hours -n none", "'none' is not a valid integer"),
        ("orgsim check nhs-four-hours --format xml", "'xml' is not one of"),
        ("orgsim run nhs-five-hours", "nhs-five-hours"),
        ("orgsim check scenarios/gone.yaml", "gone.yaml"),
        ("orgsim run nhs-four-hours --variant sylo", "`sylo` is not a variant"),
        ("orgsim compare nhs-four-hours --experiment grand", "`grand` is not an experiment"),
        ("orgsim run nhs-four-hours --set resources.medical_beds.number=230", "medical_beds"),
        ("orgsim run nhs-four-hours --set resources.medical_bed.number=many", "resources.medical_bed.number"),
        ("orgsim run nhs-four-hours --variant silo --set organisation.meetings.huddle.lasts=5min", "huddle"),
        ("orgsim sweep nhs-four-hours --vary resources.medical_beds.number=1:3:1", "medical_beds"),
        ("orgsim sweep nhs-four-hours --vary resources.medical_bed.number=3:1:1", "goes nowhere"),
        ("orgsim run nhs-four-hours --measure bed_ocupancy", "bed_ocupancy"),
        ('orgsim run nhs-four-hours --require "beds are full"', "is not a requirement"),
        ("orgsim show nhs-four-hours --why resources.bed.number", "resources.bed"),
        ("orgsim plot results/mine-run-0001 spikes", "`spikes` is not a picture"),
        ("orgsim explain ORG999", "nothing called `ORG999`"),
        ("orgsim new mine && orgsim run mine/scenario.yaml --set resources.cleric.number=3", "cleric"),
        ("orgsim new mine --from hospital", "hospital"),
        ("orgsim run 'nhs-four-hours", "cannot be taken apart"),
    ],
)
def test_bad_commands(line: str, said: str) -> None:
    problems = found(check_commands, shell("orgsim demo", line))
    assert len(problems) == 1
    assert said in problems[0]
    assert problems[0].startswith("docs/made-up.md:5: ") or "taken apart" in said


def test_a_console_block_says_commands_and_answers() -> None:
    text = "```console\n$ orgsim version\norgsim rum\n$ orgsim run nhs-four-hours \\\n    -n 3\n```\n"
    assert [(one.line, one.words) for one in orgsim_commands(Page("x.md", text))] == [
        (2, ("version",)),
        (4, ("run", "nhs-four-hours", "-n", "3")),
    ]


def test_only_shell_blocks_hold_commands() -> None:
    assert list(command_lines(Page("x.md", "```text\norgsim rum\n```\n\n    orgsim rum\n"))) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("```python\nx = 1\n```", None),
        ("```python\nx = 1\ny = = 2\n```", "docs/made-up.md:3: not Python"),
        ("```python\nraise SystemExit(3)\n```", None),
        ("```python run\nimport orgsim\nassert orgsim.__version__\n```", None),
        ("\n```python run\nraise KeyError('who')\n```", "docs/made-up.md:3: fails: KeyError: 'who'"),
    ],
)
def test_python(text: str, said: str | None) -> None:
    problems = found(check_python, text)
    assert (problems == []) if said is None else (said in problems[0])


def test_a_stale_page_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from orgsim.scenario import handbook

    assert list(check_generated()) == []
    monkeypatch.setattr(
        handbook, "page", lambda: handbook.PAGE.read_text(encoding="utf-8").replace("## Words", "## Nouns")
    )
    (problem,) = check_generated()
    assert problem.file == "docs/scenario.md"
    assert problem.line > 1
    assert "python -m orgsim.scenario.handbook" in problem.message


def test_the_readmes_test_command() -> None:
    command = readme_test_command(Page.read(ROOT / "README.md"))
    assert command == "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/python -m pytest -n auto"
    with pytest.raises(ValueError, match="0 commands"):
        readme_test_command(Page("README.md", "no command"))
