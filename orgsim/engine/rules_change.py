"""The rules of a change of structure, as pure functions on numbers (see ``rules``). Times are minutes since the change."""

from __future__ import annotations

import math


def fading(share: float, constant: float, since: float) -> float:
    """Return what is left of a share after ``since`` minutes: share x e^(-since / constant); 0 without a constant."""
    if constant <= 0.0:
        return 0.0
    return share * math.exp(-since / constant)


def attention_left(attention: float, lost: float, lasts: float, since: float) -> float:
    """Return the attention of somebody who lacks the share ``lost`` of it for ``lasts`` minutes after the change."""
    if since < 0.0 or since >= lasts:
        return attention
    return attention * (1.0 - lost)


def effort_needed(effort: float, lost: float, constant: float, since: float) -> float:
    """Return the minutes that ``effort`` takes somebody who has lost a share of what they know and learns it again."""
    if since < 0.0:
        return effort
    return effort / (1.0 - fading(lost, constant, since))
