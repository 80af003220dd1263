"""Killed at any instant and resumed, a run has the same tables as one that was left alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scripts.soak_kill import soak


@pytest.mark.skipif(os.name == "nt", reason="needs process groups and SIGKILL")
def test_ten_kills_leave_no_mark(tmp_path: Path) -> None:
    assert soak(tmp_path, 10, replications=4, jobs=1, seed=4) == (10, [])
