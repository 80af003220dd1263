"""Screens and signatures played out: who approves, after how many looks, how long until all have signed (B8, B9, B12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from orgsim.theory import hierarchy, screening
from orgsim.theory.simulated.trial import ROUGH, Check, Trial, drawn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PROJECTS = 20_000


def screened(members: int, approval: float, rng: np.random.Generator) -> Mapping[str, float]:
    """Show projects to ``members`` people, each of whom approves independently."""
    import numpy as np

    votes = rng.random((PROJECTS, members)) < approval
    first_no = np.where(votes.all(axis=1), members, votes.argmin(axis=1) + 1)
    first_yes = np.where(votes.any(axis=1), votes.argmax(axis=1) + 1, members)
    return {
        "any": float(votes.any(axis=1).mean()),
        "all": float(votes.all(axis=1).mean()),
        "majority": float((votes.sum(axis=1) > members / 2).mean()),
        "looks until a no": float(first_no.mean()),
        "looks until a yes": float(first_yes.mean()),
    }


def earned(share: float, loss: float, rng: np.random.Generator) -> Mapping[str, float]:
    """Take projects of which ``share`` are good through two people in parallel and in series."""
    import numpy as np

    good = rng.random(PROJECTS) < share
    votes = rng.random((PROJECTS, 2)) < np.where(good, 0.8, 0.3)[:, None]
    worth = np.where(good, 1.0, -loss)
    either, both = float((worth * votes.any(axis=1)).mean()), float((worth * votes.all(axis=1)).mean())
    return {"either": either, "both": both, "difference": either - both}


def signed(signers: int, load: float, rng: np.random.Generator) -> Mapping[str, float]:
    """Send papers to ``signers`` single queues at once; a paper is done when the last has signed."""
    import numpy as np

    papers, ignored = 160_000, 5_000
    gaps = rng.exponential(1 / load, papers)
    services = rng.exponential(1.0, (papers, signers))
    waits = np.zeros(papers)
    for desk in range(signers):
        np.maximum(waits, _time_at(services[:, desk], gaps), out=waits)
    return {"time": float(waits[ignored:].mean())}


def _time_at(service: NDArray[np.float64], gaps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each customer's time at a single first-come queue: Lindley's recursion as a running minimum."""
    import numpy as np

    steps = np.concatenate(([0.0], (service[:-1] - gaps[1:]).cumsum()))
    time: NDArray[np.float64] = steps - np.minimum.accumulate(steps) + service
    return time


def answered(members: int, needed: int, rng: np.random.Generator) -> Mapping[str, float]:
    """Ask idle people who each take an exponential time; done when ``needed`` have answered."""
    import numpy as np

    times = np.sort(rng.exponential(1.0, (PROJECTS, members)), axis=1)
    return {"time": float(times[:, needed - 1].mean())}


def flipped(flip: float, hops: int, rng: np.random.Generator) -> Mapping[str, float]:
    """Pass yes or no on; every hop turns it round with probability ``flip``."""
    return {"right": float(((rng.random((PROJECTS, hops)) < flip).sum(axis=1) % 2 == 0).mean())}


def screens() -> Iterator[Trial]:
    """Yield B8: approvals and looks."""
    for approval, members in ((0.3, 2), (0.8, 2), (0.3, 3), (0.7, 3), (0.7, 9)):
        name = f"{members} people who approve with {approval:g}"
        yield drawn(
            name,
            partial(screened, members, approval),
            Check("B8", f"{name}: any approves", screening.polyarchy(approval, members), "any"),
            Check("B8", f"{name}: all approve", screening.hierarchy(approval, members), "all", ROUGH),
            Check("B8", f"{name}: more than half", screening.committee(approval, members, members // 2 + 1), "majority"),
            Check("B8", f"{name}: looks in series", screening.hierarchy_evaluations(approval, members), "looks until a no"),
            Check("B8", f"{name}: looks in parallel", screening.polyarchy_evaluations(approval, members), "looks until a yes"),
        )  # fmt: skip


def profits() -> Iterator[Trial]:
    """Yield B8: what two people earn side by side and one above the other."""
    for share, loss in ((0.5, 1.0), (0.2, 1.0), (0.5, 3.0)):
        name = f"{share:.0%} of projects good, a bad one loses {loss:g}"
        either, both = (
            screening.screening_profit(share, 1.0, loss, kind(0.8, 2), kind(0.3, 2))
            for kind in (screening.polyarchy, screening.hierarchy)
        )
        yield drawn(
            name,
            partial(earned, share, loss),
            Check("B8", f"{name}: either of two", either, "either", ROUGH),
            Check("B8", f"{name}: both of two", both, "both", ROUGH),
            Check("B8", f"{name}: the difference", screening.profit_difference(share, 1.0, loss, 0.8, 0.3), "difference", ROUGH),
        )  # fmt: skip


def signatures() -> Iterator[Trial]:
    """Yield B12: all must sign (an approximation beyond two, allowed 3%), and quorums."""
    for signers, load in ((2, 0.5), (2, 0.8), (3, 0.8), (5, 0.8)):
        name = f"all of {signers} must sign, load {load:.0%}"
        allowance = 0.0 if signers == 2 else 0.03
        time = screening.sign_off_time(load, 1.0, signers)
        yield drawn(
            name, partial(signed, signers, load), Check("B12", f"{name}: time", time, "time", allowance=allowance)
        )
    for members, needed in ((3, 2), (9, 5), (12, 12)):
        name = f"{needed} of {members} idle people answer"
        time = screening.quorum_time(members, needed)
        yield drawn(name, partial(answered, members, needed), Check("B12", f"{name}: time", time, "time"))


def whispers() -> Iterator[Trial]:
    """Yield B9: a message that may be turned round on its way."""
    for flip, hops in ((0.05, 4), (0.1, 4)):
        name = f"message turned round with {flip:g}, {hops} hops"
        right = hierarchy.intact_probability(flip, hops)
        yield drawn(name, partial(flipped, flip, hops), Check("B9", f"{name}: right", right, "right"))


FAMILIES = (screens, profits, signatures, whispers)
