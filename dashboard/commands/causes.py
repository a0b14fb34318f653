"""`flipscope causes`: why the flips flipped, counted overall and per slice.

`--format json` prints `{"meta": {...}, "rows": [...]}`. `meta` has `evalset`, `evalset_fingerprint`, `baseline`,
`candidate`, `missing_policy`, `unit`, `outcomes`, `where`, `weight` and `n`. A row is one cause of everything, then of
each slice: `cause`, a key for each `--by` (not in the rows of everything), `n` utterances selected, `n_with_cause` of
them, `share` = n_with_cause / n, null of nothing, with `share_low` and `share_high` (Wilson, 95 %; null with
`--weight`, where both numbers are sums of the weight). One utterance may have several causes. CSV has the same rows,
with `scope`, which is `overall` or `slice`.
"""

from typing import Annotated

import typer

from analysis.cause_counts import CauseCounts, count_causes
from analysis.causes import CAUSES
from analysis.frames import Row
from analysis.intervals import wilson
from analysis.parts import Parts
from analysis.selection import Selection, with_band_limits
from dashboard.commands import causes_output
from dashboard.commands.alignment import describe_comparison, describe_missing
from dashboard.commands.compare_output import OutputFormat
from dashboard.commands.equal_weights import note_equal_weights
from dashboard.commands.known_values import check_known
from dashboard.commands.must_pass import UtteranceUnit
from dashboard.commands.options import (
    DEFAULT_WAREHOUSE,
    Baseline,
    ByOption,
    Candidate,
    OutcomeOption,
    WarehouseDir,
    WeightOption,
    WhereOption,
    chosen_outcomes,
    parse_where,
)
from dashboard.commands.plain_columns import check_plain
from loaders.comparison import comparison
from loaders.errors import InputError
from loaders.warehouse import Warehouse

_TAKEN = ("cause", "scope", "n", "n_with_cause", "share", "share_low", "share_high")


def causes(
    baseline: Baseline,
    candidate: Candidate,
    by: ByOption = None,
    unit: Annotated[UtteranceUnit, typer.Option("--unit", help="What is judged right or wrong.")] = "frame",
    outcome: OutcomeOption = None,
    where: WhereOption = None,
    weight: WeightOption = None,
    output_format: Annotated[OutputFormat, typer.Option("--format", help="Format of the output.")] = "table",
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Count why utterances flipped: intent changed, slot missing, slot added and others; one may have several causes.

    Example: flipscope causes v1 v2 --by locale
    """
    slices = tuple(dict.fromkeys(by or ()))
    if taken := sorted(set(slices) & set(_TAKEN)):
        raise InputError(f"--by {', '.join(taken)}: is a key of the output; rename the column in the source")
    selection = Selection(unit, chosen_outcomes(outcome), tuple(parse_where(where or ()).items()))
    with comparison(Warehouse(warehouse), baseline, candidate) as opened:
        check_plain(opened.pairs(), "--where", (column for column, _ in selection.where))
        check_known(opened.pairs(), selection.where)
        check_plain(opened.pairs(), "--by", slices)
        pairs = Parts(opened.pairs_in_parts())
        fixed = with_band_limits(selection, opened.pairs())
        (whole,) = count_causes(pairs, fixed, weight=weight)
        found = count_causes(pairs, fixed, slices, weight) if slices else ()
        meta = {
            **describe_comparison(opened),
            "unit": unit,
            "outcomes": list(selection.outcomes),
            "where": {column: list(values) for column, values in selection.where},
            "weight": weight,
            "n": whole.n,
        }
        missing = describe_missing(opened)
        note_equal_weights(opened, weight)
    rows = [row for counted in (whole, *found) for row in _rows(counted, weighted=weight is not None)]
    causes_output.write(causes_output.Report(meta, rows, slices, missing), output_format)


def _rows(counted: CauseCounts, *, weighted: bool) -> list[Row]:
    rows: list[Row] = []
    for cause in CAUSES:
        n = counted.causes[cause]
        interval = None if weighted else wilson(n, counted.n)
        rows.append(
            {"cause": cause, **counted.values, "n": counted.n, "n_with_cause": n}
            | {"share": n / counted.n if counted.n else None}
            | {"share_low": interval.low if interval else None, "share_high": interval.high if interval else None}
        )
    return rows
