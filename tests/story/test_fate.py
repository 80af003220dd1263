from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from orgsim.story import Fate, tell
from orgsim.story.fate import clock_of
from orgsim.story.line import Line
from tests.exports.hospital import replication


def fates(key: str = "silo") -> list[Fate]:
    one = replication(key)
    return [tell(one, int(row) + 1) for row in np.flatnonzero(~np.isnan(one.trace.arrived))]


def test_fates_agree_with_the_trace() -> None:
    one = replication()
    for fate in fates():
        row = fate.visit - 1
        assert fate.arrived == one.trace.arrived[row]
        if fate.inside is None:
            assert np.isnan(one.trace.departed[row])
            assert fate.ending == "still there at the end" or fate.disposition == "Admitted"
        else:
            # its minutes are accounted for whole
            assert fate.inside == pytest.approx(sum(fate.spent.values()), abs=1e-6)
            assert fate.lines[-1].kind in ("leave", "behaviour", "note")


def test_lines_of_waiting_add_up_to_the_time_waited() -> None:
    for fate in fates():
        if fate.inside is None or fate.lines[-1].kind == "note":
            continue
        waited = sum(line.minutes or 0.0 for line in fate.lines if line.kind == "wait")
        counted = [minutes for words, minutes in fate.spent.items() if words.startswith("waiting")]
        assert waited == pytest.approx(sum(counted), abs=1e-6)


def verdicts(need: str, stage: str) -> Counter[str]:
    """Check the facts of one need of every visit against the trace; return how often each verdict fell."""
    one = replication()
    row, wanted = one.plan.names.needs.index(need), one.plan.names.stages.index(stage)
    found: Counter[str] = Counter()
    for fate in fates():
        fact = next(fact for fact in fate.needs if fact.need == need)
        found[fact.verdict] += 1
        assert fact.true == one.cohort.needs[fate.visit - 1, row]
        begun = bool(one.trace.begun[fate.visit - 1, 0] >> wanted & 1)
        assert (fact.acted_on is True) == begun
    return found


def test_a_need_that_a_disposition_answers_is_acted_on_however_the_visit_got_there() -> None:
    """Also a visit that a behaviour sent to the ward, past the split by need, was treated as in need of it."""
    found = verdicts("admission", "ward")
    assert set(found) == {"met", "not needed", "needless", "missed", "undecided"}
    assert found["not needed"] > found["needless"] > 0


def test_other_needs_are_told_by_the_way_taken_at_the_split() -> None:
    found = verdicts("blood", "results")
    assert set(found) == {"met", "not needed", "needless", "missed", "undecided"}


def test_a_relabelled_visit_has_two_figures() -> None:
    relabelled = [fate for fate in fates() if "Tidy the record" in fate.behaviours]
    assert relabelled
    for fate in relabelled:
        (fact,) = fate.targets
        assert fact.limit == 240.0
        assert fact.recorded <= 240.0 < fact.true


def test_a_return_is_told_on_both_sides() -> None:
    one = replication()
    parent = int(
        next(row for row in one.cohort.parent if row >= 0 and not np.isnan(one.trace.arrived[one.cohort.child[row]]))
    )
    child = int(one.cohort.child[parent])
    assert tell(one, parent + 1).lines[-1].text.endswith(f"as attendance {child + 1}.")
    assert tell(one, child + 1).lines[0].text.startswith(f"Arrives (back after attendance {parent + 1}), ")


def test_nobody_is_invented() -> None:
    one = replication()
    with pytest.raises(LookupError):
        tell(one, one.cohort.size + 1)


def test_the_clock_says_when_a_line_is_weeks_later() -> None:
    fate = fates()[0]
    assert clock_of(fate, Line(fate.arrived + 3 * 10080, "note", "")).endswith(" +3 wk")
