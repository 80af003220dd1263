"""``results.sqlite``: the one truth of a run.

One process writes it, each replication within one transaction, so that it can be killed at any instant and holds
every replication whole or not at all. Readers open it read-only. NaN is kept as NULL; arrays as packed bytes.

The journal is SQLite's rollback journal with full synchronisation, not WAL: a run stays one file that can be copied
and read from a folder nobody may write, and what was told to be safe survives a loss of power. It waits for the disk
two to three times a transaction (22 ms each on one measured disk, 5 ms with WAL), so small replications share one:
see ``keeper``.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from orgsim.experiment.errors import StoreError
from orgsim.experiment.packing import PlainValue, fingerprint, fingerprint_of, pack, plain_values, unpack
from orgsim.experiment.records import Definition, Key, Replication, Result, Row

if TYPE_CHECKING:
    from numpy.typing import NDArray

STORE_NAME = "results.sqlite"
FORMAT = 1
_APPLICATION = 0x6F726773  # "orgs", so that no other program's file is taken for ours
_SERIES_NAMES = "SELECT name FROM series WHERE variant = ? AND setting = ? AND replication = ? ORDER BY name"
_SERIES = """SELECT dtype, shape, data FROM series
  WHERE variant = ? AND setting = ? AND replication = ? AND name = ?"""
_TABLES = """
CREATE TABLE replications (
  variant TEXT NOT NULL, setting TEXT NOT NULL, replication INTEGER NOT NULL, status TEXT NOT NULL,
  error TEXT NOT NULL, events INTEGER NOT NULL, hash TEXT NOT NULL,
  PRIMARY KEY (variant, setting, replication)) WITHOUT ROWID;
CREATE TABLE measures (
  variant TEXT NOT NULL, setting TEXT NOT NULL, replication INTEGER NOT NULL, measure TEXT NOT NULL,
  grp TEXT NOT NULL, value REAL,
  PRIMARY KEY (variant, setting, replication, measure, grp)) WITHOUT ROWID;
CREATE TABLE series (
  variant TEXT NOT NULL, setting TEXT NOT NULL, replication INTEGER NOT NULL, name TEXT NOT NULL,
  dtype TEXT NOT NULL, shape TEXT NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (variant, setting, replication, name));
CREATE TABLE definitions (
  place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, unit TEXT NOT NULL,
  better TEXT NOT NULL, definition TEXT NOT NULL, source TEXT NOT NULL, family TEXT NOT NULL)"""


class Store:
    """A store that is open; use ``create``, ``write`` or ``read``, and close it (it is a context manager)."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; safe to call twice."""
        self._connection.close()

    @classmethod
    def create(cls, folder: Path, definitions: Iterable[Definition] = ()) -> Store:
        """Make the store of a new run in ``folder``, with what its measures mean. Raises StoreError."""
        path = folder / STORE_NAME
        if path.exists():
            raise StoreError(f"{path} exists already", "a run folder is never overwritten: choose another")
        try:
            # any thread: Python may collect, and so close, a store that was left open while a worker thread runs
            connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            # the rollback journal (not WAL): one file to copy, readable from a folder that cannot be written
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA synchronous = FULL")
            _lay_out(connection, definitions)
        except sqlite3.Error as error:
            raise _trouble(path, error) from None
        return cls(path, connection)

    @classmethod
    def write(cls, folder: Path) -> Store:
        """Open the store of ``folder`` to add to it. Raises StoreError when it is not one or is damaged."""
        return _checked(cls, folder, writable=True)

    @classmethod
    def read(cls, folder: Path) -> Store:
        """Open the store of ``folder`` to read it. Raises StoreError when it is not one or is damaged."""
        return _checked(cls, folder, writable=False)

    # ------------------------------------------------------------------ writing
    def add(self, result: Result) -> None:
        """Keep one replication, as ``add_all`` does."""
        self.add_all([result])

    def add_all(self, results: Iterable[Result]) -> None:
        """Keep replications, in one transaction: all of them or none.

        Raises StoreError if they cannot be written or one is there already, ValueError for an infinite value.
        """
        packed = [_packed(result) for result in results]
        if packed:
            with self._transaction():
                for row in packed:
                    self._insert(*row)

    def copy(self, source: Store, pairs: Iterable[tuple[Key, Key]]) -> int:
        """Copy finished replications of another store, in one transaction: its key, and the key it gets here.

        One whose values do not have the hash they were stored with is left out. Returns how many were copied;
        raises StoreError.
        """
        copied = 0
        hashes = {one.key: one for one in source.replications()}
        with self._transaction():
            for theirs, mine in pairs:
                one = hashes[theirs]
                values, packed = source.raw(theirs)
                if fingerprint(values, packed) == one.hash:
                    row = (*mine, one.status, one.error, one.events, one.hash)
                    self._insert(row, values, [(*mine, *array[3:]) for array in packed])
                    copied += 1
        return copied

    def _insert(self, row: tuple[Any, ...], values: list[PlainValue], packed: list[tuple[Any, ...]]) -> None:
        key = row[:3]
        self._connection.execute("INSERT INTO replications VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        self._connection.executemany(
            "INSERT INTO measures VALUES (?, ?, ?, ?, ?, ?)", [(*key, *value) for value in values]
        )
        self._connection.executemany("INSERT INTO series VALUES (?, ?, ?, ?, ?, ?, ?)", packed)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Keep all that is written inside, or nothing. Raises StoreError."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise _trouble(self.path, error) from None
        except BaseException:  # Ctrl-C between two statements
            self._roll_back()
            raise

    def forget_unfinished(self) -> None:
        """Drop replications that failed or were stopped, so that they can be done again."""
        try:
            self._connection.execute("DELETE FROM replications WHERE status <> 'done'")
        except sqlite3.Error as error:
            raise _trouble(self.path, error) from None

    def _roll_back(self) -> None:
        # when the disk is gone this fails too; the journal then undoes it when the store is next opened
        with suppress(sqlite3.Error):
            self._connection.execute("ROLLBACK")

    # ------------------------------------------------------------------ reading
    def replications(self) -> list[Replication]:
        """Every replication, by variant, setting and number."""
        rows = self._rows(
            "SELECT variant, setting, replication, status, error, events, hash FROM replications"
            " ORDER BY variant, setting, replication"
        )
        return [Replication(Key(*row[:3]), *row[3:]) for row in rows]

    def done(self) -> set[Key]:
        """Say which replications are safely stored."""
        return {one.key for one in self.replications() if one.status == "done"}

    def measures(self, variant: str | None = None, measure: str | None = None) -> Iterator[tuple[Key, Row]]:
        """Every value in the order of its key, measure and group; optionally of one variant or measure."""
        where, parameters = _where(variant=variant, measure=measure)
        rows = self._rows(
            f"SELECT variant, setting, replication, measure, grp, value FROM measures{where}"  # noqa: S608 (names only)
            " ORDER BY variant, setting, replication, measure, grp", parameters,
        )  # fmt: skip
        for row in rows:
            yield Key(*row[:3]), Row(row[3], row[4], math.nan if row[5] is None else row[5])

    def overall(self, measures: Iterable[str]) -> Iterator[tuple[Key, str, float]]:
        """Every value over all visits (no group) of these measures, in the order of its key; NaN where there is none."""
        wanted = sorted(set(measures))
        marks = ", ".join("?" * len(wanted))
        rows = self._rows(
            f"SELECT variant, setting, replication, measure, value FROM measures WHERE grp = '' AND measure IN ({marks})"  # noqa: S608
            " ORDER BY variant, setting, replication, measure", tuple(wanted),
        )  # fmt: skip
        for row in rows:
            yield Key(*row[:3]), row[3], math.nan if row[4] is None else row[4]

    def definitions(self) -> tuple[Definition, ...]:
        """Say what the measures mean, in the order they are shown in."""
        return tuple(
            Definition(*row)
            for row in self._rows(
                "SELECT id, name, unit, better, definition, source, family FROM definitions ORDER BY place"
            )
        )

    def series_names(self, key: Key) -> list[str]:
        """List the arrays kept for one replication."""
        return [row[0] for row in self._rows(_SERIES_NAMES, tuple(key))]

    def series(self, key: Key, name: str) -> NDArray[Any]:
        """One array of one replication. Raises KeyError when there is none of that name, StoreError if it is damaged."""
        rows = self._rows(_SERIES, (*key, name))
        if not rows:
            raise KeyError(name)
        try:
            return unpack(*rows[0])
        except ValueError:
            raise _damaged(self.path) from None

    def raw(self, key: Key) -> tuple[list[PlainValue], list[tuple[Any, ...]]]:
        """Return the values and packed arrays of one replication as they are stored."""
        where = "WHERE variant = ? AND setting = ? AND replication = ?"
        values = self._rows(f"SELECT measure, grp, value FROM measures {where} ORDER BY measure, grp", tuple(key))  # noqa: S608
        packed = self._rows(f"SELECT * FROM series {where} ORDER BY name", tuple(key))  # noqa: S608
        return [(row[0], row[1], row[2]) for row in values], packed

    def _rows(self, sql: str, parameters: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise _trouble(self.path, error) from None


def _packed(result: Result) -> tuple[tuple[Any, ...], list[PlainValue], list[tuple[Any, ...]]]:
    """Return the rows of a replication: its own, its values, its arrays."""
    values = plain_values(result.values)
    packed = [(*result.key, name, *pack(array)) for name, array in sorted(result.series.items())]
    row = (*result.key, result.status, result.error, result.events, fingerprint_of(values, result.series))
    return row, values, packed


def _lay_out(connection: sqlite3.Connection, definitions: Iterable[Definition]) -> None:
    """Make all tables in one transaction, so that a store is either empty or complete."""
    connection.execute("BEGIN")
    connection.execute(f"PRAGMA application_id = {_APPLICATION}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    for statement in _TABLES.split(";"):
        connection.execute(statement)
    rows = [(place, *astuple(one)) for place, one in enumerate(definitions)]
    connection.executemany("INSERT INTO definitions VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.execute("COMMIT")


def _checked(cls: type[Store], folder: Path, *, writable: bool) -> Store:
    path = folder / STORE_NAME
    if not path.is_file():
        raise StoreError(f"{folder} is not the folder of a run: it has no {STORE_NAME}")
    try:
        connection = _connect(path, writable=writable)
        if connection.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION:
            raise StoreError(f"{path} was not written by orgsim")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version != FORMAT:
            raise StoreError(f"{path} has format {version}; this orgsim reads format {FORMAT}")
        if _short(connection, path) or connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise _damaged(path)
    except sqlite3.Error as error:
        raise _trouble(path, error) from None
    return cls(path, connection)


def _short(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file ends within its last page, which SQLite would read as if zeros followed."""
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on nobody writes
    (pages,), (size,) = (connection.execute(f"PRAGMA {what}").fetchone() for what in ("page_count", "page_size"))
    short = path.stat().st_size < int(pages) * int(size)
    connection.execute("COMMIT")
    return short


def _connect(path: Path, *, writable: bool) -> sqlite3.Connection:
    # a journal left by a killed writer must be rolled back before anything is read: that needs writing once
    left_over = path.with_name(path.name + "-journal").exists()
    mode = "rw" if writable or left_over else "ro"
    address = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, timeout=30, isolation_level=None, check_same_thread=False)
    if writable:
        connection.execute("PRAGMA synchronous = FULL")
    else:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute("PRAGMA query_only = ON")
    return connection


def _damaged(path: Path) -> StoreError:
    return StoreError(f"{path} is damaged or cut short", "run it again: the same seed gives the same results")


def _trouble(path: Path, error: sqlite3.Error) -> StoreError:
    said = str(error)
    if "not a database" in said or "malformed" in said or "no such table" in said:
        return _damaged(path)
    if "full" in said:
        return StoreError(f"the disk is full: {path} cannot grow", "what was stored before is safe")
    if "locked" in said:
        return StoreError(f"{path} is in use by another program", "wait for it to end")
    return StoreError(f"{path} cannot be used: {said}")


def _where(**columns: str | None) -> tuple[str, tuple[str, ...]]:
    given = {name: value for name, value in columns.items() if value is not None}
    clause = " AND ".join(f"{name} = ?" for name in given)
    return (f" WHERE {clause}" if clause else ""), tuple(given.values())
