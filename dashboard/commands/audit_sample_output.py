"""What `flipscope audit-sample` tells, as a table, JSON or CSV."""

from typing import Any, Final, Literal

from analysis.annotation.audit_sample import STRATA
from analysis.annotation.estimate import JudgedStratum, WrongLabels, estimate_wrong
from analysis.changes import NOTHING
from analysis.frames import Row
from dashboard.commands import cells, row_output
from dashboard.commands.printer import PRINTERS, print_beside
from dashboard.gold_audit import GoldAudit
from dashboard.gold_audit_words import STRATUM_LABELS, estimate_line, lines_of

_ROW: Final = ("locale", "utterance_id", "stratum", "label")


def write(found: GoldAudit, output_format: Literal["table", "json", "csv"]) -> None:
    """Print the sample and its estimate on stdout; with CSV, what is not a row goes to stderr."""
    if output_format == "json":
        row_output.print_json(meta_of(found), rows_of(found))
    elif output_format == "csv":
        row_output.print_csv(_ROW, rows_of(found))
        print_beside([estimate_line(found), *lines_of(found)])
    else:
        printer = PRINTERS["table"]
        printer.lines([estimate_line(found), *lines_of(found)])
        headings = ("stratum", "utterances", "drawn", "right", "wrong", "unclear", "open", "% wrong", "95 %")
        printer.table(headings, [_shown(one) for one in found.strata if one.n_utterances], headings[1:])


def meta_of(found: GoldAudit) -> dict[str, Any]:
    """Return the sample and the estimate as `--format json` has them."""
    sample = found.sample
    return {
        "evalset": sample.evalset,
        "evalset_fingerprint": sample.evalset_fingerprint,
        "seed": sample.seed,
        "runs": list(sample.runs),
        "drawn_at": sample.drawn_at,
        **{f"n_{name}": found.total(f"n_{name}") for name in ("drawn", "judged", "unclear", "waiting", "open")},
        **_estimate(found.whole),
        "likely_wrong": _estimate(found.likely_wrong),
        "share_wrong_of_model": sample.share_of_model,
        "strata": [_stratum(one) for one in found.strata],
    }


def rows_of(found: GoldAudit) -> list[Row]:
    """Return the drawn utterances with what is said of each."""
    return [
        {
            "locale": one.locale,
            "utterance_id": one.utterance_id,
            "stratum": STRATA[one.stratum],
            "label": label,
        }
        for one, label in zip(found.sample.drawn, found.labels, strict=True)
    ]


def _estimate(of: WrongLabels) -> Row:
    limits, shares = of.interval, of.share_interval
    return {
        "n_utterances": of.n_utterances,
        "n_wrong": of.n_wrong,
        "n_wrong_low": limits and limits.low,
        "n_wrong_high": limits and limits.high,
        "share_wrong": of.share,
        "share_wrong_low": shares and shares.low,
        "share_wrong_high": shares and shares.high,
    }


def _stratum(one: JudgedStratum) -> Row:
    counts = {
        name: getattr(one, name) for name in ("n_drawn", "n_right", "n_wrong", "n_unclear", "n_waiting", "n_open")
    }
    found = _estimate(estimate_wrong([one]))
    shares = {name: value for name, value in found.items() if name.startswith("share")}
    return {"stratum": one.name, "n_utterances": one.n_utterances, **counts, **shares}


def _shown(one: JudgedStratum) -> tuple[str, ...]:
    found = estimate_wrong([one])
    limits = found.share_interval
    counts = (one.n_utterances, one.n_drawn, one.n_right, one.n_wrong, one.n_unclear, one.n_open)
    between = cells.between(limits.low, limits.high, cells.percent) if limits else NOTHING
    return (STRATUM_LABELS[one.name], *(f"{n:,}" for n in counts), cells.percent(found.share), between)
