"""A replication leaves Python's collector as it found it, and no world behind."""

from __future__ import annotations

import gc
import weakref

import pytest

from orgsim.cohort import draw_cohort
from orgsim.engine import GuardError, Guards, simulate
from orgsim.engine.garbage import seldom_collected
from orgsim.engine.world import World
from orgsim.plan import compile_plan


def _run(variant, guards=None):
    plan = compile_plan(variant)
    return simulate(plan, draw_cohort(plan, 1, 1), guards=guards)


@pytest.fixture
def thresholds():
    before = gc.get_threshold()
    gc.set_threshold(701, 11, 9)
    yield (701, 11, 9)
    gc.set_threshold(*before)


def test_the_thresholds_are_as_before_after_a_replication_and_after_a_failure(shop, thresholds):
    _run(shop())
    assert gc.get_threshold() == thresholds
    with pytest.raises(GuardError):
        _run(shop(), Guards(events=20))
    assert gc.get_threshold() == thresholds


def test_within_there_is_more_room(thresholds):
    with seldom_collected():
        assert gc.get_threshold()[0] > thresholds[0]


def test_threads_that_overlap_leave_it_as_the_first_found_it(thresholds):
    first, second = seldom_collected(), seldom_collected()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold()[0] > thresholds[0]
    second.__exit__(None, None, None)
    assert gc.get_threshold() == thresholds


def test_the_world_of_a_replication_is_gone_when_it_returns(shop, monkeypatch):
    worlds = []
    made = World.__init__

    def noted(self, *given):
        made(self, *given)
        worlds.append(weakref.ref(self))

    monkeypatch.setattr(World, "__init__", noted)
    _run(shop())
    assert [world() for world in worlds] == [None]
