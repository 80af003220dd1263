"""Small organisations for the tests, without the reader."""

from __future__ import annotations

from typing import Any

from orgsim.scenario.schema import Variant


def variant(organisation: dict[str, Any], **rest: Any) -> Variant:
    """A scenario whose pathway is as small as can be, around ``organisation``."""
    return Variant.model_validate(
        {
            "orgsim": 1,
            "name": "Test",
            "calendar": {"length": "1 week"},
            "organisation": {"units": {"shop": {}, "office": {}}, **organisation},
            "classes": {"all": {}},
            "arrivals": {"door": {"at": "serve", "per_day": 10, "classes": {"all": "100%"}}},
            "pathway": {"serve": {"unit": "shop", "takes": "5 min", "next": "out"}},
            "exits": {"out": {}},
            **rest,
        }
    )


def positions(**superiors: str | None) -> dict[str, dict[str, Any]]:
    """Positions by name with who they report to, all in one unit and layer."""
    return {
        key: {"unit": "shop", "layer": "front_line", **({"reports_to": above} if above else {})}
        for key, above in superiors.items()
    }


TREE = {
    "top": None,
    "left": "top",
    "right": "top",
    "a": "left",
    "b": "left",
    "c": "right",
    "d": "right",
}
"""A binary tree: top over left (a, b) and right (c, d)."""


def tree(**organisation: Any) -> dict[str, Any]:
    """The binary tree ``TREE`` with what else the organisation has."""
    return {"positions": positions(**TREE), **organisation}
