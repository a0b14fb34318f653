"""`flipscope compare`: how often did it break, and where."""

from dataclasses import asdict
from typing import Annotated

import typer

from analysis.certainty import TOLERATED_NFR
from analysis.frames import Row
from analysis.slot_metrics import Policy
from dashboard.commands import compare_output
from dashboard.commands.alignment import describe_alignment, describe_comparison, describe_missing
from dashboard.commands.asked import Asked, Resampling
from dashboard.commands.comparability import describe_comparability, difference_line
from dashboard.commands.compare_rows import Key, compare_rows
from dashboard.commands.counting import Counted, count
from dashboard.commands.equal_weights import note_equal_weights
from dashboard.commands.options import (
    DEFAULT_WAREHOUSE,
    Baseline,
    ByOption,
    Candidate,
    Units,
    WarehouseDir,
    WeightOption,
    WhereOption,
    choose,
    parse_where,
)
from loaders.comparison import Comparison, comparison
from loaders.errors import InputError
from loaders.schema import UNITS
from loaders.warehouse import Warehouse


def compare(
    baseline: Baseline,
    candidate: Candidate,
    by: ByOption = None,
    unit: Units = None,
    where: WhereOption = None,
    weight: WeightOption = None,
    tolerated: Annotated[
        float,
        typer.Option(
            "--tolerated-nfr",
            min=0,
            max=0.999,
            metavar="RATE",
            help="NFR that is tolerated; nfr_p_value tests above it.",
        ),
    ] = TOLERATED_NFR,
    policy: Annotated[
        Policy,
        typer.Option(
            "--slot-policy", help="A slot under another name: A, missed and added (two errors); B, one substitution."
        ),
    ] = "A",
    bootstrap: Annotated[
        bool, typer.Option("--bootstrap", help="Intervals by 10,000 paired resamples, of SemER and slot F1 too.")
    ] = False,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="Resample all utterances that share its value together, as text or parallel_id; implies --bootstrap.",
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Seed of the resamples; always the same by default.")
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
    resampling = _resampling(bootstrap or cluster is not None, cluster, seed, weight)
    asked = Asked(
        units, tuple(dict.fromkeys(by or ())), parse_where(where or ()), weight, tolerated, resampling, policy
    )
    with comparison(Warehouse(warehouse), baseline, candidate) as opened:
        asked = asked.with_band_limits(opened.pairs())
        counted = count(opened, asked)
        report = _report(opened, asked, counted)
        note_equal_weights(opened, weight)
    compare_output.write(report, output_format)


def _resampling(wanted: bool, cluster: str | None, seed: int | None, weight: str | None) -> Resampling | None:
    if not wanted:
        if seed is not None:
            raise InputError("--seed: nothing is resampled; add --bootstrap")
        return None
    if weight is not None:
        raise InputError(f"--weight {weight}: resamples count each utterance once; leave out --weight or --bootstrap")
    from analysis.bootstrap import SEED

    return Resampling(SEED if seed is None else seed, cluster)


def _report(opened: Comparison, asked: Asked, counted: Counted) -> compare_output.Report:
    differences = describe_comparability(opened)
    refused = next((one for one in differences if one.severity == "refuse"), None)
    if refused:
        raise InputError(difference_line(refused, opened.baseline.name, opened.candidate.name))
    meta = {
        **describe_comparison(opened),
        "n_utterances": counted.n_utterances,
        "alignment": describe_alignment(opened),
        "weight": asked.weight,
        "tolerated_nfr": asked.tolerated,
        "slot_policy": asked.policy,
        "bootstrap": None,
        "comparability": [asdict(difference) for difference in differences],
        "where": {column: list(values) for column, values in (asked.where or {}).items()},
    }
    lines = [
        difference_line(one, opened.baseline.name, opened.candidate.name)
        for one in differences
        if one.severity == "warn" and one.what != "missing predictions"
    ]
    resampled: dict[Key, Row] = {}
    if asked.resampling is not None:
        # numpy's random numbers are slow to import, and few calls need them.
        from dashboard.commands.compare_bootstrap import describe_resampling, resample

        meta["bootstrap"] = describe_resampling(asked.resampling)
        resampled = resample(opened, asked, asked.resampling)
    rows = compare_rows(opened, asked, counted, resampled)
    return compare_output.Report(meta, rows, asked.by, describe_missing(opened), tuple(lines))
