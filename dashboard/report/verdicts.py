"""What annotators said of the flips, as the report tells it: NFR before and after, how flips stand, who agrees."""

from collections.abc import Iterator
from typing import Final

from analysis.adjudication import Adjudicated, AuditSlice, adjudicate
from analysis.adjudication_words import Sample, say_adjudicated, say_sample
from analysis.agreement import Agreement
from analysis.intervals import Interval, wilson
from analysis.report import Verdicts
from analysis.standing import EXCUSED, STANDINGS
from dashboard import wording
from dashboard.commands import cells
from dashboard.report.document import Cells, Section, Table
from dashboard.verdict_words import STANDING_HELP, STANDING_LABELS, coefficient, equal_line, judged_line

_RANDOM: Final = "The judged flips were drawn at random from all, so their share stands for those that nobody judged."
_NONE_JUDGED: Final = "No negative flip was judged, so nothing is taken out of NFR."


def verdicts_section(verdicts: Verdicts) -> Section:
    """Return the section; where no flip was judged it has no number after verdicts."""
    return Section("verdicts", "What annotators said", tuple(_said(verdicts)), tables=tuple(_tables(verdicts)))


def _said(verdicts: Verdicts) -> Iterator[str]:
    part = verdicts.audit
    yield say_adjudicated(part, sample=verdicts.sample) or _NONE_JUDGED
    if part.n_judged and not part.complete:
        yield say_sample(part, verdicts.sample) or _RANDOM
    yield f"{_sentence(judged_line(verdicts.said))} {_sentence(_agreement(verdicts.said.agreement))}"


def _agreement(found: Agreement) -> str:
    said = equal_line(found)
    alpha = f"Krippendorff's alpha {coefficient(found.krippendorff)}: 1 is full agreement, 0 what chance gives"
    return f"{said}; {alpha}" if found.n else said


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}."


def _tables(verdicts: Verdicts) -> Iterator[Table]:
    part = verdicts.audit
    if part.n_judged:
        yield _rates(part, adjudicate(part), verdicts.sample)
        yield _standings(part)


def _rates(part: AuditSlice, found: Adjudicated, sample: Sample) -> Table:
    headings = ("NFR", "flips judged", "value", "limits (%)", "what the limits allow for")
    judged = f"{part.n_judged:,} of {part.flips.n:,}"
    left, limits = wording.percent(found.value, 2), found.interval
    if found.exact:
        of_judging = "nothing: all were judged"
    elif sample == "random":
        of_judging = "that only some flips were judged, 95 %"
    else:
        limits = part.bounds
        left = cells.text(None) if limits is None else f"at most {wording.percent(limits.high, 2)}"
        of_judging = "all that those can be that nobody judged"
    rows = (
        (
            "raw",
            cells.text(None),
            wording.percent(found.raw, 2),
            _limits(found.raw_interval),
            "that the set has only some utterances, 95 %",
        ),
        ("after verdicts", judged, left, _limits(limits), of_judging),
    )
    return Table("Negative flips before and after verdicts", headings, rows, headings[1:4])


def _standings(part: AuditSlice) -> Table:
    headings = ("annotators say", "flips", "share of judged", "95 % (%)", "counts against the candidate", "meaning")
    rows: tuple[Cells, ...] = tuple(
        (
            STANDING_LABELS[standing],
            wording.count(n),
            wording.percent(n / part.n_judged),
            _limits(wilson(n, part.n_judged)),
            "no" if standing in EXCUSED else "yes",
            STANDING_HELP[standing],
        )
        for standing in STANDINGS
        for n in (part.judged[standing].n if standing in part.judged else 0,)
    )
    return Table("How the judged flips stand", headings, rows, headings[1:4])


def _limits(interval: Interval | None) -> str:
    return cells.text(None) if interval is None else wording.limits(interval)
