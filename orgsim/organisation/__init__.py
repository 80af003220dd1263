"""The organisation graph: positions, reporting lines and links, and the routes of requests over them."""

from __future__ import annotations

from orgsim.organisation.errors import NoRouteError, OrganisationError
from orgsim.organisation.export import as_gexf, as_graphml
from orgsim.organisation.graph import build_graph
from orgsim.organisation.routes import route

__all__ = ["NoRouteError", "OrganisationError", "as_gexf", "as_graphml", "build_graph", "route"]
