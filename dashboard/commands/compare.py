"""`flipscope compare`: how often did it break, and where."""

from typing import Annotated

import typer

from analysis.breakdown import as_row
from dashboard.commands import compare_output
from dashboard.commands.alignment import describe_alignment, describe_missing, missing_policy
from dashboard.commands.asked import Asked
from dashboard.commands.counting import Counted, count
from dashboard.commands.options import (
    DEFAULT_WAREHOUSE,
    Baseline,
    Candidate,
    Units,
    WarehouseDir,
    WhereOption,
    choose,
    parse_where,
)
from loaders.comparison import Comparison, comparison
from loaders.schema import UNITS
from loaders.warehouse import Warehouse


def compare(
    baseline: Baseline,
    candidate: Candidate,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="COLUMN", help="Break down by this column; several are crossed."),
    ] = None,
    unit: Units = None,
    where: WhereOption = None,
    weight: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Sum this column instead of counting 1, as in frequency.")
    ] = None,
    output_format: Annotated[
        compare_output.OutputFormat, typer.Option("--format", help="Format of the output.")
    ] = "table",
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Compare two runs: accuracies, negative and positive flips, overall and per slice.

    Example: flipscope compare v1 v2 --by locale --by domain --unit frame
    """
    units = choose("--unit", unit or UNITS, UNITS)
    asked = Asked(units, tuple(dict.fromkeys(by or ())), parse_where(where or ()), weight)
    with comparison(Warehouse(warehouse), baseline, candidate) as opened:
        counted = count(opened, asked)
        report = _report(opened, asked, counted)
    compare_output.write(report, output_format)


def _report(opened: Comparison, asked: Asked, counted: Counted) -> compare_output.Report:
    meta = {
        "evalset": opened.evalset.name,
        "evalset_fingerprint": opened.evalset.fingerprint,
        "baseline": opened.baseline.name,
        "candidate": opened.candidate.name,
        "missing_policy": missing_policy(opened),
        "n_utterances": counted.n_utterances,
        "alignment": describe_alignment(opened),
        "weight": asked.weight,
        "where": {column: list(values) for column, values in (asked.where or {}).items()},
    }
    slices = (*counted.overall, *counted.slices)
    rows = tuple(as_row(slice_) for slice_ in slices)
    return compare_output.Report(meta, rows, asked.by, describe_missing(opened))
