from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from orgsim.scenario.file import load
from orgsim.scenario.problems import Problem, ScenarioError

SAMPLE = (Path(__file__).parent / "sample.yaml").read_text(encoding="utf-8")


class Mutant:
    """The sample with one part replaced; ``⟦ ⟧`` in the new part mark what the problem must underline."""

    def __init__(self, folder: Path, old: str, new: str) -> None:
        assert SAMPLE.count(old) == 1, f"{old!r} is there {SAMPLE.count(old)} times"
        marked = SAMPLE.replace(old, new)
        before, _, rest = marked.partition("⟦")
        inside, _, after = rest.partition("⟧")
        lines = before.split("\n")
        self.place = (len(lines), len(lines[-1]) + 1, len(inside))
        self.text = before + inside + after
        self.path = folder / "mutant.yaml"
        self.path.write_text(self.text, encoding="utf-8")

    def problems(self) -> list[Problem]:
        """Everything said about it, warnings included."""
        try:
            return list(load(str(self.path)).warnings)
        except ScenarioError as error:
            return list(error.problems)


@pytest.fixture
def mutant(tmp_path: Path) -> Callable[[str, str], Mutant]:
    return lambda old, new: Mutant(tmp_path, old, new)


@pytest.fixture
def sample() -> str:
    return SAMPLE


@pytest.fixture
def problems_of(tmp_path: Path) -> Callable[[str], list[Problem]]:
    """Everything said about a file of this text."""

    def check(text: str) -> list[Problem]:
        path = tmp_path / "given.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            return list(load(str(path)).warnings)
        except ScenarioError as error:
            return list(error.problems)

    return check
