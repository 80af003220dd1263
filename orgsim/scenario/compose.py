"""Building the plain tree from the parser's events, one by one, and refusing what a scenario must not hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from orgsim.scenario.places import Mark, Marks
from orgsim.scenario.plain import NumberError, Scalar, resolve
from orgsim.scenario.problems import Path, Problem, ScenarioError
from orgsim.scenario.syntax import syntax_problem
from orgsim.scenario.text import forbidden
from orgsim.scenario.words import shorten

MAX_NODES = 50_000
MAX_DEPTH = 40
MAX_PROBLEMS = 100

Node = dict[str, Any] | list[Any] | Scalar


class Composer:
    """Builds the tree from the parser's events; collects what it can go on after, stops at the rest."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        self._events = _events(text)
        self._marks: Marks = {}
        self._nodes = 0
        self._problems: list[Problem] = []

    def document(self) -> tuple[Node, Marks]:
        """Return the tree of the one document and its marks. Raises ScenarioError with all that is wrong."""
        try:
            value = self._one_document()
        except yaml.YAMLError as error:
            self._problems.append(syntax_problem(error, self._text, self._file))
        except (ValueError, OverflowError, RecursionError) as error:  # e.g. an escape beyond Unicode
            self._problems.append(Problem("ORG101", f"this is not YAML ({type(error).__name__})", self._file, 1, 1))
        if self._problems:
            raise ScenarioError(self._problems)
        return value, self._marks

    def _one_document(self) -> Node:
        next(self._events)  # the start of the stream
        start = next(self._events)
        if not isinstance(start, DocumentStartEvent):
            raise ScenarioError([Problem("ORG102", "the file is empty", self._file, 1, 1)])
        if start.tags:
            self._report("ORG103", "`%TAG` is not supported", start, hint="delete the line")
        value = self._node(next(self._events), (), 0, None)
        next(self._events)  # the end of the document
        after = next(self._events)
        if not isinstance(after, StreamEndEvent):
            self._stop("ORG102", "a second document starts here", after, hint="keep one scenario in a file")
        return value

    def _node(self, event: Event, path: Path, depth: int, key: ScalarEvent | None) -> Node:
        self._count(event, depth)
        self._marks[path] = _mark(event, key, self._file)
        self._refuse_extras(event)
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if isinstance(event, MappingStartEvent):
            return self._mapping(path, depth + 1)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(path, depth + 1)
        return None  # an alias, already reported

    def _mapping(self, path: Path, depth: int) -> dict[str, Node]:
        found: dict[str, Node] = {}
        first: dict[str, int] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            key = self._key(event, depth)
            name, line = str(key.value), _place(key)[0]
            if name in first:
                said = f"`{shorten(name)}` is already given on line {first[name]}"
                self._report("ORG105", said, key, hint="keep one of the two")
            value = self._node(next(self._events), (*path, name), depth, key)
            if name not in first:
                found[name], first[name] = value, line
        return found

    def _key(self, event: Event, depth: int) -> ScalarEvent:
        self._count(event, depth)
        self._refuse_extras(event)
        if not isinstance(event, ScalarEvent) or not event.value:
            self._stop("ORG111", "a key must be a short text", event, hint="write `name: value`")
        if event.implicit[0] and event.value == "<<":
            self._report("ORG104", "merge keys (`<<`) are not supported", event, hint="write the values out")
        self._refuse_hidden(event)
        return event

    def _sequence(self, path: Path, depth: int) -> list[Node]:
        found: list[Node] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            found.append(self._node(event, (*path, len(found)), depth, None))
        return found

    def _scalar(self, event: ScalarEvent) -> Scalar:
        if not event.implicit[0]:  # in quotes, or a block of text
            self._refuse_hidden(event)
            return str(event.value)
        try:
            return resolve(event.value)
        except NumberError as error:
            self._report("ORG110", str(error), event, hint="write an ordinary number, or quotes round a text")
            return None

    def _refuse_hidden(self, event: ScalarEvent) -> None:
        message = forbidden(event.value) if event.style == '"' else None
        if message is not None:
            self._report("ORG108", message, event, hint="delete it")

    def _refuse_extras(self, event: Event) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, AliasEvent):
            said = f"aliases (`*{shorten(str(anchor))}`) are not supported"
            self._report("ORG104", said, event, hint="write the value out")
        elif isinstance(event, NodeEvent) and anchor is not None:
            self._report("ORG104", f"anchors (`&{shorten(anchor)}`) are not supported", event, hint="delete it")
        if tag is not None:
            said = f"YAML tags such as {shorten(tag)} are not supported"
            self._report("ORG103", said, event, hint="delete the tag; values need none")

    def _count(self, event: Event, depth: int) -> None:
        self._nodes += 1
        if depth >= MAX_DEPTH and not isinstance(event, ScalarEvent):
            self._stop("ORG106", f"this is nested more than {MAX_DEPTH} levels deep", event)
        if self._nodes > MAX_NODES:
            self._stop("ORG107", f"the file holds more than {MAX_NODES:,} values", event)

    def _report(self, code: str, message: str, event: Event, hint: str = "") -> None:
        mark = _mark(event, None, self._file)
        self._problems.append(Problem(code, message, self._file, mark.line, mark.col, max(1, mark.length), hint=hint))
        if len(self._problems) >= MAX_PROBLEMS:
            raise ScenarioError(self._problems)

    def _stop(self, code: str, message: str, event: Event, hint: str = "") -> NoReturn:
        self._report(code, message, event, hint)
        raise ScenarioError(self._problems)


def _events(text: str) -> Iterator[Event]:
    # libyaml's parser is twenty times quicker and reads the same language; neither recurses
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    return iter(yaml.parse(text, Loader=loader))


def _mark(event: Event, key: ScalarEvent | None, file: str) -> Mark:
    line, col, length = _place(event)
    return Mark(line, col, length, *(_place(key) if key else (0, 0, 0)), file, not isinstance(event, ScalarEvent))


def _place(event: Event) -> tuple[int, int, int]:
    start: Any = event.start_mark
    end: Any = event.end_mark
    length = end.column - start.column if isinstance(event, ScalarEvent) and start.line == end.line else 1
    return start.line + 1, start.column + 1, length
