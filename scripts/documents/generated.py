"""Are the pages that are made from the code up to date?"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from scripts.documents.pages import ROOT, Problem

HANDBOOKS = ("orgsim.measures.handbook", "orgsim.scenario.handbook", "orgsim.theory.handbook")
"""Modules with ``PAGE``, the file they write, and ``page()``, its text."""


def check_generated() -> Iterator[Problem]:
    """Yield a problem for each generated page that is missing or differs from what would be written now."""
    for name in HANDBOOKS:
        module = import_module(name)
        file = module.PAGE.relative_to(ROOT).as_posix()
        is_now = module.PAGE.read_text(encoding="utf-8").splitlines() if module.PAGE.is_file() else []
        should_be = module.page().splitlines()
        if is_now != should_be:
            line = next((n for n, (a, b) in enumerate(zip(is_now, should_be, strict=False), 1) if a != b), 1)
            yield Problem(file, line, f"is out of date: run `python -m {name}`")
