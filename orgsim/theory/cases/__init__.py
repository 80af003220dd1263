"""The table behind ``orgsim verify``: what each closed form gives against the value on record.

``closed_form_cases()`` yields every row, computed when asked for. The tests check the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator

from orgsim.theory.cases import flow, organisation, queueing
from orgsim.theory.cases.case import Case

__all__ = ["Case", "closed_form_cases"]


def closed_form_cases() -> Iterator[Case]:
    """Yield the rows of the table in order of their codes (B1, B2, ...)."""
    families = (queueing.FAMILIES, organisation.FAMILIES, flow.FAMILIES)
    rows = [row for family in families for rows_of in family for row in rows_of()]
    return iter(sorted(rows, key=lambda row: int(row.code[1:])))
