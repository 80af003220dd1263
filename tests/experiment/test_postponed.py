"""Signals that come at any moment while pools work: none is lost, and none breaks a lock."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from orgsim.experiment.signals import postponed


class HeardError(BaseException):
    """What the handler in force raises."""


@pytest.fixture(autouse=True)
def handler() -> Iterator[None]:
    def raise_it(number: int, _frame: object) -> None:
        raise HeardError(number)

    before = {number: signal.signal(number, raise_it) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, one in before.items():
        signal.signal(number, one)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_raised_where_the_caller_says(number: int) -> None:
    woken: list[None] = []
    reached = False
    with pytest.raises(HeardError, match=str(int(number))), postponed(lambda: woken.append(None)) as heard:
        heard()
        os.kill(os.getpid(), number)
        os.kill(os.getpid(), number)
        reached = True
        heard()
    assert reached
    assert len(woken) == 2


def test_what_nobody_asked_for_is_raised_at_the_end() -> None:
    with pytest.raises(HeardError), postponed(lambda: None):
        os.kill(os.getpid(), signal.SIGINT)


def test_an_error_on_its_way_is_not_replaced() -> None:
    with pytest.raises(ZeroDivisionError), postponed(lambda: None):
        os.kill(os.getpid(), signal.SIGINT)
        raise ZeroDivisionError
    with pytest.raises(HeardError):  # the handler is back
        os.kill(os.getpid(), signal.SIGINT)


def test_outside_the_main_thread_nothing_is_touched() -> None:
    before = signal.getsignal(signal.SIGINT)
    during: list[object] = []

    def work() -> None:
        with postponed(lambda: None) as heard:
            during.append(signal.getsignal(signal.SIGINT))
            heard()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert during == [before]


def test_what_is_to_be_ignored_stays_ignored() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with postponed(lambda: None) as heard:
        os.kill(os.getpid(), signal.SIGTERM)
        heard()


def test_a_handler_that_wants_to_hear_no_more_is_not_put_back() -> None:
    def once(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise HeardError

    signal.signal(signal.SIGINT, once)
    with pytest.raises(HeardError), postponed(lambda: None) as heard:
        os.kill(os.getpid(), signal.SIGINT)
        heard()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
