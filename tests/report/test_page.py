"""The report is one file that asks for nothing, says what it shows in words, and runs nobody's script."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from orgsim.analysis.compare import compare
from orgsim.cli.main import orgsim as command
from orgsim.experiment import Run
from orgsim.report import write_report

VOID = {"meta", "img", "br", "link", "input", "hr"}


class Page(HTMLParser):
    """Reads a page strictly: every element closed in order, ids used once."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def written(run: Run, tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_report(run, tmp_path_factory.mktemp("report") / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(written: str) -> Page:
    return Page(written)


def test_nothing_is_asked_of_the_network(written: str, page: Page) -> None:
    allowed = [
        address for _, attributes in page.elements for name in ("src", "href") if (address := attributes.get(name))
    ]
    assert all(address.startswith(("#", "data:image/svg+xml;base64,")) for address in allowed)
    assert not re.search(r"@import|url\(|https?://", written.split("<body>", maxsplit=1)[0])
    assert [tag for tag, _ in page.elements if tag in ("script", "iframe", "object", "embed", "link", "form")] == []


def test_the_policy_forbids_what_is_not_there(page: Page) -> None:
    policy = [meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert policy == ["default-src 'none'; img-src data:; style-src 'unsafe-inline'"]
    assert not any(name.startswith("on") or name == "style" for _, attributes in page.elements for name in attributes)


def test_a_reader_of_words_gets_everything(page: Page) -> None:
    assert page.all("html")[0]["lang"] == "en-GB"
    images = page.all("img")
    assert len(images) == 15
    assert all(len(str(image["alt"])) > 40 for image in images)
    assert len(page.all("details")) == len(images) + 2
    assert "Show “Does the same customer meet another fate?” as a table" in page.text
    skip = page.all("a")[0]
    assert skip["class"] == "skip"
    assert str(skip["href"])[1:] in {attributes.get("id") for attributes in page.all("main")}


def test_headings_go_down_one_by_one(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ids_are_used_once_and_links_lead_somewhere(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {str(link["href"])[1:] for link in page.all("a")} <= set(ids)
    assert {section["aria-labelledby"] for section in page.all("section")} <= set(ids)


def test_the_honest_line_and_the_warning_stand_there(page: Page) -> None:
    assert "This is a model with made-up or declared inputs; it shows how structure can produce" in page.text
    assert "produce behaviour, not what any named shop does." in page.text
    assert "Only 2 replications: intervals from fewer than 10 are wide and easily mislead." in page.text


def test_numbers_in_the_table_are_those_of_the_comparison(run: Run, page: Page) -> None:
    from orgsim.analysis.natural import natural_difference, natural_interval

    for one in compare(run).headlines:
        found, unit = one.differences["together"], one.definition.unit
        assert natural_difference(found.mean, found.holm_low, found.holm_high, unit) in page.text
        mean = one.estimates["apart"]
        assert natural_interval(mean.mean, mean.low, mean.high, unit) in page.text


def test_it_says_how_to_get_the_same_again(run: Run, page: Page) -> None:
    assert "orgsim compare shop.yaml --variant apart --variant together" in page.text
    assert "--against apart --replications 2 --seed 5" in page.text
    assert "'calendar.length=2 days'" in page.text
    assert next(iter(run.manifest["scenario"]["files"].values())) in page.text


def test_the_same_run_gives_the_same_report(run: Run, written: str, tmp_path: Path) -> None:
    assert write_report(run, tmp_path / "again.html").read_text(encoding="utf-8") == written


def test_nothing_in_it_is_about_patients_unless_the_scenario_is(written: str) -> None:
    assert not re.search(r"patient|hospital", re.sub(r"base64,[^\"]*", "", written), re.IGNORECASE)


def test_names_cannot_break_out(hostile: Run, tmp_path: Path) -> None:
    written = write_report(hostile, tmp_path / "report.html").read_text(encoding="utf-8")
    page = Page(written)
    assert "<script" not in written
    assert page.all("script") == []
    assert "<script>alert(1)</script>" in page.text, "it is shown as the words it is"
    assert "49" not in page.all("title")
    assert "{{ 7*7 }}" in page.text
    assert not any("javascript:" in str(value) for _, attributes in page.elements for value in attributes.values())


def test_the_verb_writes_into_the_run(run: Run) -> None:
    done = CliRunner().invoke(command, ["report", str(run.path), "--picture", "decisions"])
    assert done.exit_code == 0, done.output
    assert done.stdout.strip() == (run.path / "report.html").as_posix()
    assert len(Page((run.path / "report.html").read_text(encoding="utf-8")).all("img")) == 1


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    from orgsim.cli.boundary import guarded

    assert guarded(command, ["report", str(tmp_path)]) == 5
    assert list(tmp_path.iterdir()) == []


def test_tables_in_the_page_are_those_of_the_files(run: Run, page: Page, tmp_path: Path) -> None:
    from orgsim.plots.catalogue import write_pictures
    from orgsim.plots.from_run import results_of

    write_pictures(results_of(run), tmp_path, ["two-fates"], dpi=20)
    rows = list(csv.reader((tmp_path / "13-two-fates.csv").read_text().splitlines()))
    counted = [f"{float(row[2]):.4g}" for row in rows[1:] if float(row[2]) < 1000]
    assert counted
    assert all(number in page.text for number in counted)
