"""How long a run is going to take: from an earlier run of the same variants, else from one replication, timed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from orgsim.engine.choice import EngineName
from orgsim.experiment.design import Design
from orgsim.experiment.engines import Compiling, make_ready, with_engine
from orgsim.experiment.errors import StoreError
from orgsim.experiment.folder import MANIFEST_NAME, read_manifest
from orgsim.experiment.records import Json


class Expected(NamedTuple):
    """Seconds of one processor that one replication takes, and what that is known from."""

    seconds: float
    known_from: str


def expected(
    design: Design, output: Path, engine: EngineName = "simpy", compiling: Compiling | None = None
) -> Expected:
    """Say what a replication takes with ``engine``; runs one where no run in ``output`` tells."""
    digests = {one.digest for one in design.entries}
    told = [_told(found, engine) for found in _manifests(output, digests)]
    known = [one for one in told if one is not None]
    return known[-1] if known else _timed(design, engine, compiling)


def _manifests(output: Path, digests: set[str]) -> Iterable[tuple[str, Json]]:
    """Yield the runs in ``output`` that have one of these resolved variants, by name."""
    for path in sorted(output.glob(f"*/{MANIFEST_NAME}")):
        try:
            manifest = read_manifest(path.parent)
        except StoreError:
            continue
        if digests & set(manifest.get("resolved", {}).values()):
            yield path.parent.name, manifest


def _told(found: tuple[str, Json], engine: EngineName) -> Expected | None:
    name, manifest = found
    volatile, done = manifest["volatile"], manifest["volatile"].get("computed") or 0
    if not volatile.get("seconds") or done < 1 or volatile.get("engine") != engine:
        return None
    return Expected(volatile["seconds"] * min(int(volatile["jobs"]), done) / done, name)


def _timed(design: Design, engine: EngineName, compiling: Compiling | None) -> Expected:
    from orgsim.experiment.task import run_replication

    make_ready(engine, compiling)
    (task,) = with_engine(design.tasks(1, 1)[:1], engine)
    return Expected(run_replication(task).seconds, "one replication, timed now")
