"""Closed forms against recorded values, brute force, limits, and what they must refuse."""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
from collections.abc import Callable

import networkx as nx
import pytest

from orgsim.theory import (
    bistability,
    blocking,
    funnel,
    graphs,
    hierarchy,
    incentives,
    linear,
    networks,
    pooling,
    queues,
    screening,
    supply,
    transition,
)
from orgsim.theory.cases import Case, closed_form_cases
from orgsim.theory.checks import UnstableError

CASES = list(closed_form_cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code} {case.what}")
def test_rounds_to_the_value_on_record(case: Case) -> None:
    assert case.passed, f"{case.computed!r} does not round to {case.recorded}"


def test_the_table_covers_every_family_and_names_each_row_once() -> None:
    assert {case.code for case in CASES} == {f"B{n}" for n in (*range(1, 20), 21, 22, 25)}
    assert len({(case.code, case.what) for case in CASES}) == len(CASES)


def test_a_wrong_value_fails_in_either_direction() -> None:
    for computed in (0.5006, 0.4994):
        assert not Case("B0", "near miss", computed, "0.500", "").passed
    assert Case("B0", "rounds", 0.50049, "0.500", "").passed


def test_priorities_conserve_work_and_the_short_job_first_is_best() -> None:
    first, second = queues.priority_waits((0.4, 0.4), (1.0, 1.0), (1.0, 1.0))
    assert 0.4 * first + 0.4 * second == pytest.approx(3.2, rel=1e-12)
    short = queues.priority_waits((0.6, 0.25), (0.5, 2.0), (1.0, 1.0))
    long = queues.priority_waits((0.25, 0.6), (2.0, 0.5), (1.0, 1.0))
    assert (0.6 * short[0] + 0.25 * short[1]) / 0.85 == pytest.approx(3.575630, rel=1e-6)
    assert (0.25 * long[0] + 0.6 * long[1]) / 0.85 == pytest.approx(8.794118, rel=1e-6)


def test_one_priority_class_is_the_plain_queue() -> None:
    (wait,) = queues.priority_waits((0.7,), (1.2,), (0.3,))
    assert wait == pytest.approx(queues.pollaczek_khinchine(0.7, 1.2, 0.3).queue_wait, rel=1e-12)


def test_exponential_service_agrees_between_formulas() -> None:
    general = queues.pollaczek_khinchine(0.8, 1.0, 1.0)
    erlang = queues.erlang_c(0.8, 1.0, 1)
    for name in ("load", "wait_probability", "queue_wait", "time", "queue_length", "in_system"):
        assert getattr(general, name) == pytest.approx(getattr(erlang, name), rel=1e-12)


@pytest.mark.parametrize(("rate", "servers", "patience"), [(9.0, 10, 0.5), (12.0, 10, 0.5), (3.0, 1, 2.0)])
def test_abandonment_agrees_with_the_chain_solved_outright(rate: float, servers: int, patience: float) -> None:
    weights = [1.0]
    for n in range(1, 400):
        leaving = min(n, servers) + max(n - servers, 0) * patience
        weights.append(weights[-1] * rate / leaving)
    total = sum(weights)
    queue = sum((n - servers) * w for n, w in enumerate(weights) if n > servers) / total
    got = queues.erlang_a(rate, 1.0, servers, patience)
    assert got.wait_probability == pytest.approx(sum(weights[servers:]) / total, rel=1e-12)
    assert got.queue_length == pytest.approx(queue, rel=1e-12)
    assert got.abandon_probability == pytest.approx(patience * queue / rate, rel=1e-12)


def test_impatience_vanishes_into_erlang_c_and_explodes_into_erlang_b() -> None:
    patient = queues.erlang_a(8.0, 1.0, 10, 1e-9)
    assert patient.wait_probability == pytest.approx(queues.erlang_c(8.0, 1.0, 10).wait_probability, rel=1e-6)
    hasty = queues.erlang_a(8.0, 1.0, 10, 1e9)
    assert hasty.abandon_probability == pytest.approx(queues.erlang_b(10, 8.0), rel=1e-6)


def test_beds_at_a_carried_occupancy_really_carry_it() -> None:
    blocked = queues.no_bed_probability(1, 0.5)
    # One bed: carried a/(1+a) = 0.5 at a = 1, where half are lost.
    assert blocked == pytest.approx(0.5, rel=1e-9)


def test_a_network_of_one_node_with_feedback_is_failure_demand() -> None:
    network = networks.jackson((0.4,), ((0.4,),), (1.0,))
    alone = networks.feedback(0.4, 1.0, 0.4)
    assert (network.rates[0], network.time) == pytest.approx((alone.rate, alone.time), rel=1e-12)
    assert alone.failure_share == pytest.approx(0.4, rel=1e-12)


def test_an_unconnected_network_is_its_queues() -> None:
    network = networks.jackson((4.0, 0.8), ((0.0, 0.0), (0.0, 0.0)), (1.0, 1.0), (5, 1))
    assert network.in_system == pytest.approx((6.216450, 4.0), rel=1e-6)


def test_a_mixed_pool_of_equal_jobs_is_erlang_c_and_its_kinds_may_swap() -> None:
    assert pooling.mixed_pool_wait(0.6, 2.0, 2.0) == pytest.approx(queues.erlang_c(0.6, 0.5, 2).queue_wait, rel=1e-9)
    assert pooling.mixed_pool_wait(0.7, 1.0, 4.0) == pytest.approx(pooling.mixed_pool_wait(0.7, 4.0, 1.0), rel=1e-9)


def test_break_even_failure_balances_the_two_times() -> None:
    failure = pooling.break_even_failure(5, 0.8)
    pooled = queues.erlang_c(4.0 / (1 - failure), 1.0, 5).time / (1 - failure)
    assert pooled == pytest.approx(5.0, rel=1e-9)


@pytest.mark.parametrize("members", [1, 2, 5, 9])
def test_best_majority_equals_brute_force(members: int) -> None:
    for share, loss, good, bad in itertools.product((0.1, 0.5, 0.8), (1.0, 4.0), (0.6, 0.9), (0.15, 0.4)):

        def profit(needed: int, odds: tuple[float, ...] = (share, loss, good, bad)) -> float:
            chances = (screening.committee(p, members, needed) for p in odds[2:])
            return screening.screening_profit(odds[0], 1.0, odds[1], *chances)

        got = screening.best_majority(members, good_share=share, gain=1.0, loss=loss, good=good, bad=bad)
        assert profit(got) == pytest.approx(max(map(profit, range(1, members + 1))), abs=1e-12)


def test_a_committee_spans_parallel_and_series_and_counts_by_enumeration() -> None:
    assert screening.committee(0.37, 5, 1) == pytest.approx(screening.polyarchy(0.37, 5), rel=1e-12)
    assert screening.committee(0.37, 5, 5) == pytest.approx(screening.hierarchy(0.37, 5), rel=1e-12)
    votes = itertools.product((0, 1), repeat=5)
    right = sum(math.prod(0.37 if v else 0.63 for v in vote) for vote in votes if sum(vote) >= 3)
    assert screening.committee(0.37, 5, 3) == pytest.approx(right, rel=1e-12)


def test_meetings_and_the_value_of_deciding_later() -> None:
    assert screening.meeting_wait(7.0) == pytest.approx((3.5, 49 / 12))
    nine = screening.committee(0.7, 9, 5)
    for drift, slow_wins in ((0.20, True), (0.26, False)):
        slow, fast = screening.decision_value(nine, 3.5, drift), screening.decision_value(0.7, 0.5, drift)
        assert (slow > fast) is slow_wins


def test_a_message_flipped_half_the_time_says_nothing() -> None:
    assert hierarchy.intact_probability(0.5, 3) == 0.5
    assert hierarchy.intact_probability(0.3, 0) == 1.0


@pytest.mark.parametrize(("span", "layers"), [(2, 3), (3, 2), (5, 3)])
def test_layer_loads_equal_a_count_of_pairs(span: int, layers: int) -> None:
    teams = range(span**layers)
    handled = [dict.fromkeys(range(span**layer), 0) for layer in range(layers)]
    for one, other in itertools.permutations(teams, 2):
        for layer in reversed(range(layers)):
            block = span ** (layers - layer)
            handled[layer][one // block] += 1
            if one // block == other // block:
                break
    loads = hierarchy.layer_loads(span, layers, decisions=0.4, coupling=0.3, handling=0.5, available=0.8)
    for layer, count in enumerate(handled):
        expected = 0.4 * 0.3 * 0.5 / 0.8 * count[0] / (len(teams) - 1)
        assert loads[layer] == pytest.approx(expected, rel=1e-12)
    critical = hierarchy.critical_coupling(span, layers, decisions=0.4, handling=0.5, available=0.8)
    full = hierarchy.layer_loads(span, layers, decisions=0.4, coupling=critical, handling=0.5, available=0.8)
    assert full[0] == pytest.approx(1.0)


def test_managers_of_a_tree() -> None:
    assert [hierarchy.managers(5, layers) for layers in (1, 2, 3)] == [1, 6, 31]


@pytest.mark.parametrize(("span", "layers"), [(2, 5), (3, 4), (5, 3)])
def test_the_roots_share_equals_betweenness(span: int, layers: int) -> None:
    tree = nx.balanced_tree(span, layers - 1)
    between = nx.betweenness_centrality(tree, normalized=True)[0]
    nodes = len(tree)
    assert hierarchy.root_share(span, layers) == pytest.approx(between * (nodes - 2) / nodes, rel=1e-12)


def test_congestion_of_a_pair_is_two_queues() -> None:
    assert graphs.message_loads(nx.path_graph(2)) == [1, 1]
    assert graphs.message_delay(nx.path_graph(2), 0.5) == pytest.approx(2.0)
    assert graphs.critical_message_rate(nx.path_graph(3)) == pytest.approx(0.5)


@pytest.mark.parametrize("rule", [1, 2, 3, 4])
def test_funnel_variance_is_the_sum_of_squared_responses_to_each_shake(rule: int) -> None:
    count = 8
    shakes = [[float(i == k) for i in range(count)] for k in range(count)]
    responses = [funnel.drops(rule, shake) for shake in shakes]
    for drop in range(1, count + 1):
        variance = sum(response[drop - 1] ** 2 for response in responses)
        assert variance == pytest.approx(funnel.drop_variance(rule, drop))


@pytest.mark.parametrize("gain", [0.25, 0.5, 1.0, 1.5])
def test_partial_adjustment_settles_at_its_variance(gain: float) -> None:
    response = funnel.drops(2, [1.0] + [0.0] * 400, gain)
    assert sum(r**2 for r in response) == pytest.approx(funnel.adjusted_variance(gain), rel=1e-9)


def test_the_third_rule_swings_from_side_to_side() -> None:
    assert funnel.drops(3, [1.0, 0.0, 0.0, 0.0]) == [1.0, -1.0, 1.0, -1.0]


@pytest.mark.parametrize("drift", [0.01, 0.1, 1.0, 10.0])
def test_the_best_gain_is_best_among_its_neighbours(drift: float) -> None:
    def variance(gain: float) -> float:
        # Tracking error e' = (1-g) e + walk - g noise, whose stationary variance is added to the noise.
        return (drift + gain**2) / (1 - (1 - gain) ** 2)

    best = funnel.best_gain(drift)
    assert variance(best) < min(variance(best * 0.98), variance(best * 1.02))


def test_incentives_with_two_measures_tend_to_one_when_the_second_is_hopeless() -> None:
    costs = ((1.0, 0.5), (0.5, 1.0))
    free = incentives.best_strengths((1.0, 2.0), costs, 0.0, ((1.0, 0.0), (0.0, 1.0)))
    assert free == pytest.approx([1.0, 2.0])
    nearly = incentives.best_strengths((1.0, 1.0), costs, 1.0, ((1.0, 0.0), (0.0, 1e9)))
    alone = incentives.one_measured_task((1.0, 1.0), 1.0, 0.5, 1.0, 1.0)
    assert nearly == pytest.approx([alone[0], 0.0], abs=1e-6)


def test_the_bullwhip_grows_with_stages_and_the_bound_is_below_it() -> None:
    assert supply.bullwhip_exact((2,), 5) == pytest.approx(supply.bullwhip((2,), 5), rel=1e-12)
    assert supply.bullwhip_exact((2, 2), 5) > supply.bullwhip((2, 2), 5) > supply.bullwhip((2, 2), 5, shared=True)


def test_two_stations_agree_between_formula_and_chain() -> None:
    for first, second in ((1.0, 0.8), (2.0, 1.0), (0.3, 3.0)):
        closed = first * second * (first + second) / (first**2 + first * second + second**2)
        assert blocking.pair_throughput(first, second, 0) == pytest.approx(closed, rel=1e-12)
        assert blocking.line_throughput((first, second)) == pytest.approx(closed, rel=1e-12)
    assert blocking.line_throughput((0.7,)) == pytest.approx(0.7)


def test_loads_that_cause_themselves_do() -> None:
    curve = bistability.FailureCurve()
    for load in bistability.fixed_points(0.8):
        assert bistability.fed_back(0.8, load, curve) == pytest.approx(load, rel=1e-9)


def test_made_good_means_the_total_is_zero() -> None:
    even = transition.break_even_time(0.1, 0.15, 26.0)
    steps = 20_000
    total = sum(transition.relative_output(even * (i + 0.5) / steps, 0.1, 0.15, 26.0) for i in range(steps))
    assert total / steps == pytest.approx(0.0, abs=1e-8)
    assert transition.relative_output(0.0, 0.1, 0.15, 26.0) == pytest.approx(-0.15)


def test_the_mean_time_while_people_learn_again_is_the_mean_of_the_times() -> None:
    steps, horizon = 100_000, 40.0
    times = (60 / (1 - 0.2 * math.exp(-horizon * (i + 0.5) / steps / 26)) for i in range(steps))
    assert transition.mean_relearning(horizon, 60, 0.2, 26) == pytest.approx(sum(times) / steps, rel=1e-9)
    assert transition.mean_relearning(horizon, 60, 0, 26) == 60
    assert transition.mean_relearning(1e-6, 60, 0.2, 26) == pytest.approx(75)


def test_linear_solver_pivots_and_refuses_what_has_no_answer() -> None:
    assert linear.solve(((0.0, 2.0), (1.0, 1.0)), (4.0, 5.0)) == pytest.approx([3.0, 2.0])
    with pytest.raises(ValueError, match="no unique solution"):
        linear.solve(((1.0, 2.0), (2.0, 4.0)), (1.0, 2.0))
    with pytest.raises(ValueError, match="2 by 2"):
        linear.solve(((1.0,), (1.0,)), (1.0, 2.0))


UNSTABLE: dict[str, Callable[[], object]] = {
    "full queue": lambda: queues.erlang_c(1.0, 1.0, 1),
    "full M/G/1": lambda: queues.pollaczek_khinchine(1.0, 1.0, 0.0),
    "low class starved": lambda: queues.priority_waits((0.5, 0.5), (1.0, 1.0), (1.0, 1.0)),
    "failure demand": lambda: networks.feedback(0.4, 1.0, 0.6),
    "network": lambda: networks.jackson((1.0, 0.0), ((0.0, 1.0), (0.0, 0.0)), (2.0, 0.9)),
    "pool": lambda: pooling.mixed_pool_wait(1.0, 1.0, 2.0),
    "graph": lambda: graphs.message_delay(nx.star_graph(30), 1 / 30),
    "helper": lambda: hierarchy.helper_queue(10, 0.2, 0.5),
}
REFUSED: dict[str, Callable[[], object]] = {
    "no servers": lambda: queues.erlang_c(0.5, 1.0, 0),
    "nan rate": lambda: queues.erlang_c(math.nan, 1.0, 1),
    "negative scv": lambda: queues.pollaczek_khinchine(0.5, 1.0, -0.1),
    "unequal classes": lambda: queues.priority_waits((0.5,), (1.0, 1.0), (1.0,)),
    "full beds": lambda: queues.no_bed_probability(30, 1.0),
    "no patience": lambda: queues.erlang_a(1.0, 1.0, 1, 0.0),
    "routing above one": lambda: networks.jackson((1.0,), ((1.2,),), (2.0,)),
    "no way out": lambda: networks.jackson((1.0,), ((1.0,),), (2.0,)),
    "failure of one": lambda: networks.feedback(0.4, 1.0, 1.0),
    "probability": lambda: screening.polyarchy(1.1, 2),
    "worse than chance": lambda: screening.best_majority(3, good_share=0.5, gain=1, loss=1, good=0.2, bad=0.5),
    "quorum above all": lambda: screening.quorum_time(3, 4),
    "slow is fast": lambda: screening.indifference_drift((0.9, 1.0), (0.7, 2.0)),
    "always wrong": lambda: screening.indifference_drift((0.9, 2.0), (0.4, 1.0)),
    "shrinking tree": lambda: hierarchy.best_levels(0.1, 5.0, 1.3, 2.0),
    "no time": lambda: hierarchy.layer_loads(5, 3, decisions=1, coupling=0.1, handling=1, available=0.0),
    "more than all time": lambda: hierarchy.layer_loads(5, 3, decisions=1, coupling=0.1, handling=1, available=2),
    "two islands": lambda: graphs.message_loads(nx.empty_graph(3)),
    "fifth rule": lambda: funnel.drops(5, [1.0]),
    "fifth rule's variance": lambda: funnel.drop_variance(5, 1),
    "overcorrecting": lambda: funnel.adjusted_variance(2.0),
    "substitution too strong": lambda: incentives.one_measured_task((1, 1), 1.0, 1.0, 1.0, 1.0),
    "certain supply": lambda: supply.waste_share(1.0, 0.1),
    "all is lost": lambda: transition.mean_relearning(10, 60, 1, 26),
    "no dip": lambda: transition.crossing_time(0.1, 0.0, 26.0),
}


@pytest.mark.parametrize("call", UNSTABLE.values(), ids=UNSTABLE.keys())
def test_no_steady_state_is_said_so(call: Callable[[], object]) -> None:
    with pytest.raises(UnstableError, match="no steady state"):
        call()


@pytest.mark.parametrize("call", REFUSED.values(), ids=REFUSED.keys())
def test_arguments_outside_the_domain_are_refused(call: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"must|need|no unique|argument|sign change"):
        call()


def test_closed_forms_import_nothing_heavy() -> None:
    code = "import sys, orgsim.theory.cases; print({'numpy', 'networkx', 'scipy', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
