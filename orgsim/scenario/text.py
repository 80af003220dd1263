"""From bytes to text: size, encoding and characters that must not reach a terminal or a report."""

from __future__ import annotations

import re

from orgsim.scenario.problems import Problem, ScenarioError

MAX_BYTES = 1_000_000
_HIDDEN = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"
_BREAKS = "\u2028\u2029\ufeff\ufffe\uffff"
# C0 but tab and line ends, DEL and C1 (terminal escapes), direction marks (text that reads other than it is)
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_HIDDEN}{_BREAKS}\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decode(source: bytes, file: str) -> str:
    """Return the text of ``source``, without a byte order mark. Raises ScenarioError (ORG107-109)."""
    if len(source) > MAX_BYTES:
        raise _refuse("ORG107", "the file is larger than 1 MB", file, hint="split it or remove data that is not used")
    if source.startswith(_UTF16):
        raise _refuse("ORG109", "the file is UTF-16 text", file, hint="save it as UTF-8")
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = source[: error.start].decode("utf-8", "replace")
        raise _refuse("ORG109", "this byte is not UTF-8 text", file, before, hint="save the file as UTF-8") from None
    if "\x00" in text:
        raise _refuse("ORG109", "the file holds a NUL byte: it is not text", file, text[: text.index("\x00")])
    return text


def refuse_controls(text: str, file: str, most: int = 20) -> None:
    """Raise ScenarioError (ORG108) with the first ``most`` characters that are refused anywhere in a file."""
    found = []
    for match in _FORBIDDEN.finditer(text):
        line, col = position(text[: match.start()])
        found.append(Problem("ORG108", _naming(match[0]), file, line, col, hint="delete it"))
        if len(found) == most:
            break
    if found:
        raise ScenarioError(found)


def forbidden(text: str) -> str | None:
    """Say which refused character an (unescaped) value holds, or None."""
    match = _FORBIDDEN.search(text)
    return _naming(match[0]) if match else None


def position(before: str) -> tuple[int, int]:
    """Line and column (from 1) of the character that follows ``before``."""
    lines = split_lines(before)
    return len(lines), len(lines[-1]) + 1


def split_lines(text: str) -> list[str]:
    """Split at the three line ends YAML knows (``str.splitlines`` knows more)."""
    return _LINE_END.split(text)


def _naming(character: str) -> str:
    return f"the character U+{ord(character):04X} is not allowed: it is invisible or acts on the screen"


def _refuse(code: str, message: str, file: str, before: str = "", hint: str = "") -> ScenarioError:
    line, col = position(before.removeprefix("\ufeff"))
    return ScenarioError([Problem(code, message, file, line, col, hint=hint)])
