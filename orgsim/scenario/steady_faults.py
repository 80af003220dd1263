"""Chances of going wrong that are the same at any hour, so that the traffic equations can count what comes back.

What waiting decides (a full pool, an answer that fades) or a behaviour does is left out, and said to be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.flow import Stage
    from orgsim.scenario.schema.organisation import Decision


def matter(variant: Variant) -> bool:
    """Whether any exit sends back who is defective."""
    return any(way_out.failure is not None for way_out in variant.exits.values())


def of_pass(stage: Stage, handed_over: bool) -> float:
    """Return the chance that a pass of ``stage`` goes wrong; ``handed_over``: the visit came from a stage of another unit."""
    if stage.defects is None:
        return 0.0
    return 1 - (1 - stage.defects.base) * (1 - (stage.defects.hand_off if handed_over else 0.0))


def are_steady(variant: Variant) -> bool:
    """Whether ``of_pass`` is all that can go wrong at a stage, but for behaviours and for who gives up."""
    if not matter(variant):
        return True
    loaded = any(stage.defects is not None and stage.defects.over is not None for stage in variant.pathway.values())
    return not loaded and all(
        answers_are_steady(variant, stage.asks) for stage in variant.pathway.values() if stage.asks is not None
    )


def answers_are_steady(variant: Variant, name: str) -> bool:
    """Whether answers to a decision are right with the chance ``best``, whoever gives them and however late.

    So nothing is lost on the way or with time, nobody knows less than it takes, and neither votes nor the rule book decide.
    """
    decision = variant.organisation.decisions[name]
    if decision.judged is None:
        return True
    judged = decision.judged
    votes = any(
        meeting.passes_with is not None and name in meeting.settles
        for meeting in variant.organisation.meetings.values()
    )
    fades = judged.stakes is not None or judged.drift > 0 or decision.asks_again is not None
    return not (fades or votes or _too_hard(variant, decision) or _is_lost(variant, name))


def people_change(variant: Variant) -> bool:
    """Whether anything is said about how people change, on whom pace and errors then depend."""
    said = [variant.organisation.people, *(unit.people for unit in variant.organisation.units.values())]
    return any(getattr(one, part) is not None for one in said if one is not None for part in type(one).model_fields)


def _too_hard(variant: Variant, decision: Decision) -> bool:
    knows = any(position.knowledge is not None for position in variant.organisation.positions.values())
    return decision.complexity is not None and knows


def _is_lost(variant: Variant, name: str) -> bool:
    organisation = variant.organisation
    lines = [organisation.line, *(one.line for one in organisation.positions.values() if one.line is not None)]
    links = [one for one in organisation.links.values() if one.carries is None or name in one.carries]
    return any(one.fidelity < 1 for one in lines) or any(one.fidelity < 1 for one in links)
