from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from orgsim.experiment.errors import StoreError
from orgsim.exports import DecisionStep, EventRow, as_csv, decision_steps, event_rows
from orgsim.exports.files import cell, whole_file
from tests.exports.hospital import replication


def test_cells_lose_no_digit() -> None:
    assert [cell(value) for value in (None, 3, 0.1 + 0.2, 1e-7, "ward")] == [
        "",
        "3",
        "0.30000000000000004",
        "1e-07",
        "ward",
    ]


def test_every_float_reads_back_the_same() -> None:
    one = replication()
    rows = event_rows(one.plan, one.cohort, one.journal, 1)
    read = list(csv.DictReader(as_csv(EventRow, rows).splitlines()))
    assert [float(row["time"]) for row in read] == [row.time for row in rows]


def test_no_cell_can_be_taken_for_a_formula() -> None:
    one = replication()
    for text in (
        as_csv(EventRow, event_rows(one.plan, one.cohort, one.journal, 1)),
        as_csv(DecisionStep, decision_steps(one.plan, one.trace, one.journal, 1)),
    ):
        cells = {value for row in csv.reader(text.splitlines()) for value in row}
        assert not [value for value in cells if re.match(r"[=+@\t\r-]", value)]


def test_lines_end_the_same_everywhere() -> None:
    assert as_csv(EventRow, []).endswith("holds\n")
    assert "\r" not in as_csv(EventRow, [])


def test_a_file_is_whole_or_absent(tmp_path: Path) -> None:
    path = tmp_path / "new" / "log.csv"
    with pytest.raises(RuntimeError, match="half way"), whole_file(path) as (_, file):
        file.write("half")
        raise RuntimeError("half way")
    assert list(path.parent.iterdir()) == []
    with whole_file(path) as (written, file):
        file.write("whole")
    assert written == path
    assert path.read_text() == "whole"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"), whole_file(tmp_path / "file" / "log.csv") as (_, file):
        file.write("")
