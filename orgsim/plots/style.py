"""How every picture looks: sizes for a projector, one set of matplotlib settings, titles, keys and clean axes.

Pictures are ``matplotlib.figure.Figure`` objects made and saved inside ``settings()``; pyplot and the reader's own
matplotlib settings are never touched.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from orgsim.plots.colours import FAINT, INK, PAPER, QUIET, Look
from orgsim.plots.words import clean, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 13.0, 7.3
"""Inches: the shape of a projected slide."""
TITLE, TEXT, SMALL = 24, 16, 14
"""Sizes of type in points at ``WIDTH`` x ``HEIGHT``; nothing is smaller than ``SMALL``."""

_OURS: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": TEXT,
    "axes.labelsize": TEXT,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "legend.fontsize": SMALL,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": QUIET,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.8,
    "hatch.linewidth": 0.8,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "text.parse_math": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "orgsim",
}


@contextmanager
def settings() -> Iterator[None]:
    """Draw and save inside this: matplotlib's defaults with our own changes, restored on leaving.

    Names may hold letters that the font lacks; they are drawn as boxes, without a warning on the reader's screen.
    """
    import matplotlib as mpl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # matplotlib 3.11 deprecates the module and offers no other way to the list
        from matplotlib.style import core
    chosen: dict[Any, Any] = {
        key: value for key, value in mpl.rcParamsDefault.items() if key not in core.STYLE_BLACKLIST
    }
    with mpl.rc_context({**chosen, **_OURS}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        yield


def sheet(title: str, subtitle: str = "", key: Sequence[tuple[str, Look]] = (), often: str = "") -> Figure:
    """An empty slide: its question on top, what is shown below it, a key of variants, and how often it was simulated."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, HEIGHT))
    figure.text(0.02, 0.972, wrap(clean(title, 144), 72), size=TITLE, weight="bold", va="top", ha="left")
    if subtitle:
        figure.text(0.02, 0.905, wrap(clean(subtitle, 200), 125), size=SMALL, color=QUIET, va="top", ha="left")
    if key:
        write_key(figure, key)
    if often:
        figure.text(0.978, 0.012, often, size=SMALL, color=QUIET, va="bottom", ha="right")
    return figure


def write_key(figure: Figure, key: Sequence[tuple[str, Look]], top: float = 0.84) -> None:
    """Write the key of variants as one row of coloured markers and names."""
    from matplotlib.lines import Line2D

    letters = sum(len(name) for name, _ in key)
    most = 96 // len(key) if letters > 84 else letters
    marks = [
        Line2D(
            [], [], color=look.colour, linestyle=look.line, marker=look.marker, markersize=11, linewidth=3,
            label=clean(name, most),
        )
        for name, look in key
    ]  # fmt: skip
    size = TEXT if letters < 70 else SMALL
    figure.legend(
        handles=marks, loc="center left", bbox_to_anchor=(0.012, top), ncols=len(marks), frameon=False,
        fontsize=size, handlelength=2.2, columnspacing=2.0,
    )  # fmt: skip


def quiet_axes(axes: Axes, *, grid: str = "y") -> None:
    """Take away what is not data: ticks, and lines other than a faint grid along one axis."""
    axes.tick_params(length=0)
    axes.grid(visible=True, axis=grid)  # type: ignore[arg-type]
    axes.spines["left"].set_visible(grid != "y")
    axes.spines["bottom"].set_visible(grid != "x")


def row_labels(axes: Axes) -> Any:
    """A transform for names of rows: x in widths of the slide, y in data."""
    from matplotlib.transforms import blended_transform_factory

    figure: Any = axes.figure
    return blended_transform_factory(figure.transFigure, axes.transData)
