"""Running an experiment: its folder, its replications, and an honest end however it ends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from orgsim.engine.choice import Engine, check_engine, unavailable
from orgsim.experiment.backends import LOCAL, WorkerLostError, check_backend, execute
from orgsim.experiment.design import Design, Setting, design
from orgsim.experiment.engines import Compiling, engine_for, make_ready, with_engine
from orgsim.experiment.folder import make_folder, read_manifest, write_manifest, write_whole
from orgsim.experiment.keeper import Keeper
from orgsim.experiment.lock import writer_lock
from orgsim.experiment.manifest import new_manifest, now, source_name
from orgsim.experiment.records import Json, Result, RunStatus, Task
from orgsim.experiment.reuse import keep, reusable
from orgsim.experiment.run import RESOLVED, Run, resolved_name
from orgsim.experiment.signals import TerminatedError, heed_sigterm, unhurried
from orgsim.experiment.store import Store
from orgsim.experiment.tables import write_replications

if TYPE_CHECKING:
    from orgsim.scenario.file import Scenario

Progress = Callable[[int, int], None]
"""Called with replications done and replications wanted, from 0 on."""

Reason = Literal["interrupt", "terminate", "guard", "lost"]


class RunStopped(Exception):  # noqa: N818 (not an error of the program: the run is kept as far as it got)
    """A run ended before all was done. ``run`` holds what was, ``reason`` says why it ended."""

    def __init__(self, run: Run, reason: Reason, result: Result | None = None) -> None:
        super().__init__(f"stopped: {reason}")
        self.run = run
        self.reason = reason
        self.result = result


def run_experiment(
    scenario: Scenario,
    variants: Iterable[str] | None = None,
    *,
    replications: int = 30,
    seed: int = 1,
    jobs: int = 1,
    backend: str = LOCAL,
    engine: Engine = "auto",
    output: Path | str = "results",
    label: str = "run",
    against: str | None = None,
    settings: Sequence[Setting] = (Setting(),),
    keep_going: bool = False,
    reuse: bool = False,
    precision: Json | None = None,
    sensitivity: Json | None = None,
    conflicts: Json | None = None,
    regions: Json | None = None,
    progress: Progress | None = None,
    compiling: Compiling | None = None,
    command: Iterable[str] = (),
) -> Run:
    """Run ``variants`` (default: all) x ``settings`` x ``replications`` into a new run folder.

    ``jobs`` processes or threads share the work, or the cluster whose Dask scheduler is at ``backend``; neither ever
    changes a result, nor does ``engine``. ``compiling`` is opened around the compiling of the engine, where that is
    needed. With ``reuse``, replications that earlier runs in ``output`` finished are copied where they are
    the same; that never changes a result either. With ``keep_going`` a replication that a
    guard stops is recorded as failed and the rest goes on. Raises RunStopped (with what is done) on Ctrl-C,
    SIGTERM, a guard (unless ``keep_going``) or a lost worker; StoreError when the folder cannot be written; NotFoundError or
    SetError for a bad variant or setting; BackendError when the cluster is not there, EngineError when the engine is not.
    """
    plan = design(
        scenario,
        variants,
        replications=replications,
        seed=seed,
        label=label,
        against=against,
        settings=settings,
        precision=precision,
        sensitivity=sensitivity,
        conflicts=conflicts,
        regions=regions,
    )
    return run_design(
        plan,
        jobs=jobs,
        backend=backend,
        engine=engine,
        output=output,
        keep_going=keep_going,
        reuse=reuse,
        progress=progress,
        compiling=compiling,
        command=command,
    )


def run_design(
    plan: Design,
    *,
    jobs: int = 1,
    backend: str = LOCAL,
    engine: Engine = "auto",
    output: Path | str = "results",
    keep_going: bool = False,
    reuse: bool = False,
    progress: Progress | None = None,
    compiling: Compiling | None = None,
    command: Iterable[str] = (),
) -> Run:
    """Run an experiment that is laid out; as ``run_experiment``."""
    definitions = plan.definitions()
    check_engine(engine)
    check_compiles(plan, engine, room=not keep_going)
    check_backend(backend)
    found = reusable(plan, Path(output)) if reuse else []
    folder = make_folder(Path(output), plan.stem, plan.label)
    with writer_lock(folder):
        manifest = new_manifest(plan, jobs, command, backend=backend, keep_going=keep_going)
        _write_inputs(folder, plan)
        with Store.create(folder, definitions) as store:
            write_manifest(folder, manifest)
            manifest["volatile"]["reused"] = keep(found, store)
            done = store.done()
            tasks = [task for task in plan.tasks() if task.key not in done]
            return Session(folder, manifest, store, jobs, progress, backend, engine, compiling).carry_out(tasks)


def check_compiles(plan: Design, engine: Engine = "simpy", *, room: bool = True) -> None:
    """Compile every variant once before anything is written, so that what cannot run is said at once.

    Raises PlanError, or GuardError when more visits would come than there is memory for (unless ``room`` is
    False: its replications then say so one by one).
    """
    from orgsim.engine.guards import check_room
    from orgsim.plan import compile_plan

    in_parts = engine != "simpy" and not unavailable()  # as large as that, `auto` is compiled
    for entry in plan.entries:
        compiled = compile_plan(entry.model)
        if room:
            check_room(compiled, in_parts=in_parts)


def _write_inputs(folder: Path, plan: Design) -> None:
    for place, (label, raw) in enumerate(plan.sources.items()):
        write_whole(folder / "scenario" / source_name(place, label), raw)
    for entry in plan.entries:
        head = f"# {entry.id}, resolved{f' at {entry.setting}' if entry.setting else ''}\n"
        write_whole(folder / RESOLVED / resolved_name(entry.id, entry.setting, plan.settings), head + entry.text)


@dataclass
class Session:
    """A run folder that is being written, under its lock."""

    folder: Path
    manifest: Json
    store: Store
    jobs: int
    progress: Progress | None
    backend: str = LOCAL
    engine: Engine = "auto"
    compiling: Compiling | None = None

    def carry_out(self, tasks: Sequence[Task]) -> Run:
        """Do ``tasks`` and close the run with the status it deserves. Raises RunStopped."""
        began = time.monotonic()
        reason: Reason | None = None
        stopper: Result | None = None
        try:
            with heed_sigterm():
                stopper = self._keep_all(self._made_ready(tasks))
                reason = "guard" if stopper else None
        except KeyboardInterrupt:
            reason = "interrupt"
        except TerminatedError:
            reason = "terminate"
        except WorkerLostError:
            reason = "lost"
        self.manifest["volatile"]["seconds"] = round(time.monotonic() - began, 3)
        with unhurried():
            run = self._close(reason)
        if reason is not None:
            raise RunStopped(run, reason, stopper)
        return run

    def _made_ready(self, tasks: Sequence[Task]) -> list[Task]:
        """Settle the engine and make it ready here, before threads or processes begin. Raises EngineError."""
        if not tasks:
            return []
        engine = engine_for(self.engine, tasks)
        self.manifest["volatile"]["engine"] = engine
        if self.backend == LOCAL:
            make_ready(engine, self.compiling)
        return with_engine(tasks, engine)

    def _keep_all(self, tasks: Sequence[Task]) -> Result | None:
        """Store each result as it comes; returns the one whose guard ended the run, if one did."""
        total = wanted(self.manifest)
        done = total - len(tasks)
        self._tell(done, total)
        self.manifest["volatile"]["computed"] = 0

        def told(result: Result) -> None:
            nonlocal done
            if not self._ends(result):
                done += 1
                self.manifest["volatile"]["computed"] += 1
                self._tell(done, total)

        with closing(execute(tasks, self.jobs, self.backend)) as results, Keeper(self.store, told) as keeper:
            for result in results:
                keeper.take(result)
                if self._ends(result):
                    return result
        return None

    def _ends(self, result: Result) -> bool:
        return result.status == "guarded" and not self.manifest.get("keep_going")

    def _tell(self, done: int, total: int) -> None:
        if self.progress:
            self.progress(done, total)

    def _close(self, reason: Reason | None) -> Run:
        """Write the manifest and the table of replications from what the store holds."""
        run = Run(self.folder)
        kept = run.replications()
        done = sum(one.status == "done" for one in kept)
        failed = sum(one.status != "done" for one in kept)
        self.manifest["status"] = _status(reason, failed)
        self.manifest["replications"] |= {"done": done, "failed": failed}
        self.manifest["tables"] = write_replications(run)
        self.manifest["volatile"] |= {"finished": now(), "events": sum(one.events for one in kept)}
        write_manifest(self.folder, self.manifest)
        run.manifest = read_manifest(self.folder)
        return run


def wanted(manifest: Json) -> int:
    """Return how many replications a run wants in all, over its variants and settings."""
    return int(manifest["replications"]["wanted"]) * len(manifest["variants"]) * len(manifest["settings"])


def _status(reason: Reason | None, failed: int) -> RunStatus:
    if reason is not None:
        return "guarded" if reason == "guard" else "partial"
    return "failed" if failed else "complete"
