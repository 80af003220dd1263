from __future__ import annotations

from pathlib import Path

import pytest

from orgsim.exports import EventRow, event_rows, write_parquet
from tests.exports.hospital import replication

parquet = pytest.importorskip("pyarrow.parquet")


def test_rows_read_back_the_same(tmp_path: Path) -> None:
    one = replication()
    rows = event_rows(one.plan, one.cohort, one.journal, 1)
    write_parquet(tmp_path / "log.parquet", EventRow, rows)
    table = parquet.read_table(tmp_path / "log.parquet")
    assert table.column_names == list(EventRow._fields)
    assert [EventRow(**row) for row in table.to_pylist()] == rows
    assert [path.name for path in tmp_path.iterdir()] == ["log.parquet"]


def test_an_empty_log_keeps_its_columns(tmp_path: Path) -> None:
    write_parquet(tmp_path / "log.parquet", EventRow, [])
    assert parquet.read_table(tmp_path / "log.parquet").column_names == list(EventRow._fields)
