"""What is written and can do nothing, because what it works with is not there (ORG343, a warning)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orgsim.scenario.acting_checks import minutes_of
from orgsim.scenario.becomes import WRITTEN_OUT
from orgsim.scenario.names import blocks, matches
from orgsim.scenario.people_checks import of_nobody
from orgsim.scenario.places import descend
from orgsim.scenario.problems import Path, Problem
from orgsim.scenario.references import Reporter


def alone(report: Reporter) -> Iterator[Problem]:
    """Report each setting that changes nothing in this variant, and what it would need."""
    for path, what, needs in _alone(report.tree):
        name = next(step for step in reversed(path) if isinstance(step, str))
        message = f"`{name}` {what}"
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
        yield from _never_settled(tree, ("organisation", "meetings", name), meeting, rights)
    yield from _of_failure(tree, rights)
    yield from _never_cut(tree)
    yield from of_nobody(tree)
    yield from _of_the_change(tree)


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


def _never_settled(
    tree: Any, path: Path, meeting: dict[str, Any], rights: dict[str, dict[str, Any]]
) -> Iterator[tuple[Path, str, str]]:
    """Report decisions that a meeting settles, of which it has not both who asks and who decides."""
    members, settles, positions = meeting.get("members"), meeting.get("settles"), blocks(tree, "organisation.positions")
    if not isinstance(members, list) or not isinstance(settles, list):
        return
    if not all(isinstance(one, str) and one in positions for one in members):
        return  # a name that names nothing is said by itself
    for place, name in enumerate(settles):
        right = rights.get(name) if isinstance(name, str) else None
        parts = ("asked_by",) if right and right.get("concerns") else ("asked_by", "held_by")  # another may decide then
        those = [right.get(part) for part in parts] if right else []
        absent = [one for one in those if isinstance(one, str) and one in positions and one not in members]
        if absent:
            who = " and ".join(f"`{one}`" for one in dict.fromkeys(absent))
            needs = "a meeting settles what its own members ask and decide: make them members, or take it out"
            verb = "is no member" if len(set(absent)) == 1 else "are no members"
            yield (*path, "settles", place), f"never happens for `{name}`: {who} {verb}", needs


def _never_cut(tree: Any) -> Iterator[tuple[Path, str, str]]:
    """Report defects of time that nothing cuts."""
    shorten = [one for one in blocks(tree, "behaviours").values() if one.get("do") == "shorten"]
    cut = [stage for one in shorten if isinstance(one.get("at"), list) for stage in one["at"]]
    for path, _ in matches(tree, "pathway.*.defects.cut"):
        if path[1] not in cut:
            needs = f"let a behaviour `do: shorten` `at: [{path[1]}]`"
            yield path, f"never happens: no behaviour cuts the time of `{path[1]}`", needs


def _of_failure(tree: Any, rights: dict[str, dict[str, Any]]) -> Iterator[tuple[Path, str, str]]:
    """Report exits that send back what nothing makes defective."""
    defects = any(descend(stage, ("defects",)) is not None for stage in blocks(tree, "pathway").values())
    if defects or any(_judged(right) for right in rights.values()):
        return
    for path, failure in matches(tree, "exits.*.failure"):
        if isinstance(failure, dict) and not {"diverted", "gave_up"} & failure.keys():
            yield path, "never happens: nothing makes a visit defective", "give a stage `defects`"


def _of_the_change(tree: Any) -> Iterator[tuple[Path, str, str]]:
    """Report a change of structure into the same, or after the end of the run."""
    becomes = descend(tree, ("becomes",))
    if (
        isinstance(becomes, dict) and "change" not in becomes and "variant" not in becomes
    ):  # it is written out, or empty
        same = all(becomes[block] == descend(tree, (block,)) for block in WRITTEN_OUT if block in becomes)
        if same and not descend(becomes, ("shocks", "attention_lost")):
            yield ("becomes",), "turns it into what it is: nothing changes", "say what changes by `change` or `variant`"
    at = minutes_of(descend(tree, ("becomes", "at")))
    spans = [minutes_of(descend(tree, ("calendar", part))) for part in ("warm_up", "length", "follow_up")]
    if at is not None and at >= sum(span or 0.0 for span in spans):
        yield ("becomes", "at"), "is after the end of the run: nothing changes", "change earlier, or run longer"


def _judged(right: Any) -> bool:
    return isinstance(right, dict) and right.get("judged") is not None
