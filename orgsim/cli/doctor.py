"""``orgsim doctor``: whether this machine has what orgsim needs."""

from __future__ import annotations

import json
import os
import platform
import sys
from pathlib import Path
from typing import Any, NamedTuple

import click

from orgsim.cli.codes import Exit
from orgsim.cli.talk import talk

_NEEDED = (
    "click",
    "jinja2",
    "matplotlib",
    "networkx",
    "numba",
    "numpy",
    "pandas",
    "pydantic",
    "PyYAML",
    "rich",
    "scipy",
    "simpy",
)
_EXTRA = ("pyarrow",)
_VARIABLES = ("ORGSIM_JOBS", "ORGSIM_RESULTS", "ORGSIM_ENGINE", "ORGSIM_CACHE", "NO_COLOR")


class Finding(NamedTuple):
    """One thing looked at; ``good`` is None for what is only told."""

    what: str
    found: str
    good: bool | None


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Say whether this machine has what orgsim needs: for your own eyes, or to send with a question."""
    found = [*_machine(), *_packages(), *_engine(), *_places()]
    if as_json:
        document: dict[str, Any] = {"schema": "orgsim.doctor/1", "findings": [one._asdict() for one in found]}
        click.echo(json.dumps(document, indent=2))
    else:
        width = max(len(one.what) for one in found)
        click.echo("\n".join(f"{_mark(one)} {one.what:<{width}}  {one.found}" for one in found))
    if any(one.good is False for one in found):
        context.exit(Exit.NO)
    talk().next("Try it:", "orgsim demo")


def _mark(one: Finding) -> str:
    return {True: "ok  ", False: "BAD ", None: "    "}[one.good]


def _machine() -> list[Finding]:
    from orgsim import __version__

    version = platform.python_version()
    return [
        Finding("orgsim", __version__, None),
        Finding("Python", version, sys.version_info >= (3, 11)),
        Finding("system", f"{platform.system()} {platform.machine()}", None),
        Finding("processors", str(os.cpu_count()), None),
        Finding("output encoding", sys.stdout.encoding, None),
    ]


def _packages() -> list[Finding]:
    from importlib.metadata import PackageNotFoundError, version

    found = []
    for name in (*_NEEDED, *_EXTRA):
        try:
            found.append(Finding(name, version(name), True))
        except PackageNotFoundError:
            needed = name in _NEEDED
            found.append(Finding(name, "missing" if needed else "not installed (optional)", False if needed else None))
    return found


def _engine() -> list[Finding]:
    from orgsim.engine.cache_folder import cache_folder
    from orgsim.engine.choice import compiled_engine, unavailable

    if reason := unavailable():
        return [Finding("compiled engine", f"cannot be used: {reason}; SimPy does all the work, slower", None)]
    warm = compiled_engine().is_warm()
    folder = cache_folder()
    kept = "nowhere: no folder can be written, it is compiled at each start" if folder is None else (
        f"{folder} (can be deleted at any time; it is made again)"
    )  # fmt: skip
    return [
        Finding("compiled engine", "ready" if warm else "is compiled when it is first used", True),
        Finding("machine code", kept, None),
    ]


def _places() -> list[Finding]:
    here = os.access(Path.cwd(), os.W_OK)
    return [
        Finding("this folder", "can be written" if here else "cannot be written: use -o", here),
        Finding("built-in scenarios", *_builtin()),
        *(Finding(name, os.environ[name], None) for name in _VARIABLES if os.environ.get(name)),
    ]


def _builtin() -> tuple[str, bool]:
    from orgsim.scenario.chain import builtin_scenarios

    names = list(builtin_scenarios())
    return (", ".join(names), True) if names else ("none found: the installation is not whole", False)
