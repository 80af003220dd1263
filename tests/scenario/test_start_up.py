"""Checking a scenario loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = ("numpy", "pandas", "networkx", "matplotlib", "scipy", "simpy", "numba", "jsonschema")
CHECK = f"""
import sys
from orgsim.scenario import load
from orgsim.scenario.render import as_text
scenario = load(sys.argv[1])
as_text(scenario.warnings, scenario.texts)
print([name for name in {HEAVY!r} if name in sys.modules])
"""


def test_a_check_with_the_offered_load_imports_nothing_heavy():
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", CHECK, str(Path(__file__).parent / "sample.yaml")]
    done = subprocess.run(command, cwd=root, env={"PYTHONPATH": str(root)}, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
