"""The run folder: made once, never overwritten, every file in it whole or absent.

``results/<scenario>-<verb or experiment>-NNNN/`` holds ``run.json`` (the manifest), ``scenario/`` (the bytes
that were read), ``resolved/`` (each variant with everything filled in), ``results.sqlite`` and ``tables/``.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from orgsim.experiment.errors import StoreError
from orgsim.experiment.records import Json

MANIFEST_NAME = "run.json"
MANIFEST_FORMAT = 1
_MOST = 9999
_HALF = ".tmp"


def make_folder(output: Path, scenario: str, label: str) -> Path:
    """Make the next free ``<scenario>-<label>-NNNN`` in ``output`` (mkdir: no two processes get the same).

    Raises StoreError when ``output`` cannot be written or all numbers are taken.
    """
    stem = f"{_slug(scenario)}-{_slug(label)}"
    try:
        output.mkdir(parents=True, exist_ok=True)
        for number in range(_last_number(output, stem) + 1, _MOST + 1):
            with suppress(FileExistsError):
                path = output / f"{stem}-{number:04d}"
                path.mkdir()
                return path
    except OSError as error:
        raise StoreError(f"{output} cannot be written: {error.strerror}", "choose another with -o") from None
    raise StoreError(f"{output} holds {_MOST} runs of this name already", "choose another folder with -o")


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9_]+", "-", text.lower()).strip("-")[:60] or "run"


def _last_number(output: Path, stem: str) -> int:
    pattern = re.compile(re.escape(stem) + r"-(\d{4})")
    found = (pattern.fullmatch(path.name) for path in output.iterdir())
    return max((int(match[1]) for match in found if match), default=0)


def write_whole(path: Path, content: bytes | str) -> str:
    """Write a file whole or not at all (a temporary file, then replace).

    Returns its SHA-256; raises StoreError.
    """
    raw = content.encode() if isinstance(content, str) else content
    temporary = path.with_name(f".{path.name}.{os.getpid()}{_HALF}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        said = f"{path} cannot be written: {error.strerror}"
        raise StoreError(said, "what was stored before is safe") from None
    return sha256(raw).hexdigest()


def sweep_halves(folder: Path) -> None:
    """Remove what a process that was killed while it wrote a file left of it. The caller holds the lock of ``folder``."""
    for path in filter(is_half, folder.rglob(f"*{_HALF}")):
        with suppress(OSError):
            path.unlink()


def is_half(path: Path) -> bool:
    """Whether a file is one that ``write_whole`` has not finished."""
    return path.name.startswith(".") and path.suffix == _HALF


def write_manifest(folder: Path, manifest: Json) -> None:
    """Write ``run.json``. Raises StoreError."""
    write_whole(folder / MANIFEST_NAME, json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")


def read_manifest(folder: Path) -> Json:
    """Read ``run.json``. Raises StoreError when there is none, or it is not one."""
    path = folder / MANIFEST_NAME
    try:
        manifest = json.loads(path.read_bytes())
        version = manifest["format"]
    except OSError:
        raise StoreError(f"{folder} is not the folder of a run: it has no {MANIFEST_NAME}") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise StoreError(f"{path} is not a manifest that orgsim wrote, or it is damaged") from None
    if version != MANIFEST_FORMAT:
        raise StoreError(f"{path} has format {version}; this orgsim reads format {MANIFEST_FORMAT}")
    return dict(manifest)


def note_tables(folder: Path, tables: Json) -> Json:
    """Add the SHA-256 of more tables to the manifest. Returns the manifest; raises StoreError."""
    manifest = read_manifest(folder)
    manifest["tables"] = dict(sorted({**manifest["tables"], **tables}.items()))
    write_manifest(folder, manifest)
    return manifest


def note_precision(folder: Path, *, reached: bool) -> Json:
    """Note whether a run became as precise as was asked. Returns the manifest; raises StoreError."""
    manifest = read_manifest(folder)
    manifest["precision"]["reached"] = reached
    write_manifest(folder, manifest)
    return manifest
