"""Asking a replication that runs in a thread to stop: nobody can end a thread from outside."""

from __future__ import annotations

from threading import Event, local

_here = local()


class StoppedError(RuntimeError):
    """The replication was asked to stop: nobody waits for it any more."""


def heed(stop: Event) -> None:
    """Let the replications of this thread stop when ``stop`` is set."""
    _here.stop = stop


def stop_if_asked() -> None:
    """Raise StoppedError when this thread was asked to stop; called now and then while a replication runs."""
    stop: Event | None = getattr(_here, "stop", None)
    if stop is not None and stop.is_set():
        raise StoppedError("stopped because nobody waits for it any more")
