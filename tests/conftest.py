"""What tests of the core share: a small scenario made from a few lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from orgsim.scenario.schema import Variant


class PlainLoader(yaml.SafeLoader):
    """Reads YAML as the scenario reader does: on, off, yes and no are plain words."""


PlainLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in rules if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")
    ]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

SHOP = """
orgsim: 1
name: A small shop
calendar: {length: 1 day}
organisation: {units: {shop: {}}}
classes: {any: {}}
arrivals: {people: {at: till, at_times: {times: "every day at 09:00", number: 3}, classes: {any: 100%}}}
pathway: {till: {unit: shop, needs: {clerk: 1}, takes: 10 min, next: out}}
exits: {out: {}}
resources: {clerk: {unit: shop, number: 1}}
"""

MakeVariant = Callable[..., Variant]


def _merge(base: dict[str, Any], change: dict[str, Any]) -> None:
    for key, value in change.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict) and not value.pop("_replace", False):
            _merge(base[key], value)
        else:
            base[key] = value


@pytest.fixture
def shop() -> MakeVariant:
    """Make a variant of the small shop; each argument is YAML that is merged into it (`_replace: 1` replaces a block)."""

    def make(*changes: str) -> Variant:
        tree = yaml.load(SHOP, PlainLoader)  # noqa: S506  (a safe loader without booleans)
        for change in changes:
            _merge(tree, yaml.load(change, PlainLoader) or {})  # noqa: S506
        return Variant.model_validate(tree)

    return make
