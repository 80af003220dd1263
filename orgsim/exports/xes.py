"""The event log as XES (IEEE 1849-2016), the exchange format of process mining."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TextIO
from xml.etree import ElementTree as ET

from orgsim.exports.events import EventRow

EXTENSIONS = (
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
)
_MISSING = "UNKNOWN"


def write_xes(file: TextIO, rows: Sequence[EventRow], name: str) -> None:
    """Write the log called ``name``: a trace for each visit in order of its first row, an event for each row.

    Traces are written one at a time, so that a long log does not have to fit into memory twice.
    """
    file.write("<?xml version='1.0' encoding='UTF-8'?>\n")
    file.write('<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">\n')
    for element in _header(name):
        file.write(f"  {ET.tostring(element, encoding='unicode')}\n")
    for case in _cases(rows):
        file.write(f"  {ET.tostring(_trace(case), encoding='unicode')}\n")
    file.write("</log>\n")


def _cases(rows: Sequence[EventRow]) -> Iterable[list[EventRow]]:
    cases: dict[str, list[EventRow]] = {}
    for row in rows:
        cases.setdefault(row.case_id, []).append(row)
    return cases.values()


def _header(name: str) -> Iterable[ET.Element]:
    for extension, prefix, uri in EXTENSIONS:
        yield ET.Element("extension", name=extension, prefix=prefix, uri=uri)
    for scope, keys in (("trace", ["concept:name"]), ("event", ["concept:name", "lifecycle:transition"])):
        element = ET.Element("global", scope=scope)
        for key in keys:
            _add(element, "string", key, _MISSING)
        if scope == "event":
            _add(element, "date", "time:timestamp", "1970-01-01T00:00:00.000+00:00")
        yield element
    yield ET.Element("classifier", name="Activity", keys="concept:name")
    yield ET.Element("classifier", name="Activity and step", keys="concept:name lifecycle:transition")
    yield ET.Element("string", key="concept:name", value=name)


def _trace(rows: Sequence[EventRow]) -> ET.Element:
    trace = ET.Element("trace")
    first, last = rows[0], rows[-1]
    _add(trace, "string", "concept:name", first.case_id)
    _add(trace, "string", "pathway", first.pathway)
    _add(trace, "int", "priority", first.priority)
    _add(trace, "string", "patient_id", first.patient_id)
    _add(trace, "string", "outcome", last.outcome)
    for row in rows:
        _event(ET.SubElement(trace, "event"), row)
    return trace


def _event(event: ET.Element, row: EventRow) -> None:
    _add(event, "string", "concept:name", row.activity)
    _add(event, "string", "lifecycle:transition", row.lifecycle)
    _add(event, "date", "time:timestamp", row.timestamp)
    _add(event, "string", "org:resource", row.unique_resource_id)
    _add(event, "string", "event", row.event)
    _add(event, "string", "holds", row.holds)


def _add(parent: ET.Element, kind: str, key: str, value: object) -> None:
    """Add an attribute; an empty one is left out, because readers take it for the text ``None``."""
    if value is not None:
        ET.SubElement(parent, kind, key=key, value=str(value))
