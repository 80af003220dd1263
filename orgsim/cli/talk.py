"""Talking to the person at the terminal: talk goes to stderr, results to stdout."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

import click


@dataclass
class Talk:
    """How much to say. ``quiet``: only errors; ``verbose``: how often -v was given; ``given``: the arguments."""

    quiet: bool = False
    verbose: int = 0
    given: tuple[str, ...] = ()

    def say(self, text: str) -> None:
        """Say something to the person, unless asked to be quiet."""
        if not self.quiet:
            click.echo(text, err=True)

    def detail(self, text: str) -> None:
        """Say something that only a person who asked for detail wants to know."""
        if self.verbose:
            self.say(text)

    def next(self, what: str, command: str) -> None:
        """Say the next sensible command, unless what is printed is JSON: then a program reads it, and it is silent."""
        if not _json_wanted():
            self.go_on(what, command)

    def go_on(self, what: str, command: str) -> None:
        """Say the command that mends or goes on with what has stopped, to programs too."""
        self.say(f"\n{what}  {click.style(command, bold=True)}")


def talk() -> Talk:
    """Return how the running command talks."""
    context = click.get_current_context(silent=True)
    return context.find_root().ensure_object(Talk) if context else Talk()


def _json_wanted() -> bool:
    context = click.get_current_context(silent=True)
    chosen = context.params if context else {}
    return bool(chosen.get("as_json")) or chosen.get("form") == "json"


def as_argument(text: str) -> str:
    """Return a text as a command line can have it: in quotes where it has to be."""
    return f'"{text}"' if not text or re.search(r"[^\w./:=,+@%-]", text) else text


def colour_wanted(choice: str) -> bool | None:
    """Return whether to colour: True, False, or None for where a terminal is."""
    if choice != "auto":
        return choice == "always"
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None


def complain(text: str) -> None:
    """Say what is wrong, also when asked to be quiet."""
    click.echo(f"{click.style('Error:', fg='red', bold=True)} {text}", err=True)
