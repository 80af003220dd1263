"""Values and arrays as the store keeps them, exactly: what comes out has the same bits as what went in."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from orgsim.experiment.records import Row

PlainValue = tuple[str, str, float | None]


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
    import numpy as np

    plain = np.ascontiguousarray(array).reshape(np.shape(array))
    dtype = json.dumps(plain.dtype.descr if plain.dtype.names else plain.dtype.str)
    return dtype, json.dumps(plain.shape), zlib.compress(plain.tobytes(), 6)


def unpack(dtype: str, shape: str, data: bytes) -> NDArray[Any]:
    """Return the array (read-only) that ``pack`` was given."""
    import numpy as np

    given = json.loads(dtype)
    kind = np.dtype([tuple(field) for field in given] if isinstance(given, list) else given)
    return np.frombuffer(zlib.decompress(data), dtype=kind).reshape(json.loads(shape))


def fingerprint(values: Iterable[PlainValue], packed: Iterable[tuple[Any, ...]]) -> str:
    """Return 32 hex digits that two replications share only if they measured the same.

    ``packed`` are rows that end in name, dtype, shape and packed bytes, as the store keeps them.
    """
    digest = blake2b(digest_size=16)
    for value in sorted(values, key=lambda row: row[:2]):
        digest.update(repr(value).encode())
    for row in packed:
        digest.update(repr(row[-4:-1]).encode())
        digest.update(zlib.decompress(row[-1]))  # unpacked: zlib versions may pack differently
    return digest.hexdigest()
