"""A group of commands that imports a command only when it is used: ``--help`` needs click and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import Any, NamedTuple, NoReturn

import click

from orgsim.cli.talk import colour_wanted, talk


class Verb(NamedTuple):
    """Where a verb lives and what it does, in a line. The module holds the command under the verb's name."""

    module: str
    does: str
    section: str


class LazyGroup(click.Group):
    """A click group made from a table of verbs."""

    def __init__(self, *args: Any, verbs: Mapping[str, Verb], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """List the verbs in the order of the table."""
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a verb and return its command."""
        if cmd_name not in self.verbs:
            return None
        module = import_module(self.verbs[cmd_name].module)
        command: click.Command = getattr(module, "command", None) or getattr(module, cmd_name)
        _add_common(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; an unknown one is said with the nearest that there is."""
        if args and args[0] not in self.verbs and not args[0].startswith("-"):
            self._unknown(ctx, args[0])
        return super().resolve_command(ctx, args)

    def _unknown(self, ctx: click.Context, name: str) -> NoReturn:
        close = get_close_matches(name.lower(), self.verbs, n=1)
        hint = f"Did you mean `{close[0]}`?" if close else "`orgsim --help` lists all verbs."
        ctx.fail(f"there is no verb `{name[:60]}`. {hint}")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the verbs with what they do, without importing any."""
        for section in dict.fromkeys(verb.section for verb in self.verbs.values()):
            rows = [(name, verb.does) for name, verb in self.verbs.items() if verb.section == section]
            with formatter.section(section):
                formatter.write_dl(rows)


def _add_common(command: click.Command) -> None:
    """Give a command the options that every command has, unless it has its own."""
    known = {name for parameter in command.params for name in parameter.opts}
    command.params.extend(option for option in common_options() if not known & set(option.opts))
    # docstrings are raw: click's mark for "keep these lines" is written \\b in them
    command.help = (command.help or "").replace("\\b\n", "\b\n")
    command.context_settings.setdefault("help_option_names", ["-h", "--help"])


def common_options() -> list[click.Option]:
    """Return the options that every command has."""
    return [
        click.Option(["-q", "--quiet"], is_flag=True, expose_value=False, callback=_quiet, help="Say only errors."),
        click.Option(["-v", "--verbose"], count=True, expose_value=False, callback=_verbose, help="Say more."),
        click.Option(
            ["--color"],
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            expose_value=False,
            callback=_colour,
            help="Colour the output (auto: on a terminal, unless NO_COLOR is set).",
        ),
    ]


def _quiet(_context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    talk().quiet |= value


def _verbose(_context: click.Context, _parameter: click.Parameter, value: int) -> None:
    talk().verbose += value


def _colour(context: click.Context, _parameter: click.Parameter, value: str) -> None:
    if value != "auto" or context.parent is None:
        context.color = colour_wanted(value)
