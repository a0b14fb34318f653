"""`flipscope revisions`: what changed because the labels changed.

`--format json` prints `{"meta": {...}, "rows": [...]}`. `meta` has `evalset_old`, `evalset_new`, both with their
`..._fingerprint`, `parent_new` (what the new one was made from), `baseline`, `candidate`, `baseline_new`,
`candidate_new`, `unit` (these five null without runs) and `gold_moves`: `old_intent`, `new_intent`, `n`, the most
frequent first. The rows are those of `analysis.relabelling.as_row`: the whole first, then one a locale.
"""

from dataclasses import asdict
from typing import Annotated, Final

import typer

from analysis.frames import Row
from analysis.relabelling import as_row, count_relabelled, gold_moves
from dashboard.commands import revisions_output
from dashboard.commands.alignment import describe_missing_of
from dashboard.commands.compare_output import OutputFormat
from dashboard.commands.must_pass import UtteranceUnit
from dashboard.commands.options import DEFAULT_WAREHOUSE, WarehouseDir
from loaders.errors import InputError
from loaders.revisions import Revisions, revisions
from loaders.warehouse import Warehouse

_MOST_MOVES: Final = 1_000


def revisions_command(
    old: Annotated[str, typer.Argument(metavar="OLD", help="Evalset before.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Evalset after, of the same utterances.")],
    baseline: Annotated[str | None, typer.Option(metavar="RUN", help="Run in production, on OLD.")] = None,
    candidate: Annotated[str | None, typer.Option(metavar="RUN", help="Run that would replace it, on OLD.")] = None,
    unit: Annotated[UtteranceUnit, typer.Option("--unit", help="What is judged right or wrong.")] = "frame",
    output_format: Annotated[OutputFormat, typer.Option("--format", help="Format of the output.")] = "table",
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Compare two revisions of an evalset: which labels changed and, with two runs, what that did to NFR.

    Example: flipscope revisions my-test my-test-2 --baseline v1 --candidate v2
    """
    if (baseline is None) != (candidate is None):
        raise InputError("give both --baseline and --candidate, or neither to see the labels alone")
    runs = None if baseline is None or candidate is None else (baseline, candidate)
    with revisions(Warehouse(warehouse), old, new, runs) as opened:
        frame = opened.utterances()
        parts = count_relabelled(frame, unit if runs else None)
        meta = _meta(opened, unit)
        meta["gold_moves"] = [asdict(move) for move in gold_moves(frame, _MOST_MOVES)]
        missing = describe_missing_of(opened.pairs[0]) if opened.pairs else ""
        report = revisions_output.Report(meta, [as_row(part) for part in parts], parts[0], missing)
    revisions_output.write(report, output_format)


def _meta(opened: Revisions, unit: UtteranceUnit) -> Row:
    old, new = opened.old, opened.new
    names = [run.name for pair in opened.pairs for run in pair] if opened.pairs else [None] * 4
    return {
        "evalset_old": old.name,
        "evalset_old_fingerprint": old.fingerprint,
        "evalset_new": new.name,
        "evalset_new_fingerprint": new.fingerprint,
        "parent_new": None if new.parent is None else asdict(new.parent),
        **dict(zip(("baseline", "candidate", "baseline_new", "candidate_new"), names, strict=True)),
        "unit": unit if opened.pairs else None,
    }
