"""Small helpers for messages: the nearest name, and lists as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_SHOWN = 8


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the name among ``known`` that looks most like ``name``, or None when none is close."""
    names = sorted(set(known))
    close = get_close_matches(name.lower(), names, n=1, cutoff=0.6)
    if close:
        return close[0]
    inside = [known_name for known_name in names if len(name) >= 4 and (name in known_name or known_name in name)]
    return inside[0] if len(inside) == 1 else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ``did you mean `x`?``, else the names that are known, else nothing."""
    names = list(known)
    match = nearest(name, names)
    if match is not None:
        return f"did you mean `{match}`?"
    return f"known here: {listed(names)}" if names else ""


def listed(names: Iterable[str]) -> str:
    """Join names for a message: `` `a`, `b` and `c` ``; long lists end in how many more there are."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) > _SHOWN:
        quoted = [*quoted[: _SHOWN - 1], f"{len(quoted) - _SHOWN + 1} more"]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def shorten(text: str, longest: int = 60) -> str:
    """Cut ``text`` for a message so that a hostile value cannot fill the screen."""
    return text if len(text) <= longest else text[: longest - 3] + "..."
