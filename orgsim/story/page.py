"""The fates of one visit side by side, as text for a terminal and as plain data."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from itertools import zip_longest
from typing import Any

from orgsim.story.difference import difference
from orgsim.story.fate import Fate, clock_of
from orgsim.story.words import duration

_NARROWEST = 44
"""Characters below which a column is no longer readable; the fates then stand one below the other."""
_GAP = "  |  "


def differences(fates: Sequence[Fate], entity: str) -> list[str]:
    """Say how each fate differs from the first."""
    return [difference(fates[0], other, entity) for other in fates[1:]]


def as_text(fates: Sequence[Fate], entity: str, width: int = 100) -> str:
    """Lay the fates out side by side in ``width`` characters, the difference below them."""
    column = (width - len(_GAP) * (len(fates) - 1)) // len(fates)
    if column >= _NARROWEST:
        body = _beside([_column(fate, column) for fate in fates], column)
    else:
        body = "\n\n".join("\n".join(_column(fate, width)) for fate in fates)
    ending = [textwrap.fill(f"The difference: {text}", width) for text in differences(fates, entity)]
    return "\n\n".join([body, *ending]) + "\n"


def _beside(columns: list[list[str]], width: int) -> str:
    rows = zip_longest(*columns, fillvalue="")
    return "\n".join(_GAP.join(cell.ljust(width) for cell in row).rstrip() for row in rows)


def _column(fate: Fate, width: int) -> list[str]:
    lines = [fate.name, "-" * min(width, max(len(fate.name), 3))]
    for line in fate.lines:
        indent = "  " if line.kind == "request" else ""
        start = f"{clock_of(fate, line)}  {indent}"
        hang = " " * (len(start) + 2)
        lines += textwrap.wrap(line.text, width, initial_indent=start, subsequent_indent=hang)
    if fate.departed is None:
        lines.append("Still there at the end.")
    lines.append("")
    for text in summary(fate):
        lines += textwrap.wrap(text, width, subsequent_indent="  ")
    return lines


def summary(fate: Fate) -> list[str]:
    """Say what a fate comes to: truth against deed, targets, where the time went."""
    return [*_needs(fate), *_targets(fate), *_time(fate)]


_DONE = {
    "met": "Needed and done",
    "needless": "Not needed, but done",
    "missed": "Needed, not done",
    "not needed": "Not needed, not done",
}


def _needs(fate: Fate) -> list[str]:
    found = {verdict: [one.name for one in fate.needs if one.verdict == verdict] for verdict in _DONE}
    return [f"{_DONE[verdict]}: {', '.join(names)}" for verdict, names in found.items() if names]


def _targets(fate: Fate) -> list[str]:
    told = []
    for fact in fate.targets:
        text = f"{fact.name}: {duration(fact.true)}"
        if abs(fact.recorded - fact.true) > 1e-9:
            text += f" in truth, {duration(fact.recorded)} on the record"
        if fact.limit is not None:
            text += f" ({'within' if fact.recorded <= fact.limit else 'over'} {duration(fact.limit)})"
        told.append(text)
    return told


def _time(fate: Fate) -> list[str]:
    parts = [f"{duration(minutes)} {words}" for words, minutes in fate.spent.items() if minutes >= 0.5]
    return [f"Time spent: {', '.join(parts)}"] if parts else []


def as_data(fates: Sequence[Fate], entity: str) -> dict[str, Any]:
    """Return the fates and their differences as plain data for JSON."""
    return {"fates": [_fate_data(fate) for fate in fates], "differences": differences(fates, entity)}


def _fate_data(fate: Fate) -> dict[str, Any]:
    return {
        "variant": fate.variant,
        "name": fate.name,
        "arrived": fate.arrived,
        "departed": fate.departed,
        "inside": fate.inside,
        "exit": fate.exit,
        "disposition": fate.disposition,
        "spent": fate.spent,
        "behaviours": list(fate.behaviours),
        "needs": [
            {"need": one.need, "true": one.true, "acted_on": one.acted_on, "verdict": one.verdict} for one in fate.needs
        ],
        "targets": [
            {"target": one.target, "limit": one.limit, "true": one.true, "recorded": one.recorded}
            for one in fate.targets
        ],
        "story": [{"clock": clock_of(fate, one), **asdict(one)} for one in fate.lines],
    }
