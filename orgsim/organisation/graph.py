"""The organisation as a graph: positions joined by reporting lines and links, both usable both ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from orgsim.scenario.lines import OrganisationError, superiors
from orgsim.scenario.schema.scalars import MINUTES_A_WEEK

if TYPE_CHECKING:
    import networkx as nx

    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.organisation import Link, Organisation, Position
    from orgsim.scenario.schema.times import Times

LINE, LINK = "line", "link"


def line_id(child: str) -> str:
    """Return the channel id of the reporting line between ``child`` and its superior (used both ways)."""
    return f"line:{child}"


def expected_wait(times: Times) -> float:
    """Return the minutes until the next of ``times``, seen from a moment drawn evenly over the week.

    With gaps g this is sum(g^2) / (2 sum(g)): half the gap where the gaps are equal, more where they are not.
    """
    moments = times.minutes
    if not moments:
        return 0.0
    ends = [*moments[1:], moments[0] + MINUTES_A_WEEK]
    return sum((end - start) ** 2 for start, end in zip(moments, ends, strict=True)) / (2 * MINUTES_A_WEEK)


def build_graph(variant: Variant) -> nx.MultiDiGraph[str]:
    """Return the organisation of ``variant`` as a directed graph, in the order of the scenario.

    A node is a position: ``name``, ``unit``, ``unit_name``, ``layer``, ``level`` (0 = front line),
    ``number``, ``attention``, ``on_duty`` (text), ``hours_a_week``, ``pay_band``. An edge is a way for a
    message, keyed by its channel id: ``kind`` (``line`` or ``link``), ``direction`` (``up``, ``down``,
    ``across``), ``delay`` (mean minutes of travel), ``wait`` (expected minutes until it next happens),
    ``fidelity``, ``informal``, ``happens`` (text), ``at_times`` (happens only at set times), ``carries``
    (decision ids, or None for all). Two positions may be joined by several channels, so it is a multigraph.
    Raises ``OrganisationError``.
    """
    import networkx as nx

    organisation = variant.organisation
    graph = nx.MultiDiGraph(name=variant.name)
    levels = {layer: level for level, layer in enumerate(organisation.layers)}
    for key, position in organisation.positions.items():
        graph.add_node(key, **_node(organisation, key, position, levels))
    for key, position in organisation.positions.items():
        _add_line(graph, organisation, key, position)
    for key, link in organisation.links.items():
        _add_link(graph, key, link)
    _refuse_circles(organisation.positions)
    return graph


def _node(organisation: Organisation, key: str, position: Position, levels: Mapping[str, int]) -> dict[str, Any]:
    unit = organisation.units.get(position.unit)
    return {
        "name": position.name or key.replace("_", " "),
        "unit": position.unit,
        "unit_name": (unit.name if unit else None) or position.unit.replace("_", " "),
        "layer": position.layer,
        "level": levels.get(position.layer, 0),
        "number": position.number,
        "attention": position.attention,
        "on_duty": position.on_duty.text,
        "hours_a_week": position.on_duty.minutes_a_week / 60,
        "pay_band": position.pay_band,
    }


def _add_line(graph: nx.MultiDiGraph[str], organisation: Organisation, key: str, position: Position) -> None:
    above = position.reports_to
    if above is None:
        return
    if above not in organisation.positions:
        raise OrganisationError(f"`{key}` reports to `{above}`, which is not a position")
    line = position.line or organisation.line
    shared = {
        "kind": LINE, "delay": line.delay.mean, "wait": 0.0, "fidelity": line.fidelity, "informal": False,
        "happens": "continuously", "at_times": False, "carries": None,
    }  # fmt: skip
    graph.add_edge(key, above, key=line_id(key), direction="up", **shared)
    graph.add_edge(above, key, key=line_id(key), direction="down", **shared)


def _add_link(graph: nx.MultiDiGraph[str], key: str, link: Link) -> None:
    one, other = link.between
    for end in link.between:
        if end not in graph:
            raise OrganisationError(f"link `{key}` joins `{end}`, which is not a position")
    shared = {
        "kind": LINK, "direction": "across", "delay": link.delay.mean, "wait": expected_wait(link.happens),
        "fidelity": link.fidelity, "informal": link.informal, "happens": link.happens.text,
        "at_times": bool(link.happens.minutes),
        "carries": None if link.carries is None else tuple(link.carries),
    }  # fmt: skip
    graph.add_edge(one, other, key=key, **shared)
    graph.add_edge(other, one, key=key, **shared)


def _refuse_circles(positions: Mapping[str, Position]) -> None:
    for key in positions:
        superiors(positions, key)
