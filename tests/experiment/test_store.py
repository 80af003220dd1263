from __future__ import annotations

import math
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from orgsim.experiment.errors import StoreError
from orgsim.experiment.packing import fingerprint, fingerprint_of, pack, plain_values
from orgsim.experiment.records import Definition, Key, Result, Row
from orgsim.experiment.store import STORE_NAME, Store

WAIT = Definition("wait_mean", "Wait, mean", "minutes", "lower", "mean wait", "", "time")


def result(variant: str = "one", number: int = 1, value: float = 2.5, status: str = "done") -> Result:
    fates = np.array([(3, 1, np.nan), (9, -1, 4.25)], dtype=[("row", "<i4"), ("exit", "|i1"), ("inside", "<f8")])
    series = {"bins:all": np.arange(6).reshape(2, 3), "fates": fates}
    values = (Row("wait_mean", "", value), Row("wait_mean", "urgent", math.nan))
    return Result(Key(variant, "", number), status, values, series, events=17)  # type: ignore[arg-type]


def test_what_goes_in_comes_out_to_the_bit(tmp_path: Path) -> None:
    with Store.create(tmp_path, [WAIT]) as store:
        store.add(result(value=0.1 + 0.2))
    with Store.read(tmp_path) as store:
        found = list(store.measures())
        assert found[0] == (Key("one", "", 1), Row("wait_mean", "", 0.1 + 0.2))
        assert found[1][1].group == "urgent"
        assert math.isnan(found[1][1].value)
        assert store.definitions() == (WAIT,)
        assert store.series_names(Key("one", "", 1)) == ["bins:all", "fates"]
        assert store.series(Key("one", "", 1), "bins:all").tolist() == [[0, 1, 2], [3, 4, 5]]
        fates = store.series(Key("one", "", 1), "fates")
        assert fates.dtype.names == ("row", "exit", "inside")
        assert fates["row"].tolist() == [3, 9]
        assert fates["inside"][1] == 4.25
        with pytest.raises(KeyError):
            store.series(Key("one", "", 1), "nothing")


def test_order_of_adding_does_not_show(tmp_path: Path) -> None:
    contents = []
    for name, order in (("a", (2, 1)), ("b", (1, 2))):
        (tmp_path / name).mkdir()
        with Store.create(tmp_path / name) as store:
            for number in order:
                store.add(result(number=number, value=number))
            contents.append((next(store.measures(measure="wait_mean")), store.replications()))
    assert contents[0] == contents[1]


def test_a_replication_is_kept_once(tmp_path: Path) -> None:
    with Store.create(tmp_path) as store:
        store.add(result())
        with pytest.raises(StoreError):
            store.add(result(value=9.0))
        assert next(value.value for _, value in store.measures()) == 2.5


def test_an_infinite_value_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with Store.create(tmp_path) as store:
        with pytest.raises(ValueError, match="infinite"):
            store.add(result(value=math.inf))
        assert store.replications() == []


def test_only_finished_replications_are_safe(tmp_path: Path) -> None:
    with Store.create(tmp_path) as store:
        store.add(result(number=1))
        store.add(Result(Key("one", "", 2), "failed", error="no"))
        assert store.done() == {Key("one", "", 1)}
        store.forget_unfinished()
        assert [one.key.replication for one in store.replications()] == [1]


def test_readers_cannot_write(tmp_path: Path) -> None:
    Store.create(tmp_path).close()
    with Store.read(tmp_path) as store, pytest.raises(StoreError):
        store.add(result())


def test_nothing_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="not the folder of a run"):
        Store.read(tmp_path)


def test_rubbish_is_said(tmp_path: Path) -> None:
    (tmp_path / STORE_NAME).write_bytes(os.urandom(3000))
    with pytest.raises(StoreError, match=STORE_NAME):
        Store.read(tmp_path)


def test_a_strange_database_is_said(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / STORE_NAME)
    connection.execute("CREATE TABLE x (y)")
    connection.close()
    with pytest.raises(StoreError, match="not written by orgsim"):
        Store.read(tmp_path)


def test_a_later_format_is_said(tmp_path: Path) -> None:
    Store.create(tmp_path).close()
    connection = sqlite3.connect(tmp_path / STORE_NAME)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="format 99"):
        Store.read(tmp_path)


def test_every_truncation_is_noticed(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    with Store.create(whole, [WAIT]) as store:
        for number in range(1, 6):
            store.add(result(number=number))
    content = (whole / STORE_NAME).read_bytes()
    cut = tmp_path / "cut"
    cut.mkdir()
    last_page = range(len(content) - 4096, len(content), 511)
    for length in (*range(1, len(content), 997), *last_page, len(content) - 1):
        (cut / STORE_NAME).write_bytes(content[:length])
        with pytest.raises(StoreError, match=STORE_NAME):
            Store.read(cut)


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_store import result
from orgsim.experiment.store import Store
store = Store.create(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    store.add(result(number=number))
    print(number, flush=True)
"""


def test_killed_at_any_instant_it_opens_and_holds_all_that_was_said_to_be_safe(tmp_path: Path) -> None:
    for attempt in range(4):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        code = KILLED.format(tests=str(Path(__file__).parent))
        process = subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        said = [int(process.stdout.readline()) for _ in range(3 + 7 * attempt)]
        process.kill()
        process.wait()
        process.stdout.close()
        with Store.read(folder) as store:
            done = {key.replication for key in store.done()}
            assert set(said) <= done
            for number in done:
                assert len(store.series(Key("one", "", number), "fates")) == 2


def test_a_fingerprint_is_the_same_before_and_after_packing() -> None:
    arrays = {"b": np.arange(6.0).reshape(2, 3).T, "a": np.zeros(4, dtype=[("row", "i4"), ("inside", "f8")])}
    values = plain_values([Row("m", "", 1.5), Row("m", "x", math.nan)])
    packed = [(name, *pack(array)) for name, array in sorted(arrays.items())]
    assert fingerprint_of(values, arrays) == fingerprint(values, packed)
    assert fingerprint_of(values, arrays | {"c": np.zeros(1)}) != fingerprint(values, packed)


def test_an_array_that_was_changed_is_said_and_not_copied(tmp_path: Path) -> None:
    with Store.create(tmp_path) as store:
        store.add(result(number=1))
        store.add(result(number=2))
        store._connection.execute("UPDATE series SET data = substr(data, 2) WHERE replication = 1 AND name = 'fates'")
        with pytest.raises(StoreError, match="damaged"):
            store.series(Key("one", "", 1), "fates")
        other = tmp_path / "other"
        other.mkdir()
        with Store.create(other) as copy:
            keys = [Key("one", "", number) for number in (1, 2)]
            assert copy.copy(store, zip(keys, keys, strict=True)) == 1
            assert copy.done() == {keys[1]}
