"""`flipscope audit-sample`: a random sample of golds to be judged, and how many labels are wrong by what was judged.

`--format json` prints `{"meta": {...}, "rows": [...]}`. `meta` has `evalset`, `evalset_fingerprint`, `seed`, `runs` and
`drawn_at` of the sample; `n_utterances`, `n_drawn`, `n_judged` (right or wrong), `n_unclear`, `n_waiting` (judged, and
counted once all that their stratum drew before is judged) and `n_open`; the estimate: `n_wrong` with `n_wrong_low` and
`n_wrong_high`, `share_wrong` with its limits, null where a stratum has none judged; the same of what looks wrong, as
`likely_wrong`, whose `share_wrong` is the precision; `share_wrong_of_model`, the share of intents that a model by
itself expects to be wrong; and `strata`, each with its counts and its own `share_wrong`. A row is one drawn utterance,
in the order drawn: `locale`, `utterance_id`, `stratum`, `label` (`right`, `wrong`, `unclear`, or null where nobody
judged it). CSV has the rows alone.
"""

from typing import Annotated, Literal, TypeAlias

import typer

from dashboard.commands import audit_sample_output
from dashboard.commands.options import DEFAULT_WAREHOUSE, WarehouseDir
from dashboard.commands.ranked_suspects import rank_suspects
from dashboard.commands.sent_golds import ExportOption, ForceOption, OverlapOption, ToolOption, check_export, send_golds
from dashboard.gold_audit import draw_sample, read_gold_audit
from loaders.audit import audit as opened_audit
from loaders.audit_samples import StoredSample, read_sample
from loaders.warehouse import Warehouse

SampleFormat: TypeAlias = Literal["table", "json", "csv"]


def audit_sample(
    evalset: Annotated[str, typer.Argument(metavar="EVALSET", help="Evaluation set whose gold is judged.")],
    size: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Draw so many; 100 by default, or those drawn before.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**63 - 1, metavar="S", help="Another one is another sample.")] = 0,
    run: Annotated[
        list[str] | None,
        typer.Option("--run", metavar="RUN", help="A run to ask for suspects; they make the strata, as in audit."),
    ] = None,
    export: ExportOption = None,
    tool: ToolOption = None,
    overlap: OverlapOption = 1,
    force: ForceOption = False,
    output_format: Annotated[SampleFormat, typer.Option("--format", help="Format of the output.")] = "table",
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Draw utterances at random, for people to judge, and estimate how many labels are wrong.

    What is suspect is drawn more often, and the estimate sets that right. The same seed keeps its sample, and a larger
    one begins with it. --export hands out what nobody judged yet; import-verdicts brings the answers back.

    Example: flipscope audit-sample my-test --size 200 --export golds.xlsx
    """
    check_export(export, tool, force)
    sample = _sample(Warehouse(warehouse), evalset, size, seed, run or [])
    found = read_gold_audit(warehouse, sample)
    if export is not None:
        send_golds(warehouse, evalset, (one.row for one in found.open), export, tool, overlap, force)
        return
    audit_sample_output.write(found, output_format)


_SIZE = 100


def _sample(warehouse: Warehouse, evalset: str, size: int | None, seed: int, runs: list[str]) -> StoredSample:
    """Return the sample of a seed, drawn where there is none yet, or not so many."""
    kept = read_sample(warehouse.path, warehouse.evalset(evalset).fingerprint, seed)
    if kept is not None and len(kept.drawn) >= (size or 0):
        return kept
    with opened_audit(warehouse, evalset, runs) as opened:
        ranking = rank_suspects(opened)
        names = [one.name for one in opened.runs]
        return draw_sample(warehouse.path, opened.evalset, opened.utterances(), ranking, names, size or _SIZE, seed)
