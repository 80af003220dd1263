"""What a variant changes that a structure may not set: the iron law held up to the variants of a scenario.

A variant may change anything, for there are other questions than structures. But where it is read as a structure, what
else it changes has to be said beside the verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orgsim.scenario.becomes import WRITTEN_OUT
from orgsim.scenario.layers import Layered, dotted
from orgsim.scenario.places import descend, spot
from orgsim.scenario.problems import Path, Problem
from orgsim.scenario.structures.allowed import is_said, may_be_taken_out, part_of

_TEXTS = ("orgsim", "name", "extends", "about", "words", "roles", "variants", "experiments", "plausible")
_BECOMES = "becomes"
_LINKS: Path = ("organisation", "links")
_INFORMAL: Path = ("organisation", "informal")
_CHANNEL = ("delay", "fidelity")
_BY_DEFAULT = (("organisation", "positions"), ("organisation", "decisions"))
"""Where one more is never the graph alone: what it does not say is attention, hours on duty or effort by default."""
_NEEDS = "needs"
HINT = "a structure sets the graph, decision rights, pooling, meetings, targets and money: see `orgsim explain ORG354`"


def beyond_structure(base: Layered, resolved: Layered, variant: str) -> Iterator[Problem]:
    """Yield a warning (ORG354) for each thing in which ``variant`` differs from the file that is no structure's to set."""
    for path in _differing(base.tree, resolved.tree, ()):
        if path[0] in (*_TEXTS, _BECOMES) or _is_structure(path, base.tree, resolved.tree):
            continue
        yield _warning(path, resolved, variant)
    yield from _beyond_later(base, resolved, variant)


def _beyond_later(base: Layered, resolved: Layered, variant: str) -> Iterator[Problem]:
    """Do the same for the structure that the variant turns into; what the change itself costs is no structure's either."""
    becomes = resolved.tree.get(_BECOMES)
    if not isinstance(becomes, dict):
        return
    blocks = {block: becomes[block] for block in WRITTEN_OUT if block in becomes}
    later = {**resolved.tree, **blocks}
    for block in blocks:
        for path in _differing(base.tree.get(block), later[block], (block,)):
            if not _is_structure(path, base.tree, later):
                yield _warning((_BECOMES, *path), resolved, variant)
    if becomes.get("shocks"):
        yield _warning((_BECOMES, "shocks"), resolved, variant)


def _differing(mine: Any, theirs: Any, path: Path) -> Iterator[Path]:
    """Yield the paths of what differs, as deep as both sides are maps; what one side lacks, whole."""
    if isinstance(mine, dict) and isinstance(theirs, dict):
        for key in dict.fromkeys([*mine, *theirs]):
            if key not in mine and _counts_whole(path, key, theirs[key]):
                yield (*path, key)
            elif key not in mine and isinstance(theirs[key], dict) and part_of((*path, key)) is None:
                yield from _differing({}, theirs[key], (*path, key))
            elif mine.get(key) != theirs.get(key):
                yield from _differing(mine.get(key), theirs.get(key), (*path, key))
    elif mine != theirs:
        yield path


def _counts_whole(path: Path, key: str, new: Any) -> bool:
    """Whether a ``new`` block ``key`` under ``path`` differs by what it does not say, too."""
    makes_links = path == _LINKS or (*path, key) == _INFORMAL
    perfect = makes_links and isinstance(new, dict) and not any(part in new for part in _CHANNEL)
    return path in _BY_DEFAULT or perfect


def _is_structure(path: Path, base: Any, tree: Any) -> bool:
    if part_of(path) is not None or is_said(path):
        return True
    if descend(tree, path) is None and may_be_taken_out(path):
        return True
    if path[:2] == _LINKS and len(path) >= 3:
        return _is_known_channel(path[:3], base, tree)
    if path[:2] == _INFORMAL and (len(path) == 2 or path[2] in _CHANNEL):
        return _is_known_channel(_INFORMAL, base, tree)
    return path[0] == "pathway" and path[2:3] == (_NEEDS,) and _same_staffing(path[:3], base, tree)


def _is_known_channel(link: Path, base: Any, tree: Any) -> bool:
    """Whether new links are like one that the file already has: an edge more, no better channel."""
    if descend(base, link) is not None:
        return False
    organisation = base.get("organisation") or {}
    known = [organisation.get("line") or {}, *(organisation.get("links") or {}).values()]
    known += [one.get("line") for one in (organisation.get("positions") or {}).values() if isinstance(one, dict)]
    known += [(base.get("roles") or {}).get("link")]
    return _channel(descend(tree, link)) in [_channel(one) for one in known if isinstance(one, dict)]


def _channel(one: Any) -> list[Any]:
    return [one.get(key) for key in _CHANNEL]


def _same_staffing(needs: Path, base: Any, tree: Any) -> bool:
    """Whether a stage needs as many as before, of another pool: pooling, not more or fewer hands a visit."""
    before, now = descend(base, needs), descend(tree, needs)
    return isinstance(before, dict) and isinstance(now, dict) and sorted(before.values()) == sorted(now.values())


def _warning(path: Path, resolved: Layered, variant: str) -> Problem:
    at = spot(resolved.marks, path, key=True)
    said = f"variant `{variant}` changes `{dotted(path)}`, which a structure may not set"
    return Problem("ORG354", said, at.file, at.line, at.col, at.length, "warning", HINT, path)
