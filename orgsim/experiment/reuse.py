"""Finished replications of earlier runs: kept, where they are the very same, rather than run again.

Two replications are the same when the resolved variant, the seed, the replication's number, the stream version and
the orgsim that ran them (its version and its code) are: then a run is a pure function of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from orgsim.experiment.design import Design
from orgsim.experiment.errors import StoreError
from orgsim.experiment.folder import MANIFEST_NAME, read_manifest
from orgsim.experiment.lock import is_locked
from orgsim.experiment.records import Json, Key
from orgsim.experiment.run import resolved_name
from orgsim.experiment.store import Store

_DECIDING = ("cohort", "engine", "measures", "organisation", "plan", "scenario", "theory")


class Found(NamedTuple):
    """A folder of an earlier run and what of it is wanted: its key, and the key that the same thing has here."""

    folder: Path
    pairs: tuple[tuple[Key, Key], ...]


@cache
def code_digest() -> str:
    """Return the SHA-256 of the code that decides results, so that a changed orgsim never passes for the same."""
    package = Path(__file__).parents[1]
    digest = sha256()
    for path in sorted(path for part in _DECIDING for path in (package / part).rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def reusable(design: Design, output: Path) -> list[Found]:
    """List what earlier runs in ``output`` hold of this design, the latest first and nothing twice.

    Runs that cannot be read or are being written are passed over.
    """
    missing = {task.key for task in design.tasks()}
    found = []
    for folder, manifest in _earlier(output):
        if missing and _same_maker(manifest, design):
            pairs = tuple(_pairs(folder, manifest, design, missing))
            missing -= {mine for _, mine in pairs}
            found.append(Found(folder, pairs))
    return [one for one in found if one.pairs]


def keep(found: list[Found], store: Store) -> Json:
    """Copy what was found into ``store``, each checked against its hash; returns how many came from which run.

    Raises StoreError.
    """
    kept: Json = {}
    for folder, pairs in found:
        with Store.read(folder) as source:
            number = store.copy(source, pairs)
        if number:
            kept[folder.name] = number
    return kept


def _earlier(output: Path) -> Iterator[tuple[Path, Json]]:
    folders = [path.parent for path in output.glob(f"*/{MANIFEST_NAME}")]
    for folder in sorted(folders, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True):
        try:
            manifest = read_manifest(folder)
        except StoreError:
            continue
        if manifest.get("status") != "running" or not is_locked(folder):
            yield folder, manifest


def _same_maker(manifest: Json, design: Design) -> bool:
    from orgsim.experiment.manifest import STREAM, maker

    same = ("seed", design.seed), ("stream", STREAM), ("engine", maker())
    return all(manifest.get(name) == value for name, value in same)


def _pairs(folder: Path, manifest: Json, design: Design, missing: set[Key]) -> Iterator[tuple[Key, Key]]:
    try:
        theirs = _places(manifest)
        with Store.read(folder) as source:
            done = source.done()
    except (StoreError, KeyError, TypeError, ValueError):
        return
    for entry in design.entries:
        for variant, setting in theirs.get(entry.digest, [])[:1]:
            for number in range(1, design.replications + 1):
                key, mine = Key(variant, setting, number), Key(entry.id, entry.setting, number)
                if key in done and mine in missing:
                    yield key, mine


def _places(manifest: Json) -> dict[str, list[tuple[str, str]]]:
    """Return digest to the variants and settings that have it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for variant in (one["id"] for one in manifest["variants"]):
        for setting in manifest["settings"]:
            digest = manifest["resolved"][resolved_name(variant, setting, manifest["settings"])]
            found.setdefault(digest, []).append((variant, setting))
    return found
