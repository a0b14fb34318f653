"""`flipscope score`: runs scored as a published evaluator scores them, to lay our numbers beside theirs.

`--format json` prints `{"meta": {...}, "rows": [...]}`. `meta` has `rules`, `evalset`, `evalset_fingerprint`, `runs`
(each with `name`, `model_version`, `missing_policy`, `n_missing`), `n_utterances` (of the first run) and `where`.

A row is one run in one slice; first all utterances together, which have no `--by` columns, then the slices, each for
every run. The keys: `run`, one a `--by` column, `n`, `n_intents_correct`, `intent_accuracy`, then by the rules

`massive`: `n_exact_matches`, `exact_match`, `n_gold_slots`, `n_slots_given`, `n_slots_found` (all spans of tags),
`slot_f1`, and `n_gold_slots_unplaced` and `n_slots_unplaced`, slots that were not found in the text and have no tag;

`slurp`: `n_gold_slots`, `n_slots_given`, `n_slots_found`, `slot_f1`, `n_slots_matched`, `word_distance`,
`char_distance`, `word_f1`, `char_f1`, `slu_f1`.

CSV has the same rows.
"""

from typing import Annotated, Any

import typer

from analysis.selection import Selection, with_band_limits
from dashboard.commands import score_output
from dashboard.commands.compare_output import OutputFormat
from dashboard.commands.known_values import check_known
from dashboard.commands.options import DEFAULT_WAREHOUSE, WarehouseDir, WhereOption, parse_where
from dashboard.commands.plain_columns import check_plain
from dashboard.commands.score_rows import Rules, Scored, count_run, rows_of
from loaders.comparison import comparison
from loaders.errors import InputError
from loaders.manifest import EvalsetManifest, RunManifest
from loaders.warehouse import Warehouse


def score(
    runs: Annotated[list[str], typer.Argument(metavar="RUN", help="Runs of one evalset.")],
    rules: Annotated[Rules, typer.Option("--rules", help="Whose evaluator to follow.")],
    where: WhereOption = None,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="COLUMN", help="Break down by this column; several are crossed."),
    ] = None,
    output_format: Annotated[OutputFormat, typer.Option("--format", help="Format of the output.")] = "table",
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Score runs as the evaluator of MASSIVE or of SLURP does, to compare with published numbers.

    For MASSIVE the text is split at white space into tokens (ja-JP, zh-CN and zh-TW: each character that is not ASCII
    is one, as in its own preparation). A slot tags the tokens at its offsets or, without offsets, those where its
    value's words are found in order. For SLURP names and fillers are compared as they are, the gold's in lower case.

    Example: flipscope score v1 v2 --rules massive --by locale
    """
    columns = tuple(dict.fromkeys(by or ()))
    selection = Selection(where=tuple(parse_where(where or ()).items()))
    loaded = Warehouse(warehouse)
    scored: list[Scored] = []
    evalset: EvalsetManifest | None = None
    for name in dict.fromkeys(runs):
        with comparison(loaded, name, name) as opened:
            if evalset is not None and opened.evalset != evalset:
                raise InputError(
                    f"run '{runs[0]}' is of evalset '{evalset.name}', run '{name}' of '{opened.evalset.name}'; "
                    "score runs of one evalset"
                )
            evalset = opened.evalset
            check_plain(opened.pairs(), "--by", columns)
            check_plain(opened.pairs(), "--where", (column for column, _ in selection.where))
            check_known(opened.pairs(), selection.where)
            selection = with_band_limits(selection, opened.pairs())
            scored.append(count_run(opened, selection, columns, rules))
    if evalset is None:
        raise InputError("name a run, as in: flipscope score v1 --rules massive")
    rows = rows_of(scored, columns)
    meta = _meta(rules, evalset, [one.run for one in scored], rows[0]["n"], selection)
    score_output.write(score_output.Report(meta, rows, columns, [one.run for one in scored]), output_format)


def _meta(
    rules: Rules, evalset: EvalsetManifest, runs: list[RunManifest], n_utterances: int, selection: Selection
) -> dict[str, Any]:
    return {
        "rules": rules,
        "evalset": evalset.name,
        "evalset_fingerprint": evalset.fingerprint,
        "runs": [
            {
                "name": run.name,
                "model_version": run.model_version,
                "missing_policy": run.missing_policy,
                "n_missing": run.alignment.n_missing,
            }
            for run in runs
        ],
        "n_utterances": n_utterances,
        "where": {column: list(values) for column, values in selection.where},
    }
