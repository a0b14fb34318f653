"""`flipscope verdicts`: what annotators said of the flips, how far they agree, and what they disagree on.

`--format json` prints `{"meta": {...}, "rows": [...]}`. `meta` has `evalset`, `evalset_fingerprint`, `baseline`,
`candidate`, `missing_policy`, `unit`, `n_flips` (negative ones), `n_judged` (of these, with a verdict), `n_elsewhere`
(judged, but no negative flip of the unit), `n_judgements`, `n_disagreements`, and

`standings`   `standing` (`confirmed`: most say `candidate_wrong`; `gold_wrong`, `both_acceptable`, `unclear`;
              `disagreed`: no verdict has more than half), `n`, `share` of `n_judged`, `share_low`, `share_high`
`annotators`  `annotator`, `n`, `n_candidate_wrong`, `n_gold_wrong`, `n_both_acceptable`, `n_unclear`,
              `n_without_verdict`
`agreement`   `n` items judged by two or more, `n_equal`, `n_annotators`, `krippendorff_alpha`, `n_krippendorff`,
              `fleiss_kappa`, `n_fleiss` items with `n_raters` verdicts each, and `pairs`: `annotators`, `n`,
              `n_equal`, `cohen_kappa`

A row is one disagreement, most traffic first: `row`, `utterance_id`, `locale`, `domain`, `text`, `n_traffic`, `intent`,
`candidate_intent`, `n_annotators`, `about` (`verdict`, or `correction` where verdicts agree), `verdicts` (`annotator`,
`verdict`, `true_intent`, `true_slots`). CSV has the same rows, the verdicts as text.
"""

from typing import Annotated

import typer

from dashboard.commands import verdicts_output
from dashboard.commands.alignment import describe_comparison, describe_missing
from dashboard.commands.compare_output import OutputFormat
from dashboard.commands.must_pass import UtteranceUnit
from dashboard.commands.options import DEFAULT_WAREHOUSE, Baseline, Candidate, WarehouseDir
from dashboard.commands.verdicts_rows import agreement_row, annotator_rows, queue_rows, standing_rows
from dashboard.judged import read_verdict_report
from loaders.comparison import comparison
from loaders.warehouse import Warehouse


def verdicts(
    baseline: Baseline,
    candidate: Candidate,
    unit: Annotated[UtteranceUnit, typer.Option("--unit", help="What is judged right or wrong.")] = "frame",
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="Show so many disagreements; 0 is all.")] = 50,
    output_format: Annotated[OutputFormat, typer.Option("--format", help="Format of the output.")] = "table",
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Say how many flips annotators judged, with which verdicts, how far they agree, and what they disagree on.

    Example: flipscope verdicts v1 v2 --limit 10
    """
    store = Warehouse(warehouse)
    with comparison(store, baseline, candidate) as opened:
        found = read_verdict_report(opened, store.path, unit)
        meta = {
            **describe_comparison(opened),
            "unit": unit,
            "n_flips": found.n_flips,
            "n_judged": found.n_judged,
            "n_elsewhere": found.n_elsewhere,
            "n_judgements": found.n_judgements,
            "n_disagreements": len(found.queue),
            "standings": standing_rows(found),
            "annotators": annotator_rows(found),
            "agreement": agreement_row(found),
        }
        rows = queue_rows(opened, found.queue[:limit] if limit else found.queue)
        report = verdicts_output.Report(meta, rows, found, describe_missing(opened))
    verdicts_output.write(report, output_format)
