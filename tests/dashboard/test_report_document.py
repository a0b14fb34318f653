"""What the report says, in which order; goals, caps, and texts that want to be more than text."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from analysis.breakdown import Slice
from analysis.counts import FlipCounts
from analysis.gate.decision import CheckDecision, Decision, GateDecision, Result
from analysis.report import Report, report_on
from analysis.slice_cube import Condition
from dashboard import wording
from dashboard.commands.gate_rows import MOST_SLICES
from dashboard.report import drawings, tables
from dashboard.report.document import Cell, Document
from dashboard.report.html import html_of
from dashboard.report.markdown import markdown_of
from dashboard.report.metric_table import metric_table
from dashboard.report.sections import document_of
from dashboard.report.source import source_of, trend_of
from loaders.comparison import comparison
from loaders.warehouse import Warehouse
from tests.dashboard.hostile import RUNS
from tests.dashboard.hostile import write_hostile as write_snippets
from tests.dashboard.hostile_warehouse import write_hostile


@pytest.fixture(scope="module")
def report(sample_warehouse: Path) -> Report:
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        return report_on(source_of(opened))


@pytest.fixture(scope="module")
def document(report: Report) -> Document:
    return document_of(report)


@pytest.fixture(scope="module", params=["texts", "names"])
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Document]:
    folder = tmp_path_factory.mktemp("hostile")
    runs = ("v1", "v2") if request.param == "texts" else RUNS
    warehouse = Warehouse(write_hostile(folder) if request.param == "texts" else write_snippets(folder))
    with comparison(warehouse, *runs[:2]) as opened:
        yield document_of(report_on(source_of(opened), trend=trend_of(warehouse, runs, "frame")))


def test_what_is_asked_first_comes_first(document: Document) -> None:
    assert document.title == "Better on average, worse in de-DE."
    assert "119 broke, 207 fixed" in document.lede
    assert "By traffic it loses 8.27 pp" in document.lede
    assert [section.key for section in document.sections] == [
        *("changed", "where", "must-pass", "slices", "causes", "examples", "methods"),
    ]
    assert [tile.label for tile in document.tiles][1:3] == ["Broke (NFR)", "Fixed (PFR)"]
    assert (document.tiles[1].value, document.tiles[1].interval) == ("3.82 %", "3.21 to 4.56")


def test_html_and_markdown_say_the_same(document: Document) -> None:
    html, markdown = html_of(document), markdown_of(document)
    for section in document.sections:
        assert f">{section.title}</h2>" in html
        assert f"\n## {section.title}\n" in markdown
        for table in section.tables:
            in_markdown = markdown.split(f"### {table.title}")[1].split("\n\n")[1].strip().splitlines()[2:]
            in_html = html.split(f"<caption>{table.title}")[1].split("</table>")[0].split("<tr>")[2:]
            assert len(in_markdown) == len(in_html) == len(table.rows)
    assert "de-DE | 388 | 70.9 % → 65.7 % | −5.15 pp" in markdown


def test_every_figure_and_interval_is_that_of_the_counts(report: Report) -> None:
    (row,) = (row for row in tables.places("locale", report.locales).rows if row[0] == "de-DE")
    assert row[1:3] == ("388", "70.9 % → 65.7 %")
    assert row[3] == Cell("−5.15 pp", "broke")
    assert row[6:9] == ("49", "12.63 %", "9.69 to 16.30")
    metrics = {str(row[0]): row for row in metric_table(report).rows}
    assert metrics["Trust kept (BTC)"][2:5] == ("2,215", "94.63 %", "93.61 to 95.49")
    assert metrics["Relative NFR"][4] == "–"


def decided(*decisions: Decision) -> GateDecision:
    results = tuple(
        Result({"locale": f"l-{i}"}, 10, 0.5, None, None, 0.2, None, decision, f"reason {i}")
        for i, decision in enumerate(decisions)
    )
    return GateDecision((CheckDecision("nfr", "nfr", "rate", "frame", "fail", "max", "upper", results),))


@pytest.mark.parametrize(("decision", "said"), [("pass", "✓ pass"), ("warn", "▲ warning"), ("fail", "✕ fail")])
def test_goals_say_their_decision_by_sign_and_word(report: Report, decision: Decision, said: str) -> None:
    found = document_of(replace(report, decision=decided("pass", decision)))
    assert (found.decision, found.sections[0].key) == (decision, "goals")
    goals, *why = found.sections[0].tables
    assert goals.rows[0][:3] == (Cell(said, decision), "nfr", f"{2 if decision == 'pass' else 1:,} of 2 pass")
    assert [table.rows for table in why] == (
        [] if decision == "pass" else [((Cell(said, decision), "nfr", "locale=l-1: reason 1"),)]
    )
    html = html_of(found)
    assert f'<p class="decision {decision}"><b>{said}</b>' in html
    assert f"**{said}**: " in markdown_of(found)


def test_without_traffic_no_example_tells_of_it(report: Report) -> None:
    heading = "| utterance | locale | what changed | causes |"
    for known, ending in ((report, " traffic |"), (replace(report, traffic="", must_pass=None), "")):
        made = document_of(known)
        assert f"{heading}{ending}\n" in markdown_of(made)
        assert ("no-traffic" in html_of(made).split("<main>")[1]) == (not ending)


def test_without_a_gate_nothing_is_decided(document: Document) -> None:
    assert document.decision is None
    assert 'class="decision' not in html_of(document)


def test_of_very_many_slices_the_worst_are_shown(report: Report) -> None:
    many = tuple(
        Slice("frame", {"locale": f"l-{i:03}", "domain": f"d-{i % 50}"}, FlipCounts(400, 390 - i, i, 10, 0, 0), 400)
        for i in range(300)
    )
    fails: list[Decision] = ["fail"] * 300
    found = document_of(replace(report, cells=many, locales=many, domains=many, decision=decided(*fails)))
    where = next(section for section in found.sections if section.key == "where")
    assert [len(table.rows) for table in where.tables] == [tables.MOST_PLACES] * 2
    assert where.tables[0].rows[0][0] == "l-299"
    assert where.tables[0].note == "40 of 300, the highest NFR first"
    assert len(found.sections[0].tables[1].rows) == MOST_SLICES + 1
    shown, note = drawings.most_broken_cells(many)
    assert len({part.values["locale"] for part in shown}) <= drawings.MOST_COLUMNS
    assert note == " 36 of 50 domains and 20 of 300 locales: most broke there."
    assert len(html_of(found).encode()) < 5_000_000


class Elements(HTMLParser):
    """Every element that a browser would make, with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_endless_names_end(report: Report) -> None:
    counts = FlipCounts(400, 300, 60, 20, 20, 0)
    cells = tuple(
        Slice("frame", {"locale": f"l-{i // 36}", "domain": "d" * 50_000 + str(i % 36)}, counts, 400)
        for i in range(720)
    )
    assert report.found is not None
    endless = replace(report.found.slices[0], conditions=(Condition("intent", "i" * 300_000),) * 3)
    found = replace(report.found, slices=(endless,) * 10)
    made = document_of(replace(report, cells=cells, domains=cells[:36], found=found))
    heat_map = next(one for section in made.sections for one in section.figures if one.key == "heat-nfr")
    names = [str(name) for name in heat_map.light.layout.yaxis.ticktext]
    assert len(names) == len({text.split("<br>")[0] for text in heat_map.light.data[2].hovertext}) // 20 == 36
    assert len(html_of(made).encode()) < 3_000_000
    assert len(markdown_of(made)) < 200_000


def test_hostile_texts_stay_text(hostile: Document) -> None:
    html = html_of(hostile)
    found = Elements(html).found
    names = Counter(tag for tag, _ in found)
    assert {name: names[name] for name in ("script", "style", "img", "iframe", "svg", "link")} == {
        "script": 3,
        "style": 1,
        **dict.fromkeys(("img", "iframe", "svg", "link"), 0),
    }
    assert not any(key.startswith("on") or key == "data-evil" for _, attrs in found for key in attrs)
    assert all(str(attrs["href"]).startswith("#") for tag, attrs in found if tag == "a")
    assert len(html.encode()) < 5_000_000


def test_hostile_texts_stay_cells_in_markdown(hostile: Document) -> None:
    markdown = markdown_of(hostile)
    assert not re.search(r"(?<!\\)<(script|img|b|svg|style)", markdown)
    assert not re.search(r"(?<!\\)\]\((https|javascript):", re.sub(r"\\\[[^\n]*", "", markdown))
    assert "\u202e" not in markdown
    for table in re.findall(r"(?:^\|.*\n)+", markdown, flags=re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1, table


def test_what_nobody_can_click_says_nothing_of_clicking(document: Document) -> None:
    assert not re.search(r"[Cc]lick", html_of(document).split('id="library"')[0].split("<body>")[1])
    assert wording.UNDEFINED in html_of(document)
