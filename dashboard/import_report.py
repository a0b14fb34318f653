"""What an import of verdicts did, in words; the command line and the page say the same. No Streamlit here."""

from collections.abc import Iterator, Sequence
from typing import Final

from dashboard import wording
from loaders.errors import Rejection
from loaders.judgement import JudgedPair
from loaders.verdicts.answer import Skipped
from loaders.verdicts.report import ImportReport

SHOWN: Final = 10
"""So many rows of each kind are named; the page lists all that were kept."""


def headline(report: ImportReport) -> str:
    """Say in one sentence what the import changed.

    >>> headline(ImportReport(n_known=7)), headline(ImportReport())
    ('nothing new: the warehouse has all of it', 'nothing new: no row says anything')
    """
    if report.refused:
        return f"nothing was imported: {wording.plural(report.n_rejected, 'row')} rejected"
    if report.n_new:
        utterances = wording.plural(report.n_utterances, "utterance")
        return f"{wording.plural(report.n_new, 'new judgement')}, for {utterances}"
    if report.n_known or report.n_unchanged:
        return "nothing new: the warehouse has all of it"
    return "nothing new: no row says anything"


def describe_import(report: ImportReport) -> Iterator[str]:
    """Yield the lines of a report."""
    yield f"{', '.join(report.files)}: {headline(report)}"
    if not report.refused:
        derived = (
            f" ({wording.count(report.n_derived)} of them derived from the correction)" if report.n_derived else ""
        )
        yield f"  new         {wording.count(report.n_new)}{derived}"
        for pair, n in report.new_by_pair.items():
            yield f"    {wording.count(n)} on {_of(pair)}"
        for annotator, n in report.new_by_annotator.most_common(SHOWN):
            yield f"    {wording.count(n)} by {annotator}"
        if (more := len(report.new_by_annotator) - SHOWN) > 0:
            yield f"    and by {wording.count(more)} more"
        yield f"  known       {wording.count(report.n_known)}{' (imported before)' if report.n_known else ''}"
        said = " (their annotator said the same last)" if report.n_unchanged else ""
        yield f"  unchanged   {wording.count(report.n_unchanged)}{said}"
    yield f"  skipped     {wording.count(report.n_skipped)}"
    for reason, n in report.reasons.most_common(SHOWN):
        first = report.first_of[reason].place
        yield f"    {wording.count(n)} {reason}, the first {first.file} line {first.line}"
    yield f"  rejected    {wording.count(report.n_rejected)}"
    yield from _named(report.rejections, report.n_rejected)
    if report.remarks:
        yield f"  remarks     {wording.count(len(report.remarks))}"
        yield from _named(report.remarks, len(report.remarks))


def _of(pair: JudgedPair) -> str:
    return f"the gold of {pair.evalset}" if pair.is_gold else f"{pair.baseline} → {pair.candidate} ({pair.evalset})"


def _named(rows: Sequence[Rejection | Skipped], n: int) -> Iterator[str]:
    for row in rows[:SHOWN]:
        yield f"    {row}"
    if n > SHOWN:
        yield f"    ... and {wording.count(n - SHOWN)} more"
