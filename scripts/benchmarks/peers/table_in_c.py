"""orgsim's own table interpreter in C: the compiled engine's kernel, translated and compiled with gcc -O3."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.benchmarks.c_translation import c_source
from scripts.benchmarks.department import MissingError, Shape, Told
from scripts.benchmarks.peers.orgsim_engines import prepare_with, roomy

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from orgsim.cohort import Cohort
    from orgsim.engine import Guards
    from orgsim.engine.compiled.region import Region
    from orgsim.engine.trace import Trace
    from orgsim.plan import Plan

_FLAGS = [
    "-O3",
    "-march=native",
    "-std=c11",
    "-fwrapv",
    "-fno-strict-aliasing",
    "-ffp-contract=off",
    "-fPIC",
    "-shared",
]


class InC:
    """The kernel in C on a region of the kind that machine code reaches."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._begin, self._advance, self._finish = library.kernel_begin, library.kernel_advance, library.kernel_finish
        self._advance.restype = ctypes.c_int64

    def region(self, image: NDArray[np.int64], words_beside: int) -> Region:  # noqa: ARG002  (arrays stay where they are)
        from orgsim.engine.compiled.region import Apart

        return Apart(image)

    def begin(self, region: Region) -> None:
        self._begin(_address(region))

    def advance(self, region: Region, until: int) -> int:
        return int(self._advance(_address(region), _address(region), ctypes.c_int64(until)))

    def finish(self, region: Region) -> None:
        self._finish(_address(region), _address(region))


def _address(region: Region) -> ctypes.c_void_p:
    return ctypes.c_void_p(region.words.ctypes.data)


@lru_cache(maxsize=1)
def in_c() -> InC:
    """Translate, compile and load the kernel. Raises MissingError without a compiler, RuntimeError if C is not right."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        raise MissingError("there is no C compiler")
    with tempfile.TemporaryDirectory() as folder:  # what is loaded stays loaded without its file
        source, library = Path(folder) / "kernel.c", Path(folder) / "kernel.so"
        source.write_text(c_source(), encoding="utf-8")
        command = [compiler, *_FLAGS, str(source), "-o", str(library), "-lm"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{Path(compiler).name} could not compile the translation: {done.stderr.strip()[:300]}")
        return InC(ctypes.CDLL(str(library)))


def simulate_in_c(plan: Plan, cohort: Cohort, guards: Guards | None = None) -> Trace:
    """Run one replication with the kernel in C."""
    from orgsim.engine.compiled.replication import Replication

    machine: Any = in_c()
    return Replication(plan, cohort, guards or roomy(), machine).run()


def prepare(shape: Shape) -> Callable[[int], Told]:
    """Return what runs a replication with a seed. Raises MissingError."""
    in_c()
    return prepare_with(simulate_in_c, shape)
