"""Showing problems: for people, for GitHub's annotations, and as JSON records."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from orgsim.scenario.problems import Problem, distinct
from orgsim.scenario.text import forbidden, split_lines

_WIDEST = 110
_GUTTER = 7


def as_text(problems: Iterable[Problem], sources: Mapping[str, str] | None = None) -> str:
    """Show each problem with its place, code, line and a caret; ``sources`` maps files to their text."""
    lines = {file: split_lines(text) for file, text in (sources or {}).items()}
    return "\n".join(_one(problem, lines.get(problem.file, [])) for problem in distinct(problems))


def as_github(problems: Iterable[Problem]) -> str:
    """Show each problem as a GitHub workflow command, which puts it beside the line in a review."""
    return "\n".join(_github(problem) for problem in distinct(problems))


def as_records(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Return each problem as a record of plain values, for ``--json``."""
    return [
        {
            "code": p.code, "severity": p.severity, "message": p.message, "hint": p.hint,
            "file": p.file, "line": p.line, "col": p.col, "length": p.length, "path": list(p.path),
        }
        for p in distinct(problems)
    ]  # fmt: skip


def summary(problems: Iterable[Problem]) -> str:
    """Count problems and warnings in a line: ``6 problems, 1 warning``."""
    found = distinct(problems)
    errors = sum(p.severity == "error" for p in found)
    parts = [_count(errors, "problem"), _count(len(found) - errors, "warning")]
    return ", ".join(part for part in parts if part) or "no problems"


def visible(text: str) -> str:
    """Replace characters that act on a terminal by one visible mark each, so columns stay true."""
    return "".join("\N{REPLACEMENT CHARACTER}" if forbidden(c) or c in "\r\n" else c for c in text.replace("\t", " "))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


def _one(problem: Problem, lines: list[str]) -> str:
    severity = "" if problem.severity == "error" else f"{problem.severity} "
    place = f"{visible(problem.file)}:{problem.line}:{problem.col}"
    shown = [f"{place}: {severity}{problem.code} {visible(problem.message)}"]
    if 0 < problem.line <= len(lines):
        shown += _quoted(problem, visible(lines[problem.line - 1]))
    if problem.hint:
        shown.append(f"{'':{_GUTTER}}= {visible(problem.hint)}")
    return "\n".join(shown)


def _quoted(problem: Problem, line: str) -> list[str]:
    start = min(max(problem.col - 1, 0), len(line))
    cut = max(0, start - _WIDEST // 2) if len(line) > _WIDEST else 0
    window = line[cut : cut + _WIDEST]
    length = max(1, min(problem.length, len(window) - (start - cut)))
    before, under = window[: start - cut], window[start - cut : start - cut + length]
    carets = "^" * max(1, _columns(under))
    return [f"{problem.line:>{_GUTTER - 1}} | {window}", f"{'':{_GUTTER}}| {' ' * _columns(before)}{carets}"]


def _columns(text: str) -> int:
    """Columns a terminal gives the text: wide characters take two, combining ones none."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


def _github(problem: Problem) -> str:
    kind = "error" if problem.severity == "error" else "warning"
    hint = f" ({problem.hint})" if problem.hint else ""
    columns = f"col={problem.col},endColumn={problem.col + problem.length}"
    place = f"file={_property(visible(problem.file))},line={problem.line},{columns}"
    return f"::{kind} {place},title={problem.code}::{_escape(visible(problem.message + hint))}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
