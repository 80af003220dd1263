"""A peer in a process of its own: runs a replication for each seed on standard input and tells of it, a line each.

Run as ``python -m scripts.benchmarks.worker KEY WEEKS PER_DAY`` by ``workers``.
"""

from __future__ import annotations

import json
import sys

from scripts.benchmarks.department import MissingError, Shape
from scripts.benchmarks.peers import peer
from scripts.benchmarks.watch import peak_memory


def serve(key: str, shape: Shape) -> None:
    """Say whether the peer is there, then answer seeds until the input ends."""
    one = peer(key)
    try:
        one.prepare(Shape(1))(0)  # imports, compilers and first allocations do not count
        replicate = one.prepare(shape)
    except MissingError as error:
        print(json.dumps({"missing": str(error)}), flush=True)
        return
    print(json.dumps({"before": peak_memory()}), flush=True)
    for line in sys.stdin:
        told = replicate(int(line))
        peak = peak_memory()
        answer = {
            "outcome": told.outcome,
            "parts": told.parts,
            "events": told.events,
            "peak": peak,
            "simulated": told.peak or peak,
        }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    serve(sys.argv[1], Shape(int(sys.argv[2]), float(sys.argv[3])))
