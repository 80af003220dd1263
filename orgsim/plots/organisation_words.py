"""The picture of the organisation in words, and as a table of exactly what is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.plots.organisation_chart import OLD
from orgsim.plots.organisation_tags import percent_of
from orgsim.plots.picture import Cell, Table
from orgsim.plots.words import clean, counted, duration, listed

if TYPE_CHECKING:
    from orgsim.plots.organisation_chart import Chart, Tie


def sentence(chart: Chart) -> str:
    """Say in words what is to be seen."""
    people = [person for person in chart.people if person.change != "gone"]
    links = chart.of("link", "same", "new")
    layers = len({person.row for person in people})
    size = f"{counted(len(people), 'position')} in {counted(layers, 'layer')}"
    parts = [f"{clean(chart.name)}: {size}, {counted(len(links), 'link')} beside the reporting lines."]
    busy = sorted((person for person in people if person.load), key=lambda person: -(person.load or 0))
    if busy:
        most = listed([f"{person.name} ({percent_of(person.load or 0.0)})" for person in busy[:3]])
        parts.append(f"Requests take most of the attention of {most}; {_idle(len(people) - len(busy))}.")
    if old := [tie for tie in chart.ties_there if tie.old]:
        oldest = max(old, key=lambda tie: tie.age)
        many = "1 channel brings" if len(old) == 1 else f"{len(old)} channels bring"
        parts.append(f"{many} news over {OLD:.0f} min old, {_oldest(chart, oldest)}.")
    if chart.left:
        parts.append(_eaten(chart))
    if chart.against:
        parts.append(_changes(chart))
    return " ".join(parts)


def _oldest(chart: Chart, tie: Tie) -> str:
    """Say between whom the oldest news comes, and how old it is."""
    names = {person.key: person.name for person in chart.people}
    return f"the oldest between {names[tie.one]} and {names[tie.other]} ({duration(tie.age)})"


def _eaten(chart: Chart) -> str:
    """Say whom metrics and reports leave least."""
    least = sorted(chart.left, key=lambda key: chart.left[key])[:3]
    names = {person.key: person.name for person in chart.people}
    return f"Metrics and reports leave least of the day to {listed([f'{names[k]} ({100 * chart.left[k]:.0f}%)' for k in least])}."


def _idle(number: int) -> str:
    return f"{counted(number, 'position')} {'gets' if number == 1 else 'get'} none" if number else "everybody gets some"


def _changes(chart: Chart) -> str:
    """Say in words what is different from the other structure."""
    added, gone = len(chart.of("link", "new")), len(chart.of("link", "gone"))
    moved = len({tie.one for tie in chart.of("line", "new")})
    both = set(chart.holders) & set(chart.held_before)
    rights = sum(chart.holders[key] != chart.held_before[key] for key in both)
    return (
        f"Compared with {clean(chart.against)}, {counted(moved, 'position')} now "
        f"{'reports' if moved == 1 else 'report'} to somebody else, {counted(added, 'link')} "
        f"{'is' if added == 1 else 'are'} new and {gone} gone, and {counted(rights, 'decision')} "
        f"{'has' if rights == 1 else 'have'} moved to another position."
    )


def table(chart: Chart) -> Table:
    """Return what is drawn: a row for each position, then each line, link and meeting."""
    columns = (
        "kind", "id", "name", "unit", "layer", "from", "to", "attention_used_percent", "decisions_held", "meetings",
        "only_at_set_times", "informal", "change", "news_minutes_old",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            "position", person.key, person.name, person.unit, person.layer, person.key, person.above,
            None if person.load is None else 100 * person.load, person.decides, person.meets, None, None, person.change, None,
        )
        for person in chart.people
    ]  # fmt: skip
    for tie in chart.ties:
        row = (tie.kind, tie.key, tie.name, None, None, tie.one, tie.other, None, None, None)
        rows.append((*row, int(tie.at_times), int(tie.informal), tie.change, tie.age))
    blank = (None,) * 6
    rows += [
        ("meeting", meeting.key, meeting.name, *blank, meeting.letter, 1, None, None, None)
        for meeting in chart.meetings
    ]
    return Table(columns, rows)
