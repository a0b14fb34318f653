"""`flipscope chain`: more than two versions, in order.

`--format json` prints `{"meta": {...}, "rows": [...]}`. `meta` has `evalset`, `evalset_fingerprint`, `unit`, `runs`
(in order, each with `name`, `model_version`, `fingerprint`, `missing_policy`, `n_missing`), `n_utterances`,
`n_left_out` (by runs with the policy `drop`) and `where`.

A row is one pair of runs in one slice; first all utterances together, which have no `--by` columns, then the slices.
In each, the steps (neighbours) come first. The keys: `unit`, one a `--by` column, `baseline`, `candidate`, `is_step`,
`n`, `n_both_correct`, `n_negative_flips`, `n_positive_flips`, `n_both_wrong`, `accuracy_baseline`,
`accuracy_candidate`, `accuracy_change`, `nfr` with Wilson's 95 % interval from `nfr_low` to `nfr_high`, and `pfr`;
then, of the chain from its first run to this candidate and null where the pair is no step,
`n_cumulative_negative_flips`, `n_cumulative_positive_flips`, `n_lost` (right in an earlier run, wrong in this one) and
`n_flapping` (changed at least twice). The last step's are those of the whole chain. CSV has the same rows.

`--list lost --format json` has `list` and `n_found` in `meta` besides, and a row is one utterance: `row`,
`utterance_id`, `locale`, `domain`, `text`, `frequency`, `intent`, and two lists in the order of the runs, `correct` and
`intents`. CSV has `correct_RUN` and `intent_RUN` for them.
"""

from typing import Annotated, Any, Literal, TypeAlias

import typer

from analysis.chain import Fate, count_patterns, sum_slices
from analysis.flips import count_rows
from analysis.frames import as_lazy
from analysis.selection import Selection, select, with_band_limits
from dashboard.commands import chain_list, chain_output
from dashboard.commands.chain_rows import rows_of
from dashboard.commands.compare_output import OutputFormat
from dashboard.commands.known_values import check_known
from dashboard.commands.options import DEFAULT_WAREHOUSE, WarehouseDir, WhereOption, parse_where
from dashboard.commands.plain_columns import check_plain
from loaders.chain import Chain
from loaders.chain import chain as opened_chain
from loaders.errors import InputError
from loaders.warehouse import Warehouse

UtteranceUnit: TypeAlias = Literal["frame", "intent", "slots"]


def chain(
    runs: Annotated[list[str], typer.Argument(metavar="RUN", help="Two runs or more, the oldest first.")],
    unit: Annotated[UtteranceUnit, typer.Option("--unit", help="What is judged right or wrong.")] = "frame",
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="COLUMN", help="Break down by this column; several are crossed."),
    ] = None,
    where: WhereOption = None,
    list_: Annotated[
        Fate | None,
        typer.Option(
            "--list",
            help="List the utterances that an earlier run got right and the last gets wrong (lost), or that changed "
            "at least twice (flapping); most traffic first.",
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="With --list, list so many; 0 is all.")] = 50,
    offset: Annotated[int, typer.Option(min=0, metavar="N", help="With --list, leave out so many first.")] = 0,
    output_format: Annotated[OutputFormat, typer.Option("--format", help="Format of the output.")] = "table",
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Follow runs in order: what each step broke, what any two differ by, what was lost and what flaps.

    Example: flipscope chain v1 v2 v3 v4 --by locale
    """
    if list_ and by:
        raise InputError("--by: is for the counts; with --list, name the slice with --where COLUMN=VALUE")
    columns = tuple(dict.fromkeys(by or ()))
    selection = Selection(unit, where=tuple(parse_where(where or ()).items()))
    with opened_chain(Warehouse(warehouse), runs) as opened:
        check_plain(opened.utterances(), "--by", columns)
        check_known(opened.utterances(), selection.where)
        selection = with_band_limits(selection, opened.utterances())
        meta = _meta(opened, selection)
        if list_:
            listed = chain_list.find(opened, selection, list_, limit, offset)
            chain_list.write(opened, meta, listed, output_format)
        else:
            chain_output.write(_report(opened, selection, columns, meta), output_format)


def _report(opened: Chain, selection: Selection, by: tuple[str, ...], meta: dict[str, Any]) -> chain_output.Report:
    frame = select(as_lazy(opened.utterances()), selection)
    slices = count_patterns(frame, opened.correct(selection.unit), by)
    whole = sum_slices(slices, len(opened.runs))
    names = tuple(run.name for run in opened.runs)
    rows = tuple(row for part in (whole, *(slices if by else ())) for row in rows_of(part, names, selection.unit))
    return chain_output.Report(meta | {"n_utterances": whole.n_units}, rows, by, whole.counts, opened.runs)


def _meta(opened: Chain, selection: Selection) -> dict[str, Any]:
    return {
        "evalset": opened.evalset.name,
        "evalset_fingerprint": opened.evalset.fingerprint,
        "unit": selection.unit,
        "runs": [
            {
                "name": run.name,
                "model_version": run.model_version,
                "fingerprint": run.fingerprint,
                "missing_policy": run.missing_policy,
                "n_missing": run.alignment.n_missing,
            }
            for run in opened.runs
        ],
        "n_left_out": _count_left_out(opened),
        "where": {column: list(values) for column, values in selection.where},
    }


def _count_left_out(opened: Chain) -> int:
    """Count the utterances that a run with the policy `drop` has no prediction of."""
    if not any(run.missing_policy == "drop" and run.alignment.n_missing for run in opened.runs):
        return 0
    return opened.evalset.n_utterances - count_rows(opened.utterances(), Selection())
