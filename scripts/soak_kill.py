"""Kill a run at random instants, resume it, and compare its tables with those of a run that was left alone.

    python scripts/soak_kill.py --kills 200

Each round starts `orgsim compare` in a process group of its own, kills all of it with SIGKILL at a random instant,
then kills the resumed runs too until the round's kills are spent. Ends with 1 when a table differs by a byte.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHOP = ROOT / "tests" / "experiment" / "scenarios" / "shop.yaml"
READY = "ready"
# what is imported before the clock of a kill starts, so that kills hit the work and not the imports
PROGRAM = f"""
import sys
import orgsim.api, orgsim.experiment.resume, orgsim.experiment.warm, orgsim.cli.compare, orgsim.cli.resume
from orgsim.cli.main import main
print({READY!r}, file=sys.stderr, flush=True)
if __name__ == "__main__":
    main(sys.argv[1:])
"""
_KILLS_A_ROUND = 5


@dataclass
class Soak:
    """What to run, and how often it was killed. ``length`` is how long a run takes that is left alone, in seconds."""

    folder: Path
    replications: int
    jobs: int
    random: random.Random
    length: float = 0.0
    killed: int = 0

    def undisturbed(self) -> dict[str, bytes]:
        """Run without a kill; returns the bytes of its tables."""
        output = self.folder / "whole"
        process = self._start(*self._compare(output))
        began = time.monotonic()
        process.communicate()
        self.length = time.monotonic() - began
        if process.returncode:
            raise RuntimeError(f"the run that was left alone ended with {process.returncode}")
        return tables(only_run(output))

    def round(self, number: int, kills: int) -> dict[str, bytes]:
        """Run with up to ``kills`` kills, then to the end; returns the bytes of its tables."""
        output = self.folder / f"round{number}"
        for _ in range(kills):
            self._disturbed(*self._next(output))
        process = self._start(*self._next(output))
        _, said = process.communicate()
        if process.returncode:
            raise RuntimeError(f"round {number} ended with {process.returncode}: {said.decode()}")
        return tables(only_run(output))

    def _next(self, output: Path) -> tuple[str, ...]:
        """Return the command to go on with: a folder that was killed before its manifest stood holds nothing yet."""
        begun = [path for path in sorted(output.glob("*")) if (path / "run.json").exists()]
        return ("resume", str(begun[0]), "-j", str(self.jobs)) if begun else self._compare(output)

    def _compare(self, output: Path) -> tuple[str, ...]:
        return ("compare", str(SHOP), "-n", str(self.replications), "-j", str(self.jobs), "-o", str(output),
                "--set", "calendar.length=1 day", "--set", "calendar.warm_up=0 h")  # fmt: skip

    def _disturbed(self, *arguments: str) -> None:
        process = self._start(*arguments)
        time.sleep(self.random.random() * self.length)
        if process.poll() is None:
            self.killed += 1
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "-q", *arguments],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        if process.stderr:
            process.stderr.readline()
        return process


def only_run(output: Path) -> Path:
    """Return the one run in ``output`` that has a manifest."""
    (found,) = [path for path in output.iterdir() if (path / "run.json").exists()]
    return found


def tables(run: Path) -> dict[str, bytes]:
    """Return the bytes of every table of a run."""
    return {path.name: path.read_bytes() for path in sorted((run / "tables").iterdir())}


def soak(folder: Path, kills: int, *, replications: int, jobs: int, seed: int) -> tuple[int, list[str]]:
    """Kill ``kills`` times; returns how many hit a run that was at work, and the tables that came out different."""
    work = Soak(folder, replications, jobs, random.Random(seed))  # noqa: S311 (instants, not secrets)
    expected = work.undisturbed()
    wrong, number = [], 0
    while work.killed < kills:
        number += 1
        found = work.round(number, min(_KILLS_A_ROUND, kills - work.killed))
        wrong += [f"round {number}: {name}" for name in {*expected, *found} if found.get(name) != expected.get(name)]
    return work.killed, sorted(wrong)


def main() -> int:
    """Read the arguments and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--replications", type=int, default=6)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        killed, wrong = soak(
            Path(folder), given.kills, replications=given.replications, jobs=given.jobs, seed=given.seed
        )
    print(f"{killed} kills, {len(wrong)} tables that differ", *wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
