"""Heeding the system's request to end while work goes on."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class TerminatedError(BaseException):
    """The system asked this process to end (SIGTERM). Not an Exception, so that nothing swallows it."""


@contextmanager
def heed_sigterm() -> Iterator[None]:
    """Turn SIGTERM into TerminatedError while work goes on (only the main thread can)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: object) -> None:
        if is_once(signal.getsignal(signal.SIGINT)):
            hear_no_more()
        raise TerminatedError

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGTERM) is stop:
            signal.signal(signal.SIGTERM, before)


def hear_no_more() -> None:
    """From now on this process heeds neither Ctrl-C nor SIGTERM: it is ending, and says what is kept before it does."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def is_once(handler: object) -> bool:
    """Whether a handler of Ctrl-C is the command line's, for which being asked once is enough."""
    return bool(getattr(handler, "once", False))


@contextmanager
def unhurried() -> Iterator[None]:
    """Finish what is begun: Ctrl-C and SIGTERM are not heeded meanwhile (only the main thread can say so).

    For the short work of ending a run that was stopped, so that being asked twice does not leave it unsaid what is kept.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def postponed(wake: Callable[[], object]) -> Iterator[Callable[[], None]]:
    """Note Ctrl-C and SIGTERM instead of raising: what is given raises them where the caller says (main thread only).

    For work with pools: an exception that comes while one of their locks is being taken leaves it locked for ever.
    ``wake`` is called when a signal comes; it must be safe to call at any moment, as ``SimpleQueue.put`` is.
    What was not raised before is raised at the end, unless another exception is on its way.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    noted: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        noted.append(number)
        wake()

    def heard() -> None:
        if noted:
            number = signal.Signals(noted[0])
            noted.clear()
            before[number](number, None)

    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    before = {number: handler for number, handler in handlers.items() if callable(handler)}
    try:
        for number in before:
            signal.signal(number, note)
        yield heard
    finally:
        for number, handler in before.items():
            if signal.getsignal(number) is note:  # being asked once may have been enough for the caller's handler
                signal.signal(number, handler)
    heard()
