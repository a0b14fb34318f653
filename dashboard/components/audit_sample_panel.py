"""How many labels are wrong? The estimate from an audit sample, stratum by stratum, and the next label to judge."""

from html import escape
from typing import Final

import streamlit as st

from analysis.annotation.audit_sample import LIKELY_WRONG
from analysis.annotation.estimate import WrongLabels, estimate_wrong
from analysis.annotation.ranking import Ranking
from dashboard import wording
from dashboard.components.audit_sample_draw import SAMPLE_PARAMETER, show_first_draw, show_further_draw
from dashboard.components.audit_sample_judging import show_judging
from dashboard.components.gold_said import gold_audit, sample_seeds
from dashboard.components.markdown_text import plain
from dashboard.components.session import Chosen
from dashboard.components.suspect_export import show_suspect_export
from dashboard.components.tiles import Tile, show_tiles
from dashboard.gold_audit import GoldAudit
from dashboard.gold_audit_words import ESTIMATE_HELP, MODEL_HELP, STRATUM_HELP, STRATUM_LABELS, about, judged_line
from loaders.errors import InputError

QUESTION: Final = "How many labels are wrong?"


def is_sample_asked() -> bool:
    """Does the link ask for the audit sample?"""
    return SAMPLE_PARAMETER in st.query_params


def ask_for_sample() -> None:
    """Go to the audit sample; for callbacks."""
    st.query_params[SAMPLE_PARAMETER] = "last"


def leave_sample() -> None:
    """Go back to the suspects; for callbacks."""
    st.query_params.pop(SAMPLE_PARAMETER, None)


def show_sample_line(chosen: Chosen) -> None:
    """Say in a line how many labels are wrong by what was judged, with the way to the sample."""
    try:
        found = gold_audit(chosen.comparison.evalset)
    except InputError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    st.button(_line(found), key="sample_open", icon=":material/casino:", type="tertiary", on_click=ask_for_sample)


def _line(found: GoldAudit | None) -> str:
    if found is None:
        return f"{QUESTION} Draw a sample and judge it"
    n_open = wording.plural(found.total("n_open"), "drawn label")
    if found.whole.n_wrong is None:
        return f"{QUESTION} {n_open} to judge"
    said = about(found.whole)
    return f"{said[0].upper()}{said[1:]}"


def show_audit_sample(chosen: Chosen, ranking: Ranking) -> None:
    """Show the sample that the link asks for, or the last one; where there is none yet, how to draw one."""
    try:
        seeds = sample_seeds(chosen.comparison.evalset)
        found = gold_audit(chosen.comparison.evalset, _seed(seeds))
    except InputError as error:
        st.title(QUESTION, anchor=False)
        st.error(plain(str(error)), icon=":material/error:")
        return
    with st.container(key="sample_head", gap="xsmall"):
        st.html(f"<h1>{escape(_title(found))}</h1>")
        st.html(f'<div class="muted tabular">{escape(_lede(found))}</div>')
    with st.container(key="sample_bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.button("Back to the suspects", key="sample_back", icon=":material/arrow_back:", on_click=leave_sample)
        if found is not None:
            show_suspect_export(chosen, [one.row for one in found.open])
            show_further_draw(chosen, ranking, found)
    if found is None:
        show_first_draw(chosen, ranking)
        return
    show_tiles(tiles_of(found))
    left, right = st.columns(2, gap="small")
    with left:
        show_judging(chosen, ranking, found)
    with right:
        st.html(strata_html(found))


def _seed(seeds: tuple[int, ...]) -> int | None:
    asked = str(st.query_params.get(SAMPLE_PARAMETER, ""))
    return next((seed for seed in seeds if str(seed) == asked), None)


def _title(found: GoldAudit | None) -> str:
    if found is None or found.whole.n_wrong is None:
        return QUESTION
    of = found.whole
    if not of.n_wrong:
        return f"{QUESTION} None was seen wrong"
    return f"{QUESTION} About {of.n_wrong:,.0f} of {wording.count(of.n_utterances)}"


def _lede(found: GoldAudit | None) -> str:
    if found is None:
        return (
            "Only people can tell. Draw some at random, more of what is suspect, and judge them: a hundred give a "
            "first answer with its interval."
        )
    return judged_line(found)


def tiles_of(found: GoldAudit) -> list[Tile]:
    """Return the estimate, the precision of what looks wrong, and what a model expects by itself."""
    whole, likely = found.whole, found.likely_wrong
    tiles = [
        _tile("Labels wrong", whole, ESTIMATE_HELP),
        _tile("Of those that look wrong", likely, f"{STRATUM_HELP[LIKELY_WRONG]} {ESTIMATE_HELP}"),
    ]
    share = found.sample.share_of_model
    if share is not None:
        tiles.append(Tile("A model's own guess", wording.percent(share), "of the intents; nobody looked", MODEL_HELP))
    return tiles


def _tile(label: str, of: WrongLabels, explanation: str) -> Tile:
    if of.n_wrong is None:
        return Tile(label, wording.UNDEFINED, "judge one of each stratum", explanation)
    number = f"{f'about {of.n_wrong:,.0f}' if of.n_wrong else 'none seen'} of {wording.count(of.n_utterances)}"
    limits = f"{wording.limits(of.share_interval, 1)} %"
    if of.interval is not None:
        limits = f"{limits}, {of.interval.low:,.0f} to {of.interval.high:,.0f}"
    return Tile(label, wording.percent(of.share), number, explanation, interval=limits)


def strata_html(found: GoldAudit) -> str:
    """Return the strata as a table: how many, drawn, judged, and the share that is wrong."""
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEADINGS)
    rows = "".join(_row(found, place) for place, one in enumerate(found.strata) if one.n_utterances)
    note = (
        "More is drawn of what is suspect, and of large strata; the estimate sets that right. Unclear ones count "
        "neither as wrong nor as right."
    )
    return (
        f'<div class="sample-strata"><h2>Stratum by stratum</h2><table class="tabular"><thead><tr><td></td>{head}</tr>'
        f'</thead><tbody>{rows}</tbody></table><p class="note muted">{note}</p></div>'
    )


_HEADINGS: Final = ("labels", "drawn", "right", "wrong", "unclear", "open", "wrong, 95 %")


def _row(found: GoldAudit, place: int) -> str:
    one = found.strata[place]
    of = estimate_wrong([one])
    share = wording.percent(of.share)
    if of.share is not None:
        share += f' <span class="muted">{wording.limits(of.share_interval, 0)}</span>'
    counts = (one.n_utterances, one.n_drawn, one.n_right, one.n_wrong, one.n_unclear, one.n_open)
    cells = "".join(f"<td>{wording.count(n)}</td>" for n in counts)
    name = STRATUM_LABELS[one.name]
    label = f'<th scope="row" title="{escape(STRATUM_HELP[one.name])}">{escape(name)}</th>'
    return f"<tr>{label}{cells}<td>{share}</td></tr>"
