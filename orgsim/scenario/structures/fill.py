"""Filling in a structure file: ``<...>`` become the names that the scenario's roles give.

``<lead>`` is a column of the row at hand, ``<function.lead>`` that of the row it refers to, ``<id>`` the row's own id,
``<top>`` one of the roles themselves. Tables give many: ``<cells.front>`` those of the row at hand if it is a function or
a flow, else everybody's; ``<function.cells.pool>`` those of the function's cells, ``<function.other_cells.pool>`` without
the row at hand. Many can stand in a list only. A decision has the column `complexity` besides: whether the scenario gives its
requests one, so that authority counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from orgsim.scenario.schema.roles import Roles

TABLES = ("functions", "flows", "cells", "decisions")
REFERS: dict[tuple[str, str], str] = {
    ("cells", "function"): "functions",
    ("cells", "flow"): "flows",
    ("cells", "helps"): "cells",
    ("decisions", "raised_in"): "cells",
    ("decisions", "concerns"): "cells",
}
"""Columns that hold ids of rows, and of which table."""
BACK: dict[tuple[str, str], str] = {
    ("functions", "cells"): "function",
    ("flows", "cells"): "flow",
    ("cells", "decisions"): "raised_in",
}
"""For a row and a table: the column by which rows of that table belong to it."""

COMPLEXITY = "complexity"
_NAME = re.compile(r"<([^<>]*)>")
_OTHER = "other_"


class FillError(ValueError):
    """A ``<...>`` that names nothing, or many where one is meant. ``hint`` says what there is."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class NothingError(ValueError):
    """A ``<...>`` that this row has nothing for: what it stands in is left out."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of roles."""

    table: str
    id: str
    columns: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filler:
    """The roles of a scenario, and the row at hand (None outside of ``each``)."""

    roles: dict[str, Any]
    row: Row | None = None

    @classmethod
    def of(cls, roles: Roles, rights: Mapping[str, Any] | None = None) -> Filler:
        """Take the roles of a scenario and its decisions as they are written."""
        filled = roles.model_dump(by_alias=True, exclude={"link"})
        for key, row in filled["decisions"].items():
            right = (rights or {}).get(key)
            row[COMPLEXITY] = isinstance(right, dict) and right.get(COMPLEXITY) is not None
        return cls(filled)

    def each(self, table: str | None, where: dict[str, bool | str]) -> Iterator[Filler]:
        """Yield a filler for each row of ``table`` for which ``where`` holds; just this one without a table."""
        for row in self._rows(table) if table else [None]:
            one = Filler(self.roles, row)
            if all(wanted in one.found(path) for path, wanted in where.items()):
                yield one

    def filled(self, value: Any) -> Any:
        """Return ``value`` with names in place of every ``<...>``. Raises FillError, NothingError."""
        if isinstance(value, dict):
            return {self.text(key): self.filled(part) for key, part in value.items()}
        if isinstance(value, list):
            return list(dict.fromkeys(name for part in value for name in self._many(part)))
        return self.text(value) if isinstance(value, str) else value

    def text(self, text: str) -> str:
        """Return ``text`` with one name in place of each ``<...>``. Raises FillError, NothingError."""
        return _NAME.sub(lambda match: self._one(match[1]), text)

    def found(self, path: str) -> list[Any]:
        """Return all values that ``path`` leads to. Raises FillError for one that leads nowhere."""
        first, *rest = path.split(".")
        here = self._start(first)
        for step in rest:
            here = [value for one in here for value in self._step(one, step, path)]
        return [one.id if isinstance(one, Row) else one for one in here]

    def _many(self, part: Any) -> list[Any]:
        match = _NAME.fullmatch(part) if isinstance(part, str) else None
        return self.found(match[1]) if match else [self.filled(part)]

    def _one(self, path: str) -> str:
        values = list(dict.fromkeys(self.found(path)))
        if not values:
            raise NothingError(path)
        if len(values) > 1:
            raise FillError(f"`<{path}>` is {len(values)} names where one is meant", "put it in a list")
        return str(values[0])

    def _rows(self, table: str) -> list[Row]:
        return [Row(table, key, columns) for key, columns in self.roles[table].items()]

    def _start(self, name: str) -> list[Any]:
        row = self.row
        if row is not None and (name == "id" or name in row.columns or (row.table, name) in BACK):
            return self._step(row, name, name)
        if name in TABLES:
            return list(self._rows(name))
        if name in ("top", "centre"):
            return [] if self.roles[name] is None else [self.roles[name]]
        columns = [] if self.row is None else ["id", *self.row.columns]
        raise FillError(
            f"`<{name}>` names nothing here", "known here: " + ", ".join([*columns, *TABLES, "top", "centre"])
        )

    def _step(self, here: Any, step: str, path: str) -> list[Any]:
        if not isinstance(here, Row):
            raise FillError(f"`<{path}>` goes on after a name", f"nothing is below `{here}`")
        table = step.removeprefix(_OTHER)
        if (here.table, table) in BACK:
            column = BACK[here.table, table]
            return [
                one for one in self._rows(table)
                if one.columns[column] == here.id and not (step != table and self.row is not None and one.id == self.row.id)
            ]  # fmt: skip
        if step == "id":
            return [here.id]
        if step not in here.columns:
            known = [*here.columns, *(table for row, table in BACK if row == here.table)]
            raise FillError(f"`<{path}>` names nothing: {here.table} have no `{step}`", "they have " + ", ".join(known))
        values = here.columns[step]
        values = values if isinstance(values, list) else [] if values is None else [values]
        refers = REFERS.get((here.table, step))
        if refers is None:
            return list(values)
        return [Row(refers, one, self.roles[refers][one]) for one in values if one in self.roles[refers]]
