"""Stock, places and paths counted: newsvendor, variation between areas, messages in a tree (B14, B22, B23)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from orgsim.theory import hierarchy, supply, variation
from orgsim.theory.simulated.trial import ROUGH, Check, Trial, drawn

if TYPE_CHECKING:
    import numpy as np

DAYS, AREAS, EVENTS = 20_000, 150, 200


def stocked(availability: float, varies: float, rng: np.random.Generator) -> Mapping[str, float]:
    """Stock one quantity for days of normal demand with mean 100; what is left is thrown away.

    The quantity is the share ``availability`` of sorted demand of other days: no table of the normal distribution is used.
    """
    import numpy as np

    stock = float(np.quantile(rng.normal(100, 100 * varies, 20 * DAYS), availability))
    left = np.maximum(stock - rng.normal(100, 100 * varies, DAYS), 0)
    return {"waste": float(left.mean() / stock), "available": float((left > 0).mean())}


def areas(spread: float, rng: np.random.Generator) -> Mapping[str, float]:
    """Draw events of areas whose true rates differ by a gamma distribution; the mean SCV of 200 countries."""
    import numpy as np

    shape = (200, AREAS)
    rates = rng.gamma(1 / spread**2, spread**2, shape) if spread else np.ones(shape)
    events = rng.poisson(EVENTS * rates).tolist()
    found = [variation.systematic_component(country, [EVENTS] * AREAS) for country in events]
    return {"scv": float(np.mean(found))}


def passed(span: int, layers: int, rng: np.random.Generator) -> Mapping[str, float]:
    """Send messages between pairs of a complete tree, drawn evenly; the share that the root passes on."""
    nodes = hierarchy.managers(span, layers)
    through = 0
    messages = 20_000
    for one, jump in zip(rng.integers(nodes, size=messages), rng.integers(1, nodes, size=messages), strict=True):
        other = (one + jump) % nodes
        through += bool(one and other and _branch(int(one), span) != _branch(int(other), span))
    return {"share": through / messages}


def _branch(node: int, span: int) -> int:
    """Return which of the root's children a node sits under."""
    while node > span:
        node = (node - 1) // span
    return node


def shelf() -> Iterator[Trial]:
    """Yield B22."""
    for availability, varies in ((0.9, 0.1), (0.98, 0.1), (0.95, 0.3)):
        name = f"available {availability:.0%}, demand varies by {varies:.0%}"
        waste = supply.waste_share(availability, varies)
        yield drawn(
            name,
            partial(stocked, availability, varies),
            Check("B22", f"{name}: waste", waste, "waste"),
            Check("B22", f"{name}: days not sold out", availability, "available"),
        )


def postcodes() -> Iterator[Trial]:
    """Yield B23."""
    for spread in (0.0, 0.1, 0.2, 0.3):
        name = f"areas' rates vary by {spread:.0%}"
        scv = variation.expected_component(spread)
        yield drawn(name, partial(areas, spread), Check("B23", f"{name}: SCV x 100", scv, "scv", ROUGH))


def roots() -> Iterator[Trial]:
    """Yield B14: what the top of a tree must pass on."""
    for span, layers in ((5, 4), (2, 5), (3, 4)):
        name = f"{span} to a manager, {layers} layers of people"
        share = hierarchy.root_share(span, layers)
        yield drawn(name, partial(passed, span, layers), Check("B14", f"{name}: root's share", share, "share"))


FAMILIES = (shelf, postcodes, roots)
