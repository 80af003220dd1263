"""The cohort: the same people for every variant, with all they need drawn before anything happens to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Cohort:
    """One replication's visits: first the arrivals in order of time, then possible returns. n rows.

    Where no exit of the plan sends anybody back there are no possible returns; arrivals are the same with and without.

    ``arrival``: (n,) minutes; NaN for possible returns. ``stream``: (n,) which arrivals. ``number``: (n,) place in its
    stream. ``visit_class``: (n,). ``needs``: (n, N) truths. ``child``: (n,) row of its possible return or -1;
    ``parent``: the other way. ``return_draw``: (n,) uniform that decides on the return. ``values``: one (n,) array a
    stream of the plan, minutes. ``uniforms``: one (n,) array a uniform of the plan. ``key``: 64 bits for draws whose
    number is not known ahead. ``rows``: (n,) which rows of the whole cohort these are where this is a part of it, some
    arrivals and all that may come of them, with ``child`` and ``parent`` within the part; None where it is the whole.
    """

    seed: int
    replication: int
    key: int
    arrivals: int
    arrival: NDArray[np.float64]
    stream: NDArray[np.int64]
    number: NDArray[np.int64]
    visit_class: NDArray[np.int64]
    needs: NDArray[np.bool_]
    parent: NDArray[np.int64]
    child: NDArray[np.int64]
    return_draw: NDArray[np.float64]
    values: tuple[NDArray[np.float64], ...]
    uniforms: tuple[NDArray[np.float64], ...]
    rows: NDArray[np.int64] | None = None

    @property
    def size(self) -> int:
        """How many rows there are, possible returns included."""
        return len(self.arrival)
