"""An analysis of conflicts as text for people: the matrix, how targets act, and which pairs fight or help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from orgsim.analysis.conflict_words import channel_words, effect_words, pair_words
from orgsim.analysis.natural import NOTHING
from orgsim.cli.table import aligned

if TYPE_CHECKING:
    from orgsim.analysis.conflict import Conflicts
    from orgsim.analysis.conflict_reader import Effect, Kind

_COLUMNS = 2
"""As many effects with their intervals fit beside the names of the measures."""


def conflict_tables(found: Conflicts) -> str:
    """Return the matrix of each variant, then its channels and verdicts, and what the numbers are."""
    blocks = [block for one in found.variants for block in _blocks(found, one.id)]
    return "\n\n".join([*blocks, _footnote(found)])


def _blocks(found: Conflicts, variant: str) -> Iterator[str]:
    of = f" ({variant})" if len(found.variants) > 1 else ""
    yield from _matrix(found, variant, "alone", f"What each target does alone, against none{of}")
    yield from _matrix(found, variant, "beyond_the_sum", f"What two do together, less the sum of each alone{of}")
    yield from _matrix(found, variant, "all", f"What all do together, against none{of}")
    yield "\n".join(channel_words(one) for one in found.targets[variant])
    pairs = [one for one in found.pairs if one.variant == variant]
    yield from ("\n  ".join(pair_words(found, one)) for one in pairs)


def _matrix(found: Conflicts, variant: str, kind: Kind, title: str) -> Iterator[str]:
    """Yield one kind of effect on every measure, a few columns at a time."""
    effects = found.of(variant, kind)
    columns = list(dict.fromkeys(one.targets for one in effects))
    for first in range(0, len(columns), _COLUMNS):
        yield f"{title}\n{aligned(_lines(found, effects, columns[first : first + _COLUMNS]))}"


def _lines(found: Conflicts, effects: Sequence[Effect], columns: Sequence[tuple[str, ...]]) -> list[list[str]]:
    cells = {(one.targets, one.measure): one for one in effects}
    rows = [
        [one.name, *(effect_words(cells[at], one) if (at := (column, one.id)) in cells else NOTHING
                     for column in columns)]
        for one in found.measures
    ]  # fmt: skip
    return [["", *(" + ".join(column) if len(column) < 3 else "all" for column in columns)], *rows]


def _footnote(found: Conflicts) -> str:
    family = sum(one.kind in ("alone", "beyond_the_sum") for one in found.effects)
    design = (
        "every combination of targets was run"
        if found.design == "full factorial"
        else "with more than four targets only none, each alone, each pair and all were run"
    )
    together = (
        f"; the {family} intervals of single targets and pairs hold together, Holm-adjusted" if family > 1 else ""
    )
    return (
        f"(same people in all; {design}; means of {found.replications} replications, seed {found.seed}{together}; "
        "a target that is off does not press and is measured all the same)"
    )
