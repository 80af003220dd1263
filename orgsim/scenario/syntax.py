"""The parser's complaints, said again in plain English."""

from __future__ import annotations

import re

import yaml

from orgsim.scenario.problems import Problem
from orgsim.scenario.text import split_lines

_QUOTES = "put quotes round text that holds `: `, or check the indentation of the lines above"
_SAYINGS: tuple[tuple[str, str, str], ...] = (
    (r"mapping values are not allowed", "a second `: ` on this line, or wrong indentation", _QUOTES),
    (r"could not find expected ':'", "this line is not `key: value`", "is a colon or a quote missing?"),
    (r"expected ',' or|did not find expected node content|expected the node content",
     "a comma or a closing bracket is missing", "close every `{` and `[`, and put commas between"),
    (r"unexpected end of stream", "a quote that opens here is not closed", "close it"),
    (r"expected <block end>|did not find expected key|did not find expected '-'",
     "this line does not line up with those above", "give all keys of one block the same indentation"),
    (r"cannot start any token", "a text cannot start with this character", "put the text in quotes"),
    (r"escape", "this backslash does not start a known escape", "use single quotes, or double the backslash"),
    (r"document start", "the document ended above", "keep one scenario in a file"),
    (r"undefined tag handle", "YAML tags are not supported", "delete the tag; values need none"),
    (r"exceeded max|too many|depth", "this is nested too deep", "flatten it"),
)  # fmt: skip
_UNOPENED = ("this bracket was never opened", "delete it, or open it before")
_AT = {"\t": ("a tab character", "indent with spaces"), "}": _UNOPENED, "]": _UNOPENED}


def syntax_problem(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """Turn a parser's error into an ORG101 at the place it names (its own words are not shown)."""
    said = f"{getattr(error, 'problem', '') or ''}"
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if "unexpected end of stream" in said:  # the end of the file helps nobody: show where the quote opens
        mark = getattr(error, "context_mark", None) or mark
    line, col = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    line, col = _inside(line, col, text)
    message, hint = _saying(said, _character(line, col, text))
    return Problem("ORG101", message, file, line, col, hint=hint)


def _saying(said: str, character: str) -> tuple[str, str]:
    if character in _AT:
        return _AT[character]
    for pattern, message, hint in _SAYINGS:
        if re.search(pattern, said):
            return message, hint
    return "this is not YAML that can be read", _QUOTES


def _character(line: int, col: int, text: str) -> str:
    return split_lines(text)[line - 1][col - 1 : col]


def _inside(line: int, col: int, text: str) -> tuple[int, int]:
    """Move a place beyond the last character back to it."""
    lines = split_lines(text)
    while len(lines) > 1 and not lines[-1].strip():
        lines.pop()
    return (line, col) if line <= len(lines) else (len(lines), len(lines[-1]) + 1)
