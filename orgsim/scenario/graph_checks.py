"""Does the scenario hang together: reporting lines, ways through the pathway, and who can act on what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orgsim.scenario.acting_checks import idle_owners, triggers
from orgsim.scenario.informal_checks import drawn_links
from orgsim.scenario.names import blocks, matches
from orgsim.scenario.partner_checks import alone
from orgsim.scenario.pathway import Flow
from orgsim.scenario.places import Marks
from orgsim.scenario.problems import Problem
from orgsim.scenario.references import Reporter
from orgsim.scenario.request_paths import Link, by_lines, nearest, quickest

UNLESS_SOMEWHERE_FINE = frozenset({"ORG323", "ORG340", "ORG341", "ORG342", "ORG343"})
"""Codes that matter only when they hold in every variant: a stage may be there for one variant alone."""

_LINES = (
    ("organisation.positions", "reports_to", "ORG320", "reporting lines go round in a circle"),
    ("organisation.units", "part_of", "ORG321", "units are part of each other in a circle"),
    ("needs", "given", "ORG321", "needs depend on each other in a circle"),
)


def check_graph(tree: Any, marks: Marks) -> list[Problem]:
    """Return what is wrong with one resolved variant as a whole (ORG320-343); unknown names are skipped."""
    report = Reporter(tree, marks)
    checks = (
        _circles,
        _order_of_needs,
        _decision_routes,
        _pathway,
        triggers,
        _unused_pools,
        idle_owners,
        alone,
        _never_taken,
    )
    return [problem for check in checks for problem in check(report)]


def _circles(report: Reporter) -> Iterator[Problem]:
    for section, key, code, message in _LINES:
        entries = blocks(report.tree, section)
        above = {name: entry[key] for name, entry in entries.items() if isinstance(entry.get(key), str)}
        for circle in circles(above):
            path = (*section.split("."), circle[0], key)
            yield report.at(path, code, f"{message}: {' -> '.join(circle)}", f"take one `{key}` out")


def _order_of_needs(report: Reporter) -> Iterator[Problem]:
    written = list(blocks(report.tree, "needs"))
    for path, given in matches(report.tree, "needs.*.given"):
        if given in written and written.index(given) > written.index(str(path[1])):
            message = f"`{path[1]}` depends on `{given}`, which is written after it"
            yield report.at(path, "ORG326", message, f"write `{given}` first")


def circles(above: dict[str, str]) -> list[list[str]]:
    """Return each circle in a map of name to the one above, as names from the first given round to itself."""
    found: list[list[str]] = []
    done: set[str] = set()
    for start in above:
        trail: list[str] = []
        here = start
        while here in above and here not in done:
            done.add(here)
            trail.append(here)
            here = above[here]
        if here in trail:
            found.append([*trail[trail.index(here) :], here])
    return found


def _decision_routes(report: Reporter) -> Iterator[Problem]:
    positions = blocks(report.tree, "organisation.positions")
    above = {
        name: str(entry["reports_to"])
        for name, entry in positions.items()
        if entry.get("reports_to") in list(positions)
    }
    for name, decision in blocks(report.tree, "organisation.decisions").items():
        for key, asker, holder in _journeys(decision):
            ends = {"asked_by": asker, "held_by": holder}
            if not {asker, holder} <= positions.keys() or _finds_way(report.tree, name, {**decision, **ends}, above):
                continue
            path = ("organisation", "decisions", name, key)
            message = f"a request for `{name}` finds no way from `{asker}` to `{holder}`"
            yield report.at(
                path, "ORG322", message, _WAYS_OUT.get(str(decision.get("route")), _WAYS_OUT["reporting_lines"])
            )


def _journeys(decision: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield what requests must travel: the key that says so, from where, and to where."""
    asker, holder = str(decision.get("asked_by")), str(decision.get("held_by"))
    yield "asked_by", asker, holder
    concerns, unclear = decision.get("concerns"), decision.get("unclear")
    others = [str(other) for other in concerns] if isinstance(concerns, dict) else []
    yield from (("concerns", asker, other) for other in others)
    if isinstance(unclear, dict):
        door = str(unclear.get("goes_to"))
        yield "unclear", asker, door
        yield from (("unclear", door, goal) for goal in (holder, *others))


_WAYS_OUT = {
    "reporting_lines": "they have no common superior: add a `reports_to`, or choose another `route`",
    "nearest": "some position has no line or link that leads nearer: add one, or choose another `route`",
    "quickest": "add a reporting line or a link that carries it",
}


def _finds_way(tree: Any, name: str, decision: dict[str, Any], above: dict[str, str]) -> bool:
    asker, holder = str(decision["asked_by"]), str(decision["held_by"])
    lines = {key: Link((key, boss)) for key, boss in above.items()}
    channels = [*lines.values(), *_links_that_carry(tree, name)]
    if decision.get("route", "reporting_lines") == "reporting_lines":
        return by_lines(asker, holder, above, lines) is not None
    if decision["route"] == "nearest":
        return nearest(asker, holder, above, tuple(blocks(tree, "organisation.positions")), channels) is not None
    return quickest(asker, holder, {}, channels) is not None


def _links_that_carry(tree: Any, decision: str) -> Iterator[Link]:
    known = blocks(tree, "organisation.positions")
    for link in blocks(tree, "organisation.links").values():
        ends: Any = link.get("between")
        carries: Any = link.get("carries")
        joins = isinstance(ends, list) and len(ends) == 2 and all(isinstance(end, str) and end in known for end in ends)
        if joins and (carries is None or (isinstance(carries, list) and decision in carries)):
            yield Link((str(ends[0]), str(ends[1])))
    yield from drawn_links(tree, decision)


def _pathway(report: Reporter) -> Iterator[Problem]:
    flow = Flow.of(report.tree)
    for stage in flow.unreachable():
        hint = "lead to it from another stage or from `arrivals`, or delete it"
        yield report.at(("pathway", stage), "ORG323", f"nobody can ever reach `{stage}`", hint, key=True)
    for stage in flow.traps():
        hint = "lead from it to one of `exits`"
        yield report.at(
            ("pathway", stage, "next"), "ORG324", f"whoever reaches `{stage}` can never leave", hint, key=True
        )
    for loop in flow.instant_loops():
        message = f"a loop that takes no time: {' -> '.join(loop)}"
        hint = "give one of its stages a time (`takes:`), or break the loop"
        yield report.at(("pathway", loop[0], "next"), "ORG325", message, hint, key=True)


def _unused_pools(report: Reporter) -> Iterator[Problem]:
    used, hint = _taken(report.tree), "name it under a stage's `needs`, or delete it"
    for name, pool in blocks(report.tree, "resources").items():
        serves = pool.get("serves")
        if name not in used and not (isinstance(serves, list) and used & {str(other) for other in serves}):
            message = f"no stage needs a `{name}`"
            yield report.at(("resources", name), "ORG340", message, hint, key=True, severity="warning")


def _taken(tree: Any) -> set[str]:
    return {str(name) for _, name in matches(tree, "pathway.*.needs.{}")}


def _never_taken(report: Reporter) -> Iterator[Problem]:
    taken = _taken(report.tree)
    for pattern in ("pathway.*.holds.*", "pathway.*.waits_in.*"):
        for path, pool in matches(report.tree, pattern):
            if isinstance(pool, str) and pool not in taken:
                message = f"a `{pool}` is kept here, but no stage needs one"
                yield report.at(
                    path,
                    "ORG342",
                    message,
                    "name it under the `needs` of an earlier stage",
                    severity="warning",
                )
