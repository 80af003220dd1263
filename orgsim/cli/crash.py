"""When orgsim itself is wrong: a file with all that helps to mend it, three lines on the screen."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click


def report_crash(error: BaseException, arguments: Sequence[str]) -> None:
    """Write ``orgsim-crash-*.txt`` here (or where temporary files go) and say so."""
    path = _write(_account(error, arguments))
    click.echo(f"This is a bug in orgsim, not in your scenario: {type(error).__name__}.", err=True)
    click.echo(f"What happened is in {path}" if path else "The account of it could not be written.", err=True)
    click.echo("Please send that file to the authors; it holds no paths or names of yours.", err=True)


def _account(error: BaseException, arguments: Sequence[str]) -> str:
    from orgsim import __version__
    from orgsim.experiment.manifest import plain_argument

    lines = [
        f"orgsim {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        "orgsim " + " ".join(plain_argument(part) for part in arguments),
        "",
        *(f"  {_place(frame)} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)),
        f"{type(error).__name__}: {_without_home(str(error))}",
    ]
    if error.__cause__ is not None:
        lines += ["caused by", _account(error.__cause__, ())]
    return "\n".join(lines) + "\n"


def _place(frame: traceback.FrameSummary) -> str:
    """Return file and line without the folders of this machine."""
    parts = Path(frame.filename).parts
    for root in ("orgsim", "site-packages"):
        if root in parts:
            place = len(parts) - 1 - parts[::-1].index(root)
            return f"{'/'.join(parts[place:])}:{frame.lineno}"
    return f"{Path(frame.filename).name}:{frame.lineno}"


def _without_home(text: str) -> str:
    return text.replace(str(Path.home()), "~").replace(str(Path.cwd()), ".")


def _write(text: str) -> str | None:
    name = f"orgsim-crash-{datetime.now().astimezone():%Y%m%d-%H%M%S}.txt"
    for folder in (Path.cwd(), Path(tempfile.gettempdir())):
        try:
            (folder / name).write_text(text, encoding="utf-8")
        except OSError:
            continue
        return name if folder == Path.cwd() else str(folder / name)
    sys.stderr.write(text)
    return None
