"""`flipscope slices`: where did it break far more than elsewhere, found by itself.

`--format json` prints `{"meta": {...}, "rows": [...]}`. `meta` has `evalset`, `evalset_fingerprint`, `baseline`,
`candidate`, `missing_policy`, `unit`, `where`, `columns`, `columns_left_out` (they hold JSON documents), `depth`,
`min_support`, `n`, `n_negative_flips`, `n_looked_at` and `n_counted`. A row is one slice, the highest score first:
`slice` in words, `conditions` (each `column` and `value`), `where` (the same as `flips --where` takes them), `n`,
`n_negative_flips`, `nfr`, `nfr_low`, `nfr_high` (Wilson, 95 %), `nfr_rest`, `times_rest`, `score`, `p` and
`p_corrected`. CSV has the same rows, without `conditions`.
"""

from typing import Annotated

import typer

from analysis.selection import Selection, select
from dashboard.commands import slices_output
from dashboard.commands.alignment import describe_comparison, describe_missing
from dashboard.commands.compare_output import OutputFormat
from dashboard.commands.known_values import check_known
from dashboard.commands.must_pass import UtteranceUnit
from dashboard.commands.options import (
    DEFAULT_WAREHOUSE,
    Baseline,
    Candidate,
    WarehouseDir,
    WhereOption,
    parse_where,
)
from dashboard.commands.plain_columns import check_plain
from dashboard.commands.slices_output import Report
from loaders.comparison import comparison
from loaders.warehouse import Warehouse


def slices(
    baseline: Baseline,
    candidate: Candidate,
    unit: Annotated[UtteranceUnit, typer.Option("--unit", help="What is judged right or wrong.")] = "frame",
    where: WhereOption = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--columns",
            metavar="COLUMN",
            help="Search this column; slots are the names of the slots, length that of the text. All by default.",
        ),
    ] = None,
    depth: Annotated[int, typer.Option(min=1, max=3, help="Conditions of a slice, at most.")] = 3,
    min_support: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Utterances of a slice, at least; 30 or one in a thousand by default."),
    ] = None,
    top: Annotated[int, typer.Option(min=1, metavar="K", help="Show so many slices, at most.")] = 10,
    output_format: Annotated[OutputFormat, typer.Option("--format", help="Format of the output.")] = "table",
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Find the slices that broke far more than the rest, among all conjunctions of up to three conditions.

    Example: flipscope slices v1 v2 --columns locale --columns domain --columns slots
    """
    # Imported here, for numpy is slow to start.
    from analysis.slice_features import left_out_columns
    from analysis.slice_search import find_slices
    from dashboard.slice_pairs import pairs_with_bands

    selection = Selection(unit, where=tuple(parse_where(where or ()).items()))
    with comparison(Warehouse(warehouse), baseline, candidate) as opened:
        check_plain(opened.pairs(), "--where", (column for column, _ in selection.where))
        check_known(opened.pairs(), selection.where)
        check_plain(opened.pairs(), "--columns", (column for column in columns or () if column != "slots"))
        pairs = pairs_with_bands(opened).map(lambda lazy: select(lazy, selection))
        result = find_slices(pairs, unit, columns or None, depth, min_support, top)
        meta = {
            **describe_comparison(opened),
            "unit": unit,
            "where": {column: list(values) for column, values in selection.where},
            "columns": list(result.columns),
            "columns_left_out": [] if columns else list(left_out_columns(pairs)),
            "depth": result.depth,
            "min_support": result.min_support,
            "n": result.n,
            "n_negative_flips": result.n_negative_flips,
            "n_looked_at": result.n_looked_at,
            "n_counted": result.n_counted,
        }
        rows = [slices_output.as_row(found, opened.pairs().columns) for found in result.slices]
        report = Report(meta, rows, describe_missing(opened))
    slices_output.write(report, output_format)
