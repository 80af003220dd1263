"""How each kind of trouble is said, and the exit code it has."""

from __future__ import annotations

import errno
import json

import click

from orgsim.cli.codes import Exit
from orgsim.cli.talk import Talk, complain
from orgsim.engine.guards import GuardError
from orgsim.experiment.errors import StoreError
from orgsim.scenario.problems import ScenarioError, UsageError


def ending(error: Exception, talk: Talk, *, as_json: bool) -> int | None:
    """Say what is wrong and return the exit code; None when it is a bug."""
    if isinstance(error, ScenarioError):
        return scenario_ending(error, talk, as_json=as_json)
    if isinstance(error, UsageError) or type(error).__name__ in _USAGE:
        complain(_sentence(str(error)))
        return Exit.USAGE
    if type(error).__name__ == "PlanError":
        complain(_sentence(str(error)))
        return Exit.SCENARIO
    if isinstance(error, GuardError):
        complain(_sentence(error.message))
        return Exit.GUARD
    if isinstance(error, MemoryError):
        complain("there was not enough memory. Take fewer --jobs or a shorter calendar.")
        return Exit.GUARD
    return _store_ending(error)


_USAGE = {"UnknownMeasureError", "RequirementError", "UnknownPictureError", "NoRouteError"}


def scenario_ending(error: ScenarioError, talk: Talk, *, as_json: bool) -> int:
    """Show every problem of a scenario."""
    from orgsim.scenario.render import as_records, as_text, summary

    if as_json:
        document = {"schema": "orgsim.problems/1", "problems": as_records(error.problems)}
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        click.echo(as_text(error.problems, error.sources), err=True)
    talk.say(summary(error.problems))
    codes = sorted({problem.code for problem in error.problems})
    if codes:
        talk.go_on("What it means:", f"orgsim explain {codes[0]}")
    return Exit.SCENARIO


def _store_ending(error: Exception) -> int | None:
    if isinstance(error, StoreError):
        complain(_sentence(error.message) + (f"\n  {_sentence(error.hint)}" if error.hint else ""))
        return Exit.STORE
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
        where = f" ({error.filename})" if error.filename else ""
        complain(f"a file could not be written: {error.strerror}{where}.")
        return Exit.STORE
    return None


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "`", "!")) else f"{text}."
