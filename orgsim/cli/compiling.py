"""Telling whoever waits that the engine is being compiled, which happens once on a machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from orgsim.cli.talk import talk

SAID = "Compiling the engine for this machine, once (about half a minute)."
_PATIENCE = 2.0
"""Seconds before there is something that moves on the screen."""


@contextmanager
def compiling() -> Iterator[None]:
    """Say it, and on a terminal show the time when it takes longer than a moment."""
    talk().say(SAID)
    if talk().quiet or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("compiling"), TimeElapsedColumn()
    line = Progress(*columns, console=Console(stderr=True), transient=True)
    line.add_task("compiling")
    later = Timer(_PATIENCE, line.start)
    later.daemon = True
    later.start()
    try:
        yield
    finally:
        later.cancel()
        later.join()
        line.stop()
