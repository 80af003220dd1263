"""Keys of random numbers: 64 bits for a name, mixed with numbers, and the uniform number that belongs to a key.

Every part of the package may ask for them. ``derive`` and ``uniform`` mean the same in Python and as machine code.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

_NAMES_KEPT = 1 << 14
_MASK = 0xFFFFFFFFFFFFFFFF


@lru_cache(_NAMES_KEPT)
def name_key(name: str) -> int:
    """Return 64 bits that stand for ``name`` (BLAKE2b), the same on every machine."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def derive(key: int, part: int) -> int:
    """Mix ``part`` into a 64-bit ``key`` (the finaliser of SplitMix64: Steele, Lea & Flood 2014)."""
    mixed = (key + 0x9E3779B97F4A7C15 * (part + 1)) & _MASK
    mixed = ((mixed ^ ((mixed >> 30) & 0x3FFFFFFFF)) * 0xBF58476D1CE4E5B9) & _MASK
    mixed = ((mixed ^ ((mixed >> 27) & 0x1FFFFFFFFF)) * 0x94D049BB133111EB) & _MASK
    return mixed ^ ((mixed >> 31) & 0x1FFFFFFFF)


def uniform(key: int) -> float:
    """Return the uniform number in (0, 1) that belongs to ``key``."""
    return (((key >> 12) & 0xFFFFFFFFFFFFF) + 0.5) * 2.220446049250313e-16
