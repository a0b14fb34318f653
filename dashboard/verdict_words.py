"""Verdicts and agreement in words; the command line and the page use these. No Streamlit here."""

from typing import Final

from analysis.agreement import Agreement, Coefficient
from analysis.intervals import wilson
from analysis.standing import Standing
from analysis.verdict_report import About, VerdictReport
from dashboard import wording
from loaders.schema import Verdict

VERDICT_LABELS: Final[dict[Verdict | None, str]] = {
    "candidate_wrong": "candidate wrong",
    "gold_wrong": "gold wrong",
    "both_acceptable": "both acceptable",
    "unclear": "unclear",
    "gold_right": "gold right",
    None: "no verdict",
}

STANDING_LABELS: Final[dict[Standing, str]] = {
    "confirmed": "candidate wrong",
    "gold_wrong": "gold wrong",
    "both_acceptable": "both acceptable",
    "unclear": "unclear",
    "disagreed": "no majority",
}

STANDING_HELP: Final[dict[Standing, str]] = {
    "confirmed": "More than half of those who judged the flip say that the candidate's answer is wrong: it broke.",
    "gold_wrong": "More than half say that the gold label is wrong, so the flip says nothing against the candidate.",
    "both_acceptable": "More than half say that gold and the candidate's answer are both right.",
    "unclear": "More than half say that it cannot be decided.",
    "disagreed": "Annotators judged the flip differently, and no verdict has more than half of them.",
}

ABOUT_LABELS: Final[dict[About, str]] = {"verdict": "the verdict", "correction": "what is right"}

COEFFICIENT_HELP: Final = (
    "Agreement beyond chance: 1 where all agree, 0 where they agree no more often than chance would make them, below "
    "0 less often. 0.8 and more is commonly relied on, 0.67 and more for tentative conclusions (Krippendorff). Where "
    "nearly everyone says the same it can be low although most agree, and it is – where nobody ever said anything "
    "else: look at the share beside it."
)

KRIPPENDORFF_HELP: Final = f"Krippendorff's alpha takes every item with two or more verdicts. {COEFFICIENT_HELP}"
FLEISS_HELP: Final = f"Fleiss' kappa takes items with equally many verdicts, as most have. {COEFFICIENT_HELP}"
COHEN_HELP: Final = f"Cohen's kappa of two annotators takes the items that both judged. {COEFFICIENT_HELP}"


def coefficient(found: Coefficient | float | None) -> str:
    """Write a coefficient of agreement; undefined is a dash.

    >>> coefficient(0.691358), coefficient(Coefficient(-0.05, 3)), coefficient(None)
    ('0.69', '−0.05', '–')
    """
    value = found.value if isinstance(found, Coefficient) else found
    return wording.UNDEFINED if value is None else f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def judged_line(report: VerdictReport) -> str:
    """Say how many flips were judged, and by how many.

    A flip counts as judged where somebody gave a verdict on it, or on an item that stands for it.
    """
    flips = wording.plural(report.n_flips, "negative flip")
    share = f" ({wording.percent(report.n_judged / report.n_flips)})" if report.n_flips else ""
    who = wording.plural(len(report.annotators), "annotator")
    said = f"{wording.count(report.n_judged)} of {flips} judged{share}, by {who} in "
    said += wording.plural(report.n_judgements, "judgement")
    if report.n_elsewhere:
        are = "is" if report.n_elsewhere == 1 else "are"
        said += (
            f"; {wording.plural(report.n_elsewhere, 'further judged utterance')} {are} no negative flip by this unit"
        )
    return said


def equal_line(found: Agreement) -> str:
    """Say on how many items all annotators agree.

    >>> from analysis.agreement import measure_agreement
    >>> equal_line(measure_agreement({}))
    'no item was judged by two annotators yet'
    """
    if not found.n:
        return "no item was judged by two annotators yet"
    interval = wording.limits(wilson(found.n_equal, found.n), 1)
    share = wording.percent(found.n_equal / found.n)
    items = wording.plural(found.n, "item")
    return (
        f"equal verdicts on {wording.count(found.n_equal)} of {items} judged by two or more ({share}, 95 %: {interval})"
    )
