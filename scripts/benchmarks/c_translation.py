"""The kernel of the compiled engine as C, translated from the same Python functions that numba compiles.

The kernel is written with whole and real numbers, two views of one memory, and calls of its own functions; that much is
easily said in C. What is not known here stops the translation with its file and line. Whole numbers wrap around
(-fwrapv) and products are not fused (-ffp-contract=off), so the bits are those of the engine.
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from types import FunctionType, ModuleType
from typing import Any, cast

from orgsim.engine.compiled import machine_code

_TYPES = {"Ints": "int64_t *", "Reals": "double *", "Sequence[float]": "double *",
          "MutableSequence[float]": "double *", "int": "int64_t ", "float": "double ",
          "bool": "int64_t ", "None": "void "}  # fmt: skip
_HEAD = """#include <stdint.h>
#include <math.h>
static inline double modulo(double a, double b) {
    double rest = fmod(a, b);
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}
"""
_ARITHMETIC: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<",
    ast.RShift: ">>", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.Not: "!", ast.USub: "-", ast.Invert: "~", ast.And: "&&", ast.Or: "||",
}  # fmt: skip


class UntranslatableError(ValueError):
    """Something in the kernel that this translation does not know; the message says where."""


def c_source() -> str:
    """Return the whole kernel as one C file; ``kernel_begin``, ``kernel_advance`` and ``kernel_finish`` are the ways in."""
    functions = [_Function(function) for function in machine_code._in_order()]
    return _HEAD + "".join(f"{one.head()};\n" for one in functions) + "".join(one.text() for one in functions)


class _Function:
    """One function of the kernel."""

    def __init__(self, function: FunctionType) -> None:
        self.function = function
        self.file = inspect.getsourcefile(function) or ""
        source, self.first_line = inspect.getsourcelines(function)
        tree = ast.parse(textwrap.dedent("".join(source))).body[0]
        self.tree = cast("ast.FunctionDef", tree)
        self.types = {name: _TYPES[said] for name, said in function.__annotations__.items() if name != "return"}
        self.given = ", ".join(f"{kind}v_{name}" for name, kind in self.types.items())
        self.locals: dict[str, str] = {}
        self.spare = 0

    def head(self) -> str:
        public = self.function.__module__.endswith(".kernel") and not self.function.__name__.startswith("_")
        answer = _TYPES[self.function.__annotations__["return"]]
        return f"{'' if public else 'static '}{answer}{_name(self.function)}({self.given})"

    def text(self) -> str:
        body = self.block(self.tree.body)
        declared = "".join(f"{kind}v_{name};\n" for name, kind in self.locals.items())
        return f"{self.head()} {{\n{declared}{body}}}\n"

    def fail(self, node: ast.AST) -> UntranslatableError:
        line = self.first_line + getattr(node, "lineno", 1) - 1
        return UntranslatableError(f"{self.file}:{line}: C has no {type(node).__name__} here: write it more simply")

    def block(self, body: list[ast.stmt]) -> str:
        return "".join(self.statement(one) for one in body)

    def statement(self, node: ast.stmt) -> str:
        if isinstance(node, ast.Expr):
            return "" if isinstance(node.value, ast.Constant) else f"{self.value(node.value)};\n"
        if isinstance(node, ast.Return):
            return f"return {self.value(node.value)};\n" if node.value else "return;\n"
        if isinstance(node, ast.If):
            rest = f" else {{\n{self.block(node.orelse)}}}" if node.orelse else ""
            return f"if ({self.value(node.test)}) {{\n{self.block(node.body)}}}{rest}\n"
        if isinstance(node, ast.While) and not node.orelse:
            return f"while ({self.value(node.test)}) {{\n{self.block(node.body)}}}\n"
        if isinstance(node, ast.For):
            return self.loop(node)
        if isinstance(node, ast.AugAssign):
            operator = _ARITHMETIC.get(type(node.op))
            if operator is None:
                raise self.fail(node.op)
            return f"{self.value(node.target)} {operator}= {self.value(node.value)};\n"
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            return self.assignment(node.targets[0], node.value)
        simple = {ast.Break: "break;\n", ast.Continue: "continue;\n", ast.Pass: ";\n"}.get(type(node))
        if simple is None:
            raise self.fail(node)
        return simple

    def loop(self, node: ast.For) -> str:
        call = node.iter
        if not isinstance(call, ast.Call) or not isinstance(node.target, ast.Name) or node.orelse:
            raise self.fail(node)
        if not isinstance(call.func, ast.Name) or call.func.id != "range":
            raise self.fail(node)
        if len(call.args) > 2:
            raise self.fail(call)
        bounds = [self.value(one) for one in call.args]
        first, end = bounds if len(bounds) == 2 else ("0", bounds[0])
        self.spare += 1
        stop = f"end_{self.spare}"
        name = self.declared(node.target.id, "int64_t ")
        return f"int64_t {stop} = {end};\nfor ({name} = {first}; {name} < {stop}; {name}++) {{\n{self.block(node.body)}}}\n"

    def assignment(self, target: ast.expr, value: ast.expr) -> str:
        """Several at once are all worked out before the first is written."""
        if not isinstance(target, ast.Tuple):
            return f"{self.place(target, value)} = {self.value(value)};\n"
        if not isinstance(value, ast.Tuple):
            raise self.fail(value)
        texts = []
        for one in value.elts:
            self.spare += 1
            texts.append(f"{self.kind(one)}spare_{self.spare} = {self.value(one)};\n")
        spares = range(self.spare - len(texts) + 1, self.spare + 1)
        pairs = zip(target.elts, value.elts, spares, strict=True)
        return "".join(texts) + "".join(f"{self.place(to, one)} = spare_{number};\n" for to, one, number in pairs)

    def place(self, target: ast.expr, value: ast.expr) -> str:
        if isinstance(target, ast.Name):
            kind = self.kind(value)
            if self.types.get(target.id, kind) != kind:  # C would cut a real number short
                raise self.fail(target)
            return self.declared(target.id, kind)
        return self.value(target)

    def declared(self, name: str, kind: str) -> str:
        if name not in self.types:
            self.types[name] = self.locals[name] = kind
        return f"v_{name}"

    def named(self, node: ast.expr) -> Any:
        """Return what a global name or an attribute of a module stands for; None for a local one."""
        if isinstance(node, ast.Name) and node.id not in self.types:
            return self.function.__globals__.get(node.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return getattr(self.function.__globals__.get(node.value.id), node.attr, None)
        return None

    def kind(self, node: ast.expr) -> str:
        """Return the C type of an expression."""
        if isinstance(node, ast.Name) and node.id in self.types:
            return self.types[node.id]
        if isinstance(node, ast.Subscript):
            return "double " if self.kind(node.value) == "double *" else "int64_t "
        if isinstance(node, ast.BinOp):
            real = isinstance(node.op, ast.Div) or "double " in (self.kind(node.left), self.kind(node.right))
            return "double " if real else "int64_t "
        if isinstance(node, ast.UnaryOp):
            return self.kind(node.operand)
        if isinstance(node, ast.IfExp):
            if self.kind(node.body) != self.kind(node.orelse):
                raise self.fail(node)
            return self.kind(node.body)
        if isinstance(node, ast.Call):
            callee = self.named(node.func)
            if isinstance(callee, FunctionType):
                return _TYPES[callee.__annotations__["return"]]
            return "int64_t " if callee is None else "double "
        constant = node.value if isinstance(node, ast.Constant) else self.named(node)
        return "double " if isinstance(constant, float) else "int64_t "

    def value(self, node: ast.expr) -> str:
        if isinstance(node, ast.Constant):
            return _literal(node.value)
        if isinstance(node, ast.Name) and node.id in self.types:
            return f"v_{node.id}"
        if isinstance(node, (ast.Name, ast.Attribute)):
            found = self.named(node)
            if not isinstance(found, (int, float)):
                raise self.fail(node)
            return _literal(found)
        if isinstance(node, ast.Subscript):
            return f"{self.value(node.value)}[{self.value(node.slice)}]"
        if isinstance(node, ast.UnaryOp):
            return f"({_ARITHMETIC[type(node.op)]}{self.value(node.operand)})"
        if isinstance(node, ast.BoolOp):
            return "(" + f" {_ARITHMETIC[type(node.op)]} ".join(self.value(one) for one in node.values) + ")"
        if isinstance(node, ast.IfExp):
            return f"({self.value(node.test)} ? {self.value(node.body)} : {self.value(node.orelse)})"
        if isinstance(node, ast.Compare):
            return self.comparison(node)
        if isinstance(node, ast.BinOp):
            return self.operation(node)
        if isinstance(node, ast.Call):
            return self.call(node)
        raise self.fail(node)

    def comparison(self, node: ast.Compare) -> str:
        if not all(isinstance(middle, ast.Name) for middle in node.comparators[:-1]):  # C would work it out twice
            raise self.fail(node)
        sides = [self.value(one) for one in (node.left, *node.comparators)]
        parts = []
        for place, operator in enumerate(node.ops):
            if type(operator) not in _ARITHMETIC:
                raise self.fail(node)
            parts.append(f"({sides[place]} {_ARITHMETIC[type(operator)]} {sides[place + 1]})")
        return "(" + " && ".join(parts) + ")"

    def operation(self, node: ast.BinOp) -> str:
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(node.op, ast.Div):
            return f"((double){left} / (double){right})"
        if isinstance(node.op, ast.Mod):
            return f"modulo({left}, {right})" if self.kind(node) == "double " else f"({left} % {right})"
        if type(node.op) not in _ARITHMETIC:
            raise self.fail(node)
        return f"({left} {_ARITHMETIC[type(node.op)]} {right})"

    def call(self, node: ast.Call) -> str:
        given = ", ".join(self.value(one) for one in node.args)
        callee = self.named(node.func)
        if isinstance(callee, FunctionType):
            return f"{_name(callee)}({given})"
        if isinstance(node.func, ast.Attribute) and getattr(callee, "__module__", "") == "math":
            return f"{node.func.attr}({given})"
        if isinstance(node.func, ast.Name) and node.func.id in ("int", "float"):
            return f"(({_TYPES[node.func.id]}){given})"
        raise self.fail(node)


def _name(function: FunctionType) -> str:
    module: ModuleType = sys.modules[function.__module__]
    return f"{module.__name__.rsplit('.', 1)[-1]}_{function.__name__}"


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int):
        return f"((int64_t){value & 0xFFFFFFFFFFFFFFFF}ULL)" if not -(2**31) < value < 2**31 else f"((int64_t){value})"
    return "NAN" if value != value else cast("float", value).hex()  # noqa: PLR0124  (only NaN differs from itself)


__all__ = ["UntranslatableError", "c_source"]
