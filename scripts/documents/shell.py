"""Command lines on the pages: what a person would paste, taken apart into ``orgsim`` commands."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from scripts.documents.pages import Block, Page

LANGUAGES = ("console", "sh", "bash")
_BETWEEN = frozenset({"&&", "||", ";", "|", "&"})
_REDIRECTS = frozenset({">", ">>", "<", "2>"})


@dataclass(frozen=True)
class Command:
    """One use of ``orgsim`` on a page: its line and its words after ``orgsim``."""

    line: int
    words: tuple[str, ...]


def orgsim_commands(page: Page) -> Iterator[Command]:
    """Yield every use of orgsim in the page's shell blocks. Raises ValueError on quotes left open."""
    for number, text in command_lines(page):
        for words in _simple_commands(text):
            if (after := _after_orgsim(words)) is not None:
                yield Command(number, tuple(after))


def command_lines(page: Page) -> Iterator[tuple[int, str]]:
    """Yield each command line with its number; a backslash joins it with the next line.

    In a ``console`` block only what follows ``$ `` is a command; the rest is what the program says.
    """
    for block in page.blocks:
        if block.language in LANGUAGES:
            yield from _lines(block)


def _lines(block: Block) -> Iterator[tuple[int, str]]:
    held, start = "", 0
    for number, line in enumerate(block.lines, block.line):
        text = line.strip()
        if not held:
            if block.language == "console" and not text.startswith("$ "):
                continue
            text, start = text.removeprefix("$ "), number
        held += text
        if held.endswith("\\"):
            held = held[:-1]
        else:
            if held and not held.startswith("#"):
                yield start, held
            held = ""


def _simple_commands(text: str) -> Iterator[list[str]]:
    lexer = shlex.shlex(text, posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    lexer.commenters = "#"
    words: list[str] = []
    skip = False
    for word in lexer:
        if word in _BETWEEN:
            yield words
            words = []
        elif skip or word in _REDIRECTS:
            skip = not skip
        else:
            words.append(word)
    yield words


def _after_orgsim(words: list[str]) -> list[str] | None:
    """Return what follows ``orgsim``, ``.venv/bin/orgsim`` or ``python -m orgsim``; None if it is another program."""
    while words and "=" in words[0] and not words[0].startswith("-"):
        words = words[1:]
    if words and words[0].rpartition("/")[2] == "orgsim":
        return words[1:]
    if len(words) > 2 and words[1:3] == ["-m", "orgsim"]:
        return words[3:]
    return None
