"""Which variants, replication and setting of a run a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from orgsim.cli.talk import talk

if TYPE_CHECKING:
    from orgsim.experiment import Run
    from orgsim.exports.again import Replication


def checked(run: Run, variants: tuple[str, ...], replication: int, setting: str) -> tuple[str, ...]:
    """Return the variants asked for, or all of the run. Raises UsageError for what the run does not have."""
    known = tuple(one.id for one in run.variants)
    for variant in variants:
        if variant not in known:
            raise click.UsageError(f"the run has no variant `{variant}`; it has {', '.join(known)}")
    if setting not in run.settings:
        settings = ", ".join(run.settings) or "none"
        raise click.UsageError(f"the run has no setting `{setting}`; its settings: {settings}")
    if replication > run.wanted:
        raise click.UsageError(f"the run has {run.wanted} replications, numbered from 1")
    return variants or known


def simulated(run: Run, variant: str, replication: int, setting: str) -> Replication:
    """Simulate a replication again, saying so to the person who waits for it."""
    from orgsim.exports.replications import again

    talk().say(f"Simulating replication {replication} of `{variant}` again ...")
    return again(run, variant, replication, setting)
