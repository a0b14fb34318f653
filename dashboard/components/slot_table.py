"""Every slot name in numbers, as a table: outcomes with their intervals and tests, errors by kind, F1, inventions."""

from html import escape
from typing import Final

from analysis.breakdown import Slice
from analysis.certainty import Certainty
from analysis.counts import FlipCounts
from analysis.metrics import accuracy_baseline, accuracy_candidate, accuracy_change, nfr, pfr
from analysis.slot_metrics import slot_f1
from analysis.slot_report import SlotReport, SlotRow, error_parts, verdict_of
from dashboard import wording
from dashboard.components.slot_words import limits_of

_GROUPS: Final = (
    ("gold slots", 1, ""),
    ("accuracy, %", 2, "Gold slots found with the right value, baseline and candidate."),
    ("broke", 2, "NFR: right before, wrong now, of all gold slots of the name, with the 95 % interval."),
    ("fixed", 2, "PFR: wrong before, right now, of all gold slots of the name, with the 95 % interval."),
    ("adj. p", 1, "Could the accuracy change be chance? McNemar's mid-p, adjusted for the number of names; – where so "
     "few flips could never tell."),
    ("candidate’s errors", 4, "Missed: no such slot given. Added: given, and not in gold. Value: another value under "
     "the name. Renamed: the value given under another name."),
    ("of SemER", 1, "How much of all the candidate's slot and intent errors is of this name."),
    ("slot F1, %", 2, "Baseline and candidate."),
    ("newly invented", 1, "Slots that the candidate gives and neither gold nor the baseline has."),
)  # fmt: skip
_HEADS: Final = (
    *("n", "before", "after", "%", "95 %", "%", "95 %", ""),
    *("missed", "added", "value", "renamed", "", "before", "after", ""),
)


def table_html(report: SlotReport) -> str:
    """Return the table, a name a row, what lost most first."""
    groups = "".join(
        f'<th scope="colgroup" colspan="{span}" title="{escape(about)}">{name}</th>' for name, span, about in _GROUPS
    )
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    rows = "".join(_row(row, report) for row in report.rows)
    return (
        '<div class="slot-table" tabindex="0" role="region" aria-label="Every slot name"><table class="tabular"><thead>'
        f'<tr><th rowspan="2" scope="col">slot</th>{groups}</tr><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(row: SlotRow, report: SlotReport) -> str:
    counts, parts = row.slice.counts, error_parts(row.errors.candidate)
    weighted = row.slice.weight is not None
    cells = (
        wording.count(counts.n),
        *(_percent(rate(counts)) for rate in (accuracy_baseline, accuracy_candidate)),
        *_rate(nfr(counts), counts.n_negative_flips, counts, "broke", weighted),
        *_rate(pfr(counts), counts.n_positive_flips, counts, "fixed", weighted),
        adjusted_p(row.slice, row.certainty),
        *(wording.count(n) for n in (parts.n_missed, parts.n_added, parts.n_substituted, parts.n_renamed)),
        wording.percent(report.semer_share(row)),
        *(_percent(slot_f1(errors)) for errors in (row.errors.baseline, row.errors.candidate)),
        wording.count(row.errors.n_new_insertions or 0),
    )
    figures = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row"><bdi>{escape(row.name)}</bdi></th>{figures}</tr>'


def _rate(rate: float | None, n: int, counts: FlipCounts, css: str, weighted: bool) -> tuple[str, str]:
    return f'<b class="{css}">{_percent(rate)}</b>', f'<span class="muted">{limits_of(n, counts.n, weighted)}</span>'


def adjusted_p(part: Slice, certainty: Certainty) -> str:
    """Return the adjusted p of an accuracy change as HTML, marked where the change is hardly chance."""
    q, verdict = certainty.q_value, verdict_of(part, certainty)
    if q is None:
        return wording.UNDEFINED
    said = "&lt; 0.001" if q < 0.001 else f"{q:.3f}"
    if not verdict:
        return said
    css, mark = ("broke", "▼") if verdict == "worse" else ("fixed", "▲")
    return f'<b class="{css}" title="{verdict}: {wording.points(accuracy_change(part.counts))}">{said} {mark}</b>'


def _percent(rate: float | None) -> str:
    return wording.percent(rate).removesuffix(" %")
