"""The kernel as machine code: the same functions, compiled by numba, once for every scenario.

Memory is reached through plain pointers, so the code has no bounds checks and no reference counts; ``interpreted`` runs the
same source with both. No function is compiled with `fastmath`: the order of every operation is that of Python.
"""

from __future__ import annotations

import types as python_types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from orgsim.engine import rules
from orgsim.engine.compiled import calendar, chance, clocks, holdings, house, kernel, life, outcome, pools, requests
from orgsim.engine.compiled import responses, ways
from orgsim.engine.compiled.region import Apart, Region

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SOURCES = (rules, calendar, chance, outcome, clocks, pools, responses, requests, holdings, ways, life, house, kernel)
"""The modules whose functions are compiled."""
_INNER = {"error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True, "nogil": True}


class MachineCode:
    """The compiled kernel on an ``Apart`` region. Releases the interpreter's lock while it runs."""

    def __init__(self) -> None:
        self._begin, self._advance, self._finish = _compiled()

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


def translated() -> dict[str, Any]:
    """Return every function of ``SOURCES`` by name as a numba function, each calling the others' numba functions."""
    import numba

    made: dict[Any, Any] = {}
    for module in SOURCES:
        for function in vars(module).values():
            if isinstance(function, python_types.FunctionType) and function.__module__ == module.__name__:
                made[function] = numba.njit(**_INNER)(_twin(function))
    twin_rules = python_types.ModuleType("rules")
    vars(twin_rules).update(_with_twins(vars(rules), made))
    for one in made.values():
        names = one.py_func.__globals__
        names.update(_with_twins(names, made))
        if "rules" in names:
            names["rules"] = twin_rules
    return {f"{function.__module__}.{function.__name__}": one for function, one in made.items()}


def _twin(function: python_types.FunctionType) -> python_types.FunctionType:
    """Return the same function with names of its own."""
    twin = python_types.FunctionType(function.__code__, dict(function.__globals__), function.__name__)
    twin.__module__ = function.__module__
    return twin


def _with_twins(names: dict[str, Any], made: dict[Any, Any]) -> dict[str, Any]:
    """Return the names that stand for functions which have been made, with what was made of them."""
    return {name: made[value] for name, value in names.items() if isinstance(value, python_types.FunctionType) and value in made} | {
        name: value for name, value in names.items() if isinstance(value, (int, float))
    }


def _compiled() -> tuple[Any, Any, Any]:
    import numba
    from numba import types
    from numba.extending import intrinsic

    functions = translated()
    begin_inner = functions[f"{kernel.__name__}.begin"]
    advance_inner = functions[f"{kernel.__name__}.advance"]
    finish_inner = functions[f"{kernel.__name__}.finish"]
    ints, reals = types.CPointer(types.int64), types.CPointer(types.float64)

    @intrinsic
    def as_ints(context: Any, address: Any) -> Any:  # noqa: ARG001
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.inttoptr(arguments[0], context.get_value_type(signature.return_type))

        return ints(types.int64), generate

    @intrinsic
    def as_reals(context: Any, address: Any) -> Any:  # noqa: ARG001
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.inttoptr(arguments[0], context.get_value_type(signature.return_type))

        return reals(types.int64), generate

    @numba.njit([types.void(types.int64)], nogil=True, error_model="numpy")
    def begin(address: int) -> None:
        begin_inner(as_ints(address))

    @numba.njit([types.int64(types.int64, types.int64)], nogil=True, error_model="numpy")
    def advance(address: int, until: int) -> int:
        return advance_inner(as_ints(address), as_reals(address), until)

    @numba.njit([types.void(types.int64)], nogil=True, error_model="numpy")
    def finish(address: int) -> None:
        finish_inner(as_ints(address), as_reals(address))

    return begin, advance, finish
