"""``run.json``: what was run and what became of it.

All that may differ between two honest runs of the same thing stands under ``volatile``. No path of the
machine, no user and no host is recorded, because these folders get e-mailed.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath
from typing import TYPE_CHECKING

from orgsim.experiment.folder import MANIFEST_FORMAT
from orgsim.experiment.records import Json
from orgsim.experiment.run import resolved_name

if TYPE_CHECKING:
    from orgsim.experiment.design import Design

STREAM = "pcg64-seedsequence-blake2b/1"
"""How random numbers are made; a change of it changes results."""


def new_manifest(
    design: Design, jobs: int, command: Iterable[str], *, backend: str = "local", keep_going: bool = False
) -> Json:
    """Return the manifest of a run that starts now."""
    variants = {one.id: one for one in reversed(design.entries)}
    return {
        "format": MANIFEST_FORMAT,
        "status": "running",
        "scenario": {"name": design.name, "files": _hashes(design), "sets": list(design.sets)},
        "experiment": design.label,
        "variants": [
            {"id": one, "name": variants[one].name, "sha256": variants[one].digest} for one in design.variant_ids
        ],
        "settings": list(design.settings),
        "resolved": {resolved_name(one.id, one.setting, design.settings): one.digest for one in design.entries},
        "points": [{path: _plain(value) for path, value in one.values} for one in design.points],
        "against": design.against,
        "seed": design.seed,
        "replications": {"wanted": design.replications, "done": 0, "failed": 0},
        "keep_going": keep_going,
        **({"precision": design.precision} if design.precision else {}),
        **({"sensitivity": design.sensitivity} if design.sensitivity else {}),
        **({"conflicts": design.conflicts} if design.conflicts else {}),
        **({"regions": design.regions} if design.regions else {}),
        "stream": STREAM,
        "engine": maker(),
        "tables": {},
        "volatile": _volatile(jobs, command, backend),
    }


def maker() -> Json:
    """Say what made a run: the version of orgsim, of the scenario format, and the digest of the code."""
    from orgsim import __version__
    from orgsim.experiment.reuse import code_digest

    return {"orgsim": __version__, "schema": 1, "code": code_digest()}


def now() -> str:
    """Return the time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _plain(value: object) -> object:
    """Return a value of a setting as JSON can hold it."""
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def _hashes(design: Design) -> Json:
    return {
        source_name(place, label): sha256(raw).hexdigest() for place, (label, raw) in enumerate(design.sources.items())
    }


def source_name(place: int, label: str) -> str:
    """Return the name under which a file that was read is kept: its own, numbered after the first."""
    name = "stdin.yaml" if label == "-" else PurePath(label).name
    return name if place == 0 else f"{place}-{name}"


def _volatile(jobs: int, command: Iterable[str], backend: str) -> Json:
    return {
        "command": [plain_argument(part) for part in command],
        "started": now(),
        "finished": None,
        "seconds": None,
        "events": None,
        "jobs": jobs,
        "backend": backend.partition(":")[0],  # no host is recorded
        "engine": None,
        "python": platform.python_version(),
        **{name: _version(name) for name in ("numpy", "simpy", "numba", "scipy", "pydantic")},
        "platform": f"{platform.system()} {platform.machine()}",
        "cpus": os.cpu_count(),
        "byte_order": sys.byteorder,
        "resumed": [],
    }


def plain_argument(argument: str) -> str:
    """Return an argument of the command line without the folders of this machine in it."""
    path = PurePath(argument)
    return path.name if path.is_absolute() or argument.startswith("~") else argument


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
