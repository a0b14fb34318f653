"""The cards of the Verdicts page: how the judged flips stand, who judged, and how far annotators agree."""

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from analysis.intervals import wilson
from analysis.standing import STANDINGS, Standing
from analysis.verdict_report import VerdictReport
from dashboard import wording
from dashboard.components.tiles import Tile
from dashboard.figures.slot_marks import isolated
from dashboard.verdict_words import (
    COHEN_HELP,
    FLEISS_HELP,
    KRIPPENDORFF_HELP,
    STANDING_HELP,
    STANDING_LABELS,
    VERDICT_LABELS,
    coefficient,
    equal_line,
)
from loaders.schema import VERDICTS


def title_of(report: VerdictReport) -> str:
    """Return the title: how many of the judged flips are the candidate's fault."""
    if not report.annotators:
        return "Nobody has judged these flips yet."
    if not report.n_judged:
        return "No flip has a verdict yet."
    n = report.standings["confirmed"]
    flips = wording.plural(report.n_judged, "judged flip")
    return f"{wording.count(n)} of {flips} {'is' if 1 in (n, report.n_judged) else 'are'} the candidate's fault."


def tiles_of(report: VerdictReport) -> list[Tile]:
    """Return how much was judged, what became of it, and how far annotators agree."""
    agreement = report.agreement
    shared = ("confirmed", "gold_wrong", "both_acceptable")
    return [
        Tile(
            "Judged",
            wording.count(report.n_judged),
            f"of {wording.plural(report.n_flips, 'negative flip')}",
            "Negative flips with a verdict of at least one annotator, on them or on an item that stands for them.",
        ),
        *(_standing_tile(report, standing) for standing in STANDINGS if standing in shared),
        Tile(
            "Agreement",
            coefficient(agreement.krippendorff),
            f"Krippendorff's α, {wording.plural(agreement.krippendorff.n, 'item')}",
            KRIPPENDORFF_HELP,
        ),
        Tile(
            "Disagreements",
            wording.count(len(report.queue)),
            "open, listed below",
            "Items on which annotators differ in the verdict, or in what is right.",
        ),
    ]


def _standing_tile(report: VerdictReport, standing: Standing) -> Tile:
    n, n_judged = report.standings[standing], report.n_judged
    return Tile(
        STANDING_LABELS[standing].capitalize(),
        wording.percent(n / n_judged if n_judged else None),
        f"{wording.count(n)} of {wording.count(n_judged)} judged",
        STANDING_HELP[standing],
        "broke" if standing == "confirmed" else "",
        wording.limits(wilson(n, n_judged), 1),
    )


def show_standings(report: VerdictReport) -> None:
    """Show how the judged flips stand, each verdict with its share and interval."""
    with st.container(border=True, key="verdict_standings"):
        st.html(f"<h2>What most say of each judged flip</h2>{standings_html(report)}")


def standings_html(report: VerdictReport) -> str:
    """Return the table of standings; a bar shows each share."""
    rows = []
    for standing, n in report.standings.items():
        share = n / report.n_judged if report.n_judged else None
        bar = f'<span class="share" style="--share: {100 * (share or 0):.1f}%"></span>'
        label = f'<th scope="row" title="{escape(STANDING_HELP[standing])}">{escape(STANDING_LABELS[standing])}</th>'
        limits = wording.limits(wilson(n, report.n_judged), 1)
        numbers = f"<td>{wording.count(n)}</td><td>{wording.percent(share)}</td><td>{limits}</td>"
        rows.append(f"<tr>{label}{numbers}<td class='bar' aria-hidden='true'>{bar}</td></tr>")
    return table_html(("verdict", "flips", "share", "95 %, in percent", ""), rows)


def show_annotators(report: VerdictReport) -> None:
    """Show who judged how many items, and how."""
    with st.container(border=True, key="verdict_annotators"):
        st.html(f"<h2>Who judged</h2>{annotators_html(report)}")


def annotators_html(report: VerdictReport) -> str:
    """Return the table of annotators."""
    columns = (*VERDICTS, None)
    rows = [
        f'<tr><th scope="row">{isolated(one.annotator)}</th><td>{wording.count(one.n)}</td>'
        + "".join(f"<td>{wording.count(one.verdicts.get(verdict, 0))}</td>" for verdict in columns)
        + "</tr>"
        for one in report.annotators
    ]
    return table_html(("annotator", "items", *(VERDICT_LABELS[verdict] for verdict in columns)), rows)


def show_agreement(report: VerdictReport) -> None:
    """Show how far annotators agree, each coefficient with its n."""
    with st.container(border=True, key="verdict_agreement"):
        st.html(f"<h2>Do annotators agree?</h2>{agreement_html(report)}")


def agreement_html(report: VerdictReport) -> str:
    """Return the share of equal verdicts, the coefficients, and the pairs of annotators."""
    found = report.agreement
    said = f'<p class="note muted">{escape(equal_line(found).capitalize())}.</p>'
    if not found.n:
        return f"{said}<p>Have some items judged by two: export with an overlap of 2.</p>"
    raters = wording.plural(found.n_raters, "verdict")
    rows = [
        _coefficient("Krippendorff's α", KRIPPENDORFF_HELP, found.krippendorff.n, "", coefficient(found.krippendorff)),
        _coefficient(f"Fleiss' κ, items with {raters}", FLEISS_HELP, found.fleiss.n, "", coefficient(found.fleiss)),
    ]
    rows += [
        _coefficient(
            f"{isolated(one.annotators[0])} and {isolated(one.annotators[1])}, Cohen's κ",
            COHEN_HELP,
            one.n,
            wording.count(one.n_equal),
            coefficient(one.kappa),
        )
        for one in found.pairs
    ]
    return said + table_html(("", "items", "equal", "agreement"), rows)


def _coefficient(label: str, explanation: str, n: int, n_equal: str, value: str) -> str:
    head = f'<th scope="row" title="{escape(explanation)}">{label}</th>'
    return f"<tr>{head}<td>{wording.count(n)}</td><td>{n_equal}</td><td>{value}</td></tr>"


def table_html(headings: Sequence[str | tuple[str, str]], rows: Iterable[str]) -> str:
    """Return a table of these rows; a heading may come with its explanation."""
    head = "".join(map(_heading, headings))
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return f'<div class="verdict-table tabular">{table}</div>'


def _heading(heading: str | tuple[str, str]) -> str:
    name, explanation = heading if isinstance(heading, tuple) else (heading, "")
    explained = f' title="{escape(explanation)}"' if explanation else ""
    return f'<th scope="col"{explained}>{escape(name)}</th>' if name else "<td></td>"
