"""What the command ends with. Public: tested one by one, never renumbered."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """An exit code of the command ``orgsim``."""

    DONE = 0
    """it did what was asked"""
    NO = 1
    """it ran, and the answer is no: a requirement is not met, some replications failed"""
    USAGE = 2
    """wrong use: unknown option, bad value, no such file"""
    SCENARIO = 3
    """the scenario is not valid"""
    GUARD = 4
    """stopped by a guard: too many events, too long, too much memory"""
    STORE = 5
    """the results folder could not be used or written"""
    BUG = 70
    """a bug in orgsim"""
    INTERRUPTED = 130
    """Ctrl-C: what was done is kept"""
    TERMINATED = 143
    """asked to end by the system: what was done is kept"""
