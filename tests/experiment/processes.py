"""What tests that start orgsim in a process of its own share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

SHOP = Path(__file__).parent / "scenarios" / "shop.yaml"
ROOT = Path(__file__).parents[2]
SURROUNDINGS = {**os.environ, "PYTHONPATH": str(ROOT)}


def orgsim_command(*arguments: str | Path) -> list[str]:
    """Return the command line that runs this orgsim."""
    return [sys.executable, "-m", "orgsim", *map(str, arguments)]


def tables_of(output: Path) -> dict[str, bytes]:
    """Return the bytes of every table of the one run in ``output``."""
    (run,) = output.iterdir()
    return {path.name: path.read_bytes() for path in sorted((run / "tables").iterdir())}
