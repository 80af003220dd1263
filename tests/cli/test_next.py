"""Every command ends by saying what to do next, to people: not when asked to be quiet, and not beside JSON."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from orgsim.cli.main import VERBS
from orgsim.experiment.runner import run_experiment
from tests.cli.shop import SHORT, Command
from tests.exports.hospital import SEED, scenario

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("", ""),  # in tests/report/test_demo.py
    "new": ("new mine", "orgsim check mine/scenario.yaml"),
    "check": ("check shop.yaml", "orgsim compare shop.yaml"),
    "draw": ("draw shop.yaml --what pathway", "orgsim show shop.yaml --structure"),
    "draw a run": ("draw RUN", "orgsim plot RUN"),
    "run": ("run shop.yaml --variant apart -n 1 SHORT", "orgsim report results/shop-main-0001"),
    "run, dry": ("run shop.yaml --dry-run -n 1 SHORT", "orgsim run shop.yaml -n 1 SHORT"),
    "compare": ("compare RUN", "orgsim report RUN"),
    "sweep": ("sweep shop.yaml -n 1 --vary resources.staff.number=1,2 SHORT", "results/shop-sweep-0001/tables/summary.csv"),
    "sensitivity": ("", ""),  # the shop has no plausible ranges: tests/cli/test_sensitivity.py
    "verdict": ("", ""),  # tests/cli/test_verdict.py
    "conflicts": ("", ""),  # tests/cli/test_conflicts.py
    "regions": ("", ""),  # tests/cli/test_regions.py
    "report": ("report RUN --picture two-fates", "orgsim plot RUN"),
    "plot": ("plot RUN two-fates", "orgsim report RUN"),
    "trace": ("trace RUN --visit 7", "orgsim report RUN"),
    "show": ("show shop.yaml", "orgsim compare shop.yaml"),
    "show, why": ("show shop.yaml --why resources.staff.number", "orgsim run shop.yaml --set resources.staff.number=VALUE"),
    "show, resolved": ("show shop.yaml --resolved", "orgsim show shop.yaml --why PATH"),
    "show, accounts": ("show shop.yaml --accounts --variant apart", "orgsim run shop.yaml --variant apart"),
    "show, structure": ("show shop.yaml --structure", "orgsim draw shop.yaml"),
    "list": ("list structures", "orgsim compare four-structures"),
    "export": ("export RUN --variant silo", "orgsim trace RUN"),
    "resume": ("resume RUN", "orgsim compare RUN"),
    "diagnose": ("diagnose RUN", "orgsim plot RUN warm-up enough-replications"),
    "verify": ("verify RUN --sample 1", "orgsim report RUN"),
    "verify, theory": ("verify --theory --case B1", "orgsim verify --theory --case B1"),
    "prune": ("prune RUN", "orgsim prune RUN --yes"),
    "explain": ("explain ORG201", "orgsim list codes"),
    "explain a measure": ("explain time_in_shop_mean shop.yaml", "orgsim list measures shop.yaml"),
    "schema": ("", ""),  # JSON in any case
    "doctor": ("doctor", "orgsim demo"),
    "version": ("version", "orgsim doctor"),
}  # fmt: skip
"""What is typed, and the command it ends with. RUN and SHORT are filled in."""
TYPED = {name: pair for name, pair in COMMANDS.items() if pair[0]}
SLOW, WITHOUT_JSON = ("doctor", "verify, theory", "sweep"), ("new", "prune")
MARKUP = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with run_experiment(scenario(), replications=2, seed=SEED, output=tmp_path_factory.mktemp("results")) as run:
        return run.path


@pytest.fixture
def folder(finished: Path, tmp_path: Path) -> str:
    """A finished run of our own beside the shop."""
    shutil.copytree(finished, tmp_path / "kept" / finished.name)
    return f"kept/{finished.name}"


def filled(text: str, folder: str) -> str:
    return text.replace("RUN", folder).replace("SHORT", " ".join(SHORT))


def arguments(text: str, folder: str) -> list[str]:
    """The words of what is typed; those of SHORT have spaces in them."""
    words = [list(SHORT) if word == "SHORT" else [folder if word == "RUN" else word] for word in text.split()]
    return [word for part in words for word in part]


def test_every_verb_is_here() -> None:
    assert {name.partition(",")[0].split()[0] for name in COMMANDS} == set(VERBS)


@pytest.mark.parametrize("name", TYPED)
def test_a_command_ends_with_the_next_one(command: Command, folder: str, name: str) -> None:
    typed, then = TYPED[name]
    ended = command(*arguments(typed, folder))
    assert ended.code == 0
    last = MARKUP.sub("", ended.err).strip().splitlines()[-1].replace('"', "")
    assert last.endswith(f":  {filled(then, folder)}")


@pytest.mark.parametrize("option", ["--quiet", "--json"])
@pytest.mark.parametrize("name", [name for name in TYPED if name not in SLOW])
def test_not_when_quiet_nor_beside_json(command: Command, folder: str, name: str, option: str) -> None:
    if option == "--json" and name in WITHOUT_JSON:
        return
    ended = command(*arguments(TYPED[name][0], folder), option)
    assert ended.code == 0
    assert ":  orgsim" not in MARKUP.sub("", ended.err)


def test_structures_are_listed_as_json(command: Command) -> None:
    listed = json.loads(command("list", "structures", "--json").out)["structures"]
    assert [one["id"] for one in listed] == ["partnership", "shared_service", "silo", "systemic"]
    assert all(one["name"] and one["describe"] for one in listed)


def test_quiet_says_only_what_is_wrong(command: Command, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text((tmp_path / "shop.yaml").read_text().replace("goal: 80%", "gaol: 80%"))
    loud, quiet = command("run", "bad.yaml"), command("run", "bad.yaml", "-q")
    assert "orgsim explain ORG201" in loud.err
    assert "ORG201" in quiet.err
    assert "orgsim explain" not in quiet.err
