"""What is written and can do nothing, because what it works with is not there (ORG343, a warning)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orgsim.scenario.acting_checks import minutes_of
from orgsim.scenario.names import blocks, matches
from orgsim.scenario.places import descend
from orgsim.scenario.problems import Path, Problem
from orgsim.scenario.references import Reporter


def alone(report: Reporter) -> Iterator[Problem]:
    """Report each setting that changes nothing in this variant, and what it would need."""
    for path, what, needs in _alone(report.tree):
        message = f"`{path[-1]}` {what}"
        yield report.at(path, "ORG343", message, needs, key=True, severity="warning")


def _alone(tree: Any) -> Iterator[tuple[Path, str, str]]:
    rights = blocks(tree, "organisation.decisions")
    yield from _of_positions(tree, rights)
    for path, name in matches(tree, "pathway.*.asks"):
        stage = (*path[:-1], "refused")
        if descend(tree, stage) is not None and not _judged(rights.get(name)):
            yield stage, f"never happens: `{name}` is always answered yes", f"say how it is `judged` under `{name}`"
    for name, meeting in blocks(tree, "organisation.meetings").items():
        yield from _of_a_meeting(("organisation", "meetings", name), meeting, rights)
    yield from _of_failure(tree, rights)
    yield from _too_late(tree)


def _of_positions(tree: Any, rights: dict[str, dict[str, Any]]) -> Iterator[tuple[Path, str, str]]:
    hard = any(right.get("complexity") is not None for right in rights.values())
    staked = any(descend(right, ("judged", "stakes")) is not None for right in rights.values())
    for key in ("authority", "knowledge"):
        if not hard:
            for path, _ in matches(tree, f"organisation.positions.*.{key}"):
                yield path, "counts for nothing: no decision has a `complexity`", "give a decision one"
    if not staked:
        for path, _ in matches(tree, "organisation.positions.*.weighs_others"):
            yield (
                path,
                "counts for nothing: no decision is judged by `stakes`",
                "give a decision `judged: {stakes: ...}`",
            )


def _of_a_meeting(
    path: Path, meeting: dict[str, Any], rights: dict[str, dict[str, Any]]
) -> Iterator[tuple[Path, str, str]]:
    settles = meeting.get("settles")
    settled = [name for name in settles if isinstance(name, str)] if isinstance(settles, list) else []
    for key in ("agenda", "per_item", "passes_with"):
        if key in meeting and not settled:
            yield (*path, key), "counts for nothing: this meeting settles no decision", "name decisions under `settles`"
    if "passes_with" in meeting and settled and not any(_judged(rights.get(name)) for name in settled):
        yield (
            (*path, "passes_with"),
            "decides nothing: what is settled here is always a yes",
            "say how a decision is `judged`",
        )


def _of_failure(tree: Any, rights: dict[str, dict[str, Any]]) -> Iterator[tuple[Path, str, str]]:
    """Report exits that send back what nothing makes defective."""
    defects = any(descend(stage, ("defects",)) is not None for stage in blocks(tree, "pathway").values())
    if defects or any(_judged(right) for right in rights.values()):
        return
    for path, failure in matches(tree, "exits.*.failure"):
        if isinstance(failure, dict) and not {"diverted", "gave_up"} & failure.keys():
            yield path, "never happens: nothing makes a visit defective", "give a stage `defects`"


def _too_late(tree: Any) -> Iterator[tuple[Path, str, str]]:
    """Report a change of structure after the end of the run."""
    at = minutes_of(descend(tree, ("becomes", "at")))
    spans = [minutes_of(descend(tree, ("calendar", part))) for part in ("warm_up", "length", "follow_up")]
    if at is not None and at >= sum(span or 0.0 for span in spans):
        yield ("becomes", "at"), "is after the end of the run: nothing changes", "change earlier, or run longer"


def _judged(right: Any) -> bool:
    return isinstance(right, dict) and right.get("judged") is not None
