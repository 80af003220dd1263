"""Saying how far a run is: one line that changes on a terminal, a line each tenth elsewhere."""

from __future__ import annotations

import sys
import time
from threading import Lock, Timer
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID


PATIENCE = 2.0
"""Seconds that anybody waits without a word."""


class Progress:
    """Called with what is done and wanted; a context manager, so that the line is left tidy.

    ``patience``: seconds in which nothing is shown, for what may well be done by then.
    """

    def __init__(self, *, quiet: bool, patience: float = 0.0) -> None:
        self._quiet = quiet
        self._alarm = Timer(patience, self._wake) if patience else None
        self._awake = self._alarm is None
        self._last: tuple[int, int] | None = None
        self._live = sys.stderr.isatty() and not quiet
        self._rich: tuple[RichProgress, TaskID] | None = None
        self._began = time.monotonic()
        self._first = -1
        self._tenth = 0
        self._told = False
        self._turn = Lock()
        self.done = 0

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        if self._alarm is not None:
            self._alarm.daemon = True
            self._alarm.start()
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm.join()
        if self._rich is not None:
            self._rich[0].stop()

    def _wake(self) -> None:
        self._awake = True
        if self._last is not None:
            self._say(*self._last)

    @property
    def seconds(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._began

    def __call__(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` are done."""
        if self._first < 0:  # a run that goes on begins with some done, which took no time
            self._first, self._began = done, time.monotonic()
            self._tenth = 10 * done // total if total else 0
        self.done, self._last = done, (done, total)
        if self._awake:
            self._say(done, total)

    def _say(self, done: int, total: int) -> None:
        with self._turn:  # who waits is woken by another thread
            if self._live:
                self._show(done, total)
            elif not self._quiet and total:
                self._log(done, total)

    def _show(self, done: int, total: int) -> None:
        if self._rich is None:
            self._rich = _rich_line(total)
        line, task = self._rich
        line.update(task, completed=done, total=total, rate=self._rate(done), left=self._left(done, total))

    def _log(self, done: int, total: int) -> None:
        tenth = 10 * done // total
        if tenth > self._tenth or (self._alarm is not None and not self._told):
            self._told = True
            self._tenth = tenth
            said = (f"{done}/{total} done", self._rate(done), self._left(done, total))
            click.echo(f"  {', '.join(filter(None, said))}", err=True)

    def _rate(self, done: int) -> str:
        if done <= self._first or self.seconds <= 0:
            return "starting"
        rate = (done - self._first) / self.seconds
        return f"{rate:.1f} a second" if rate >= 1 else f"{60 * rate:.0f} a minute"

    def _left(self, done: int, total: int) -> str:
        if done <= self._first:
            return ""
        return f"{seconds_in_words(self.seconds / (done - self._first) * (total - done))} left"


def _rich_line(total: int) -> tuple[RichProgress, TaskID]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as RichProgress

    columns = (BarColumn(30), MofNCompleteColumn(), TextColumn("{task.fields[rate]}  {task.fields[left]}"))
    line = RichProgress(*columns, console=Console(stderr=True), transient=True)
    line.start()
    return line, line.add_task("replications", total=total, rate="starting", left="")


def seconds_in_words(seconds: float) -> str:
    """Say a time: ``8 s``, ``1 min 52 s``, ``2 h 05``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d}"
