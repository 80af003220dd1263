"""Less work for Python's garbage collector while a replication runs."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEW_OBJECTS = 1_000_000
_YOUNG = 1


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let the collector look for cycles seldom within, and once at the end.

    A replication makes hardly any garbage that needs it, but many objects that live on; the collector would go through
    them again and again. The replication itself is one large cycle, so the end is the moment to look.
    """
    before = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.collect(_YOUNG)
