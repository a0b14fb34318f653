"""How many labels are wrong, in words; the command line and the page Annotation say the same. No Streamlit here."""

from collections.abc import Iterator
from typing import Final

from analysis.annotation.estimate import WrongLabels
from dashboard import wording
from dashboard.gold_audit import GoldAudit

STRATUM_LABELS: Final[dict[str, str]] = {
    "likely_wrong": "look wrong",
    "next": "next most suspect",
    "middle": "less suspect",
    "rest": "the rest",
}
STRATUM_HELP: Final[dict[str, str]] = {
    "likely_wrong": "More likely wrong than right, by all detectors. How many of these are wrong is their precision.",
    "next": "The most suspect of the others: 5 % of the set.",
    "middle": "Those after them: 20 % of the set.",
    "rest": "All other utterances, whether anything speaks against them or not.",
}
MODEL_HELP: Final = (
    "How many intents a simple model that learned from these very labels expects to be wrong (confident learning). "
    "Nobody looked at anything for it: it calls wrong what is hard, and cannot see an error that is made everywhere "
    "alike."
)
ESTIMATE_HELP: Final = (
    "Each stratum's share of wrong labels times its size, added up. The limits are exact in each stratum (the tails of "
    "the hypergeometric distribution) and joined by square and add: they hold for few judgements, and where none was "
    "wrong. What is unclear counts neither as wrong nor as right. A judgement counts once all that its stratum drew "
    "before is judged: whoever stops anywhere has judged a random sample."
)


def estimate_line(found: GoldAudit) -> str:
    """Say how many labels are wrong, in one sentence."""
    name, of = found.sample.evalset, found.whole
    if of.n_wrong is None:
        drawn = wording.plural(found.total("n_drawn"), "utterance")
        return f"{name}: {drawn} drawn, too few judged to tell how many labels are wrong; judge one of each stratum"
    return f"{name}: {about(of)}"


def about(of: WrongLabels) -> str:
    """Say how many labels are wrong of how many, with the interval.

    >>> from analysis.annotation.estimate import JudgedStratum, estimate_wrong
    >>> about(estimate_wrong([JudgedStratum("rest", 1000, 30, 30)]))
    'none of 1,000 labels seen wrong (95 %: 0 to 114, 0.0 to 11.4 %)'
    """
    if of.n_wrong is None or of.interval is None or of.share is None:
        return f"nobody looked at these {wording.plural(of.n_utterances, 'label')} yet"
    limits = f"{of.interval.low:,.0f} to {of.interval.high:,.0f}, {wording.limits(of.share_interval, 1)} %"
    if not of.n_wrong:
        return f"none of {wording.plural(of.n_utterances, 'label')} seen wrong (95 %: {limits})"
    share = wording.percent(of.share)
    return f"about {of.n_wrong:,.0f} of {wording.plural(of.n_utterances, 'label')} are wrong, {share} (95 %: {limits})"


def lines_of(found: GoldAudit) -> Iterator[str]:
    """Say what the estimate comes from, and what is beside it."""
    yield judged_line(found)
    if found.likely_wrong.share is not None:
        yield f"of those that look wrong: {about(found.likely_wrong)}"
    if found.sample.share_of_model is not None:
        share = wording.percent(found.sample.share_of_model)
        yield f"a model that learned from these labels expects {share} of intents to be wrong; nobody looked for that"


def judged_line(found: GoldAudit) -> str:
    """Say how many were judged of those drawn, and what does not count."""
    drawn, judged, unclear, left = (found.total(f"n_{name}") for name in ("drawn", "judged", "unclear", "open"))
    said = f"{wording.count(judged)} of {wording.plural(drawn, 'drawn utterance')} judged right or wrong, "
    said += f"{wording.count(unclear)} unclear, {wording.count(left)} still open (seed {found.sample.seed})"
    if n_waiting := found.total("n_waiting"):
        said += f"; {wording.count(n_waiting)} more will count once what was drawn before is judged"
    return said
