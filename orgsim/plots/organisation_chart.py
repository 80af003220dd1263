"""What the picture of the organisation shows, as plain rows: positions, lines, links and meetings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from orgsim.organisation import build_graph
from orgsim.organisation.graph import line_id
from orgsim.plots.boxes import without_remark
from orgsim.plots.tidy_tree import depth_rows
from orgsim.plots.words import label
from orgsim.scenario.derived.attention import attention_accounts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from orgsim.scenario.schema import Variant

Change = Literal["same", "new", "gone"]
OLD = 30.0
"""Minutes above which news that comes over a line or link is drawn as old."""


class Person(NamedTuple):
    """A position. ``load``: share of its attention that requests take (None: it gets none, or it is not known)."""

    key: str
    name: str
    unit: str
    layer: str
    row: int
    above: str | None
    load: float | None
    decides: int
    meets: str
    change: Change = "same"


class Tie(NamedTuple):
    """A line or link as drawn, from one position to another.

    ``age``: how old a message is on arrival, in minutes: the expected wait for the link's next set moment, and its mean delay.
    """

    key: str
    name: str
    kind: Literal["line", "link"]
    one: str
    other: str
    at_times: bool = False
    informal: bool = False
    change: Change = "same"
    age: float = 0.0

    @property
    def old(self) -> bool:
        """Whether what comes this way is old news."""
        return self.age > OLD


class Meeting(NamedTuple):
    """A meeting with the letter by which its members are marked."""

    key: str
    letter: str
    name: str
    happens: str


@dataclass(frozen=True)
class Chart:
    """An organisation as drawn. ``against``: the name of the structure it is compared with, if any.

    ``measured`` tells whether the loads were simulated or worked out from the flow. ``layers`` names each
    row. ``holders``: decision to the position that holds it; ``held_before``: likewise where it is
    compared with. ``left``: position to the share of its time that metrics and reports leave it, where they take any.
    """

    name: str
    people: tuple[Person, ...]
    ties: tuple[Tie, ...]
    meetings: tuple[Meeting, ...]
    layers: Mapping[int, str]
    measured: bool
    holders: Mapping[str, str]
    against: str = ""
    held_before: Mapping[str, str] = field(default_factory=dict)
    left: Mapping[str, float] = field(default_factory=dict)

    @property
    def parents(self) -> dict[str, str | None]:
        """The tree that is laid out."""
        return {person.key: person.above for person in self.people}

    @property
    def tagged(self) -> bool:
        """Whether any position goes to meetings, holds decisions or gets requests."""
        return any(person.meets or person.decides or person.load is not None for person in self.people)

    @property
    def ties_there(self) -> list[Tie]:
        """Lines and links of the organisation that is drawn, without those that are gone from the other."""
        return [tie for tie in self.ties if tie.change != "gone"]

    def of(self, kind: str, *changes: Change) -> list[Tie]:
        """Return the lines or links with one of ``changes`` (default: all)."""
        return [tie for tie in self.ties if tie.kind == kind and (not changes or tie.change in changes)]


def chart(variant: Variant, loads: Mapping[str, float], *, measured: bool = False, name: str | None = None) -> Chart:
    """Return what to draw of ``variant``, with ``loads`` (share of attention by position) from a run or the flow."""
    graph = build_graph(variant)
    organisation = variant.organisation
    above = {key: position.reports_to for key, position in organisation.positions.items()}
    rows = depth_rows(above, {key: data["level"] for key, data in graph.nodes(data=True)})
    holders = {key: decision.held_by for key, decision in organisation.decisions.items()}
    decides = Counter(holders.values())
    meetings = tuple(
        Meeting(key, chr(ord("A") + place % 26), label(meeting.name, key), meeting.happens.text)
        for place, (key, meeting) in enumerate(organisation.meetings.items())
    )
    members = list(zip(meetings, organisation.meetings.values(), strict=True))
    people = tuple(
        Person(
            key, label(without_remark(data["name"]), key), label(data["unit_name"], data["unit"]), label(None, data["layer"]),
            rows[key], above[key], loads.get(key) or None, decides[key],
            "".join(row.letter for row, meeting in members if key in meeting.members),
        )
        for key, data in graph.nodes(data=True)
    )  # fmt: skip
    ages = {key: edge["wait"] + edge["delay"] for _, _, key, edge in graph.edges(keys=True, data=True)}
    ties = (*_lines(above, ages), *_links(variant, ages))
    accounts = attention_accounts(variant).items()
    left = {key: one.left for key, one in accounts if one.to_reports + one.to_metrics > 0}
    return Chart(name or variant.name, people, ties, meetings, _layers(people), measured, holders, left=left)


def compared(before: Chart, after: Chart) -> Chart:
    """Return ``after`` with what is new marked, and what is gone from ``before`` kept and marked."""
    known, kept = {person.key for person in before.people}, {person.key for person in after.people}
    people = [person if person.key in known else person._replace(change="new") for person in after.people]
    for person in before.people:
        if person.key not in kept:
            above = person.above if person.above in kept else None
            people.append(person._replace(change="gone", above=above, load=None))
    parents = {person.key: person.above for person in people}
    rows = depth_rows(parents, {person.key: -person.row for person in people})
    placed = tuple(person._replace(row=rows[person.key]) for person in people)
    ties = (*_marked(after.ties, before.ties, "new"), *_marked(before.ties, after.ties, "gone", only=True))
    return replace(
        after, people=placed, ties=ties, layers=_layers(placed), against=before.name, held_before=before.holders
    )


def _marked(ties: Iterable[Tie], others: Iterable[Tie], change: Change, only: bool = False) -> list[Tie]:
    known = {(tie.key, tie.one, tie.other) for tie in others}
    marked = [tie if (tie.key, tie.one, tie.other) in known else tie._replace(change=change) for tie in ties]
    return [tie for tie in marked if tie.change == change] if only else marked


def _lines(above: Mapping[str, str | None], ages: Mapping[str, float]) -> list[Tie]:
    return [
        Tie(line_id(child), "Reporting line", "line", child, parent, age=ages[line_id(child)])
        for child, parent in above.items()
        if parent is not None
    ]


def _links(variant: Variant, ages: Mapping[str, float]) -> list[Tie]:
    found = []
    for key, link in variant.organisation.links.items():
        one, other = link.between
        timed = bool(link.happens.minutes)
        found.append(Tie(key, label(link.name, key), "link", one, other, timed, link.informal, age=ages[key]))
    return found


def _layers(people: Iterable[Person]) -> dict[int, str]:
    """Return the name of each row: the layer of most who stand in it."""
    found: dict[int, Counter[str]] = {}
    for person in people:
        found.setdefault(person.row, Counter())[person.layer] += 1
    return {row: names.most_common(1)[0][0] for row, names in sorted(found.items())}
