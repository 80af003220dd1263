"""Do the ``orgsim`` commands on the pages exist, with the options, scenarios, paths and measures they name?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import PurePath
from typing import Any

import click

from orgsim.cli.main import orgsim
from scripts.documents.names import Names
from scripts.documents.pages import Page, Problem
from scripts.documents.shell import Command, orgsim_commands

Made = dict[str, str]
"""Folders that commands further up the page make with ``orgsim new``, and what each is started from."""


def check_commands(page: Page) -> Iterator[Problem]:
    """Yield a problem for each use of orgsim that would be refused."""
    made: Made = {}
    try:
        for command in orgsim_commands(page):
            yield from (Problem(page.file, command.line, message) for message in _wrong(command, made))
    except ValueError as error:
        yield Problem(page.file, 1, f"a command line cannot be taken apart: {error}")


def _wrong(command: Command, made: Made) -> Iterator[str]:
    """Yield what is wrong with one command."""
    if not command.words or command.words[0].startswith("-"):
        yield from _options(orgsim, list(command.words), {})
        return
    verb, *rest = command.words
    if verb not in orgsim.verbs:
        yield f"there is no verb `{verb}`"
        return
    given: dict[str, Any] = {}
    yield from _options(_command(verb), rest, given)
    if given:
        yield from _values(_command(verb), given)
        yield from Names(given, made).wrong(verb)
    if verb == "new" and given.get("folder"):
        made[PurePath(given["folder"]).as_posix()] = given.get("source") or "blank"


@cache
def _command(verb: str) -> click.Command:
    command = orgsim.get_command(click.Context(orgsim), verb)
    if command is None:
        raise LookupError(verb)
    return command


def _options(command: click.Command, words: list[str], given: dict[str, Any]) -> Iterator[str]:
    """Let click take the words apart (no value is used); fills ``given`` with parameter name to text."""
    context = click.Context(command, info_name=command.name)
    try:
        found, left, _ = command.make_parser(context).parse_args(words)
    except click.UsageError as error:
        yield error.format_message()
        return
    if left and command is not orgsim:
        yield f"`{left[0]}` is one argument too many"
    said = {name: value for name, value in found.items() if isinstance(value, (str, list, tuple))}
    given.update({"": command.name, **said})


def _values(command: click.Command, given: dict[str, Any]) -> Iterator[str]:
    """Yield what click refuses of the values: choices and numbers. Whether files are there is not asked."""
    for parameter in command.params:
        values = given.get(parameter.name or "")
        if isinstance(parameter.type, click.Path) or not isinstance(values, (str, list, tuple)):
            continue
        for value in [values] if isinstance(values, str) else values:
            try:
                parameter.type.convert(value, parameter, None)
            except click.UsageError as error:
                yield error.format_message()
