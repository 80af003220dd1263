"""Arrays that grow: what was written stays, and memory is taken as it is written."""

from __future__ import annotations

import mmap

import numpy as np
import pytest

from orgsim.engine import growing
from orgsim.engine.growing import Growing, reserved


@pytest.mark.parametrize("moves", [True, False])
def test_rows_stay_while_the_array_grows(monkeypatch, moves):
    if not moves:

        class Unmovable(mmap.mmap):
            def resize(self, size):
                raise SystemError("mmap: resizing not available--no mremap()")

        monkeypatch.setattr(growing.mmap, "mmap", Unmovable)
    kind = np.dtype([("row", "i4"), ("value", "f8")])
    whole = np.zeros(100_000, dtype=kind)
    whole["row"], whole["value"] = np.arange(100_000), np.random.default_rng(1).random(100_000)
    found = Growing(whole[:10])
    for first, last in ((10, 10), (10, 11), (11, 30_000), (30_000, 99_999), (99_999, 100_000)):
        found.append(whole[first:last])
        assert found.rows.tobytes() == whole[:last].tobytes()
    assert found.rows.dtype == kind


def test_rows_may_be_wide_and_none_at_first():
    found = Growing(np.empty((0, 3, 2), dtype=np.int32))
    assert found.rows.shape == (0, 3, 2)
    part = np.arange(12, dtype=np.int64).reshape(2, 3, 2)
    found.append(part)
    found.append(part + 100)
    assert found.rows.dtype == np.int32
    assert found.rows.tolist() == [*part.tolist(), *(part + 100).tolist()]


def test_the_first_rows_are_not_copied_until_there_are_more():
    first = np.arange(3.0)
    found = Growing(first)
    assert found.rows is first
    found.append(np.array([9.0]))
    found.rows[0] = 7.0
    assert first.tolist() == [0.0, 1.0, 2.0]


def test_reserved_room_is_empty_and_may_be_none():
    room = reserved((3, 1000), np.int64)
    assert room.shape == (3, 1000) and not room.any()
    room[2, 999] = 5
    assert room[2, 999] == 5
    assert reserved((0, 4), np.int64).shape == (0, 4)
