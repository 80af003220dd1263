"""One row of the table of closed forms."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Case:
    """A computed value and the value on record, kept as the text it was recorded in.

    ``code`` is the family (B1), ``what`` says in words what is computed, ``source`` where the value on record
    comes from.
    """

    code: str
    what: str
    computed: float
    recorded: str
    source: str

    @property
    def tolerance(self) -> float:
        """Half a unit of the last digit on record."""
        exponent = Decimal(self.recorded).as_tuple().exponent
        return 0.5 * 10.0 ** int(exponent)

    @property
    def passed(self) -> bool:
        """Whether the computed value rounds to the value on record."""
        # A value that lies exactly half way rounds either way, hence the sliver.
        return abs(self.computed - float(self.recorded)) <= self.tolerance * (1 + 1e-6)
