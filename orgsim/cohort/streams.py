"""Named streams of random numbers: a number depends on seed, replication, name and place, on nothing else."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from orgsim.keys import name_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np

STREAM_VERSION = "pcg64-blake2b/1"
"""Named in every run's manifest; changes whenever the same seed would give other numbers."""


def generator(seed: int, replication: int, name: str) -> np.random.Generator:
    """Return the generator of one stream: PCG64 seeded with (seed, replication, key of the name)."""
    import numpy as np

    sequence = np.random.SeedSequence(entropy=seed, spawn_key=(replication, name_key(name)))
    return np.random.Generator(np.random.PCG64(sequence))


class Streams:
    """The streams of one replication, each the same as that of ``generator``.

    To make a generator takes about 20 microseconds, and a cohort has a thousand streams, many of a few numbers. So there
    is one generator, set to the start of each stream in turn, and where they start is found for many at once: say which
    are going to be wanted with ``prepare``.
    """

    def __init__(self, seed: int, replication: int) -> None:
        import numpy as np

        self._seed, self._replication = seed, replication
        self._bits = np.random.PCG64(0)
        self._generator = np.random.Generator(self._bits)
        self._starts: dict[str, tuple[int, int]] = {}

    def prepare(self, names: Sequence[str]) -> None:
        """Find where these streams start; those that are not wanted in the end cost little."""
        from orgsim.cohort.seeding import pcg64_starts

        keys = [name_key(name) for name in names]
        self._starts.update(zip(names, pcg64_starts(self._seed, self._replication, keys), strict=True))

    def each(self, names: Sequence[str]) -> Iterator[np.random.Generator]:
        """Yield the generator at the start of each stream in turn; it is to be used before the next is asked for."""
        if missing := [name for name in names if name not in self._starts]:
            self.prepare(missing)
        for name in names:
            self._bits.state = _begun(*self._starts[name])
            yield self._generator


class Continued(Streams):
    """The streams of one replication, each going on where it stopped: numbers are drawn in as many pieces as one likes."""

    def __init__(self, seed: int, replication: int) -> None:
        super().__init__(seed, replication)
        self._sources: dict[str, np.random.Generator] = {}

    def prepare(self, names: Sequence[str]) -> None:
        """Find where those of these streams start that are not known yet."""
        if missing := [name for name in names if name not in self._starts]:
            super().prepare(missing)

    def each(self, names: Sequence[str]) -> Iterator[np.random.Generator]:
        """Yield the generator of each stream in turn, which is where it stopped."""
        for name in names:
            source = self._sources.get(name)
            yield self._begin(name) if source is None else source

    def _begin(self, name: str) -> np.random.Generator:
        """Make the generator of a stream that was not wanted before."""
        import numpy as np

        self.prepare([name])
        seed: Any = _unseeded()
        bits = np.random.PCG64(seed)
        bits.state = _begun(*self._starts[name])
        self._sources[name] = made = np.random.Generator(bits)
        return made


@lru_cache
def _unseeded() -> np.random.bit_generator.ISeedSequence:
    """Return a seed for generators whose state is set: to find a real one takes long."""
    import numpy as np

    class Unseeded(np.random.bit_generator.ISeedSequence):
        def generate_state(self, n_words: int, dtype: Any = np.uint32) -> Any:
            return np.zeros(n_words, dtype=dtype)

    return Unseeded()


def _begun(state: int, increment: int) -> Any:
    """Return the state of a generator at the start of a stream, as NumPy says it."""
    return {
        "bit_generator": "PCG64",
        "state": {"state": state, "inc": increment},
        "has_uint32": 0,
        "uinteger": 0,
    }


def replication_key(seed: int, replication: int) -> int:
    """Return 64 bits for draws whose number is not known ahead."""
    return name_key(f"{seed}/{replication}")
