"""Does the Python on the pages compile, and does what is marked ``python run`` run?"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from scripts.documents.pages import ROOT, Block, Page, Problem

LONGEST = 120
"""Seconds that a block may take: they are meant to be small."""


def check_python(page: Page) -> Iterator[Problem]:
    """Yield a problem for each Python block that does not compile, or is to be run and fails."""
    for block in page.blocks:
        if block.language == "python":
            yield from _check(page, block)


def _check(page: Page, block: Block) -> Iterator[Problem]:
    try:
        compile(block.text, page.file, "exec")
    except SyntaxError as error:
        yield Problem(page.file, block.line + (error.lineno or 1) - 1, f"not Python: {error.msg}")
        return
    if "run" in block.info and (said := _failure(block)):
        yield Problem(page.file, block.line, f"fails: {said}")


def _failure(block: Block) -> str:
    """Run a block in an empty folder; return the last line of what it complains of, or ''."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", block.text]
        try:
            done = subprocess.run(
                command, cwd=folder, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False
            )
        except subprocess.TimeoutExpired:
            return f"took longer than {LONGEST} seconds"
    return (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1] if done.returncode else ""
