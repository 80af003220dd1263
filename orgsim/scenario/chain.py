"""Finding and reading scenario files: paths, standard input, built-in names, and the file a file extends."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path as FilePath

from orgsim.scenario.places import spot
from orgsim.scenario.problems import NotFoundError, Problem, ScenarioError
from orgsim.scenario.text import MAX_BYTES
from orgsim.scenario.tree import Document, read
from orgsim.scenario.words import listed, nearest, shorten

MAX_EXTENDS = 5
STDIN = "-"
STRUCTURE_CODE = "ORG114"
STRUCTURES = "structures"
"""The folder of built-in structures, which are no scenarios of their own."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a scenario: the one asked for, then what it extends; and the bytes of each by label."""

    documents: tuple[Document, ...]
    sources: dict[str, bytes]

    @property
    def texts(self) -> dict[str, str]:
        """The text of each file, to quote lines from."""
        return {document.file: document.text for document in self.documents}


def builtin_folder() -> FilePath:
    """Return the folder of built-in scenarios: inside an installed package, beside it in a checkout."""
    from importlib import resources  # slow to import, and a path needs none of it

    inside = FilePath(str(resources.files("orgsim"))) / "scenarios"
    return inside if inside.is_dir() else inside.parent.parent / "scenarios"


def builtin_scenarios() -> dict[str, FilePath]:
    """Return the built-in scenarios, sorted: name to file (``NAME.yaml``, ``FOLDER/NAME.yaml``, ``NAME/scenario.yaml``)."""
    folder = builtin_folder()
    found = {
        _builtin_name(file.relative_to(folder)): file
        for file in (*folder.glob("*.yaml"), *folder.glob("*/*.yaml"))
        if file.parent.name != STRUCTURES
    }
    return dict(sorted(found.items(), key=lambda pair: ("/" in pair[0], pair[0])))


def _builtin_name(file: FilePath) -> str:
    return (file.parent if file.name == "scenario.yaml" else file.with_suffix("")).as_posix()


def read_files(name: str) -> Files:
    """Read the scenario ``name`` (a path, ``-`` or a built-in) and all it extends.

    Raises NotFoundError when there is no such file, ScenarioError (ORG1xx) for what cannot be read.
    """
    if name == STDIN:
        return _follow(STDIN, sys.stdin.buffer.read(MAX_BYTES + 1), None)
    path = _locate(name)
    label = str(path) if path != FilePath(name) else name
    return _follow(label, _bytes(path), path)


def _locate(name: str) -> FilePath:
    path = FilePath(name)
    try:
        if path.is_file() or (path.exists() and not path.is_dir()):
            return path
    except (OSError, ValueError):
        raise NotFoundError(f"`{shorten(name)}` cannot be a file name") from None
    builtins = builtin_scenarios()
    if name in builtins:
        return builtins[name]
    close = nearest(name, builtins)
    hint = f"Did you mean `{close}`?" if close else f"Built in: {listed(builtins)}." if builtins else ""
    what = "is a folder, not a scenario file" if path.is_dir() else "is neither a file nor a built-in scenario"
    raise NotFoundError(f"`{shorten(name)}` {what}. {hint}".strip())


def _bytes(path: FilePath) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise NotFoundError(f"`{path}` cannot be read: {error.strerror}") from None


def _follow(label: str, source: bytes, path: FilePath | None) -> Files:
    documents, sources, seen = [_root(read(source, label))], {label: source}, [path]
    folder = path.resolve().parent if path else None
    while (extends := documents[-1].tree.get("extends")) is not None:
        below = documents[-1]
        try:
            target = _target(below, extends, seen[-1], folder)
            _check_circle(below, target, seen, len(documents))
            label = os.path.join(os.path.dirname(below.file), str(extends))  # noqa: PTH118, PTH120 (keeps the spelling)
            sources[label] = _bytes(target)
            documents.append(_root(read(sources[label], label)))
        except ScenarioError as error:
            raise ScenarioError(error.problems, {d.file: d.text for d in documents} | dict(error.sources)) from None
        seen.append(target)
    return Files(tuple(documents), sources)


def _root(document: Document) -> Document:
    if isinstance(document.tree, dict):
        if "structure" in document.tree and "orgsim" not in document.tree:
            raise _a_structure(document)
        return document
    problem = Problem("ORG102", "a scenario is a map of settings", document.file, 1, 1, hint="start with `orgsim: 1`")
    raise ScenarioError([problem], {document.file: document.text})


def _a_structure(document: Document) -> ScenarioError:
    place = spot(document.marks, ("structure",), key=True)
    name = FilePath(document.file).name
    hint = f"a variant of a scenario with `roles` takes it: `structure: {name}`; `orgsim check {name}` checks it alone"
    said = "this is a structure, which says how people work together, not a scenario"
    problem = Problem(STRUCTURE_CODE, said, place.file, place.line, place.col, place.length, hint=hint)
    return ScenarioError([problem], {document.file: document.text})


def _target(document: Document, extends: object, path: FilePath | None, folder: FilePath | None) -> FilePath:
    """Return the real file that ``extends`` names. Raises ScenarioError (ORG112) unless allowed."""
    if path is None or folder is None:
        raise _refuse(
            document, "ORG112", "a scenario from standard input cannot extend a file", "give its path instead"
        )
    if (
        not isinstance(extends, str)
        or not extends.strip()
        or "\\" in extends
        or ":" in extends
        or extends.startswith("/")
    ):
        raise _refuse(document, "ORG112", "`extends` must name a file in the same folder", "e.g. `extends: base.yaml`")
    try:
        target = (path.parent / extends).resolve()
        regular = stat.S_ISREG(target.stat().st_mode)
    except (OSError, ValueError, RuntimeError):
        raise _refuse(
            document, "ORG112", f"there is no file `{shorten(extends)}`", "give a path from this file"
        ) from None
    if not target.is_relative_to(folder):
        raise _refuse(
            document,
            "ORG112",
            f"`{shorten(extends)}` is outside the folder of the scenario",
            "move it inside",
        )
    if not regular:
        raise _refuse(document, "ORG112", f"`{shorten(extends)}` is not an ordinary file", "give a scenario file")
    return target


def _check_circle(document: Document, target: FilePath, seen: list[FilePath | None], depth: int) -> None:
    if any(other is not None and other.resolve() == target for other in seen):
        raise _refuse(document, "ORG113", "files extend each other in a circle", "take one `extends` out")
    if depth > MAX_EXTENDS:
        raise _refuse(document, "ORG113", f"more than {MAX_EXTENDS} files extend each other", "extend an earlier one")


def _refuse(document: Document, code: str, message: str, hint: str) -> ScenarioError:
    place = spot(document.marks, ("extends",))
    problem = Problem(code, message, place.file, place.line, place.col, place.length, hint=hint, path=("extends",))
    return ScenarioError([problem], {document.file: document.text})
