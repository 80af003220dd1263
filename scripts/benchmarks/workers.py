"""Calling peers in their processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.benchmarks.department import MissingError, Outcome, Shape, Timed
from scripts.benchmarks.peers import Peer

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Answer:
    """What came of one replication. ``peak``: the most bytes its process has had in memory; ``peak_simulated``: the
    same when the simulation was over and nothing measured yet.
    """

    outcome: Outcome
    parts: dict[str, Timed]
    events: int | None
    peak: float
    peak_simulated: float

    @property
    def kernel(self) -> float:
        """Processor microseconds a visit of simulating alone; of a peer that draws as it goes, with its draws."""
        return 1e6 * self.parts["simulate"].cpu / self.outcome.visits

    @property
    def whole(self) -> float:
        """Processor microseconds a visit of drawing, simulating and measuring."""
        return 1e6 * sum(part.cpu for part in self.parts.values()) / self.outcome.visits

    @property
    def wall(self) -> float:
        """Wall-clock microseconds a visit of drawing, simulating and measuring."""
        return 1e6 * sum(part.wall for part in self.parts.values()) / self.outcome.visits


class Worker:
    """A peer that is ready in a process of its own. ``before``: the most bytes it had in memory until then."""

    def __init__(self, peer: Peer, shape: Shape) -> None:
        self.peer, self.shape = peer, peer.shape(shape)
        command = [sys.executable, "-m", "scripts.benchmarks.worker", peer.key]
        self._process = subprocess.Popen(
            [*command, str(self.shape.weeks), str(self.shape.per_day)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment(),
        )
        first = self._hear()
        if "missing" in first:
            self.close()
            raise MissingError(first["missing"])
        self.before = float(first["before"])

    def call(self, seed: int) -> Answer:
        """Let the peer run a replication. Raises RuntimeError when its process ends instead."""
        print(seed, file=self._process.stdin, flush=True)
        told = self._hear()
        parts = {name: Timed(*seconds) for name, seconds in told["parts"].items()}
        return Answer(Outcome(*told["outcome"]), parts, told["events"], told["peak"], told["simulated"])

    def close(self) -> None:
        """End the process."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()
        self._process.wait()

    def _hear(self) -> dict[str, Any]:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            self.close()
            raise RuntimeError(f"{self.peer.label}: its process ended with code {self._process.returncode}")
        heard: dict[str, Any] = json.loads(line)
        return heard


def environment() -> dict[str, str]:
    """Return the environment in which this orgsim is the one that is imported."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return own | {"PYTHONPATH": path}


@contextmanager
def started(peers: list[Peer], shape: Shape) -> Iterator[tuple[dict[str, Worker], dict[str, str]]]:
    """Start a process for each peer, one after the other; yields those that are ready and why others are not."""
    ready: dict[str, Worker] = {}
    missing: dict[str, str] = {}
    try:
        for peer in peers:
            try:
                ready[peer.key] = Worker(peer, shape)
            except MissingError as error:
                missing[peer.key] = str(error)
        yield ready, missing
    finally:
        for worker in ready.values():
            worker.close()


def in_turn(workers: dict[str, Worker], rounds: int, seed: int) -> dict[str, list[Answer]]:
    """Call every worker once a round, in an order that is rotated, so that a busy machine slows all alike."""
    answers: dict[str, list[Answer]] = {key: [] for key in workers}
    keys = list(workers)
    for number in range(rounds):
        first = number % max(1, len(keys))
        for key in keys[first:] + keys[:first]:
            answers[key].append(workers[key].call(seed + number))
    return answers
