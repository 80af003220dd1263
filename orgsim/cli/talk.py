"""Talking to the person at the terminal: talk goes to stderr, results to stdout."""

from __future__ import annotations

import os
from dataclasses import dataclass

import click


@dataclass
class Talk:
    """How much to say. ``quiet``: only errors; ``verbose``: how often -v was given."""

    quiet: bool = False
    verbose: int = 0

    def say(self, text: str) -> None:
        """Say something to the person, unless asked to be quiet."""
        if not self.quiet:
            click.echo(text, err=True)

    def detail(self, text: str) -> None:
        """Say something that only a person who asked for detail wants to know."""
        if self.verbose:
            self.say(text)

    def next(self, what: str, command: str) -> None:
        """Say the next sensible command."""
        self.say(f"\n{what}  {click.style(command, bold=True)}")


def talk() -> Talk:
    """Return how the running command talks."""
    context = click.get_current_context(silent=True)
    return context.find_root().ensure_object(Talk) if context else Talk()


def colour_wanted(choice: str) -> bool | None:
    """Return whether to colour: True, False, or None for where a terminal is."""
    if choice != "auto":
        return choice == "always"
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None


def complain(text: str) -> None:
    """Say what is wrong, also when asked to be quiet."""
    click.echo(f"{click.style('Error:', fg='red', bold=True)} {text}", err=True)
