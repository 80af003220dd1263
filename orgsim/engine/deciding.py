"""What a request is about and how it is answered: drawn when it is asked, judged when it is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine import rules
from orgsim.engine import rules_decisions as about
from orgsim.plan.tables import BY_STAKES, NONE

if TYPE_CHECKING:
    from orgsim.engine.requests import Request
    from orgsim.engine.world import World
    from orgsim.plan.tables import JudgedRow, MeetingRow


def set_out(world: World, request: Request) -> None:
    """Draw how hard the request is and which way it takes, and find the steps to the first that may decide it."""
    row = request.way.row
    if row.complexity >= 0:
        request.complexity = world.draw(row.complexity, rules.derive(request.key, about.COMPLEXITY))
    if len(row.ways) > 1:
        drawn = rules.uniform(rules.derive(request.key, about.WAY))
        request.number_of_way = rules.picks([way.rising for way in row.ways], 0, len(row.ways), drawn)
    way, wasted = row.ways[request.number_of_way], request.way.wasted
    people = [row.asker, *(position for _, position in way.steps[wasted:])]
    stop = way.decides_from
    while stop < len(people) - 1 and not _may_decide(world, request, people[stop]):
        stop += 1
    request.steps = way.steps[: wasted + stop] if stop > 0 else ()


def _may_decide(world: World, request: Request, position: int) -> bool:
    return about.may_decide(request.complexity, world.structure.seats[position].authority)


def decide(world: World, request: Request, position: int) -> None:
    """Let a position decide."""
    if not request.open:
        return
    request.decided_by, request.depth, request.answer = position, len(request.steps), 1
    row, seat = request.way.row.judged, world.structure.seats[position]
    known = about.mastery(request.complexity, seat.knowledge)
    weight = row.weight if seat.weighs < 0 else seat.weighs
    _judge(world, request, row, (_left(world, request, row), known, weight))


def settle_elsewhere(world: World, request: Request, meeting: MeetingRow | None) -> None:
    """Let a meeting answer, or the rule book (None), which is as good as a toss where answers are judged."""
    request.decided_by = request.depth = NONE
    request.answer = 1
    row = request.way.row.judged
    if meeting is None:
        _judge(world, request, row, None)
    elif meeting.passes_with > 0:
        _vote(world, request, row, meeting)
    else:
        _judge(world, request, row, (_left(world, request, row), 1.0, row.weight))


def _vote(world: World, request: Request, row: JudgedRow, meeting: MeetingRow) -> None:
    """Let every member of a meeting see for themselves; the answer is yes with as many votes as it takes."""
    if row.kind == 0 or request.is_news:
        return
    left, votes = _left(world, request, row), 0
    benefit, others, truth = _truth(world, request, row)
    key, key_on_others = rules.derive(request.key, about.VOTE), rules.derive(request.key, about.VOTE_ON_OTHERS)
    for place, member in enumerate(meeting.members):
        seat = world.structure.seats[member]
        if row.kind == BY_STAKES:
            weight = row.weight if seat.weighs < 0 else seat.weighs
            mine = about.seen(benefit, row.noise_own, left, rules.derive(key, place))
            theirs = about.seen(others, row.noise_others, left, rules.derive(key_on_others, place))
            votes += about.approves(mine, theirs, weight)
        else:
            good = about.quality(row.best, left, about.mastery(request.complexity, seat.knowledge))
            votes += about.votes_yes(truth, good, key, place)
    request.answer = int(votes >= meeting.passes_with)
    request.right = int((request.answer == 1) == truth)
    if row.kind == BY_STAKES:
        request.value = benefit - others if request.answer == 1 else 0.0


def _truth(world: World, request: Request, row: JudgedRow) -> tuple[float, float, bool]:
    """Return the benefit and the effect on others (0 where there are no stakes), and whether yes is the right answer."""
    if row.kind == BY_STAKES:
        benefit = about.stake(row.benefit_sd, rules.derive(request.key, about.BENEFIT))
        others = about.stake(row.externality_sd, rules.derive(request.key, about.EXTERNALITY))
        return benefit, others, about.approves(benefit, others, 1.0)
    return 0.0, 0.0, bool(row.need < 0 or request.visit < 0 or world.needs[row.need][request.visit])


def _left(world: World, request: Request, row: JudgedRow) -> float:
    return about.left_of(request.told, row.drift, world.now - request.asked)


def _judge(world: World, request: Request, row: JudgedRow, by: tuple[float, float, float] | None) -> None:
    """Answer: ``by`` has what is left of the information, how far knowledge reaches, the weight of others; None: a toss."""
    if row.kind == 0 or request.is_news:
        return
    if row.kind == BY_STAKES:
        _weigh(request, row, by, _truth(world, request, row))
        return
    quality = about.TOSS if by is None else about.quality(row.best, by[0], by[1])
    _be_right(request, truth=_truth(world, request, row)[2], quality=quality)


def _weigh(
    request: Request, row: JudgedRow, by: tuple[float, float, float] | None, stakes: tuple[float, float, bool]
) -> None:
    """Answer what has stakes: yes if the benefit seen exceeds the weighted effect on others seen."""
    benefit, others, truth = stakes
    if by is None:
        _be_right(request, truth=truth, quality=about.TOSS)
    else:
        mine = about.seen(benefit, row.noise_own, by[0], rules.derive(request.key, about.SEEN_BENEFIT))
        theirs = about.seen(others, row.noise_others, by[0], rules.derive(request.key, about.SEEN_EXTERNALITY))
        request.answer = int(about.approves(mine, theirs, by[2]))
        request.right = int((request.answer == 1) == truth)
    request.value = benefit - others if request.answer == 1 else 0.0


def _be_right(request: Request, *, truth: bool, quality: float) -> None:
    right = rules.uniform(rules.derive(request.key, about.RIGHT)) < quality
    request.right = int(right)
    request.answer = int(truth == right)
