"""A stopwatch of processor and wall-clock seconds, and the memory of this process."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.benchmarks.department import Timed


class Watch:
    """Times the parts of a replication."""

    def __init__(self) -> None:
        self.parts: dict[str, Timed] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Add the time spent inside to the part ``name``."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        before = self.parts.get(name, Timed(0.0, 0.0))
        self.parts[name] = Timed(before.cpu + time.process_time() - cpu, before.wall + time.perf_counter() - wall)


def peak_memory() -> float:
    """Return the most bytes this process has had in memory."""
    status = Path("/proc/self/status")  # ru_maxrss remembers the process before exec, this does not
    if status.is_file():
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return float(line.split()[1]) * 1024
    peak = float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    return peak if sys.platform == "darwin" else peak * 1024
