"""Named streams of random numbers: a number depends on seed, replication, name and place, on nothing else."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

STREAM_VERSION = "pcg64-blake2b/1"
"""Named in every run's manifest; changes whenever the same seed would give other numbers."""


def name_key(name: str) -> int:
    """Return 64 bits that stand for ``name`` (BLAKE2b), the same on every machine."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def generator(seed: int, replication: int, name: str) -> np.random.Generator:
    """Return the generator of one stream: PCG64 seeded with (seed, replication, key of the name)."""
    import numpy as np

    sequence = np.random.SeedSequence(entropy=seed, spawn_key=(replication, name_key(name)))
    return np.random.Generator(np.random.PCG64(sequence))


def replication_key(seed: int, replication: int) -> int:
    """Return 64 bits for draws whose number is not known ahead."""
    return name_key(f"{seed}/{replication}")
