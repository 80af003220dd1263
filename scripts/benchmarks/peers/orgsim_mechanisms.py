"""orgsim's compiled engine on the scenario with every mechanism switched on that such an A&E may have."""

from __future__ import annotations

from collections.abc import Callable

from scripts.benchmarks.department import Shape, Told
from scripts.benchmarks.peers.orgsim_engines import prepare_with, simulator

SETS = (
    "organisation.attention={}",
    "organisation.informal={}",
    "organisation.people={effort: {}, load: {}, fatigue: {}, standard: {}, motivation: {}, leaving: {}}",
    "organisation.line.fidelity=97%",
    "organisation.decisions.admit.complexity={exponential: {mean: 1}}",
    "organisation.decisions.admit.concerns={director: 20%}",
    "organisation.decisions.admit.unclear={share: 10%, goes_to: matron}",
    "organisation.decisions.admit.judged={best: 95%, drift: 0.02}",
    "organisation.positions.shift_lead.authority=0.5",
    "organisation.positions.matron.authority=1",
    "organisation.positions.manager.authority=2",
    "organisation.positions.shift_lead.knowledge=1",
    "organisation.positions.matron.knowledge=1",
    "pathway.request.refused=out",
    "pathway.triage.defects={base: 2%}",
    "pathway.doctor.defects={base: 5%, over: {pool: cubicle, from: 85%, at_full: 10%}}",
    "exits.out.failure={share: 50%, after: {exponential: {mean: 24 h}}, at: triage}",
)


def prepare(shape: Shape) -> Callable[[int], Told]:
    """Return what runs a replication with a seed. Raises MissingError."""
    return prepare_with(simulator("compiled"), shape, SETS)
