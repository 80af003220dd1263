"""What happens inside the reference engine, by name: no trace or journal shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from orgsim.engine import life, responses
from orgsim.engine.holdings import Holdings
from orgsim.engine.pools import Pool
from orgsim.engine.reference import Reference
from orgsim.engine.requests import Correspondence, Request
from orgsim.engine.visit import State, Visit

FETCHED = ("news fetched", "acted pull")
EXPECTED = {
    *FETCHED, *(f"diverted while {state.name}" for state in (State.QUEUED, State.ASKING, State.IDLE)),
    *(f"patience ends while {state.name}" for state in State), "acted lend", "acted reserve",
    "not triggered: holder off duty", "not triggered: pool not full", "not triggered: pool not free",
    "not triggered: queue not longer", "triggered: pool full", "triggered: pool free", "triggered: queue longer",
    "a visit by rank", "a request by rank", "more units than one", "granted from another pool", "overtaken past reserved units",
    "newcomer passes those who wait", "waited for a channel", "answered while it queues", "rejoins in front", "joins in front",
    "tries again to act", "shift ends over people at work", "capacity below nothing", "news not fetched",
    "standing check takes effect", "effect wears off", "lent people come back",
}  # fmt: skip


class Listener:
    """Overhears the reference engine: wraps some of its methods for as long as ``monkeypatch`` lasts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen: set[str] = set()
        self._tries: Counter[tuple[int, int, int]] = Counter()
        self._run: Reference | None = None
        self._patch = monkeypatch
        self._before(Reference, "run", self._begins)
        self._before(Reference, "_wear_off", lambda *_: self.seen.add("effect wears off"))
        self._before(Reference, "_take_effect", lambda *_: self.seen.add("standing check takes effect"))
        self._before(Reference, "_bring_back", lambda *_: self.seen.update(("lent people come back", "acted lend")))
        self._before(Pool, "grant", self._granted)
        self._before(Pool, "join", self._joined)
        self._before(Pool, "set_capacity", self._shifted)
        self._before(responses.Responses, "triggered", self._asked_whether)
        self._before(responses.Responses, "_act", self._tried)
        self._before(responses.Responses, "_hurry", self._hurried)
        self._before(Correspondence, "_answer", self._answered)
        self._before(life.Life, "_give_up", self._patience)
        self._before(
            responses, "redirect", lambda visit, to: self.seen.add(f"diverted while {State(visit.state).name}")
        )
        self._after(Pool, "_next", self._next)
        self._after(Pool, "_somebody_before", lambda before: self._note("newcomer passes those who wait", not before))
        self._after(Holdings, "_fetched", lambda yes: self.seen.update(FETCHED if yes else ("news not fetched",)))

    def _before(self, owner: Any, name: str, listen: Callable[..., object]) -> None:
        kept = getattr(owner, name)

        def heard(*given: Any) -> Any:
            listen(*given)
            return kept(*given)

        self._patch.setattr(owner, name, heard)

    def _after(self, owner: Any, name: str, listen: Callable[[Any], object]) -> None:
        kept = getattr(owner, name)

        def heard(*given: Any) -> Any:
            result = kept(*given)
            listen(result)
            return result

        self._patch.setattr(owner, name, heard)

    def _begins(self, run: Reference) -> None:
        self._run = run
        self._tries.clear()

    def _granted(self, pool: Pool, claimant: Any, queue: Pool, _: float) -> None:
        assert self._run is not None
        kind = "visit" if isinstance(claimant, Visit) else "request"
        self._note("a visit by rank", kind == "visit" and claimant.rank > 0)
        self._note("a request by rank", kind == "request" and claimant.rank > 0 and pool in self._run.world.positions)
        self._note("more units than one", claimant.units > 1)
        self._note("granted from another pool", pool is not queue)

    def _next(self, found: tuple[Pool, int] | None) -> None:
        if found is not None and found[1] > 0:
            self.seen.update(("overtaken past reserved units", "acted reserve"))

    def _joined(self, pool: Pool, claimant: Any) -> None:
        assert self._run is not None
        self._note("waited for a channel", isinstance(claimant, Request) and pool in self._run.world.channels)
        self._note("joins in front", claimant.rank < 0)

    def _shifted(self, pool: Pool, capacity: int, _: float) -> None:
        self._note("shift ends over people at work", 0 <= capacity < pool.busy)
        self._note("capacity below nothing", capacity < 0)

    def _asked_whether(self, _: Any, row: Any) -> None:
        assert self._run is not None
        world = self._run.world
        full = row.pool_full < 0 or responses.occupancy(world.pools[row.pool_full]) >= row.above
        free = row.pool_free < 0 or world.pools[row.pool_free].free >= 1
        queue = row.pool_queue < 0 or len(world.pools[row.pool_queue].queue) > row.longer
        on_duty = world.positions[row.holder].capacity > 0
        self._note("not triggered: holder off duty", not on_duty and full and free and queue)
        self._note("not triggered: pool not full", on_duty and not full and free and queue)
        self._note("not triggered: pool not free", on_duty and full and not free and queue)
        self._note("not triggered: queue not longer", on_duty and full and free and not queue)
        acts = on_duty and full and free and queue
        self._note("triggered: pool full", acts and row.pool_full >= 0)
        self._note("triggered: pool free", acts and row.pool_free >= 0)
        self._note("triggered: queue longer", acts and row.pool_queue >= 0)

    def _tried(self, _: Any, visit: Visit, number: int) -> None:
        assert self._run is not None
        self._tries[id(visit), visit.row, number] += 1
        self._note("tries again to act", self._tries[id(visit), visit.row, number] > 1)

    def _hurried(self, _: Any, visit: Visit, __: int, row: Any) -> None:
        self._note("rejoins in front", visit.state is State.QUEUED and visit.stage in row.stages and visit.rank >= 0)

    def _answered(self, _: Any, request: Request, *__: Any) -> None:
        self._note("answered while it queues", request.open and request.queue is not None)

    def _patience(self, _: Any, visit: Visit, epoch: int) -> None:
        if visit.epoch == epoch:
            self.seen.add(f"patience ends while {State(visit.state).name}")

    def _note(self, name: str, there: object) -> None:
        if there:
            self.seen.add(name)
