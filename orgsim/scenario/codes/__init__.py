"""The permanent catalogue of problem codes, for ``orgsim explain CODE``. A code never changes its meaning."""

from __future__ import annotations

from orgsim.scenario.codes.file import FILE
from orgsim.scenario.codes.guards import GUARDS
from orgsim.scenario.codes.kind import Code
from orgsim.scenario.codes.meaning import MEANING
from orgsim.scenario.codes.value import VALUE
from orgsim.scenario.codes.warnings import WARNINGS

CATALOGUE: dict[str, Code] = {entry.code: entry for entry in (*FILE, *VALUE, *MEANING, *WARNINGS, *GUARDS)}
"""Every code with its explanation: 1xx the file, 2xx a value, 3xx what it means, 4xx stopped while running."""


def explain(code: str) -> Code | None:
    """Return the entry of ``code`` (any case, with or without ``ORG``), or None when there is none."""
    name = code.strip().upper()
    return CATALOGUE.get(name if name.startswith("ORG") else f"ORG{name}")


__all__ = ["CATALOGUE", "Code", "explain"]
