"""What differs between two fates of the same visit, in a sentence or three."""

from __future__ import annotations

from orgsim.story.fate import Fate
from orgsim.story.words import duration, listed

_NOTICEABLE = 1.0
"""Minutes below which a difference is not worth a word."""


def difference(base: Fate, other: Fate, entity: str) -> str:
    """Say how ``other`` differs from ``base``; both tell the same visit. ``entity``: the word for it."""
    parts = [_endings(base, other, entity), _why_it_went(base, other), _need(base), _need(other)]
    return " ".join(part for part in (*parts, _deeds(base, other)) if part)


def _endings(base: Fate, other: Fate, entity: str) -> str:
    same = base.ending == other.ending
    start = f"The same {entity}, with the same needs, "
    if base.inside is None or other.inside is None:
        return f"{start}ends as {base.ending} in {base.name} and as {other.ending} in {other.name}."
    first, second = duration(base.inside), duration(other.inside)
    if same and abs(base.inside - other.inside) < _NOTICEABLE:
        return f"{start}fares the same in {base.name} and {other.name}: {base.ending}, {first}."
    if same:
        told = f"is {base.ending} in both, after {first} in {base.name} and {second} in {other.name}"
    else:
        told = f"is {base.ending} after {first} in {base.name}, {other.ending} after {second} in {other.name}"
    return f"{start}{told}: {_shift(other.inside - base.inside)}."


def _shift(minutes: float) -> str:
    if abs(minutes) < _NOTICEABLE:
        return "the same time"
    return f"{duration(abs(minutes))} {'longer' if minutes > 0 else 'sooner'}"


def _why_it_went(base: Fate, other: Fate) -> str:
    """Name what most of the time between the two went on, if they differ at all."""
    if base.inside is None or other.inside is None or abs(other.inside - base.inside) < _NOTICEABLE:
        return ""
    longer, shorter = (other, base) if other.inside > base.inside else (base, other)
    gaps = {words: minutes - shorter.spent[words] for words, minutes in longer.spent.items()}
    words, minutes = max(gaps.items(), key=lambda gap: gap[1])
    if minutes < _NOTICEABLE:
        return ""
    return f"The largest part of it is {duration(minutes)} more of {words} in {longer.name}."


def _need(fate: Fate) -> str:
    """Say what was done against the truth."""
    said = []
    for fact in fate.needs:
        if fact.verdict == "needless":
            said.append(f"did not need {fact.name} and was treated as if it did")
        elif fact.verdict == "missed":
            said.append(f"needed {fact.name} and did not get it")
    return f"In {fate.name} it {listed(said)}." if said else ""


def _deeds(base: Fate, other: Fate) -> str:
    told = [
        f"{listed(fate.behaviours)} acted on it in {fate.name}" for fate in (base, other) if fate.behaviours
    ]
    return f"{'; '.join(told)}." if told else ""
