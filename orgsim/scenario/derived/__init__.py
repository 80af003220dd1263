"""What a variant as written makes of itself before anything reads it: links, numbers and attention that follow from it.

All doors go through here (the reader, run folders, a program of one's own), so that the graph, the offered load, the plan
and the pictures see one organisation.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from orgsim.scenario.schema.base import problem

if TYPE_CHECKING:
    from orgsim.scenario.derived.budget import BudgetAccount, FrontLine
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.judging import Budget
    from orgsim.scenario.schema.organisation import Informal, Organisation


def informal_id(one: str, other: str) -> str:
    """Return the id of the informal link between two positions."""
    return f"informal:{one}:{other}"


def informal_number(block: Informal, positions: int) -> int:
    """Return how many informal links are asked for among so many positions."""
    return int(block.per_position * positions + 0.5)


def law_of(block: Informal) -> tuple[float, float]:
    """Return (lambda, zeta), infinite where it makes no difference; the class ``multiscale`` where nothing is said."""
    from orgsim.scenario.derived.informal import LAWS

    if block.law is None and (block.reach is not None or block.zeta is not None):
        return tuple(math.inf if one is None else one for one in (block.reach, block.zeta))  # type: ignore[return-value]
    return LAWS[block.law or "multiscale"]


def derived(written: Variant) -> Variant:
    """Return ``written`` with what follows from it in place, or itself where nothing does.

    Raises ORG204 where the budget leaves nobody for the front line. Names that name nothing are left for the checks of
    names, circles for the checks of the graph: where there are any, nothing is derived.
    """
    organisation = written.organisation
    if organisation.attention is None and organisation.informal is None and written.budget.front_line is None:
        return written
    from orgsim.scenario.lines import OrganisationError

    try:
        return _derived(written)
    except (OrganisationError, KeyError):
        return written


def _derived(written: Variant) -> Variant:
    made = written
    if written.organisation.informal is not None:
        made = _with(made, _linked(made.organisation, written.organisation.informal))
    if written.budget.front_line is not None:
        made = _manned(made)
    if written.organisation.attention is not None:
        made = _with(made, _attentive(made))
    made = made.model_copy()
    made._written = written
    return made


def _with(variant: Variant, organisation: Organisation) -> Variant:
    return variant.model_copy(update={"organisation": organisation})


def _linked(organisation: Organisation, block: Informal) -> Organisation:
    """Return the organisation with its informal links drawn, after those that are written."""
    from orgsim.scenario.derived.informal import informal_pairs
    from orgsim.scenario.schema.organisation import Link

    above = {key: position.reports_to for key, position in organisation.positions.items()}
    taken = [(link.between[0], link.between[1]) for link in organisation.links.values()]
    number = informal_number(block, len(above))
    drawn = {
        informal_id(one, other): Link.model_construct(  # of values that are validated already
            between=[one, other], delay=block.delay, fidelity=block.fidelity, informal=True, carries=block.carries
        )
        for one, other in informal_pairs(above, taken, number, law_of(block), block.seed)
    }
    return organisation.model_copy(update={"links": {**organisation.links, **drawn}})


def _manned(variant: Variant) -> Variant:
    """Return the variant with as many people on the front line as the budget leaves."""
    from orgsim.scenario.derived.budget import budget_account

    account = budget_account(variant)
    if account is None:
        return variant
    resources = dict(variant.resources)
    for one in account.front_line:
        if one.one_costs <= 0:
            said = f"`{one.pool}` is paid from what the budget leaves, but costs nothing"
            raise problem(said, "budget", "front_line", hint=f"give `resources.{one.pool}` a `pay_band` and hours")
        if one.number < 1:
            hint = "raise `total`, or spend less before the front line"
            raise problem(_too_little(variant.budget, account, one), "budget", "total", hint=hint)
        resources[one.pool] = resources[one.pool].model_copy(update={"number": one.number})
    return variant.model_copy(update={"resources": resources})


def _too_little(budget: Budget, account: BudgetAccount, one: FrontLine) -> str:
    costs = f"not one `{one.pool}`, who costs {budget.said(one.one_costs)} a year"
    if account.left > 0:
        return f"{budget.said(account.left)} a year is left for the front line: {costs}"
    before = budget.said(account.total - account.left)
    return f"nothing is left for the front line, for {before} a year of {budget.said(account.total)} goes elsewhere: {costs}"


def _attentive(variant: Variant) -> Organisation:
    """Return the organisation with what metrics and reports leave of everybody's attention."""
    from orgsim.scenario.derived.attention import attention_accounts

    accounts, organisation = attention_accounts(variant), variant.organisation
    positions = {
        key: position.model_copy(update={"attention": accounts[key].left})
        for key, position in organisation.positions.items()
    }
    return organisation.model_copy(update={"positions": positions})
