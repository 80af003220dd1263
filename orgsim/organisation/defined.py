"""What the measures of an organisation graph mean: said here once."""

from __future__ import annotations

from typing import NamedTuple

_DOWN = "lines point down, links both ways (Krackhardt 1994)"
_SURPLUS = "over the (n - 1)(n - 2)/2 possible"
_LEFT = "share of the pairs left that lines and links still join without"
DEFINED: dict[str, tuple[str, str, str]] = {
    "positions": ("Positions", "count", "nodes of the organisation graph"),
    "links": ("Links", "count", "channels beside the reporting lines"),
    "layers": ("Layers", "count", "positions on the longest chain of command"),
    "span_mean": ("Span of control, mean", "positions", "reports of a position, over those with any"),
    "span_max": ("Span of control, largest", "positions", "most reports of one position"),
    "managers_ratio": ("Managers to others", "ratio", "people whom somebody reports to, over those whom nobody does"),
    "informal_degree": ("Informal links, mean", "links", "informal links of a position, over all positions"),
    "depth_mean": ("Reporting depth, mean", "lines", "reporting lines up to the top, over all positions"),
    "connectedness": ("Connectedness", "share", f"pairs joined by any path; {_DOWN}"),
    "hierarchy": ("Hierarchy", "share", f"joined pairs where only one reaches the other; {_DOWN}"),
    "efficiency": ("Efficiency", "share", f"1 less the surplus links {_SURPLUS}, direction aside; {_DOWN}"),
    "lubness": ("Unity of command", "share", f"1 less pairs without a least upper bound {_SURPLUS}; {_DOWN}"),
    "congestion_max": (
        "Most crossed (congestion)", "share",
        "pairs of others whose shortest way crosses the most crossed position (Dodds, Watts and Sabel 2003)",
    ),
    "joined_without_busiest": ("Joined without the busiest", "share", f"{_LEFT} the most loaded manager"),
    "joined_without_one": ("Joined without one manager", "share", f"{_LEFT} one manager, mean over all"),
    "joined_without_busiest_quarter": (
        "Joined without a busy quarter", "share", f"{_LEFT} the most loaded quarter of the managers",
    ),
    "joined_without_quarter": (
        "Joined without any quarter", "share", f"{_LEFT} a quarter of the managers, mean over such quarters",
    ),
    "route_hops": ("Hops of a request", "hops", "mean steps from who asks to who decides"),
    "betweenness_max": ("Busiest crossing", "share", "requests through the position that passes on most"),
    "load_gini": ("Unevenness of load (Gini)", "share", "handling over positions: 0 even, 1 all on one"),
}  # fmt: skip
"""Measure to its name, unit and definition, in the order they are shown. The last three count each decision
with its requests a day where these are known, else all decisions alike."""


class GraphMeasure(NamedTuple):
    """One figure about the organisation graph, with what it means."""

    measure: str
    name: str
    unit: str
    value: float
    definition: str
