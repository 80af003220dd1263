"""Recorded values for people deciding together: B8 to B14 and B16."""

from __future__ import annotations

from collections.abc import Iterator

from orgsim.theory import graphs, hierarchy, incentives, screening
from orgsim.theory.cases.case import Case

SAH = "Sah and Stiglitz (1986, 1988)"


def screens() -> Iterator[Case]:
    """Yield B8: acceptance and effort of series, parallel and voting; profits; best majorities."""
    for p, n, parallel, series, effort_series, effort_parallel in (
        (0.3, 2, "0.510000", "0.090000", "1.300000", "1.700000"),
        (0.7, 2, "0.910000", "0.490000", "1.700000", "1.300000"),
        (0.8, 2, "0.960000", "0.640000", "1.800000", "1.200000"),
        (0.3, 3, "0.657000", "0.027000", "1.390000", "2.190000"),
        (0.7, 3, "0.973000", "0.343000", "2.190000", "1.390000"),
        (0.8, 3, "0.992000", "0.512000", "2.440000", "1.240000"),
    ):
        name = f"{n} screens that approve with {p:g}:"
        yield Case("B8", f"{name} any approves", screening.polyarchy(p, n), parallel, SAH)
        yield Case("B8", f"{name} all approve", screening.hierarchy(p, n), series, SAH)
        yield Case("B8", f"{name} evaluations in series", screening.hierarchy_evaluations(p, n), effort_series, SAH)
        yield Case(
            "B8",
            f"{name} evaluations in parallel",
            screening.polyarchy_evaluations(p, n),
            effort_parallel,
            SAH,
        )


def majorities() -> Iterator[Case]:
    """Yield B8: how often a majority is right, and the number of approvals that earns most."""
    for p, n, right in (
        (0.3, 3, "0.216000"), (0.7, 3, "0.784000"), (0.8, 3, "0.896000"),
        (0.7, 5, "0.836920"), (0.7, 7, "0.873964"), (0.7, 9, "0.901191"),
        (0.6, 3, "0.648000"), (0.6, 5, "0.682560"), (0.6, 7, "0.710208"), (0.6, 9, "0.733432"),
    ):  # fmt: skip
        yield Case("B8", f"majority of {n} at {p:g}", screening.committee(p, n, n // 2 + 1), right, SAH)
    for n, share, gain, loss, needed in (
        (5, 0.5, 1.0, 1.0, "3"), (5, 0.2, 1.0, 1.0, "4"), (5, 0.5, 1.0, 10.0, "4"),
        (9, 0.5, 1.0, 1.0, "6"), (9, 0.1, 1.0, 3.0, "7"),
    ):  # fmt: skip
        got = screening.best_majority(n, good_share=share, gain=gain, loss=loss, good=0.8, bad=0.3)
        yield Case("B8", f"approvals of {n} that earn most: share {share:g}, loss {loss:g}", got, needed, SAH)


def profits() -> Iterator[Case]:
    """Yield B8: good projects approved with 0.8, bad with 0.3; one screen, two parallel, two in series."""
    for share, loss, single, parallel, series, difference in (
        (0.5, 1.0, "0.250000", "0.225000", "0.275000", "-0.050000"),
        (0.2, 1.0, "-0.080000", "-0.216000", "0.056000", "-0.272000"),
        (0.5, 3.0, "-0.050000", "-0.285000", "0.185000", "-0.470000"),
    ):
        name = f"good share {share:g}, loss {loss:g}:"
        two = {kind: [kind(p, 2) for p in (0.8, 0.3)] for kind in (screening.polyarchy, screening.hierarchy)}
        yield Case("B8", f"{name} one screen", screening.screening_profit(share, 1.0, loss, 0.8, 0.3), single, SAH)
        for kind, recorded in ((screening.polyarchy, parallel), (screening.hierarchy, series)):
            got = screening.screening_profit(share, 1.0, loss, *two[kind])
            yield Case("B8", f"{name} {kind.__name__} of two", got, recorded, SAH)
        got = screening.profit_difference(share, 1.0, loss, 0.8, 0.3)
        yield Case("B8", f"{name} polyarchy less hierarchy", got, difference, SAH)
    yield Case("B8", "ratio at which the sign flips", screening.indifference_ratio(0.8, 0.3), "1.312500", SAH)


def control_loss() -> Iterator[Case]:
    """Yield B9: fidelity, best number of levels, and a message flipped on its way."""
    for kept, levels, left in (
        (0.9, 1, "1.000000"), (0.9, 2, "0.900000"), (0.9, 3, "0.810000"), (0.9, 4, "0.729000"),
        (0.9, 5, "0.656100"), (0.8, 5, "0.409600"), (0.95, 5, "0.814506"),
    ):  # fmt: skip
        yield Case(
            "B9",
            f"{kept:g} kept a level, {levels} levels",
            hierarchy.fidelity(kept, levels),
            left,
            "Williamson (1967)",
        )
    for kept, span, wage, worth, best, whole in (
        (0.9, 5.0, 1.3, 2.0, "4.07835", "4"),
        (0.9, 7.0, 1.5, 2.0, "4.76156", "5"),
        (0.95, 5.0, 1.3, 2.0, "8.01169", "8"),
        (0.8, 5.0, 1.3, 3.0, "3.90511", "4"),
    ):
        name = f"best levels: {kept:g} kept, span {span:g}, wages x {wage:g}, worth {worth:g}"
        yield Case("B9", name, hierarchy.best_levels(kept, span, wage, worth), best, "Williamson (1967)")
        yield Case("B9", f"{name}, whole", hierarchy.best_whole_levels(kept, span, wage, worth), whole, "exact sum")
    for flip, chances in (
        (0.05, ("0.95000", "0.90500", "0.86450", "0.82805")),
        (0.1, ("0.9000", "0.8200", "0.7560", "0.7048")),
    ):
        for hops, right in enumerate(chances, 1):
            got = hierarchy.intact_probability(flip, hops)
            yield Case("B9", f"message flipped with {flip:g}, {hops} hops: right", got, right, "binary channel")


def adding_up() -> Iterator[Case]:
    """Yield B10: the least delay of a sum."""
    for items, processors, delay in (
        (40, 1, "40"), (40, 4, "12"), (40, 8, "8"), (40, 20, "7"), (1000, 10, "104"), (1000, 100, "17"),
        (10000, 100, "107"),
    ):  # fmt: skip
        got = hierarchy.reduced_tree_delay(items, processors)
        yield Case("B10", f"{processors} people add {items} numbers: delay", got, delay, "Radner (1993)")


def managers() -> Iterator[Case]:
    """Yield B11: spans and helpers' queues; and the load of each layer of a complete tree."""
    for helping, knowledge, span in (
        (0.1, 0.5, "16.4872"),
        (0.1, 1.0, "27.1828"),
        (0.2, 1.0, "13.5914"),
        (0.5, 2.0, "14.7781"),
    ):
        got = hierarchy.garicano_span(helping, knowledge)
        yield Case("B11", f"span: help takes {helping:g}, knowledge {knowledge:g}", got, span, "Garicano (2000)")
    for workers, wait in ((6, "0.750000"), (8, "2.000000"), (9, "4.500000")):
        got = hierarchy.helper_queue(workers, 0.2, 0.5).queue_wait
        yield Case("B11", f"{workers} workers ask one helper: wait", got, wait, "Erlang (1917)")
    for coupling, loads in ((0.05, ("0.504", "0.121", "0.025")), (0.1, ("1.008", "0.242", "0.050"))):
        got_loads = hierarchy.layer_loads(5, 3, decisions=0.4, coupling=coupling, handling=0.25)
        for layer, (got, load) in enumerate(zip(got_loads, loads, strict=True)):
            yield Case(
                "B11",
                f"coupling {coupling:g}: load of a manager in layer {layer}",
                got,
                load,
                "pairs counted",
            )
    got = hierarchy.critical_coupling(5, 3, decisions=0.4, handling=0.25)
    yield Case("B11", "coupling at which the root is full", got, "0.0992", "pairs counted")


def meetings() -> Iterator[Case]:
    """Yield B12: signing off together, quorums, and the meeting against the manager."""
    for load, time in ((0.1, "1.65278"), (0.5, "2.87500"), (0.8, "7.00000"), (0.9, "13.87500")):
        yield Case(
            "B12",
            f"both must sign, load {load:g}",
            screening.sign_off_time(load, 1.0, 2),
            time,
            "Flatto and Hahn (1984)",
        )
    for signers, time in ((3, "8.103"), (5, "9.592")):
        got = screening.sign_off_time(0.8, 1.0, signers)
        yield Case("B12", f"all {signers} must sign, load 0.8", got, time, "Nelson and Tantawi (1988), approximate")
    for members, needed, time in (
        (3, 2, "0.833333"),
        (5, 3, "0.783333"),
        (9, 5, "0.745635"),
        (12, 12, "3.103211"),
    ):
        got = screening.quorum_time(members, needed)
        yield Case("B12", f"{needed} of {members} answer", got, time, "order statistics")
    got = screening.indifference_drift((screening.committee(0.7, 9, 5), 3.5), (0.7, 0.5))
    yield Case("B12", "drift a day that favours the manager over the weekly nine", got, "0.232040", "order of values")


def congestion() -> Iterator[Case]:
    """Yield B13: five graphs of 31 people; critical rate of messages and mean delay at three rates."""
    import networkx as nx

    for name, graph, critical, delays in (
        ("star", nx.star_graph(30), "0.03333", ("1.999", "2.360", "10.675")),
        ("5-ary tree", nx.balanced_tree(5, 2), "0.04000", ("3.303", "3.682", "6.361")),
        ("binary tree", nx.balanced_tree(2, 4), "0.05208", ("5.068", "5.597", "8.070")),
        ("ring", nx.cycle_graph(31), "0.12500", ("8.130", "8.696", "10.526")),
        ("complete", nx.complete_graph(31), "1.00000", ("1.002", "1.010", "1.031")),
    ):
        source = "after Guimera and others (2002)"
        yield Case("B13", f"{name}: critical rate", graphs.critical_message_rate(graph), critical, source)
        for rate, delay in zip((0.002, 0.01, 0.03), delays, strict=True):
            yield Case("B13", f"{name}: delay at rate {rate:g}", graphs.message_delay(graph, rate), delay, source)


def root_load() -> Iterator[Case]:
    """Yield B14: the share of messages that a tree's root must pass on."""
    for span, layers, load in (
        (5, 4, "0.794872"),
        (5, 5, "0.798976"),
        (5, 6, "0.799795"),
        (2, 5, "0.483871"),
        (3, 4, "0.650000"),
    ):
        got = hierarchy.root_share(span, layers)
        yield Case("B14", f"root's share: span {span}, {layers} layers", got, load, "pairs counted")


def pay() -> Iterator[Case]:
    """Yield B16: the strength of a target on task 1 and what it does to both efforts."""
    for first, second, cost, swap, noise, recorded in (
        (1.0, 1.0, 1.0, 0.0, 1.0, ("0.500000", "0.500000", "0.000000")),
        (1.0, 1.0, 1.0, 0.5, 1.0, ("0.285714", "0.380952", "-0.190476")),
        (1.0, 2.0, 1.0, 0.5, 1.0, ("0.000000", "0.000000", "0.000000")),
        (1.0, 1.0, 1.0, 0.9, 1.0, ("0.084034", "0.442282", "-0.398054")),
        (1.0, 1.0, 1.0, 0.5, 0.1, ("0.465116", "0.620155", "-0.310078")),
    ):
        got = incentives.one_measured_task((first, second), cost, swap, 1.0, noise)
        for name, value, text in zip(("strength", "effort 1", "effort 2"), got, recorded, strict=True):
            what = f"worth {first:g} and {second:g}, substitution {swap:g}, noise {noise:g}: {name}"
            yield Case("B16", what, value, text, "Holmstrom and Milgrom (1991)")


FAMILIES = (
    screens, majorities, profits, control_loss, adding_up, managers, meetings, congestion, root_load, pay,
)  # fmt: skip
