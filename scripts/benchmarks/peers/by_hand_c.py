"""The A&E written by hand in C (``by_hand.c``), compiled here with gcc -O3: the limit of what can be had."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from scripts.benchmarks import department as d
from scripts.benchmarks.department import MissingError, Outcome, Shape, Told
from scripts.benchmarks.watch import Watch

SOURCE = Path(__file__).with_name("by_hand.c")
_TIMES = ("end", "measured_from", "measured_to", "triage", "scan", "transit", "stay", "doctor_mu", "doctor_sigma",
          "decision", "attention", "scanned", "admitted", "rush", "limit", "share_urgent", "share_middle")  # fmt: skip


class Model(ctypes.Structure):
    """``Model`` of by_hand.c."""

    _fields_ = (
        ("rate", ctypes.c_double * 24),
        *((name, ctypes.c_double) for name in _TIMES),
        ("units", ctypes.c_int32 * 9),
    )


class Result(ctypes.Structure):
    """``Result`` of by_hand.c."""

    _fields_ = (
        *((name, ctypes.c_int64) for name in ("visits", "left", "stopped", "in_time", "admitted", "handled", "events")),
        ("stay", ctypes.c_double),
    )


def compiled() -> ctypes.CDLL:
    """Compile by_hand.c and load it. Raises MissingError without a compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        raise MissingError("there is no C compiler")
    with tempfile.TemporaryDirectory() as folder:  # what is loaded stays loaded without its file
        library = Path(folder) / "by_hand.so"
        command = [compiler, "-O3", "-std=c11", "-Wall", "-fPIC", "-shared", str(SOURCE), "-o", str(library), "-lm"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise MissingError(f"{Path(compiler).name} could not compile it: {done.stderr.strip()[:300]}")
        return ctypes.CDLL(str(library))


def model_of(shape: Shape) -> Model:
    """Return the numbers of the A&E as C takes them."""
    first, last = shape.measured
    times = (shape.end, first, last, d.TRIAGE, d.SCAN, d.TRANSIT, d.STAY, d.DOCTOR_MU, d.DOCTOR_SIGMA,
             d.DECISION, d.ATTENTION, d.SCANNED, d.ADMITTED, d.RUSH, d.LIMIT, *d.SHARES[:2])  # fmt: skip
    units = (d.NURSES, d.CUBICLES, d.DOCTORS, d.SCANNERS, d.BEDS, *(1,) * d.MANAGERS)
    return Model((ctypes.c_double * 24)(*shape.rates), *times, (ctypes.c_int32 * 9)(*units))


def prepare(shape: Shape) -> Callable[[int], Told]:
    """Return what runs a replication with a seed. Raises MissingError."""
    library, model = compiled(), model_of(shape)
    expected = shape.per_day * shape.end / d.DAY
    rows = int(expected + 10 * expected**0.5 + 100)  # ten standard deviations more than will come

    def replicate(seed: int) -> Told:
        watch, result = Watch(), Result()
        with watch.part("simulate"):
            records = np.empty((3, rows))
            pointers = [ctypes.c_void_p(record.ctypes.data) for record in records]
            failed = library.simulate(
                ctypes.byref(model), ctypes.c_uint64(seed), ctypes.c_int64(rows), *pointers, ctypes.byref(result)
            )
        if failed:
            raise MemoryError("by_hand.c ran out of room")
        return Told(outcome(result, shape), watch.parts, result.events)

    return replicate


def outcome(result: Result, shape: Shape) -> Outcome:
    """Return what came of a replication."""
    return Outcome(
        result.visits,
        result.stay / result.left,
        result.in_time / result.stopped,
        result.admitted * d.DAY / shape.end,
        shape.utilisation(result.handled),
    )
