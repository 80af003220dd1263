"""A finished picture: its figure, the sentence that says what it shows, and a table of exactly what is drawn."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from orgsim.experiment.folder import write_whole
from orgsim.plots.style import settings
from orgsim.plots.words import clean

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 300
LONGEST = 3000
"""Characters of a sentence."""
SVG_HEAD = "<svg "


class Named(NamedTuple):
    """A thing in a table: data files get its id, people its label."""

    key: str
    label: str


Cell = Named | str | int | float | None


@dataclass(frozen=True)
class Table:
    """What is drawn, as columns and rows. Column names carry the unit, e.g. ``share_percent``."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]

    def csv(self) -> str:
        """The table as CSV with ids, full precision and newline ends; unknown values are empty."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([_plain(cell) for cell in row] for row in self.rows)
        return out.getvalue()


@dataclass(frozen=True)
class Picture:
    """One picture.

    ``title`` is the question it answers; ``sentence`` says in words, computed from the data, what is to be seen, and is
    also its text alternative. ``name`` is its file name without ending.
    """

    name: str
    title: str
    sentence: str
    figure: Figure
    table: Table

    def __post_init__(self) -> None:
        for part in ("title", "sentence"):
            object.__setattr__(self, part, clean(getattr(self, part), LONGEST))

    def svg(self) -> str:
        """The picture as SVG with its title and text alternative; the same data give the same bytes."""
        return self._svg

    @cached_property
    def _svg(self) -> str:
        out = io.StringIO()
        with settings():
            self.figure.savefig(out, format="svg", metadata={"Date": None, "Creator": "orgsim"})
        return _described(out.getvalue(), self.title, self.sentence)

    def png(self, dpi: int = DPI) -> bytes:
        """The picture as PNG, the sentence in its ``Description``."""
        out = io.BytesIO()
        about = {
            "Title": self.title,
            "Description": self.sentence,
            "Software": "orgsim",
        }
        with settings():
            self.figure.savefig(out, format="png", dpi=dpi, metadata=about, pil_kwargs={"compress_level": 2})
        return out.getvalue()

    def write(self, folder: Path, dpi: int | None = None) -> tuple[Path, ...]:
        """Write ``name`` as .svg, .png, .csv and .txt (the sentence) into ``folder``, which is made if need be.

        Raises StoreError if it cannot be written.
        """
        parts = {
            "svg": self.svg().encode(),
            "png": self.png(dpi or DPI),
            "csv": self.table.csv().encode(),
            "txt": f"{self.sentence}\n".encode(),
        }
        paths = []
        for ending, content in parts.items():
            path = folder / f"{self.name}.{ending}"
            write_whole(path, content)
            paths.append(path)
        return tuple(paths)


def _described(svg: str, title: str, sentence: str) -> str:
    start = svg.index(SVG_HEAD)
    inside = svg.index(">", start) + 1
    head = svg[start + len(SVG_HEAD) : inside]
    named = f"<title>{escape(title)}</title>\n<desc>{escape(sentence)}</desc>"
    label = escape(sentence, {'"': "&quot;"})
    return f'{svg[:start]}{SVG_HEAD}role="img" aria-label="{label}" {head}\n{named}{svg[inside:]}'


def _plain(cell: Cell) -> str | int | float:
    if isinstance(cell, Named):
        return cell.key
    if cell is None or (isinstance(cell, float) and cell != cell):  # noqa: PLR0124
        return ""
    return float(cell) if isinstance(cell, float) else cell
