"""What can be wrong with an organisation when a request has to travel it; the texts are for people."""

from __future__ import annotations


class OrganisationError(ValueError):
    """The organisation does not hang together: an unknown position, or a circle of superiors."""


class NoRouteError(OrganisationError):
    """No path that the decision's rule allows joins the position that asks to the one that holds it."""
