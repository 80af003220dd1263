"""Reviews of how many are on duty. As ``engine/reviews.py``."""

from __future__ import annotations

from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.calendar import in_minutes
from orgsim.engine.compiled.chance import until_next
from orgsim.engine.compiled.memory import Ints, Reals
from orgsim.engine.compiled.pools import roster
from orgsim.engine.rules_review import corrected, needed, rostered


def review(m: Ints, x: Reals, row: int, phase: int) -> None:
    """Correct how many are on duty at each moment of the schedule after the start (phase 0: the beginning)."""
    if phase != 0:
        _review(m, x, row)
    in_minutes(m, x, until_next(m, x, m[row + at.REVIEW_SCHEDULE], x[at.NOW], 1), at.REVIEWS, row, 1)


def _review(m: Ints, x: Reals, row: int) -> None:
    """Work is what the pool's people did, and what waits for them more than at the last review."""
    pool, now = m[row + at.REVIEW_POOL], x[at.NOW]
    busy = x[pool + at.BUSY_MINUTES] + (now - x[pool + at.POOL_SINCE]) * m[pool + at.BUSY_UNITS]
    planned = x[pool + at.PLANNED_MINUTES] + (now - x[pool + at.PLANNED_SINCE]) * m[pool + at.PLANNED]
    more = m[pool + at.LENGTH_OF_QUEUE] - m[row + at.WAITING_THEN]
    work = busy - x[row + at.BUSY_THEN] + more * x[row + at.REVIEW_EACH]
    hours = planned - x[row + at.PLANNED_THEN]
    x[row + at.BUSY_THEN] = busy
    x[row + at.PLANNED_THEN] = planned
    m[row + at.WAITING_THEN] = m[pool + at.LENGTH_OF_QUEUE]
    if hours <= 0.0:
        return
    scale = x[pool + at.SCALE]
    wanted = needed(work, hours, x[row + at.REVIEW_USE])
    kept = m[at.REVIEWED] + m[at.REVIEWED_COUNT] * at.KEPT_WORDS
    x[kept + at.KEPT_POOL] = float(m[pool + at.POOL_NUMBER])
    x[kept + at.KEPT_AT] = now
    x[kept + at.KEPT_NEEDED] = wanted
    x[kept + at.KEPT_SCALE] = scale
    m[at.REVIEWED_COUNT] += 1
    least, most = x[row + at.REVIEW_LEAST], x[row + at.REVIEW_MOST]
    x[pool + at.SCALE] = corrected(scale, wanted - scale, x[row + at.REVIEW_GAIN], least, most)
    if rostered(m[pool + at.PLANNED], x[pool + at.SCALE]) != m[pool + at.ON_DUTY]:
        roster(m, x, pool, m[pool + at.PLANNED], m[pool + at.AWAY])
