"""How to get the same results again: what was run, and the command that runs it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from orgsim.scenario.problems import ScenarioError

if TYPE_CHECKING:
    from orgsim.experiment import Run


def command(run: Run) -> str:
    """The command that runs the same variants of the same file with the same seed."""
    scenario, variants = run.manifest["scenario"], run.variants
    varied = run.manifest.get("sensitivity")
    switched, spread = "conflicts" in run.manifest, run.manifest.get("regions")
    doubted = "verdict" if varied and "without_behaviours" in varied else "sensitivity"
    special = doubted if varied else "conflicts" if switched else "regions" if spread else ""
    verb = special or ("compare" if len(variants) > 1 else "run")
    parts = ["orgsim", verb, next(iter(scenario["files"]))]
    for one in sorted(variants, key=lambda one: one.id != run.against) if special else variants:
        parts += ["--variant", one.id]
    for setting in scenario["sets"]:
        parts += ["--set", str(setting)]
    if varied:
        parts += _box(varied)
    elif spread:
        parts += ["--regions", str(len(spread["regions"]))]
    elif len(variants) > 1 and not switched:
        parts += ["--against", run.against]
    parts += ["--replications", str(run.wanted), "--seed", str(run.seed)]
    return shlex.join(parts)


def _box(varied: Mapping[str, Any]) -> list[str]:
    """The options that choose the points of the box."""
    ends, points = varied["ends"], varied["points"]
    design = "both" if ends and points else "lhs" if points else "one-at-a-time"
    parts = [] if "without_behaviours" in varied else ["--design", design]
    parts += ["--points", str(len(points))] if points else []
    for one in varied["parameters"]:
        parts += ["--parameter", one["id"]]
    return parts


def facts(run: Run) -> list[tuple[str, str]]:
    """What identifies the results, as pairs of words and value."""
    manifest = run.manifest
    digests = [(f"SHA-256 of {name}", digest) for name, digest in manifest["scenario"]["files"].items()]
    return [
        ("orgsim", str(manifest["engine"]["orgsim"])), ("Random numbers", str(manifest["stream"])), ("Seed", str(run.seed)),
        ("Replications of each variant", str(run.wanted)), ("State of the run", run.status), *digests,
    ]  # fmt: skip


def descriptions(run: Run) -> dict[str, str]:
    """What each variant is, in the words of the scenario file that is kept with the run; {} if it cannot be read."""
    from orgsim.scenario.tree import read

    found: dict[str, str] = {}
    for path in sorted((run.path / "scenario").glob("*"), reverse=True):
        try:
            tree = read(path.read_bytes(), path.name).tree
        except (OSError, ScenarioError):
            continue
        variants = tree.get("variants") if isinstance(tree, dict) else None
        for key, entry in variants.items() if isinstance(variants, dict) else ():
            if isinstance(entry, dict) and isinstance(entry.get("describe"), str):
                found[str(key)] = entry["describe"].strip()
    return found
