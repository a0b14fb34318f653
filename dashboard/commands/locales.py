"""`flipscope locales`: did one locale break more than another, and where.

`--format json` prints `{"meta": {...}, "rows": [...]}`. `meta` has `evalset`, `evalset_fingerprint`, `baseline`,
`candidate`, `missing_policy`, `unit`, `where`, `by`, `a`, `b`, `paired`, `n_shared` (requests that both have) and
`alignment`: `n_requests` of either locale, `n_unaligned` utterances without a parallel_id and `n_repeated` ones that
repeat a request in their locale. The first row is the whole, then follows one a slice, the largest difference first:
the column asked for, `n_a`, `n_b`, `n_broke_a`, `n_broke_b`, `n_only_a`, `n_only_b` (null where not paired), `nfr_a`,
`nfr_b`, `difference`, `difference_low`, `difference_high` (95 %), `p_value` and `q_value`. CSV has the same rows.
"""

from dataclasses import asdict
from typing import Annotated

import typer

from analysis.frames import Row, as_lazy, collect_rows
from analysis.locale_difference import LocaleDifference, compare_two_locales
from analysis.parallel import AlignmentCounts, count_alignment
from analysis.selection import Selection, select, with_band_limits
from dashboard.commands import locales_output
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
from loaders.comparison import Comparison, comparison
from loaders.errors import InputError
from loaders.warehouse import Warehouse


def locales(
    baseline: Baseline,
    candidate: Candidate,
    a: Annotated[str, typer.Argument(metavar="A", help="Locale that may have broken more.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Locale that it is compared with.")],
    by: Annotated[str | None, typer.Option("--by", metavar="COLUMN", help="Compare within each value too.")] = None,
    unit: Annotated[UtteranceUnit, typer.Option("--unit", help="What is judged right or wrong.")] = "frame",
    where: WhereOption = None,
    output_format: Annotated[OutputFormat, typer.Option("--format", help="Format of the output.")] = "table",
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Test how much more broke in locale A than in B: paired on the requests that both have, else as two samples.

    Example: flipscope locales v1 v2 de-DE en-US --by domain
    """
    selection = Selection(unit, where=tuple(parse_where(where or ()).items()))
    with comparison(Warehouse(warehouse), baseline, candidate) as opened:
        check_plain(opened.pairs(), "--where", (column for column, _ in selection.where))
        check_known(opened.pairs(), selection.where)
        check_plain(opened.pairs(), "--by", () if by is None else (by,))
        _check_locales(opened, a, b)
        pairs = select(opened.pairs(), with_band_limits(selection, opened.pairs()))
        found, alignment = compare_two_locales(pairs, a, b, unit, by), count_alignment(pairs, (a, b))
        meta = _meta(opened, selection, found, alignment, by)
        report = locales_output.Report(meta, _rows(found, by), found, describe_missing(opened))
    locales_output.write(report, output_format)


def _check_locales(opened: Comparison, a: str, b: str) -> None:
    there = [row["locale"] for row in collect_rows(as_lazy(opened.pairs()).select("locale").unique().sort("locale"))]
    for locale in (a, b):
        if locale not in there:
            raise InputError(f"{opened.evalset.name}: has no locale {locale!r}; choose from {', '.join(there)}")
    if a == b:
        raise InputError(f"A and B are both {a}; choose two of {', '.join(there)}")


def _meta(
    opened: Comparison, selection: Selection, found: LocaleDifference, alignment: AlignmentCounts, by: str | None
) -> Row:
    return {
        **describe_comparison(opened),
        "unit": found.unit,
        "where": {column: list(values) for column, values in selection.where},
        "by": by,
        "a": found.a,
        "b": found.b,
        "paired": found.paired,
        "n_shared": found.n_shared,
        "alignment": asdict(alignment),
    }


def _rows(found: LocaleDifference, by: str | None) -> list[Row]:
    whole = locales_output.as_row(found.whole)
    return [whole, *({str(by): value} | locales_output.as_row(one) for value, one in found.slices)]
