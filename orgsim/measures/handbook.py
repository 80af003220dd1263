"""The page that documents every measure, ``docs/measures.md``, made from the catalogue.

``python -m orgsim.measures.handbook`` writes it anew; a test says when it is out of date.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from orgsim.measures import catalogue
from orgsim.measures.catalogue import Entry

PAGE = Path(__file__).resolve().parents[2] / "docs" / "measures.md"

_INTRODUCTION = """\
# Measures

Made from `orgsim/measures/catalogue.py` by `python -m orgsim.measures.handbook`; `orgsim list measures FILE`
lists those of one scenario with its own words and limits.

**Which visits are measured.** Those that arrive in the measured span: after `warm_up` and before
`warm_up` + `length`, also if they leave later. A return is a visit of its own. What `at_start` puts
inside never counts. Figures about leaving are over those that left by the end of the run;
`still_inside_share` says how many did not.

**Units.** Shares are fractions from 0 to 1, times are minutes. A value over nothing (no such visit, no
capacity, no price) is empty, never 0. A quantile interpolates linearly between the two nearest values.
`better` says which direction is good; `neither` means that it is a description, not a merit.

**Parts.** Many measures also have a value for each part of the scenario, under its id: a class, an exit,
a position.

**Groups of visits.** A visit belongs to one of the `groups` if it meets every condition given; within a
list any will do. `returned: true` are visits that are themselves a return of an earlier one, `failure: true`
those of them that came because of a defect.

**Same id twice.** A measure that the scenario declares replaces a built-in one of the same id.
"""

_LIMIT = (
    "A visit is *counted* when it is measured, belongs to the target's group and its clock has stopped. The "
    "clock's true time and the record may differ where a behaviour touches the record. `d` is each of the "
    "`dispositions`. The limit itself is still within the limit; the last 10 minutes end with it."
)
_REVIEWS = "Only where a scenario says that a pool is `reviewed`."
_PEOPLE = "Only where a scenario says how `people` change, by unit. A midnight belongs to the day that ends with it."
_OCCUPANCY = "The goal is judged from the census at each whole hour."
_GROUPED = (
    "Who gains and who pays. G is the grouping: `class`, `need`, `mode`, `time_of_day` or `disposition`, where the scenario "
    "has such; each group is a part. For the time inside (by class it is a part of `time_inside`), the clock of the first "
    "timed target T, and each declared share M of which less or more is better. All groups but the last are fixed before "
    "anything happens to a visit, so they hold the same visits in every variant."
)
_ABOUT = "In scenarios where some decision has `complexity`, `concerns`, `unclear` or `judged`."
_FAILING = "Only where a stage has `defects` or an exit `failure`. Measured, never set."
_PRICED = "Empty unless the scenario gives a price for something."
_DECLARED = (
    "Under `measures`, with an id M of your choice, `of` a group or over all measured visits. A time gives "
    "one measure for each statistic it `show`s: `mean`, `median`, `p90`, `p95`."
)
_SECTIONS: tuple[tuple[str, str, Iterable[Entry]], ...] = (
    (
        "Each target T with a limit",
        _LIMIT,
        (*catalogue.LIMIT, *catalogue.LIMIT_BY_DISPOSITION, *catalogue.LIMIT_SHAPE),
    ),
    ("Each target T on a mean", "", catalogue.MEAN_BELOW),
    ("Each target T on how full pools are", _OCCUPANCY, catalogue.OCCUPANCY),
    ("Each target T on a share", "", catalogue.SHARE),
    ("Visits", "", catalogue.VISITS),
    ("Decisions", "", catalogue.DECISIONS),
    ("What requests are about", _ABOUT, catalogue.JUDGEMENT),
    ("Failure demand", _FAILING, catalogue.FAILURE),
    ("Use", "", catalogue.USE),
    ("Money", _PRICED, catalogue.MONEY),
    ("People", _PEOPLE, catalogue.PEOPLE),
    ("Reviews", _REVIEWS, catalogue.REVIEWS),
    ("By group", _GROUPED, tuple(catalogue.GROUPED.values())),
)
_WORDS = {
    "target": "T", "name": "*name*", "disposition": "d", "group": "g", "limit": "the limit",
    "measure": "M", "grouping": "G", "groups": "group of G", "whole": "the visits `of` the group", "part": "the `are` group",
    "period": "as the target is `counted`", "goal": "its goal", "visit": "visit", "visits": "visits",
}  # fmt: skip
_DECLARED_WORDS = {
    "target": "M", "name": "*name*", "disposition": "statistic", "whole": "the visits `of` the group",
    "part": "the `are` group", "start": "`from`", "end": "`to`", "limit": "`within`", "base": "`base`",
    "statistic": "The statistic of the", "visits": "visits",
}  # fmt: skip
_OWN_WORDS = {
    "time_share": {"limit": "`at_least` or more and less than `below`"},
    "occupancy": {"part": "these pools"},
    "waiting_hours": {"part": "these `stages`"},
}
_RULE = "|---|---|---|---|"


def page() -> str:
    """Return the page as Markdown."""
    return "\n".join([_INTRODUCTION, *(_section(*section) for section in _SECTIONS), _declared()])


def _section(title: str, text: str, entries: Iterable[Entry]) -> str:
    rows = [_line(entry.id, entry, _WORDS) for entry in entries]
    return "\n".join([*_head(title, text), "| id | unit | better | what it is |", _RULE, *rows, ""])


def _declared() -> str:
    rows = [
        f"| `{kind}` {_line(entry.id, entry, _DECLARED_WORDS | _OWN_WORDS.get(kind, {}))}"
        for kind, entry in catalogue.DECLARED.items()
    ]
    head = _head("Declared in the scenario", _DECLARED)
    return "\n".join([*head, "| kind | id | unit | better unless said | what it is |", f"|---{_RULE}", *rows, ""])


def _head(title: str, text: str) -> list[str]:
    return [f"## {title}", "", *([text, ""] if text else [])]


def _line(identity: str, entry: Entry, words: dict[str, str]) -> str:
    cells = (f"`{identity}`", entry.unit, entry.better, entry.definition)
    return "| " + " | ".join(cell.format(**words) for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
