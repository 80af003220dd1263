"""All pictures, in the order in which a report shows them, and drawing them from a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from orgsim.plots.picture import Picture
    from orgsim.plots.source import Results

    Tell = Callable[[int, int], None]


class Entry(NamedTuple):
    """A picture that can be drawn: its name on the command line, its module and the question it answers."""

    name: str
    module: str
    question: str


CATALOGUE = (
    Entry("time-on-the-clock", "time_on_clock", "Is there a spike just before the limit of the target?"),
    Entry("two-fates", "fates", "Does the same visit meet another fate in another structure?"),
    Entry("target-and-journey", "target_and_journey", "Does meeting the target help those it is for?"),
    Entry("paired-differences", "paired_differences", "Which differences between the variants are real?"),
    Entry("where-the-time-goes", "where_time_goes", "What is time spent on at each stage?"),
    Entry("decisions", "decisions", "How long does a decision take, and who makes it?"),
    Entry("decisions-by-layer", "decisions_by_layer", "Which routes and layers decide late, and which decide wrongly?"),
    Entry("who-pays", "who_pays", "Who gains and who pays, group by group?"),
    Entry("occupancy-over-time", "occupancy", "How full is it over time, and how many wait?"),
    Entry("j-curve", "j_curve", "Does a change of structure get worse before it gets better, and when has it paid?"),
    Entry("xmr", "xmr", "Week by week, is the target's figure signal or noise?"),
    Entry("hour-of-day", "hour_of_day", "Are people there in the hours when the work comes?"),
    Entry("people", "people", "How do motivation, standard and staffing of units go over time?"),
    Entry("tornado", "tornado", "Which unknowns move the result most? (of a sensitivity run)"),
    Entry("rank-correlation", "rank_correlation", "Which unknowns does the result go with? (of a sensitivity run)"),
    Entry(
        "sign-robustness", "sign_robustness", "Do the verdicts hold in all the plausible box? (of a sensitivity run)"
    ),
    Entry("target-conflict", "target_conflict", "Which targets fight and which help? (of a run of conflicts)"),
    Entry("funnel", "funnel", "Which regions differ by more than chance? (of a run of regions)"),
    Entry(
        "organisation",
        "organisation_compared",
        "What is the structure, and who carries the load of requests?",
    ),
    Entry("connectivity", "connectivity", "Does the organisation hold together when managers are lost?"),
    Entry("sweep", "sweep_lines", "What happens as one thing is varied?"),
    Entry("sweep-map", "sweep_map", "What happens as two things are varied together?"),
    Entry("sweep-scatter", "sweep_scatter", "Which of the things varied matters?"),
    Entry("hockey-stick", "hockey_stick", "How fast does delay grow as it gets full?"),
    Entry("warm-up", "warm_up", "Is the warm-up long enough?"),
    Entry("enough-replications", "enough", "Were there enough replications?"),
)


class UnknownPictureError(LookupError):
    """There is no picture of that name; the message lists those there are."""


def names() -> tuple[str, ...]:
    """The names of all pictures, for the command line."""
    return tuple(entry.name for entry in CATALOGUE)


def chosen(wanted: Iterable[str]) -> tuple[Entry, ...]:
    """The entries of the names ``wanted`` (all if none). Raises UnknownPictureError."""
    asked = tuple(wanted)
    for name in asked:
        if name not in names():
            raise UnknownPictureError(f"there is no picture `{name}`; there are {', '.join(names())}")
    return tuple(entry for entry in CATALOGUE if entry.name in asked or not asked)


def pictures(results: Results, wanted: Iterable[str] = ()) -> Iterator[Picture]:
    """Draw the pictures ``wanted`` (all if none) one by one; those that the results have no data for are left out."""
    for entry in chosen(wanted):
        yield from _of(entry, results)


def _of(entry: Entry, results: Results) -> tuple[Picture, ...]:
    module = import_module(f"orgsim.plots.{entry.module}")
    data = module.extract(results)
    if data is None:
        return ()
    drawn = module.draw(data)
    return drawn if isinstance(drawn, tuple) else (drawn,)


def draw_each(
    results: Results, wanted: Iterable[str], then: Callable[[Picture], object], progress: Tell | None = None
) -> list[Picture]:
    """Draw the pictures ``wanted`` (all if none), do ``then`` with each, and tell ``progress`` how many are done of how many."""
    entries, drawn = chosen(wanted), []
    for done, entry in enumerate(entries, 1):
        for picture in _of(entry, results):
            then(picture)
            drawn.append(picture)
        if progress is not None:
            progress(done, len(entries))
    return drawn


def write_pictures(
    results: Results, folder: Path, wanted: Iterable[str] = (), dpi: int | None = None, progress: Tell | None = None
) -> list[Picture]:
    """Draw pictures and write each as SVG, PNG (``dpi`` dots an inch), CSV and text into ``folder``; returns them."""
    return draw_each(results, wanted, lambda picture: picture.write(folder, dpi), progress)
