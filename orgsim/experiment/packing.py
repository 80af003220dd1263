"""Values and arrays as the store keeps them, exactly: what comes out has the same bits as what went in."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from orgsim.experiment.records import Row

PlainValue = tuple[str, str, float | None]
_LEVEL = 1
"""Of zlib: measured on the flagship, 6 took two and a half times as long for a store 6% smaller."""


def plain_values(values: Iterable[Row]) -> list[PlainValue]:
    """Turn NaN into None. Raises ValueError for an infinity, which nothing measured can be."""
    found: list[PlainValue] = []
    for measure, group, value in values:
        if math.isinf(value):
            raise ValueError(f"the measure {measure} came out infinite")
        found.append((measure, group, None if math.isnan(value) else float(value)))
    return found


def pack(array: NDArray[np.generic]) -> tuple[str, str, bytes]:
    """Return the type and shape (as JSON) and the packed bytes of an array, structured ones included."""
    dtype, shape, raw = _plain(array)
    return dtype, shape, zlib.compress(raw, _LEVEL)


def _plain(array: NDArray[np.generic]) -> tuple[str, str, memoryview]:
    """Return the type and shape (as JSON) and the bytes of an array, not copied where they lie one after another."""
    import numpy as np

    plain = np.ascontiguousarray(array).reshape(np.shape(array))
    dtype = json.dumps(plain.dtype.descr if plain.dtype.names else plain.dtype.str)
    return dtype, json.dumps(plain.shape), plain.reshape(-1).view(np.uint8).data


def unpack(dtype: str, shape: str, data: bytes) -> NDArray[Any]:
    """Return the array (read-only) that ``pack`` was given. Raises ValueError where it cannot be read."""
    import numpy as np

    given = json.loads(dtype)
    kind = np.dtype([tuple(field) for field in given] if isinstance(given, list) else given)
    try:
        return np.frombuffer(zlib.decompress(data), dtype=kind).reshape(json.loads(shape))
    except zlib.error as error:
        raise ValueError(str(error)) from None


def fingerprint(values: Iterable[PlainValue], packed: Iterable[tuple[Any, ...]]) -> str:
    """Return 32 hex digits that two replications share only if they measured the same.

    ``packed`` are rows that end in name, dtype, shape and packed bytes, as the store keeps them. "" (which no
    replication has) where one cannot be unpacked.
    """
    try:
        # unpacked: zlib versions may pack differently
        return _digest(values, [(tuple(row[-4:-1]), zlib.decompress(row[-1])) for row in packed])
    except zlib.error:
        return ""


def fingerprint_of(values: Iterable[PlainValue], series: Mapping[str, NDArray[np.generic]]) -> str:
    """Return the same as ``fingerprint`` for arrays that are not packed yet."""
    arrays = ((name, *_plain(array)) for name, array in sorted(series.items()))
    return _digest(values, ((row[:-1], row[-1]) for row in arrays))


def _digest(values: Iterable[PlainValue], arrays: Iterable[tuple[tuple[str, ...], bytes | memoryview]]) -> str:
    digest = blake2b(digest_size=16)
    for value in sorted(values, key=lambda row: row[:2]):
        digest.update(repr(value).encode())
    for named, raw in arrays:
        digest.update(repr(named).encode())
        digest.update(raw)
    return digest.hexdigest()
