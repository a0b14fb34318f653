"""`flipscope flips`: the flipped utterances themselves."""

import sys
from pathlib import Path
from typing import Annotated

import duckdb
import typer

from analysis.causes import CAUSES
from analysis.flips import count_flips
from analysis.selection import (
    Selection,
    asks_gold,
    asks_verdict,
    with_band_limits,
    with_standings,
    with_suspects,
)
from analysis.sort_keys import LARGEST_FIRST
from dashboard.commands import flip_output
from dashboard.commands.alignment import describe_missing
from dashboard.commands.audited_golds import audited_golds
from dashboard.commands.flip_output import FORMATS, FlipsFormat
from dashboard.commands.flip_rows import Listed, stream_rows
from dashboard.commands.known_values import check_known
from dashboard.commands.options import (
    DEFAULT_WAREHOUSE,
    Baseline,
    Candidate,
    CauseOption,
    OneUnit,
    OutcomeOption,
    SearchOption,
    WarehouseDir,
    WhereOption,
    choose,
    chosen_outcomes,
    parse_where,
)
from dashboard.commands.output_file import check_output, published
from dashboard.commands.plain_columns import check_plain
from dashboard.commands.spill import spilling
from dashboard.judged import read_judged
from loaders.comparison import Comparison, comparison
from loaders.errors import InputError
from loaders.formats.lines import shown
from loaders.judgement import pair_of
from loaders.warehouse import Warehouse


def flips(
    baseline: Baseline,
    candidate: Candidate,
    outcome: OutcomeOption = None,
    unit: OneUnit = "frame",
    cause: CauseOption = None,
    where: WhereOption = None,
    search: SearchOption = "",
    sort: Annotated[
        str,
        typer.Option(
            metavar="|".join(("COLUMN", *LARGEST_FIRST)),
            help="Sort by this, nulls last; surprise: -log2 of how likely both runs, at their confidence, did so.",
        ),
    ] = "row",
    descending: Annotated[
        bool | None,
        typer.Option(
            "--descending/--ascending", help=f"Order; {' and '.join(LARGEST_FIRST)} are descending by default."
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="List so many; 0 is all.")] = 50,
    offset: Annotated[int, typer.Option(min=0, metavar="N", help="Leave out so many first.")] = 0,
    output_format: Annotated[
        FlipsFormat | None, typer.Option("--format", help="Format; that of the output file's name, or table.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the output file.")] = False,
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """List the utterances whose outcome flipped, or export them.

    Example: flipscope flips v1 v2 --where locale=de-DE --sort confidence_drop -o flips.csv
    """
    chosen = _format(output_format, output)
    if output is not None:
        check_output(output, force)
    conditions = tuple(parse_where(where or ()).items())
    selection = Selection(unit, chosen_outcomes(outcome), conditions, search, choose("--cause", cause or (), CAUSES))
    downwards = sort in LARGEST_FIRST if descending is None else descending
    store = Warehouse(warehouse)
    with comparison(store, baseline, candidate) as opened, spilling(opened):
        if asks_verdict(selection, opened.pairs().columns):
            selection = with_standings(selection, read_judged(store.path, pair_of(opened)).standings)
        if asks_gold(selection, opened.pairs().columns):
            selection = with_suspects(selection, audited_golds(store, opened))
        listed = Listed(with_band_limits(selection, opened.pairs()), sort, downwards, limit, offset)
        check_plain(_frame(opened, listed), "--where", (column for column, _ in conditions))
        check_known(_frame(opened, listed), conditions)
        if output is None:
            _print(opened, listed, chosen)
        else:
            _export(opened, listed, chosen, output, force)


def _format(given: FlipsFormat | None, output: Path | None) -> FlipsFormat:
    if given is None and output is not None:
        given = next((one for one in FORMATS if output.suffix.lower() == f".{one}"), None)
        if given is None:
            raise InputError(f"{shown(output)}: name the format with --format csv, jsonl or parquet")
    if given == "parquet" and output is None:
        raise InputError("--format parquet: cannot be printed; name a file with -o FILE")
    if given == "table" and output is not None:
        raise InputError("--format table: is for the terminal; write csv, jsonl or parquet to a file")
    return given or "table"


def _frame(opened: Comparison, listed: Listed) -> duckdb.DuckDBPyRelation:
    return opened.slot_pairs() if listed.selection.unit == "slot" else opened.pairs()


def _print(opened: Comparison, listed: Listed, chosen: FlipsFormat) -> None:
    schema, batches = stream_rows(opened, listed)
    if chosen == "csv":
        flip_output.write_csv(schema, batches, sys.stdout, sys.stdout.isatty())
    elif chosen == "jsonl":
        flip_output.write_jsonl(batches, sys.stdout)
    else:
        n_rows = flip_output.print_rows(batches)
        n_all = count_flips(_frame(opened, listed), listed.selection)
        typer.echo(f"{n_rows:,} of {n_all:,}{' (--limit 0 lists all)' if n_rows < n_all else ''}")
    _note_missing(opened, to_stderr=chosen != "table")


def _export(opened: Comparison, listed: Listed, chosen: FlipsFormat, output: Path, force: bool) -> None:
    with published(output, force) as temporary:
        schema, batches = stream_rows(opened, listed)
        if chosen == "parquet":
            n_rows = flip_output.write_parquet(schema, batches, temporary)
        else:
            with temporary.open("w", encoding="utf-8", newline="") as stream:
                if chosen == "csv":
                    n_rows = flip_output.write_csv(schema, batches, stream, to_terminal=False)
                else:
                    n_rows = flip_output.write_jsonl(batches, stream)
    typer.echo(f"{n_rows:,} rows written to {shown(output)}")
    _note_missing(opened, to_stderr=False)


def _note_missing(opened: Comparison, to_stderr: bool) -> None:
    if missing := describe_missing(opened):
        typer.echo(f"flipscope: {missing}" if to_stderr else missing, err=to_stderr)
