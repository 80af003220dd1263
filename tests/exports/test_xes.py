from __future__ import annotations

import io
from collections import defaultdict
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest

from orgsim.exports import EventRow, event_rows, write_xes
from tests.exports.hospital import replication

NAMESPACE = "{http://www.xes-standard.org/}"


@pytest.fixture(scope="module")
def rows() -> list[EventRow]:
    one = replication()
    return event_rows(one.plan, one.cohort, one.journal, one.number)


@pytest.fixture(scope="module")
def log(rows: list[EventRow]) -> ET.Element:
    text = io.StringIO()
    write_xes(text, rows, "silo-1")
    return ET.fromstring(text.getvalue())  # noqa: S314  (our own text)


def attributes(element: ET.Element) -> dict[str, str]:
    return {child.attrib["key"]: child.attrib["value"] for child in element if "key" in child.attrib}


def test_the_header_declares_what_is_used(log: ET.Element) -> None:
    assert log.tag == f"{NAMESPACE}log"
    assert log.attrib["xes.version"] == "1849-2016"
    declared = {one.attrib["prefix"] for one in log.findall(f"{NAMESPACE}extension")}
    assert declared == {"concept", "time", "lifecycle", "org"}
    used = {one.attrib["key"].partition(":")[0] for one in log.iter() if ":" in one.attrib.get("key", "")}
    assert used <= declared
    assert {one.attrib["scope"] for one in log.findall(f"{NAMESPACE}global")} == {"trace", "event"}


def test_parts_stand_in_the_order_of_the_standard(log: ET.Element) -> None:
    order = ["extension", "global", "classifier", "string", "trace"]
    places = [order.index(one.tag.removeprefix(NAMESPACE)) for one in log]
    assert places == sorted(places)


def test_each_trace_is_a_visit_of_the_log(log: ET.Element, rows: list[EventRow]) -> None:
    expected: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    for row in rows:
        resource = row.unique_resource_id or ""
        expected[row.case_id].append((row.activity, row.lifecycle, row.timestamp, resource))
    found = {}
    for trace in log.findall(f"{NAMESPACE}trace"):
        case = attributes(trace)["concept:name"]
        assert case not in found
        events = [attributes(event) for event in trace.findall(f"{NAMESPACE}event")]
        keys = ("concept:name", "lifecycle:transition", "time:timestamp", "org:resource")
        found[case] = [tuple(event.get(key, "") for key in keys) for event in events]
    assert found == expected


def test_cases_are_named_by_run_and_visit(log: ET.Element) -> None:
    cases = [attributes(trace)["concept:name"] for trace in log.findall(f"{NAMESPACE}trace")]
    assert all(case.split("-")[0] == "1" and case.split("-")[1].isdigit() for case in cases)


def test_dates_have_a_zone_and_rise_within_a_trace(log: ET.Element) -> None:
    for trace in log.findall(f"{NAMESPACE}trace"):
        dates = [datetime.fromisoformat(one.attrib["value"]) for one in trace.iter(f"{NAMESPACE}date")]
        assert all(date.tzinfo is not None for date in dates)
        assert dates == sorted(dates)


def test_nothing_empty_is_written(log: ET.Element) -> None:
    assert not [one for one in log.iter() if one.attrib.get("value") in ("", "None", "nan")]
