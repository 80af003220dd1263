"""Picture 4: where does the time go? Minutes per passing of each stage, by what they are spent on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.plots.colours import INK, PAPER, ink_on
from orgsim.plots.moments import called
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.style import SMALL, quiet_axes, row_labels, settings, sheet
from orgsim.plots.words import clean, duration, figure, listed, lower_first, wrap

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from orgsim.plots.source import Results, Side

NAME = "04-where-the-time-goes"
KINDS = (
    ("Waiting for a turn", "#28A197", ""),
    ("Waiting for a decision", "#801650", ""),
    ("Waiting for a place further on", "#F2B233", "//"),
    ("Being worked on", "#3D3D3D", ""),
    ("Time passes (results, rest)", "#C4C8CC", ""),
    ("Ready, waiting for a set time", "#A285D1", ".."),
)
"""What the columns of ``Trace.spent`` are called and drawn like, in their order."""
WAITS = [0, 1, 2, 5]
"""The columns that are waiting."""
MOST_BARS = 14
LONG = 720.0
"""Minutes: stages that take longer than this in any variant stand in a panel of their own."""


@dataclass(frozen=True)
class Stage:
    """A stage: minutes a passing (variants, 6) and passings per replication in each variant."""

    key: str
    name: str
    minutes: NDArray[np.float64]
    passings: tuple[float, ...]

    @property
    def longest(self) -> float:
        """The longest bar in minutes."""
        return float(self.minutes.sum(axis=1).max())

    @property
    def waiting(self) -> tuple[float, float]:
        """Minutes waited in all, and minutes spent in all, in the variant where they are most."""
        each = [
            (float(row[WAITS].sum()) * many, float(row.sum()) * many)
            for row, many in zip(self.minutes, self.passings, strict=True)
        ]
        return max(each)


@dataclass(frozen=True)
class TimeSpent:
    """The stages that matter, in the order of the pathway, and the variants (id, name) of their bars."""

    variants: tuple[tuple[str, str], ...]
    entity: str
    often: str
    stages: tuple[Stage, ...]


def extract(results: Results) -> TimeSpent | None:
    """The stages at which most time is spent waiting in any variant; None if no time was recorded."""
    sides = [side for side, _ in results.having("stage_minutes")]
    if not sides:
        return None
    keys = list(dict.fromkeys(key for side in sides for key in side.variant.pathway))
    stages = [stage for key in keys if (stage := _stage(sides, key)).longest > 0]
    weight = {stage.key: stage.waiting for stage in stages}
    room = max(2, MOST_BARS // len(sides))
    kept = set(sorted(weight, key=lambda key: weight[key], reverse=True)[:room])
    chosen = tuple(stage for stage in stages if stage.key in kept)
    variants = tuple((side.key, side.name) for side in sides)
    return TimeSpent(variants, results.words.entity, results.often, chosen) if chosen else None


def _stage(sides: Sequence[Side], key: str) -> Stage:
    import numpy as np

    rows, passings = [], []
    for side in sides:
        place = list(side.variant.pathway).index(key) if key in side.variant.pathway else -1
        minutes = (
            np.sum([array[place] for array in side.arrays("stage_minutes")], axis=0, dtype=float)
            if place >= 0
            else np.zeros(6)
        )
        many = float(sum(array[place] for array in side.arrays("stage_visits"))) if place >= 0 else 0.0
        rows.append(minutes / many if many else np.zeros(6))
        passings.append(many / max(1, len(side.arrays("stage_visits"))))
    owner = next(side.variant for side in sides if key in side.variant.pathway)
    return Stage(key, called(owner.pathway, key), np.array(rows), tuple(passings))


def draw(spent: TimeSpent) -> Picture:
    """Draw a bar for each stage and variant; stages that take half a day or more in a panel of their own."""
    title = f"Where does a {spent.entity}'s time go?"
    subtitle = f"Mean time each time a stage is passed; {spent.often}"
    short, long = ([stage for stage in spent.stages if (stage.longest > LONG) is wanted] for wanted in (False, True))
    panels = [(part, *unit) for part, unit in ((short, (1.0, "minutes")), (long, (1440.0, "days"))) if part]
    with settings():
        sheet_ = sheet(title, subtitle)
        heights = [len(part) * len(spent.variants) + 0.8 for part, _, _ in panels]
        axes = sheet_.subplots(len(panels), 1, squeeze=False, height_ratios=heights)[:, 0]
        sheet_.subplots_adjust(left=0.34, right=0.955, top=0.775, bottom=0.1, hspace=2.1 / max(heights) * len(panels))
        for part, (stages, scale, unit) in zip(axes, panels, strict=True):
            _draw(part, stages, spent.variants, scale)
            part.set_xlabel(f"Mean {unit}")
        _legend(sheet_)
    return Picture(NAME, title, _sentence(spent), sheet_, _table(spent))


def _legend(sheet_: Figure) -> None:
    from matplotlib.patches import Patch

    handles = [Patch(facecolor=colour, edgecolor=INK, hatch=hatch, label=name) for name, colour, hatch in KINDS]
    order = [handles[place] for place in (0, 3, 1, 4, 2, 5)]
    sheet_.legend(
        handles=order, loc="upper left", bbox_to_anchor=(0.012, 0.875), ncols=3, frameon=False, fontsize=SMALL
    )


def _draw(axes: Axes, stages: Sequence[Stage], variants: Sequence[tuple[str, str]], scale: float) -> None:
    each = len(variants)
    widest = max(stage.longest for stage in stages) / scale
    for row, stage in enumerate(stages):
        for column in range(each):
            place = row * (each + 0.55) + column
            _draw_bar(axes, place, stage.minutes[column] / scale, widest)
            axes.text(
                -0.012,
                place,
                variants[column][1],
                transform=axes.get_yaxis_transform(),
                size=SMALL,
                ha="right",
                va="center",
            )
        middle = row * (each + 0.55) + (each - 1) / 2
        axes.text(
            0.02,
            middle,
            wrap(clean(stage.name, 44), 17),
            transform=row_labels(axes),
            size=SMALL,
            weight="bold",
            va="center",
        )
    axes.set_ylim(len(stages) * (each + 0.55) - 0.9, -0.65)
    axes.set_xlim(0, 1.08 * widest)
    axes.set_yticks([])
    quiet_axes(axes, grid="x")


def _draw_bar(axes: Axes, place: float, parts: NDArray[np.float64], widest: float) -> None:
    from matplotlib.patheffects import withStroke

    start = 0.0
    for length, (_, colour, hatch) in zip(parts, KINDS, strict=True):
        if length > 0:
            axes.barh(place, length, 0.86, left=start, color=colour, edgecolor=INK, linewidth=0.7, hatch=hatch)
        if length > 0.055 * widest:
            words = axes.text(
                start + length / 2,
                place - 0.02,
                figure(length),
                size=SMALL,
                ha="center",
                va="center",
                color=ink_on(colour),
            )
            words.set_path_effects([withStroke(linewidth=2.5, foreground=colour)] if hatch else [])
        start += float(length)
    axes.text(
        start + 0.008 * widest,
        place,
        figure(start),
        size=SMALL,
        va="center",
        weight="bold",
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1},
    )


def _sentence(spent: TimeSpent) -> str:
    said = []
    for number, (_, name) in enumerate(spent.variants):
        waits = [
            (float(stage.minutes[number][kind]) * stage.passings[number], stage, kind)
            for stage in spent.stages
            for kind in WAITS
        ]
        _, stage, kind = max(waits, key=lambda wait: wait[0])
        what = f"{lower_first(KINDS[kind][0])} at {lower_first(stage.name)}"
        said.append(f"{name}: the most waiting is {what}, {duration(float(stage.minutes[number][kind]))} each time")
    stages = listed([lower_first(stage.name) for stage in spent.stages])
    return f"Bars of mean time at {stages}, by what it goes on. {'; '.join(said)}."


def _table(spent: TimeSpent) -> Table:
    columns = (
        "stage",
        "variant",
        "passings",
        "turn",
        "decision",
        "boarding",
        "work",
        "passive",
        "round",
    )
    rows: list[tuple[Cell, ...]] = [
        (
            Named(stage.key, stage.name),
            Named(*variant),
            stage.passings[number],
            *(float(value) for value in stage.minutes[number]),
        )
        for stage in spent.stages
        for number, variant in enumerate(spent.variants)
    ]
    return Table(columns[:3] + tuple(f"{name}_minutes" for name in columns[3:]), rows)
