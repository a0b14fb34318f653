"""The report as Markdown: the same document without its figures, for an issue, a wiki or a pull request."""

from collections.abc import Iterator, Sequence
from typing import Final
from unicodedata import bidirectional

from analysis.changes import describe
from dashboard import wording
from dashboard.commands.row_output import markdown_text
from dashboard.figures.utterance import Utterance, changes_between_runs
from dashboard.figures.visible import shortened
from dashboard.report.document import DECIDED, MOST_SAID, Cell, Document, Table
from dashboard.tile import Tile

_EXAMPLE: Final = ("utterance", "locale", "what changed", "causes", "traffic")
_RIGHT_TO_LEFT: Final = ("R", "AL", "AN")


def markdown_of(document: Document) -> str:
    """Return the file's content; every text of anybody is escaped, and its direction of writing ends with its cell."""
    return "\n\n".join(_blocks(document)) + "\n"


def _blocks(document: Document) -> Iterator[str]:
    yield f"# {markdown_text(document.title)}"
    yield markdown_text(f"flipscope report: {document.about}")
    yield _said(document.lede)
    if document.decision is not None:
        yield f"**{DECIDED[document.decision]}**: {_said(document.reason)}"
    yield from (_said(f"⚠ {warning}") for warning in document.warnings)
    yield _table(("figure", "value", "of", "95 %"), [_tile(tile) for tile in document.tiles], ())
    if document.certainty:
        yield markdown_text(document.certainty)
    for section in document.sections:
        yield f"## {section.title}"
        yield from map(_said, section.paragraphs)
        for table in section.tables:
            yield from _titled(table)
        if section.examples:
            n = len(_EXAMPLE) if section.knows_traffic else len(_EXAMPLE) - 1
            yield _table(_EXAMPLE[:n], [_example(one)[:n] for one in section.examples], _EXAMPLE[-1:])


def _tile(tile: Tile) -> Sequence[str]:
    return tile.label, tile.value, tile.note, tile.interval or wording.UNDEFINED


def _titled(table: Table) -> Iterator[str]:
    note = f" ({table.note})" if table.note else ""
    yield f"### {markdown_text(table.title + note)}"
    rows = [[cell.text if isinstance(cell, Cell) else cell for cell in row] for row in table.rows]
    yield _table(table.headings, rows, table.numeric)


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[str]) -> str:
    rules = ["---:" if heading in numeric else "---" for heading in headings]
    lines = (map(markdown_text, headings), rules, *(map(_cell, row) for row in rows))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _said(text: str) -> str:
    return markdown_text(shortened(text, MOST_SAID))


def _cell(text: str) -> str:
    escaped = markdown_text(shortened(text))
    return f"\u2068{escaped}\u2069" if any(bidirectional(one) in _RIGHT_TO_LEFT for one in text) else escaped


def _example(utterance: Utterance) -> Sequence[str]:
    missing = utterance.baseline.missing or utterance.candidate.missing
    changed = () if missing else changes_between_runs(utterance)
    said = "; ".join(map(describe, changed)) if not missing else "no prediction"
    causes = ", ".join(wording.CAUSE_LABELS[cause] for cause in utterance.causes)
    return utterance.text, utterance.locale, said, causes, wording.count(utterance.frequency)
