"""The ways into the kernel: each takes the address of the memory and calls a function of ``kernel``.

``machine_code`` compiles them; the names that are set to None here are put in by it.
"""

from __future__ import annotations

from typing import Any

kernel_begin: Any = None
kernel_advance: Any = None
kernel_finish: Any = None
CALLED = ("kernel_begin", "kernel_advance", "kernel_finish")
as_ints: Any = None
as_reals: Any = None


def begin(address: int) -> None:
    """See ``kernel.begin``."""
    kernel_begin(as_ints(address))


def advance(address: int, until: int) -> int:
    """See ``kernel.advance``."""
    return kernel_advance(as_ints(address), as_reals(address), until)  # type: ignore[no-any-return]


def finish(address: int) -> None:
    """See ``kernel.finish``."""
    kernel_finish(as_ints(address), as_reals(address))
