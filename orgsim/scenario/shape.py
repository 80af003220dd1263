"""What the models say may stand at a path: which settings a block has, and which maps merge by key."""

from __future__ import annotations

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from orgsim.scenario.problems import Path


def fields_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return the settings of a block as written in a file (aliases), each with its annotation."""
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def known_keys(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """Return the settings that the block at ``path`` knows; empty where keys are free."""
    found = _at(model, path)
    return tuple(fields_of(found)) if _is_block(found) else ()


def merges(model: type[BaseModel], path: Path) -> bool:
    """Say whether a map at ``path`` is a block or a collection of blocks: those merge, values replace."""
    found = _at(model, path)
    if get_origin(found) is dict:
        return _is_block(_bare(get_args(found)[1]))
    return _is_block(found)


def _at(annotation: Any, path: Path) -> Any:
    found = _bare(annotation)
    for key in path:
        found = _bare(_inside(found, key))
    return found


def _inside(found: Any, key: str | int) -> Any:
    if _is_block(found):
        return fields_of(found).get(str(key))
    if get_origin(found) is dict:
        return get_args(found)[1]
    if get_origin(found) is list:
        return get_args(found)[0]
    return None


def _bare(annotation: Any) -> Any:
    """Take off ``Annotated`` and ``| None``; of several kinds of value keep the block, if there is one."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _bare(get_args(annotation)[0])
    if origin in (Union, UnionType):
        kinds = [_bare(part) for part in get_args(annotation) if part is not type(None)]
        blocks = [kind for kind in kinds if _is_block(kind)]
        return (blocks or kinds)[0]
    return annotation


def _is_block(found: Any) -> bool:
    return isinstance(found, type) and issubclass(found, BaseModel)
