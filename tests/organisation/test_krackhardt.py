from __future__ import annotations

import networkx as nx
import pytest

from orgsim.organisation.krackhardt import krackhardt

TREE = [(1, 2), (1, 3), (2, 4), (2, 5), (3, 6), (3, 7)]
STAR = [(0, leaf) for leaf in range(1, 5)]
BOSSES = [(1, 3), (1, 4), (2, 3), (2, 4)]


def both_ways(arcs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return arcs + [(other, one) for one, other in arcs]


@pytest.mark.parametrize(
    ("arcs", "expected"),
    [
        pytest.param(TREE, (1, 1, 1, 1), id="binary out-tree"),
        pytest.param([(1, 2), (2, 3), (3, 4)], (1, 1, 1, 1), id="directed path"),
        pytest.param([(1, 2), (2, 3), (3, 4), (4, 1)], (1, 0, 2 / 3, 1), id="directed cycle"),
        pytest.param(list(nx.complete_graph(4, nx.DiGraph).edges), (1, 0, 0, 1), id="complete"),
        pytest.param(both_ways(STAR), (1, 0, 1, 1), id="mutual star"),
        pytest.param([(leaf, hub) for hub, leaf in STAR], (1, 1, 1, 0), id="in-star"),
        pytest.param(BOSSES, (1, 1, 2 / 3, 1 / 3), id="two bosses, two staff"),
        pytest.param([*BOSSES, (0, 1), (0, 2)], (1, 1, 2 / 3, 5 / 6), id="the same with a common head"),
        pytest.param([(1, 2), (1, 3), (4, 5), (4, 6)], (0.4, 1, 1, 1), id="two out-stars"),
        pytest.param([*TREE, (4, 6)], (1, 1, 14 / 15, 1), id="tree and an arc"),
        pytest.param([*TREE, (2, 3), (3, 2)], (1, 14 / 15, 14 / 15, 1), id="tree and a mutual arc"),
        pytest.param([], (1, 1, 1, 1), id="nobody"),
    ],
)
def test_published_graphs(arcs: list[tuple[int, int]], expected: tuple[float, ...]) -> None:
    assert krackhardt(nx.DiGraph(arcs)) == pytest.approx(expected)


def test_parallel_arcs_and_loops_count_for_nothing() -> None:
    plain = nx.MultiDiGraph([*TREE, (4, 6)])
    doubled = nx.MultiDiGraph([*TREE, (4, 6), (4, 6), (1, 2), (5, 5)])
    assert krackhardt(plain) == krackhardt(doubled)
