"""Messages on a graph of people: who is passed by, and how long it takes (B13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from orgsim.theory import graphs
from orgsim.theory.simulated.deciding import TOP, asking, complete_tree, person
from orgsim.theory.simulated.observing import requests
from orgsim.theory.simulated.scenarios import Tree, exponential, simulated
from orgsim.theory.simulated.trial import CLOSE, ROUGH, Check, Trial

if TYPE_CHECKING:
    import networkx as nx


def messages(lines: Mapping[str, str | None], extra: tuple[tuple[str, str], ...], rate: float, weeks: float) -> Tree:
    """Return people who send each other messages: ``rate`` a unit of time each, to anyone, by the shortest way.

    Everyone who passes a message on, and who receives it, takes an exponential time with mean 1.
    """
    effort = exponential(1.0)
    pairs = [(one, other) for one in lines for other in lines if one != other]
    rights = {
        f"{one}_{other}": {
            "held_by": other, "asked_by": one, "route": "quickest", "effort": effort, "passing_on": effort,
        }
        for one, other in pairs
    }  # fmt: skip
    links = {f"link_{number}": {"between": list(pair)} for number, pair in enumerate(extra)}
    positions = {name: person(boss) for name, boss in lines.items()}
    each = rate / (len(lines) - 1)
    return asking(weeks, dict.fromkeys(rights, each), {"positions": positions, "links": links, "decisions": rights})


def shapes() -> dict[str, tuple[dict[str, str | None], tuple[tuple[str, str], ...]]]:
    """Return 31 people in each of four shapes: who reports to whom, and links beside."""
    people = range(31)
    star = {f"p{node}": TOP if node else None for node in people}
    row = {f"p{node}": f"p{node - 1}" if node else None for node in people}
    return {
        "star": (star, ()),
        "five to a manager": (complete_tree(5, 3), ()),
        "two to a manager": (complete_tree(2, 5), ()),
        "ring": (row, (("p30", TOP),)),
    }


def congestion() -> Iterator[Trial]:
    """Yield B13: at low traffic the star is quickest, at high traffic it is slowest."""
    for shape, (lines, extra) in shapes().items():
        graph = _graph(lines, extra)
        busy = 39.0 if shape == "star" else 13.0
        for rate, weeks, tolerance in ((0.002, 13.0, CLOSE), (0.03, busy, ROUGH)):
            if shape == "ring" and rate < 0.03:
                continue  # 2.8 s for a row that says what the trees' rows say
            name = f"31 people, {shape}, {rate:g} messages each"
            yield simulated(
                name,
                partial(messages, lines, extra, rate, weeks),
                requests,
                Check("B13", f"{name}: delay", graphs.message_delay(graph, rate), "latency", tolerance),
                Check("B13", f"{name}: steps", _mean_path(graph), "hops"),
            )


def _graph(lines: Mapping[str, str | None], extra: tuple[tuple[str, str], ...]) -> nx.Graph[Any]:
    import networkx as nx

    graph: nx.Graph[Any] = nx.Graph()
    graph.add_edges_from((one, boss) for one, boss in lines.items() if boss)
    graph.add_edges_from(extra)
    return graph


def _mean_path(graph: nx.Graph[Any]) -> float:
    import networkx as nx

    return float(nx.average_shortest_path_length(graph))


FAMILIES = (congestion,)
