"""Less work for Python's garbage collector while a replication runs."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEW_OBJECTS = 1_000_000
_YOUNG = 1
_within = 0
_before = (0, 0, 0)
_counting = Lock()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let the collector look for cycles seldom within, and once at the end.

    A replication makes hardly any garbage that needs it, but many objects that live on; the collector would go through
    them again and again. The replication itself is one large cycle, so the end is the moment to look. The collector is
    one for all threads: the first to begin sets it, the last to end sets it back.
    """
    _begin()
    try:
        yield
    finally:
        _end()
        gc.collect(_YOUNG)


def _begin() -> None:
    global _within, _before  # noqa: PLW0603 (what the process has one of)
    with _counting:
        if _within == 0:
            _before = gc.get_threshold()
            gc.set_threshold(_NEW_OBJECTS, *_before[1:])
        _within += 1


def _end() -> None:
    global _within  # noqa: PLW0603
    with _counting:
        _within -= 1
        if _within == 0:
            gc.set_threshold(*_before)
