"""The organisation graph: positions, reporting lines and links, and the routes of requests over them."""

from __future__ import annotations

from orgsim.organisation.errors import NoRouteError, OrganisationError
from orgsim.organisation.graph import build_graph
from orgsim.organisation.routes import route

__all__ = ["NoRouteError", "OrganisationError", "build_graph", "route"]
