"""The types of the memory as the kernel sees it."""

from __future__ import annotations

from collections.abc import MutableSequence
from typing import TypeAlias

Ints: TypeAlias = MutableSequence[int]
"""The memory as whole numbers (64 bits)."""
Reals: TypeAlias = MutableSequence[float]
"""The same memory as real numbers (64 bits)."""
