"""What can be wrong with a scenario: a record for each thing, and the exception that carries them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Path = tuple[str | int, ...]
"""Where a value sits in the file: the keys and list positions from the top."""

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, and where.

    ``line`` and ``col`` count from 1 (0 when a problem has no place in a file), ``length`` is the number of
    characters to underline, ``hint`` says what to do, ``path`` is the address of the value in the scenario.
    """

    code: str
    message: str
    file: str
    line: int
    col: int
    length: int = 1
    severity: Severity = "error"
    hint: str = ""
    path: Path = ()

    @property
    def place(self) -> tuple[str, int, int, str, str]:
        """Sort key: file, line, column, then code and message, so that any run lists them alike."""
        return (self.file, self.line, self.col, self.code, self.message)


class ScenarioError(Exception):
    """The scenario cannot be used. ``problems`` is everything found, ``sources`` the text of each file."""

    def __init__(self, problems: Iterable[Problem], sources: Mapping[str, str] | None = None) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.place))
        self.sources: Mapping[str, str] = dict(sources or {})
        super().__init__(self._summary())

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Problem, ...], dict[str, str]]]:
        """Keep all parts when the error crosses to another process."""
        return type(self), (self.problems, dict(self.sources))

    def _summary(self) -> str:
        lines = [f"{p.file}:{p.line}:{p.col}: {p.code} {p.message}" for p in self.problems]
        return "\n".join(lines) or "the scenario is not valid"


class UsageError(ValueError):
    """What was asked for cannot be done with this scenario (the command line ends with 2)."""


class SetError(UsageError):
    """A ``--set`` or ``vary`` names a path that does not exist or gives a value that cannot stand there."""


class NotFoundError(UsageError):
    """There is no file, built-in scenario, variant or path of this name."""


def distinct(problems: Iterable[Problem]) -> list[Problem]:
    """Sort ``problems`` and keep the first of those that say the same at the same place."""
    found: dict[tuple[str, int, int, str, str], Problem] = {}
    for problem in sorted(problems, key=lambda p: p.place):
        found.setdefault(problem.place, problem)
    return list(found.values())
