"""What a file says of regions: the stages whose threshold differs must have one."""

from __future__ import annotations

from typing import Any

from orgsim.scenario.names import matches
from orgsim.scenario.places import Marks, descend
from orgsim.scenario.problems import Problem
from orgsim.scenario.references import Reporter


def check_regions(tree: Any, marks: Marks) -> list[Problem]:
    """Report ORG204 for a stage that does not choose by need with both kinds of error."""
    report, found = Reporter(tree, marks), []
    for path, stage in matches(tree, "regions.threshold.at.*"):
        route = descend(tree, ("pathway", stage, "next")) if isinstance(stage, str) else None
        if route is None:
            continue  # the name, or the stage, says so itself
        if not isinstance(route, dict) or not {"by_need", "missed", "needless"} <= set(route):
            message = f"`{stage}` has no threshold: its `next` must go `by_need` with `missed` and `needless`"
            hint = "e.g. `next: {by_need: admission, yes: ward, no: home, missed: 2%, needless: 5%}`"
            found.append(report.at(path, "ORG204", message, hint))
    return found
