"""Going on with a run that was stopped: the same tasks from the same resolved variants, less those that are safe."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from orgsim.engine.choice import Engine, check_engine
from orgsim.experiment.backends import LOCAL, check_backend
from orgsim.experiment.engines import Compiling
from orgsim.experiment.errors import StoreError
from orgsim.experiment.folder import read_manifest, sweep_halves, write_manifest
from orgsim.experiment.lock import writer_lock
from orgsim.experiment.manifest import now
from orgsim.experiment.records import Json, Key, Task
from orgsim.experiment.resolved import read_resolved
from orgsim.experiment.run import RESOLVED, Run, resolved_name
from orgsim.experiment.runner import Progress, Session
from orgsim.experiment.store import Store


def resume_run(
    folder: Path,
    *,
    jobs: int = 1,
    backend: str = LOCAL,
    engine: Engine = "auto",
    replications: int = 0,
    progress: Progress | None = None,
    compiling: Compiling | None = None,
) -> Run:
    """Do the replications that ``folder`` lacks, exactly as they would have been done.

    ``replications``: how many are wanted from now on, if that is more than before.

    Raises StoreError when the folder cannot be used or was made by another version, BackendError when the
    cluster is not there, EngineError when the engine is not, RunStopped as a run does.
    """
    check_engine(engine)
    check_backend(backend)
    read_manifest(folder)  # says so before a lock is put into a folder that is not a run
    with writer_lock(folder), Store.write(folder) as store:
        sweep_halves(folder)
        manifest = read_manifest(folder)
        _check_version(folder, manifest)
        store.forget_unfinished()
        done = store.done()
        manifest["replications"]["wanted"] = max(replications, int(manifest["replications"]["wanted"]))
        tasks = [task for task in tasks_of(folder, manifest) if task.key not in done]
        manifest["status"] = "running"
        manifest["volatile"]["backend"] = backend.partition(":")[0]
        manifest["volatile"]["resumed"].append({"at": now(), "jobs": jobs, "missing": len(tasks)})
        write_manifest(folder, manifest)
        return Session(folder, manifest, store, jobs, progress, backend, engine, compiling).carry_out(tasks)


def _check_version(folder: Path, manifest: Json) -> None:
    from orgsim import __version__

    made_by = manifest["engine"]["orgsim"]
    if made_by != __version__:
        said = f"{folder} was begun by orgsim {made_by}; this is {__version__}, which may give other numbers"
        raise StoreError(said, f"use orgsim {made_by}, or run the scenario again")


def tasks_of(folder: Path, manifest: Json) -> list[Task]:
    """Make every task of a run again from its resolved variants. Raises StoreError."""
    settings = manifest["settings"]
    entries = [
        (variant["id"], setting, folder / RESOLVED / resolved_name(variant["id"], setting, settings))
        for variant in manifest["variants"]
        for setting in settings
    ]
    models = {(variant, setting): read_resolved(path) for variant, setting, path in entries}
    digests = {(variant, setting): sha256(path.read_bytes()).hexdigest() for variant, setting, path in entries}
    return [
        Task(Key(*key, number), int(manifest["seed"]), digests[key], model)
        for number in range(1, int(manifest["replications"]["wanted"]) + 1)
        for key, model in models.items()
    ]
