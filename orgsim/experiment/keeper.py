"""Keeps results as they come: small ones together, since each transaction waits for the disk."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from orgsim.experiment.errors import StoreError
from orgsim.experiment.records import Result
from orgsim.experiment.store import Store

_AT_RISK = 0.25
"""Seconds of work that a kill may cost, at most. What was told is safe; the rest is done again on resuming."""


class Keeper:
    """A context in which results are stored; ``told`` is called with each once it is safe.

    Whatever ends the context, what came before is stored. Raises StoreError.
    """

    def __init__(self, store: Store, told: Callable[[Result], None]) -> None:
        self._store, self._told = store, told
        self._held: list[Result] = []
        self._work = 0.0
        self._last = -_AT_RISK

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._keep()

    def take(self, result: Result) -> None:
        """Store a result now, or soon where it and those before it are little work."""
        self._held.append(result)
        self._work += result.seconds
        if self._work >= _AT_RISK or time.monotonic() - self._last >= _AT_RISK:
            self._keep()

    def _keep(self) -> None:
        held, self._held, self._work = self._held, [], 0.0
        try:
            self._store.add_all(held)
        except BaseException:  # Ctrl-C, or a full disk: as many as go
            self._keep_each(held)
            raise
        self._last = time.monotonic()
        for result in held:
            self._told(result)

    def _keep_each(self, held: list[Result]) -> None:
        """Store one after another those that are not stored, as far as it goes."""
        with suppress(StoreError):
            done = {one.key for one in self._store.replications()}
            for result in held:
                if result.key not in done:
                    self._store.add_all([result])
