"""Compile what goes wrong: defects of stages, and the exits' failure demand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from orgsim.keys import name_key
from orgsim.plan.tables import NONE, DefectRow, ExitRow
from orgsim.scenario.schema.distribution import ByClass

if TYPE_CHECKING:
    from orgsim.plan.builder import Builder
    from orgsim.scenario.schema.failing import Defects, Failure


def defect_rows(builder: Builder) -> tuple[DefectRow, ...]:
    """Return a row for each stage with `defects`, in the order of the file."""
    stages = builder.variant.pathway.items()
    return tuple(_defect_row(builder, name, stage.defects) for name, stage in stages if stage.defects is not None)


def defect_numbers(builder: Builder) -> dict[str, int]:
    """Return the row of each stage with `defects` in ``defect_rows``."""
    named = [name for name, stage in builder.variant.pathway.items() if stage.defects is not None]
    return {name: number for number, name in enumerate(named)}


def _defect_row(builder: Builder, name: str, defects: Defects) -> DefectRow:
    over = defects.over
    return DefectRow(
        key=name_key(f"stage:{name}/defects"),
        base=defects.base,
        hand_off=defects.hand_off,
        cut=defects.cut,
        pool=builder.number(builder.pools, over.pool, "pool") if over else NONE,
        full_from=over.start if over else 0.0,
        at_full=over.at_full if over else 0.0,
    )


def with_failure(
    builder: Builder, name: str, row: ExitRow, failure: Failure | None, at: Callable[[str], int]
) -> ExitRow:
    """Return the exit's ``row`` with its failure demand; ``at`` finds the operation of a stage."""
    if failure is None:
        return row
    return row._replace(
        failed_share=failure.share,
        failed_after=builder.stream(f"exit:{name}/failure_after", ByClass(failure.after, ())),
        failed_at=at(failure.at),
        diverted=failure.diverted,
        gave_up=failure.gave_up,
        key=name_key(f"exit:{name}/defects"),
    )
