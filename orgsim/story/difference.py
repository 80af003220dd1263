"""What differs between two fates of the same visit, in a sentence or three."""

from __future__ import annotations

from orgsim.story.fate import Fate
from orgsim.story.words import duration, listed

_NOTICEABLE = 1.0
"""Minutes below which a difference is not worth a word."""


def difference(base: Fate, other: Fate, entity: str) -> str:
    """Say how ``other`` differs from ``base``; both tell the same visit. ``entity``: the word for it."""
    parts = [_endings(base, other, entity), _why_it_went(base, other), _need(base, entity), _need(other, entity)]
    return " ".join(part for part in (*parts, _deeds(base, other)) if part)


def _endings(base: Fate, other: Fate, entity: str) -> str:
    told = f"The same {entity}, with the same needs. {_ending(base)}. {_ending(other)}"
    if base.inside is None or other.inside is None:
        return f"{told}."
    return f"{told}: {_shift(other.inside - base.inside)}."


def _ending(fate: Fate) -> str:
    time = "" if fate.inside is None else f", out after {duration(fate.inside)}"
    return f"{fate.name}: {fate.ending}{time}"


def _shift(minutes: float) -> str:
    if abs(minutes) < _NOTICEABLE:
        return "no difference in time"
    return f"{duration(abs(minutes))} {'later' if minutes > 0 else 'sooner'}"


def _why_it_went(base: Fate, other: Fate) -> str:
    """Name what most of the time between the two went on, if they differ at all."""
    if base.inside is None or other.inside is None or abs(other.inside - base.inside) < _NOTICEABLE:
        return ""
    longer, shorter = (other, base) if other.inside > base.inside else (base, other)
    gaps = {words: minutes - shorter.spent[words] for words, minutes in longer.spent.items()}
    words, minutes = max(gaps.items(), key=lambda gap: gap[1])
    if minutes < _NOTICEABLE:
        return ""
    return f"The largest part of that: {duration(minutes)} more spent {words} in {longer.name}."


def _need(fate: Fate, entity: str) -> str:
    """Say what was done against the truth."""
    said = []
    for fact in fate.needs:
        if fact.verdict == "needless":
            said.append(f"did not need {fact.name} and was treated as in need of it")
        elif fact.verdict == "missed":
            said.append(f"needed {fact.name} and did not get it")
    return f"In {fate.name} this {entity} {listed(said)}." if said else ""


def _deeds(base: Fate, other: Fate) -> str:
    told = [f"{listed(fate.behaviours)} acted on it in {fate.name}" for fate in (base, other) if fate.behaviours]
    return f"{'; '.join(told)}." if told else ""
