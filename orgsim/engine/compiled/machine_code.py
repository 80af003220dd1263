"""The kernel as machine code: the same functions, compiled by numba, once for every scenario.

Memory is reached through plain pointers, so the code has no bounds checks and no reference counts; ``interpreted`` runs the
same source with both. No function is compiled with `fastmath`: the order of every operation is that of Python.
"""

from __future__ import annotations

import types as python_types
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from orgsim import keys
from orgsim.engine import rules, rules_change, rules_decisions, rules_defects, rules_people, rules_review
from orgsim.engine.compiled import (
    cache,
    calendar,
    chance,
    clocks,
    deciding,
    defects,
    entry,
    holdings,
    house,
    journeys,
    kernel,
    life,
    outcome,
    people,
    pools,
    requests,
    responses,
    reviews,
    soon,
    steps,
    transition,
    ways,
)
from orgsim.engine.compiled.region import Apart, Region

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SOURCES = (
    keys,
    rules,
    rules_defects,
    rules_change,
    rules_decisions,
    rules_people,
    rules_review,
    soon,
    calendar,
    chance,
    outcome,
    clocks,
    pools,
    people,
    reviews,
    responses,
    defects,
    transition,
    deciding,
    requests,
    journeys,
    holdings,
    ways,
    steps,
    life,
    house,
    kernel,
)
"""The modules whose functions are compiled."""
_NAMES_IN_LINE = """
    in_minutes at_once urgently take_next put_soon first_soon soon_now drop_soon
    _move _before _read _write _arrival_is_next _is_due_before
    free_units account fits seize join leave grant _hold give_back
    row_of spend never touch drawn_ahead time_of_stream time_of_key derive uniform draw
    arrive depart runs let_go _release choose_way
    _handle count_time go_on step _step _enter _begin _take _seize _depart _wait _boards next_epoch _waiting start
    journey _next_step _seek_place _go_over _reach_position _seek_attention _begin_handling _end_handling _position _draw
    _next_key
"""
_IN_LINE = frozenset(_NAMES_IN_LINE.split())
"""Functions on the way of every visit, put into their callers: a third faster. More than these, and it is slower again."""
_INNER: dict[str, Any] = {"error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True, "nogil": True}


class MachineCode:
    """The compiled kernel on an ``Apart`` region. Releases the interpreter's lock while it runs."""

    def __init__(self, begin: Any, advance: Any, finish: Any) -> None:
        self._begin, self._advance, self._finish = begin, advance, finish

    def region(self, image: NDArray[np.int64], words_beside: int) -> Region:  # noqa: ARG002  (arrays stay where they are)
        """Return a memory beside which arrays stay where they are."""
        return Apart(image)

    def begin(self, region: Region) -> None:
        """See ``kernel.begin``."""
        self._begin(region.words.ctypes.data)

    def advance(self, region: Region, until: int) -> int:
        """See ``kernel.advance``."""
        return int(self._advance(region.words.ctypes.data, until))

    def finish(self, region: Region) -> None:
        """See ``kernel.finish``."""
        self._finish(region.words.ctypes.data)


_making = Lock()
_made: list[MachineCode] = []


def machine_code() -> MachineCode:
    """Return the compiled kernel: compiled or loaded when first asked for, once for all threads."""
    with _making:
        if not _made:
            _made.append(_compiled(cache.folder()))
            cache.note_loaded()
        return _made[0]


def translated() -> dict[str, Any]:
    """Return every function of ``SOURCES`` by name as a numba function, each calling the others' numba functions.

    Each is compiled once, for the types that it is annotated with: callees come before their callers.
    """
    import numba

    made: dict[Any, Any] = {}
    for function in _in_order():
        twin = _twin(function)
        names = twin.__globals__
        names.update({name: made[value] for name, value in names.items() if _is_in(value, made)})
        if "rules" in names:
            names["rules"] = _rules(made)
        made[function] = numba.njit(_signature(function), forceinline=function.__name__ in _IN_LINE, **_INNER)(twin)
    return {f"{function.__module__}.{function.__name__}": one for function, one in made.items()}


def _is_in(value: object, made: dict[Any, Any]) -> bool:
    return isinstance(value, python_types.FunctionType) and value in made


def _in_order() -> list[python_types.FunctionType]:
    """Return the functions of ``SOURCES``, callees before callers (none calls itself, directly or not)."""
    functions = [
        value
        for module in SOURCES
        for value in vars(module).values()
        if isinstance(value, python_types.FunctionType) and value.__module__ == module.__name__
    ]
    ordered: dict[python_types.FunctionType, None] = {}

    def visit(function: python_types.FunctionType) -> None:
        if function in ordered:
            return
        for name in function.__code__.co_names:
            for callee in (function.__globals__.get(name), vars(rules).get(name)):
                if callee in functions and callee is not function:
                    visit(callee)
        ordered[function] = None

    for function in functions:
        visit(function)
    return list(ordered)


def _rules(made: dict[Any, Any]) -> python_types.ModuleType:
    """Return a module that stands for ``rules``: its constants, and what was made of its functions."""
    twin = python_types.ModuleType("rules")
    for name, value in vars(rules).items():
        if isinstance(value, (int, float)):
            setattr(twin, name, value)
        elif _is_in(value, made):
            setattr(twin, name, made[value])
    return twin


def _signature(function: python_types.FunctionType) -> Any:
    """Return the numba signature that a function's annotations say."""
    from numba import types

    ints, reals = _pointers()
    known = {
        "Ints": ints, "Reals": reals, "Sequence[float]": reals, "MutableSequence[float]": reals,
        "int": types.int64, "float": types.float64, "bool": types.boolean, "None": types.void,
    }  # fmt: skip
    said = dict(function.__annotations__)
    result = known[said.pop("return")]
    return result(*(known[one] for one in said.values()))


def _twin(function: python_types.FunctionType) -> python_types.FunctionType:
    """Return the same function with names of its own."""
    twin = python_types.FunctionType(function.__code__, dict(function.__globals__), function.__name__)
    twin.__module__ = function.__module__
    return twin


def _compiled(folder: Path | None) -> MachineCode:
    """Load the ways in from a folder, or compile them and keep them there; without a folder they are not kept."""
    from numba import types
    from numba.core import config as numba_config

    config: Any = numba_config
    signatures = {
        "begin": types.void(types.int64), "advance": types.int64(types.int64, types.int64),
        "finish": types.void(types.int64),
    }  # fmt: skip
    before = config.CACHE_DIR
    config.CACHE_DIR = "" if folder is None else str(folder)
    try:
        return MachineCode(*_ways_in(signatures, keep=folder is not None))
    finally:
        config.CACHE_DIR = before


def _ways_in(signatures: dict[str, Any], *, keep: bool) -> list[Any]:
    """Load the ways in where they were kept; where they were not, or are of no use on this processor, compile them."""
    from numba import TypingError

    if cache.is_warm():
        try:
            return _made_ways(signatures, keep=keep, load_only=True)
        except TypingError:  # there was nothing to load after all, and no kernel to compile
            pass
    return _made_ways(signatures, keep=keep, load_only=False)


def _made_ways(signatures: dict[str, Any], *, keep: bool, load_only: bool) -> list[Any]:
    import numba

    twins = {name: _twin(getattr(entry, name)) for name in signatures}
    if not load_only:
        _put_kernel_in(twins.values())
    made = []
    for name, twin in twins.items():
        way = numba.njit(nogil=True, error_model="numpy", cache=keep)(twin)
        way.compile(signatures[name])
        made.append(way)
    return made


def _put_kernel_in(entries: Iterable[python_types.FunctionType]) -> None:
    """Compile the kernel and let the ways in call it."""
    functions = translated()
    named = {name: functions[f"{kernel.__name__}.{name.removeprefix('kernel_')}"] for name in entry.CALLED}
    ints, reals = _pointers()
    for way in entries:
        way.__globals__.update(named, as_ints=_pointer_to(ints), as_reals=_pointer_to(reals))


def _pointers() -> tuple[Any, Any]:
    from numba import types

    pointer: Any = types.CPointer
    return pointer(types.int64), pointer(types.float64)


def _pointer_to(kind: Any) -> Any:
    """Return what turns an address into a pointer, for compiled code."""
    from numba import types
    from numba.extending import intrinsic

    @intrinsic
    def pointer(typing: Any, address: Any) -> Any:  # noqa: ARG001
        def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            return builder.inttoptr(given[0], context.get_value_type(signature.return_type))

        return kind(types.int64), generate

    return pointer
