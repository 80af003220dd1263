"""The types of the memory as the kernel sees it."""

from __future__ import annotations

from typing import TypeAlias

Ints: TypeAlias = "memoryview[int]"
"""The memory as whole numbers (64 bits)."""
Reals: TypeAlias = "memoryview[float]"
"""The same memory as real numbers (64 bits)."""
