"""The kernel as plain Python: slow, and every access to memory is checked. For tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine.compiled import kernel
from orgsim.engine.compiled.region import Region, Together

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Interpreted:
    """The kernel's own source on a ``Together`` region."""

    def region(self, image: NDArray[np.int64], words_beside: int) -> Region:
        """Return one buffer for all."""
        return Together(image, words_beside)

    def begin(self, region: Region) -> None:
        """See ``kernel.begin``."""
        kernel.begin(_together(region).ints)

    def advance(self, region: Region, until: int) -> int:
        """See ``kernel.advance``."""
        here = _together(region)
        return kernel.advance(here.ints, here.reals, until)

    def finish(self, region: Region) -> None:
        """See ``kernel.finish``."""
        here = _together(region)
        kernel.finish(here.ints, here.reals)


def _together(region: Region) -> Together:
    if not isinstance(region, Together):
        raise TypeError("plain Python needs all memory in one buffer")
    return region
