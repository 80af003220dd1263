"""Rules of what a request is about: who may decide it, how good the answer is, and what it is worth.

As ``rules``, and written under the same limits: pure functions on numbers that mean the same as Python and as machine code.
A request's numbers belong to its own key and to what they are for, never to the order in which they are drawn.
"""

from __future__ import annotations

import math

from orgsim.engine import rules

(
    COMPLEXITY, WAY, RIGHT, BENEFIT, EXTERNALITY, SEEN_BENEFIT, SEEN_EXTERNALITY, VOTE, VOTE_ON_OTHERS,
    ASTRAY,
) = range(1 << 40, (1 << 40) + 10)  # fmt: skip
"""What a number of a request is for; below these are the numbers of the draws on its way."""
TOSS = 0.5
"""How good an answer is that nobody thought about: the rule book's."""
_LEAST = 1e-9
_MINUTES_AN_HOUR = 60.0


def may_decide(complexity: float, authority: float) -> bool:
    """Return whether ``authority`` (below 0: none) reaches a request; one without complexity (NaN) it never does."""
    return authority >= 0.0 and complexity <= authority


def left_of(kept: float, drift: float, minutes: float) -> float:
    """Return what is left of the information (0-1): ``kept`` on the way, fading by ``drift`` an hour for ``minutes``."""
    return kept * math.exp(-drift * (minutes / _MINUTES_AN_HOUR))


def mastery(complexity: float, knowledge: float) -> float:
    """Return how far knowledge reaches (0-1): 1 up to ``knowledge`` (below 0: any), then falling as exp(-excess)."""
    if knowledge < 0.0 or not complexity > knowledge:
        return 1.0
    return math.exp(knowledge - complexity)


def quality(best: float, left: float, known: float) -> float:
    """Return the probability that an answer is right: from 1/2, a toss, to ``best``."""
    return TOSS + (best - TOSS) * left * known


def stake(sd: float, key: int) -> float:
    """Return a benefit or an effect on others that belongs to ``key``: normal around 0."""
    return sd * rules.normal(key)


def seen(truth: float, noise: float, left: float, key: int) -> float:
    """Return what is seen of ``truth`` with an error of standard deviation ``noise`` over what is left (0-1)."""
    if left < _LEAST:  # noqa: PLR1730  (C has no `max`)
        left = _LEAST
    return truth + noise / left * rules.normal(key)


def approves(benefit: float, externality: float, weight: float) -> bool:
    """Return whether a yes looks worth it (Alonso, Dessein & Matouschek 2008): own benefit over weighted effect on others."""
    return benefit > weight * externality


def votes_yes(truth: bool, good: float, key: int, member: int) -> bool:
    """Return whether a member of a committee says yes, who is right with probability ``good``, each by a number of their own.

    A yes with at least k of n of them has the probability sum over i >= k of C(n, i) p^i (1 - p)^(n - i), p being that of one
    (Sah and Stiglitz 1988).
    """
    right = rules.uniform(rules.derive(key, member)) < good
    return right == truth
