"""How long a run is going to take: from an earlier run of the same variants, else from one replication, timed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from orgsim.experiment.design import Design
from orgsim.experiment.errors import StoreError
from orgsim.experiment.folder import MANIFEST_NAME, read_manifest
from orgsim.experiment.records import Json


class Expected(NamedTuple):
    """Seconds of one processor that one replication takes, and what that is known from."""

    seconds: float
    known_from: str


def expected(design: Design, output: Path) -> Expected:
    """Say what a replication takes; runs one where no run in ``output`` tells."""
    digests = {one.digest for one in design.entries}
    told = [found for found in map(_told, _manifests(output, digests)) if found is not None]
    return told[-1] if told else _timed(design)


def _manifests(output: Path, digests: set[str]) -> Iterable[tuple[str, Json]]:
    """Yield the runs in ``output`` that have one of these resolved variants, by name."""
    for path in sorted(output.glob(f"*/{MANIFEST_NAME}")):
        try:
            manifest = read_manifest(path.parent)
        except StoreError:
            continue
        if digests & set(manifest.get("resolved", {}).values()):
            yield path.parent.name, manifest


def _told(found: tuple[str, Json]) -> Expected | None:
    name, manifest = found
    volatile, done = manifest["volatile"], manifest["volatile"].get("computed") or 0
    if not volatile.get("seconds") or done < 1:
        return None
    return Expected(volatile["seconds"] * min(int(volatile["jobs"]), done) / done, name)


def _timed(design: Design) -> Expected:
    from orgsim.experiment.task import run_replication

    return Expected(run_replication(design.tasks(1, 1)[0]).seconds, "one replication, timed now")
