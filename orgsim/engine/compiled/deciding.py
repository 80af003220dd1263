"""What a request is about and how it is answered. As ``engine/deciding.py``."""

from __future__ import annotations

from orgsim.engine import rules
from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.chance import time_of_key
from orgsim.engine.compiled.memory import Ints, Reals
from orgsim.engine.rules_decisions import (
    BENEFIT,
    COMPLEXITY,
    EXTERNALITY,
    RIGHT,
    SEEN_BENEFIT,
    SEEN_EXTERNALITY,
    TOSS,
    VOTE,
    VOTE_ON_OTHERS,
    WAY,
    approves,
    left_of,
    mastery,
    may_decide,
    quality,
    seen,
    stake,
    votes_yes,
)
from orgsim.plan.tables import AS_TRUTH, BY_STAKES


def set_out(m: Ints, x: Reals, request: int, record: int) -> None:
    """Draw how hard the request is and which way it takes, and find the steps to the first that may decide it."""
    decision, key = m[request + at.ASK_DECISION], m[request + at.ASK_KEY]
    if m[decision + at.OF_COMPLEXITIES] != 0:
        x[record + at.OF_COMPLEXITY] = time_of_key(
            m, x, m[decision + at.OF_COMPLEXITIES], rules.derive(key, COMPLEXITY)
        )
    number, count = 0, m[decision + at.WAYS_COUNT]
    if count > 1:
        number = rules.picks(x, m[decision + at.RISING], count, rules.uniform(rules.derive(key, WAY)))
        m[record + at.OF_WAY] = number
    way = m[decision + at.WAYS] + number * at.WAY_WORDS
    steps, wasted = m[way + at.WAY_STEPS], m[decision + at.WASTED]
    last = m[way + at.WAY_STEPS_COUNT] - wasted
    stop = m[way + at.DECIDES_FROM]
    while stop < last:
        position = m[decision + at.ASKER]
        if stop > 0:
            position = m[steps + (wasted + stop - 1) * at.STEP_WORDS + at.STEP_POSITION]
        if may_decide(x[record + at.OF_COMPLEXITY], x[position + at.AUTHORITY]):
            break
        stop += 1
    m[request + at.ASK_STEPS] = steps
    m[request + at.ASK_STOP] = wasted + stop if stop > 0 else 0


def decide(m: Ints, x: Reals, request: int, record: int, position: int) -> None:
    """Let a position decide."""
    decision = m[request + at.ASK_DECISION]
    m[record + at.DECIDED_BY] = m[position + at.POOL_NUMBER]
    m[record + at.DEPTH] = m[request + at.ASK_STOP]
    m[record + at.ANSWERED] = 1
    known = mastery(x[record + at.OF_COMPLEXITY], x[position + at.KNOWLEDGE])
    _judge(m, x, request, record, known, _weight(x, decision, position))


def settle_elsewhere(m: Ints, x: Reals, request: int, record: int, meeting: int) -> None:
    """Let a meeting answer, or the rule book (0), which is as good as a toss where answers are judged."""
    m[record + at.DECIDED_BY] = -1
    m[record + at.DEPTH] = -1
    m[record + at.ANSWERED] = 1
    if meeting == 0:
        _judge(m, x, request, record, -1.0, 0.0)
    elif m[meeting + at.PASSES_WITH] > 0:
        _vote(m, x, request, record, meeting)
    else:
        _judge(m, x, request, record, 1.0, x[m[request + at.ASK_DECISION] + at.WEIGHT])


def _vote(m: Ints, x: Reals, request: int, record: int, meeting: int) -> None:
    """Let every member of a meeting see for themselves; the answer is yes with as many votes as it takes."""
    decision, votes = m[request + at.ASK_DECISION], 0
    kind = m[decision + at.JUDGED_AS]
    if m[request + at.THEN] == at.TELL_POOL or (kind != BY_STAKES and kind != AS_TRUTH):  # noqa: PLR1714
        return
    left = _left(m, x, request, record)
    benefit, others, truth = 0.0, 0.0, 0
    if kind == BY_STAKES:
        benefit, others = _benefit(m, x, request), _on_others(m, x, request)
        truth = 1 if approves(benefit, others, 1.0) else 0
    else:
        truth = _truth(m, record, decision)
    key = rules.derive(m[request + at.ASK_KEY], VOTE)
    key_on_others = rules.derive(m[request + at.ASK_KEY], VOTE_ON_OTHERS)
    for place in range(m[meeting + at.MEMBERS_COUNT]):
        position = m[m[meeting + at.MEMBERS] + place]
        if kind == BY_STAKES:
            mine = seen(benefit, x[decision + at.NOISE_OWN], left, rules.derive(key, place))
            theirs = seen(others, x[decision + at.NOISE_OTHERS], left, rules.derive(key_on_others, place))
            if approves(mine, theirs, _weight(x, decision, position)):
                votes += 1
        else:
            good = quality(
                x[decision + at.BEST], left, mastery(x[record + at.OF_COMPLEXITY], x[position + at.KNOWLEDGE])
            )
            if votes_yes(truth == 1, good, key, place):
                votes += 1
    m[record + at.ANSWERED] = 1 if votes >= m[meeting + at.PASSES_WITH] else 0
    m[record + at.WAS_RIGHT] = 1 if m[record + at.ANSWERED] == truth else 0
    if kind == BY_STAKES:
        x[record + at.VALUE] = benefit - others if m[record + at.ANSWERED] == 1 else 0.0


def _benefit(m: Ints, x: Reals, request: int) -> float:
    return stake(x[m[request + at.ASK_DECISION] + at.BENEFIT_SD], rules.derive(m[request + at.ASK_KEY], BENEFIT))


def _on_others(m: Ints, x: Reals, request: int) -> float:
    return stake(
        x[m[request + at.ASK_DECISION] + at.EXTERNALITY_SD], rules.derive(m[request + at.ASK_KEY], EXTERNALITY)
    )


def _weight(x: Reals, decision: int, position: int) -> float:
    """Return the weight that a position gives to the effect on others."""
    weight = x[position + at.WEIGHS]
    if weight < 0.0:
        weight = x[decision + at.WEIGHT]
    return weight


def _judge(m: Ints, x: Reals, request: int, record: int, known: float, weight: float) -> None:
    """Answer by the information left, ``known`` of it understood (below 0: a toss), and the ``weight`` of others."""
    decision = m[request + at.ASK_DECISION]
    if m[request + at.THEN] == at.TELL_POOL:
        return
    if m[decision + at.JUDGED_AS] == BY_STAKES:
        _weigh(m, x, request, record, known, weight)
    elif m[decision + at.JUDGED_AS] == AS_TRUTH:
        good = TOSS
        if known >= 0.0:
            good = quality(x[decision + at.BEST], _left(m, x, request, record), known)
        _be_right(m, request, record, _truth(m, record, decision), good)


def _left(m: Ints, x: Reals, request: int, record: int) -> float:
    drift = x[m[request + at.ASK_DECISION] + at.DRIFT]
    return left_of(x[request + at.TOLD], drift, x[at.NOW] - x[record + at.ASKED_AT])


def _truth(m: Ints, record: int, decision: int) -> int:
    """Return the right answer: yes (1), or whether the visit has the need."""
    word, visit = m[decision + at.ABOUT_WORD], m[record + at.OF_VISIT]
    if word < 0 or visit < 0:
        return 1
    if m[m[at.NEEDS] + visit * m[at.NEED_WORDS] + word] & m[decision + at.ABOUT_BIT] != 0:
        return 1
    return 0


def _weigh(m: Ints, x: Reals, request: int, record: int, known: float, weight: float) -> None:
    """Answer what has stakes: yes if the benefit seen exceeds the weighted effect on others seen."""
    decision, key = m[request + at.ASK_DECISION], m[request + at.ASK_KEY]
    benefit, others = _benefit(m, x, request), _on_others(m, x, request)
    truth = 1 if approves(benefit, others, 1.0) else 0
    if known < 0.0:
        _be_right(m, request, record, truth, TOSS)
    else:
        left = _left(m, x, request, record)
        mine = seen(benefit, x[decision + at.NOISE_OWN], left, rules.derive(key, SEEN_BENEFIT))
        theirs = seen(others, x[decision + at.NOISE_OTHERS], left, rules.derive(key, SEEN_EXTERNALITY))
        m[record + at.ANSWERED] = 1 if approves(mine, theirs, weight) else 0
        m[record + at.WAS_RIGHT] = 1 if m[record + at.ANSWERED] == truth else 0
    x[record + at.VALUE] = benefit - others if m[record + at.ANSWERED] == 1 else 0.0


def _be_right(m: Ints, request: int, record: int, truth: int, good: float) -> None:
    right = 1 if rules.uniform(rules.derive(m[request + at.ASK_KEY], RIGHT)) < good else 0
    m[record + at.WAS_RIGHT] = right
    m[record + at.ANSWERED] = 1 if truth == right else 0
