"""`flipscope adjudicate`: what is left of NFR once annotators have looked at flips.

`--format json` prints `{"meta": {...}, "rows": [...]}`. `meta` has `evalset`, `evalset_fingerprint`, `baseline`,
`candidate`, `missing_policy`, `unit`, `where`, `by`, `weight`, `n_judgements`, `n_annotators` and `sample`: `random`
where every judged flip was drawn at random from all, `chosen` otherwise. The rows are those of
`analysis.adjudication.as_row`, the whole first, then one a slice.
"""

from collections.abc import Sequence
from typing import Annotated

import typer

from analysis.adjudication import AuditSlice, as_row
from analysis.selection import Selection, with_band_limits
from dashboard.commands import adjudicate_output
from dashboard.commands.alignment import describe_comparison, describe_missing
from dashboard.commands.compare_output import OutputFormat
from dashboard.commands.known_values import check_known
from dashboard.commands.must_pass import UtteranceUnit
from dashboard.commands.options import (
    DEFAULT_WAREHOUSE,
    Baseline,
    ByOption,
    Candidate,
    WarehouseDir,
    WeightOption,
    WhereOption,
    parse_where,
)
from dashboard.commands.plain_columns import check_plain
from dashboard.judged import Judged, audit_judged, read_judged
from loaders.comparison import Comparison, comparison
from loaders.errors import InputError
from loaders.judgement import pair_of
from loaders.judgement_text import annotator_key
from loaders.warehouse import Warehouse


def adjudicate_command(
    baseline: Baseline,
    candidate: Candidate,
    by: ByOption = None,
    unit: Annotated[UtteranceUnit, typer.Option("--unit", help="What is judged right or wrong.")] = "frame",
    where: WhereOption = None,
    weight: WeightOption = None,
    output_format: Annotated[OutputFormat, typer.Option("--format", help="Format of the output.")] = "table",
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Say what is left of NFR when flips whose gold is wrong, or whose answers are both acceptable, do not count.

    Example: flipscope adjudicate v1 v2 --by locale
    """
    store = Warehouse(warehouse)
    columns = tuple(dict.fromkeys(by or ()))
    with comparison(store, baseline, candidate) as opened:
        selection = Selection(unit, where=tuple(parse_where(where or ()).items()))
        check_plain(opened.pairs(), "--where", (column for column, _ in selection.where))
        check_plain(opened.pairs(), "--by", columns)
        check_known(opened.pairs(), selection.where)
        selection = with_band_limits(selection, opened.pairs())
        judged = read_judged(store.path, pair_of(opened))
        slices = _count(opened, selection, judged, columns, weight)
        meta = _meta(opened, selection, judged, columns, weight)
        rows = [as_row(part, weight) for part in slices]
        _check_names(columns, rows[0])
        report = adjudicate_output.Report(meta, rows, slices[0], describe_missing(opened))
    adjudicate_output.write(report, output_format)


def _count(
    opened: Comparison, selection: Selection, judged: Judged, by: tuple[str, ...], weight: str | None
) -> tuple[AuditSlice, ...]:
    whole = audit_judged(opened, judged, selection, (), weight)
    return (*whole, *(audit_judged(opened, judged, selection, by, weight) if by else ()))


def _check_names(by: Sequence[str], whole: dict[str, object]) -> None:
    taken = next((column for column in by if column in whole), None)
    if taken is not None:
        raise InputError(f"--by {taken}: a key of the output has this name; rename the column in the source")


def _meta(
    opened: Comparison, selection: Selection, judged: Judged, by: tuple[str, ...], weight: str | None
) -> dict[str, object]:
    return {
        **describe_comparison(opened),
        "unit": selection.unit,
        "where": {column: list(values) for column, values in selection.where},
        "by": list(by),
        "weight": weight,
        "n_judgements": sum(one.verdict is not None for one in judged.judgements),
        "n_annotators": len({annotator_key(one.annotator) for one in judged.judgements}),
        "sample": judged.sample,
    }
