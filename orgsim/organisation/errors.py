"""What can be wrong with an organisation when a request has to travel it; the texts are for people."""

from __future__ import annotations

from orgsim.scenario.lines import OrganisationError

__all__ = ["NoRouteError", "OrganisationError"]


class NoRouteError(OrganisationError):
    """No path that the decision's rule allows joins the position that asks to the one that holds it."""
