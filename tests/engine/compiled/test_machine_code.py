"""The kernel's machine code: usable wherever orgsim is installed, kept between starts, of no use where it does not fit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from orgsim.engine import compiled
from orgsim.engine.compiled import cache, machine_code

ROOT = Path(__file__).parents[3]


def test_the_compiled_engine_is_usable_here() -> None:
    assert compiled.available() == ""
    compiled.warm_up()
    assert compiled.is_warm()


def test_it_is_kept_for_the_next_start() -> None:
    compiled.warm_up()
    asked = "from orgsim.engine import compiled; print(compiled.is_warm())"
    told = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == str(cache.folder() is not None)


def test_the_folder_names_what_the_code_was_made_from() -> None:
    names = {module.__name__.replace(".", "/") + ".py" for module in machine_code.SOURCES}
    beside = {f"orgsim/{one}" for one in cache._BESIDE}
    inside = {f"orgsim/engine/compiled/{path.name}" for path in Path(cache.__file__).parent.glob("*.py")}
    assert names <= beside | inside


def test_callees_come_before_their_callers() -> None:
    order = [function.__qualname__ for function in machine_code._in_order()]
    assert order.index("derive") < order.index("time_of_key") < order.index("advance")
    assert len(machine_code._IN_LINE - set(order)) == 0
