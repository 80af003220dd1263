"""Writing rows to files: the same rows always give the same bytes; a file is there whole or not at all."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO, get_type_hints

from orgsim.experiment.errors import StoreError


@contextmanager
def whole_file(path: Path) -> Iterator[tuple[Path, TextIO]]:
    """Open a text file to write that takes its name only once it is complete. Raises StoreError."""
    with _half(path) as half, half.open("w", encoding="utf-8", newline="") as file:
        yield path, file


@contextmanager
def _half(path: Path) -> Iterator[Path]:
    """Give the name of a file that becomes ``path`` when all went well, and is removed when not."""
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield half
        half.replace(path)
    except OSError as error:
        said = f"{path} cannot be written: {error.strerror}"
        raise StoreError(said, "choose another folder with -o") from None
    finally:
        with suppress(OSError):
            half.unlink()


def cell(value: object) -> str:
    """Write a value as text: nothing for None, every digit of a float."""
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else str(value)


def write_csv(file: TextIO, row: type[Any], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write ``rows`` of the class ``row`` under a header of its fields.

    Every text cell is an id of the scenario (lower-case letter first) or made here from one, so no
    spreadsheet can take a cell for a formula.
    """
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(row._fields)
    writer.writerows([cell(value) for value in values] for values in rows)


def as_csv(row: type[Any], rows: Sequence[tuple[Any, ...]]) -> str:
    """Return the text that ``write_csv`` writes."""
    text = io.StringIO()
    write_csv(text, row, rows)
    return text.getvalue()


def write_parquet(path: Path, row: type[Any], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write ``rows`` as Parquet.

    Raises ModuleNotFoundError without pyarrow (the extra ``parquet``), StoreError if it cannot be written.
    """
    import pyarrow as pa
    from pyarrow import parquet

    types = {int: pa.int64(), float: pa.float64(), str: pa.string()}
    hints = get_type_hints(row)
    schema = pa.schema([(name, types[_plain(hints[name])]) for name in row._fields])
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in row._fields]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    with _half(path) as half:
        parquet.write_table(pa.table(arrays, schema=schema), half)


def _plain(hint: Any) -> type[Any]:
    """Take the None away from the type of a field that may be empty."""
    parts = [part for part in getattr(hint, "__args__", (hint,)) if part is not type(None)]
    chosen: type[Any] = parts[0]
    return chosen
