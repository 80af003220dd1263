"""A long replication takes little more memory than a short one: it is drawn, simulated and measured in parts."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from orgsim.cohort import parts
from orgsim.experiment import task
from orgsim.experiment.design import design
from orgsim.experiment.packing import fingerprint_of, plain_values
from orgsim.experiment.task import run_replication
from orgsim.scenario import load
from tests.engines import USABLE

SHOP = Path(__file__).resolve().parents[2] / "scenarios" / "shop-returns.yaml"
MOST = 200
"""Bytes a visit more: about 120, for what is in the result and for what quantiles need; with the whole trace 690."""

PROGRAM = """
import sys
from pathlib import Path
from orgsim.cohort import parts
from orgsim.engine.guards import expected_visits
from orgsim.experiment.design import design
from orgsim.experiment.engines import with_engine
from orgsim.experiment.task import plan_of, run_replication
from orgsim.scenario import load

parts.ARRIVALS_A_PART, parts.MOST_WHOLE = 1000, int(sys.argv[1])

def most():
    status = Path("/proc/self/status").read_text()
    return 1024 * int(status.split("VmHWM:")[1].split()[0])

def run(weeks):
    scenario = load(sys.argv[2], sets=[f"calendar.length={weeks} weeks"])
    (one,) = with_engine(design(scenario, ["silo"], replications=1, seed=1).tasks(), "compiled")
    result = run_replication(one)
    assert result.status == "done", result.error
    return expected_visits(plan_of(one)), most()

run(20)
(few, before), (many, after) = run(60), run(300)
print((after - before) / (many - few))
"""


def bytes_a_visit(most_whole: int) -> float:
    """Return by how many bytes a visit the memory of a process grows with the length of a replication."""
    command = [sys.executable, "-c", PROGRAM, str(most_whole), str(SHOP)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.skipif("compiled" not in USABLE, reason="numba is not installed")
@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux how much memory there was")
def test_memory_hardly_grows_with_the_length_of_a_run() -> None:
    assert bytes_a_visit(0) < MOST
    assert bytes_a_visit(2**40) > 2 * MOST, "else the limit says nothing"


@pytest.mark.skipif("compiled" not in USABLE, reason="numba is not installed")
def test_a_replication_in_parts_is_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = load(str(SHOP), sets=["calendar.length=4 weeks"])
    (one,) = design(scenario, ["silo"], replications=1, seed=1).tasks()
    whole = run_replication(one)
    done: list[int] = []
    in_parts = task._in_parts

    def noted(*given):
        done.append(given[-1])
        return in_parts(*given)

    monkeypatch.setattr(task, "_in_parts", noted)
    monkeypatch.setattr(parts, "MOST_WHOLE", 0)
    monkeypatch.setattr(parts, "ARRIVALS_A_PART", 100)
    results = [whole, run_replication(one), run_replication(replace(one, engine="compiled"))]
    assert len(done) == 1, "only the compiled engine does it in parts"
    assert done[0] > 3
    assert [each.status for each in results] == ["done"] * 3
    assert len({fingerprint_of(plain_values(each.values), each.series) for each in results}) == 1
    assert len({each.events for each in results}) == 1
