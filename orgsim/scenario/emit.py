"""Writing a plain tree as a scenario file that the strict reader reads back to the same tree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from orgsim.scenario.plain import NumberError, resolve

# text that needs no quotes anywhere, in a flow list too, whatever YAML version reads it
_PLAIN = re.compile(r"[A-Za-z£€$][A-Za-z0-9_£€$ .%/-]*(?<! )|[0-9][0-9.]*(?: [a-z]+| ?%)", re.ASCII)
_TRAPS = {"yes", "no", "on", "off", "y", "n"}
_WIDEST = 100


def emit(tree: dict[str, Any], comment: str = "") -> str:
    """Return ``tree`` as block-style YAML, short lists on one line, with ``comment`` on top."""
    head = [f"# {line}" for line in comment.splitlines()]
    return "\n".join([*head, *_block(tree, 0)]) + "\n"


def _block(value: dict[str, Any], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for key, part in value.items():
        line = f"{indent}{_scalar(key)}: {_flow(part)}"
        if isinstance(part, dict) and part and (depth == 0 or _nested(part) or len(line) > _WIDEST):
            yield f"{indent}{_scalar(key)}:"
            yield from _block(part, depth + 1)
        elif isinstance(part, list) and part and len(line) > _WIDEST:
            yield f"{indent}{_scalar(key)}:"
            yield from (f"{indent}  - {_flow(item)}" for item in part)
        else:
            yield line


def _nested(value: dict[str, Any]) -> bool:
    return any(isinstance(part, (dict, list)) and part for part in value.values())


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    if _PLAIN.fullmatch(value) and value.lower() not in _TRAPS and _stays_text(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _stays_text(value: str) -> bool:
    try:
        return isinstance(resolve(value), str)
    except NumberError:
        return False
