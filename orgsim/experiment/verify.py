"""Whether a run can be trusted: a sample of its replications run again, its hashes and its tables looked at."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from orgsim.engine.choice import Engine, EngineName, check_engine
from orgsim.experiment.backends import execute
from orgsim.experiment.engines import Compiling, engine_for, make_ready, with_engine
from orgsim.experiment.errors import StoreError
from orgsim.experiment.folder import read_manifest
from orgsim.experiment.packing import PlainValue, fingerprint, fingerprint_of, plain_values
from orgsim.experiment.records import Json, Key, Result
from orgsim.experiment.resume import tasks_of
from orgsim.experiment.store import Store
from orgsim.experiment.tables import TABLES

_MOST_NAMED = 5


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. ``wrong`` says what is not as it was; "" when all is well."""

    what: str
    wrong: str = ""


@dataclass(frozen=True)
class Verdict:
    """What was looked at in a run. ``replications`` were run again, ``tables`` compared with the manifest.

    ``engine`` is what they were run with this time.
    """

    made_by: str
    engine: EngineName
    replications: tuple[Finding, ...]
    tables: tuple[Finding, ...]

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """All that is not as it was."""
        return tuple(one for one in (*self.replications, *self.tables) if one.wrong)


def verify_run(
    folder: Path, *, sample: int = 3, jobs: int = 1, engine: Engine = "auto", compiling: Compiling | None = None
) -> Verdict:
    """Run ``sample`` finished replications again (all, if there are fewer) and compare what they measure.

    The same run always gives the same sample. With another ``engine`` than the run was made with, two programs that
    were written apart have to agree. Raises StoreError when the folder cannot be read or holds no finished
    replication, EngineError when the engine cannot be had here.
    """
    check_engine(engine)
    manifest = read_manifest(folder)
    with Store.read(folder) as store:
        hashes = {one.key: one.hash for one in store.replications() if one.status == "done"}
        if not hashes:
            raise StoreError(f"{folder} holds no finished replication", "finish it first: orgsim resume")
        chosen = set(_sample(hashes, sample))
        asked = [task for task in tasks_of(folder, manifest) if task.key in chosen]
        tasks = with_engine(asked, used := engine_for(engine, asked))
        make_ready(used, compiling)
        results = {result.key: result for result in execute(tasks, jobs)}
        found = [Finding(said(task.key), _compared(store, results[task.key], hashes[task.key])) for task in tasks]
    return Verdict(str(manifest["engine"]["orgsim"]), used, tuple(found), tuple(_tables(folder, manifest)))


def _sample(hashes: dict[Key, str], size: int) -> list[Key]:
    """Choose by the digest of the key: spread over variants and settings, and the same each time."""
    return sorted(hashes, key=lambda key: sha256(repr(tuple(key)).encode()).digest())[:size]


def said(key: Key) -> str:
    """Name a replication for people."""
    return f"replication {key.replication} of {key.variant}{f' at {key.setting}' if key.setting else ''}"


def _compared(store: Store, result: Result, stored: str) -> str:
    """Say how a replication differs from what is stored of it; "" when it does not."""
    values, packed = store.raw(result.key)
    if fingerprint(values, packed) != stored:
        return "what is stored is not what was measured: the store was changed or is damaged"
    if result.status != "done":
        return f"it does not finish any more: {result.error}"
    mine = plain_values(result.values)
    if fingerprint_of(mine, result.series) == stored:
        return ""
    return _differing(dict(_named(values)), dict(_named(mine)))


def _named(values: list[PlainValue]) -> list[tuple[str, float | None]]:
    return [(f"{measure} ({group})" if group else measure, value) for measure, group, value in values]


def _differing(stored: dict[str, float | None], mine: dict[str, float | None]) -> str:
    names = [name for name in {**stored, **mine} if stored.get(name) != mine.get(name)]
    if not names:
        return "its measures are the same, but the arrays behind its pictures are not"
    shown = [f"{name} was {stored.get(name)}, is {mine.get(name)}" for name in names[:_MOST_NAMED]]
    more = f"; and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"{len(names)} of {len(mine)} values differ: {'; '.join(shown)}{more}"


def _tables(folder: Path, manifest: Json) -> list[Finding]:
    return [Finding(name, _changed(folder / TABLES / name, digest)) for name, digest in manifest["tables"].items()]


def _changed(path: Path, digest: str) -> str:
    try:
        same = sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return "it is missing"
    return "" if same else "it was changed after the run"
