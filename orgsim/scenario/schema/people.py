"""The slow states of a unit's people: load, fatigue, their standard, motivation, leaving and effort."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from orgsim.scenario.schema.base import Block, problem
from orgsim.scenario.schema.scalars import Duration, Percent, Share

_WEEK = 10080.0
Strength = Annotated[float, Field(ge=0, le=10)]
"""How strongly one thing acts on another; 0 is not at all."""
Lasting = Annotated[Duration, Field(gt=0)]
Mark = Annotated[Share, Field(gt=0)]


class Load(Block):
    """People work faster under load: by ``speed_up`` x (use - ``above``), and no faster than at ``saturates``.

    Use is yesterday's: busy minutes of the unit's staff against their minutes on duty.
    """

    speed_up: Strength = 0.3
    above: Share = 0.8
    saturates: Percent = 0.93

    @model_validator(mode="after")
    def _in_order(self) -> Load:
        if self.saturates < self.above:
            hint = "give a `saturates` of at least `above`"
            raise problem("people cannot tire of speeding up before they begin to", "saturates", hint=hint)
        return self


class Fatigue(Block):
    """Over-work, the use beyond ``above``, is remembered for about ``memory``.

    Remembered over-work x ``slows`` is the share by which people are slower; errors rise by exp(``errs`` x over-work).
    """

    above: Share = 0.8
    memory: Lasting = 4 * _WEEK
    slows: Strength = 0.5
    errs: Strength = 0.2


class Standard(Block):
    """The share of the proper time that people think a piece of work deserves: 100% at first, and it erodes.

    The time given is the standard x exp(-``pressure_effect`` x work pressure), from 50% to 100%. The standard follows
    what is given: down over ``erodes``, up over ``recovers``. Work pressure is the day's work at the standard, done and
    waiting, against ``full_at`` of the time on duty, less 1. Errors rise by exp(``errs`` x share of time not given).
    """

    pressure_effect: Strength = 0.3
    erodes: Lasting = 19 * _WEEK
    recovers: Lasting = 200 * _WEEK
    full_at: Mark = 0.85
    errs: Strength = 1.0


class Motivation(Block):
    """Motivation, 0% to 100%, which rests at 50% and moves towards what the days are like.

    ``autonomy``, ``competence``, ``belonging``: weights of the share of questions decided by whoever raises them, of
    work right at the first time, and of informal links, each against 50%. ``pressure`` and ``strain`` (over-work x
    lack of autonomy) lower it; ``ownership`` is the bonus of owning the place. It falls over ``falls`` and rises over
    ``recovers``. Effects: pace x (1 + ``productivity`` x (motivation - 0.5)), errors x exp(-``errors`` x same).
    """

    starts: Share = 0.5
    autonomy: Strength = 0.17
    competence: Strength = 0.22
    belonging: Strength = 0.15
    pressure: Strength = 0.04
    strain: Strength = 0.30
    ownership: Annotated[float, Field(ge=0, le=0.012)] = 0.0
    falls: Lasting = 8 * _WEEK
    recovers: Lasting = 26 * _WEEK
    productivity: Annotated[float, Field(ge=0, le=1)] = 0.2
    errors: Strength = 1.0


class Leaving(Block):
    """People quit, vacancies are filled, and some are absent for the day: whole people, drawn at each midnight.

    ``quits`` is the rate a year and person (12%: 0.12) and ``absent`` the share away on a day, both at a motivation of
    50%; they change by exp(-``quits_follow`` x (motivation - 0.5)) and exp(-``absence_follows`` x same). A vacancy is
    open for ``vacancy`` on average. The staff of a pool are as many as its fullest hour of the week has on duty.
    """

    quits: Percent = 0.12
    quits_follow: Strength = 2.5
    vacancy: Lasting = 13 * _WEEK
    absent: Share = 0.04
    absence_follows: Strength = 1.5


class Effort(Block):
    """Effort goes to what is measured, speed, and is withdrawn from what is not, quality.

    ``substitution``: how far effort on the one makes the other dearer (below 1). ``care``: what quality and speed are
    worth to motivated people by themselves. ``speeds`` and ``errs``: what a unit of effort does to time and errors.
    """

    substitution: Annotated[float, Field(ge=0, le=0.95)] = 0.5
    care: Strength = 0.5
    speeds: Annotated[float, Field(ge=0, le=1)] = 0.05
    errs: Annotated[float, Field(ge=0, le=1)] = 0.10


class People(Block):
    """How the people of a unit change from day to day; a block that is not written does not act.

    ``people: {}`` at a unit exempts it from what the units above it, or the organisation, say.
    """

    load: Load | None = None
    fatigue: Fatigue | None = None
    standard: Standard | None = None
    motivation: Motivation | None = None
    leaving: Leaving | None = None
    effort: Effort | None = None


__all__ = ["Effort", "Fatigue", "Leaving", "Load", "Motivation", "People", "Standard"]
