"""`flipscope must-pass`: utterances that the candidate may not get wrong, with zero tolerance.

`--format json` prints `{"meta": {...}, "rows": [...]}`. `meta` has `evalset`, `evalset_fingerprint`, `baseline`,
`candidate`, `missing_policy`, `unit`, `where`, `file` or `top` (the other is null), `passed`, and the counts of
utterances: `n_listed` = `n_found` + `n_unknown` (entries of the file that name none) + `n_not_compared` (a run with the
policy `drop` has no prediction), `n_found` = `n_passed` + `n_broke` + `n_still_wrong`; besides, `n_outside_where` and
`unknown`, the first entries that name none. A row is one failure, most traffic first: `row`, `utterance_id`, `locale`,
`domain`, `text`, `frequency`, `intent`, `baseline_intent`, `candidate_intent`, `outcome`, and `error`: what sets the
candidate's answer apart from the gold. CSV has the same rows.
"""

from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias

import typer

from analysis.frames import Row
from analysis.selection import Selection, with_band_limits
from dashboard.commands import must_pass_output
from dashboard.commands.alignment import describe_comparison, describe_missing
from dashboard.commands.compare_output import OutputFormat
from dashboard.commands.known_values import check_known
from dashboard.commands.must_pass_list import Listed, check_listed, list_file, list_most_frequent
from dashboard.commands.must_pass_output import Report
from dashboard.commands.must_pass_rows import fetch_failures
from dashboard.commands.options import (
    DEFAULT_WAREHOUSE,
    Baseline,
    Candidate,
    WarehouseDir,
    WhereOption,
    parse_where,
)
from dashboard.commands.plain_columns import check_plain
from loaders.comparison import Comparison, comparison
from loaders.errors import InputError
from loaders.formats.lines import shown
from loaders.warehouse import Warehouse

UtteranceUnit: TypeAlias = Literal["frame", "intent", "slots"]

FAILED: Final = 1
"""Exit code: the gate said no."""

_UNKNOWN_NAMED: Final = 100


def must_pass(
    baseline: Baseline,
    candidate: Candidate,
    file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="CSV, TSV or JSONL with utterance_id or text (and locale), or TXT with one id or text a line.",
        ),
    ] = None,
    top: Annotated[int | None, typer.Option(min=1, metavar="N", help="The N most frequent of each locale.")] = None,
    unit: Annotated[UtteranceUnit, typer.Option("--unit", help="What is judged right or wrong.")] = "frame",
    where: WhereOption = None,
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="Show so many failures; 0 is all.")] = 50,
    output_format: Annotated[OutputFormat, typer.Option("--format", help="Format of the output.")] = "table",
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Check utterances that must not fail: exit code 0 if the candidate gets every one right, else 1.

    Give a list with --file, or take the most frequent with --top. A line without a locale stands for every locale.
    An utterance that cannot be judged, because the evalset does not have it or its pair was left out, has not passed.

    Example: flipscope must-pass v1 v2 --file must_pass.csv --where locale=de-DE
    """
    if (file is None) == (top is None):
        raise InputError("give one of --file FILE and --top N, as in: flipscope must-pass v1 v2 --top 10")
    selection = Selection(unit, where=tuple(parse_where(where or ()).items()))
    with comparison(Warehouse(warehouse), baseline, candidate) as opened:
        check_plain(opened.pairs(), "--where", (column for column, _ in selection.where))
        check_known(opened.pairs(), selection.where)
        selection = with_band_limits(selection, opened.pairs())
        report = _check_file(opened, selection, file, limit) if file else _check_top(opened, selection, top or 0, limit)
    must_pass_output.write(report, output_format)
    if not report.result.holds:
        raise typer.Exit(FAILED)


def _check_top(opened: Comparison, selection: Selection, top: int, limit: int) -> Report:
    return _report(opened, selection, list_most_frequent(opened, selection, top), limit, {"file": None, "top": top})


def _check_file(opened: Comparison, selection: Selection, file: Path, limit: int) -> Report:
    return _report(opened, selection, list_file(opened, selection, file), limit, {"file": shown(file), "top": None})


def _report(
    opened: Comparison,
    selection: Selection,
    listed: Listed,
    limit: int,
    about: Row,
) -> Report:
    result, unknown = check_listed(opened, selection, listed), listed.unknown
    meta = {
        **describe_comparison(opened),
        "unit": selection.unit,
        "where": {column: list(values) for column, values in selection.where},
        **about,
        "passed": result.holds,
        "n_listed": result.n_listed,
        "n_found": result.n_found,
        "n_passed": result.n_passed,
        "n_broke": result.n_broke,
        "n_still_wrong": result.n_still_wrong,
        "n_unknown": len(unknown),
        "n_not_compared": result.n_listed - result.n_found - len(unknown),
        "n_outside_where": listed.n_outside,
        "unknown": [
            {"line": one.line, "utterance_id": one.utterance_id, "text": one.text, "locale": one.locale}
            for one in unknown[:_UNKNOWN_NAMED]
        ],
    }
    failures = result.failures[:limit] if limit else result.failures
    return Report(meta, fetch_failures(opened, failures), result, unknown, describe_missing(opened))
