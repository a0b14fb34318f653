"""`flipscope export`: flips as a file that an annotation tool takes, with a manifest to make it again.

Beside PATH lie what the tool needs (named after PATH: `.config.xml`, `.settings.json`, ...) and `.manifest.json`:
`manifest_version`, `export_id`, `evalset`, `baseline` and `candidate` (each `name` and `fingerprint`), `request` (the
options), `counts` (`n_utterances_selected`, folded to `n_items_selected`, sampled to `n_items`, which stand for
`n_utterances` and `n_traffic`; `n_rows` with a copy for each annotator; `n_unplaced_slots`; `strata`), `versions`, and
`files` (`name`, `n_bytes`, `sha256`). What an item carries is said in `loaders.exchange`.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from analysis.causes import CAUSES
from analysis.sampling import Strategy
from analysis.selection import asks_gold
from dashboard import wording
from dashboard.commands.alignment import describe_missing
from dashboard.commands.audited_golds import audited_golds
from dashboard.commands.known_values import check_known
from dashboard.commands.options import (
    DEFAULT_WAREHOUSE,
    CauseOption,
    OutcomeOption,
    SearchOption,
    WarehouseDir,
    WhereOption,
    choose,
    chosen_outcomes,
    parse_where,
)
from dashboard.commands.output_file import check_output
from dashboard.commands.plain_columns import check_plain
from dashboard.commands.spill import spilling
from dashboard.exports.build import export, rebuild
from dashboard.exports.content import beside
from dashboard.exports.manifest import ENDING, read_manifest
from dashboard.exports.next_steps import next_steps
from dashboard.exports.request import MOST_OVERLAP, TABLES, Format, Request, Source, UtteranceUnit
from loaders.comparison import Comparison, used
from loaders.errors import InputError
from loaders.exchange import OfFlips
from loaders.formats.lines import shown
from loaders.gold import open_exported
from loaders.warehouse import Warehouse

_TERMINATED: Final = 143


def export_command(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="PATH", help="Write to this file and beside it.")],
    baseline: Annotated[str | None, typer.Argument(metavar="BASELINE", help="Run in production.")] = None,
    candidate: Annotated[str | None, typer.Argument(metavar="CANDIDATE", help="Run that would replace it.")] = None,
    output_format: Annotated[
        Format | None, typer.Option("--format", help="Tool or type of file; for tables that of the file's name.")
    ] = None,
    from_manifest: Annotated[
        Path | None,
        typer.Option("--from-manifest", metavar="FILE", help="Make an export again, byte for byte, from its manifest."),
    ] = None,
    outcome: OutcomeOption = None,
    unit: Annotated[UtteranceUnit, typer.Option("--unit", help="What is judged right or wrong.")] = "frame",
    cause: CauseOption = None,
    where: WhereOption = None,
    search: SearchOption = "",
    sample: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Export so many items; all by default.")
    ] = None,
    strategy: Annotated[
        Strategy | None, typer.Option("--strategy", help="How to choose them; with --sample most traffic by default.")
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="COLUMN", help="Strata of a stratified sample; several are crossed."),
    ] = None,
    floor: Annotated[int, typer.Option(min=0, metavar="N", help="So many of each stratum, or all that it has.")] = 0,
    seed: Annotated[int, typer.Option(min=0, max=2**63 - 1, metavar="N", help="Of what is drawn at random.")] = 0,
    blind: Annotated[
        OfFlips, typer.Option(help="Hide all answers, or show both as A and B in an order that the warehouse keeps.")
    ] = "none",
    prefill: Annotated[Source | None, typer.Option(help="Whose answer is filled in ahead; none by default.")] = None,
    overlap: Annotated[
        int, typer.Option(min=1, max=MOST_OVERLAP, metavar="K", help="So many annotators judge each item.")
    ] = 1,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the output files.")] = False,
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Export flips for annotators; the same text with the same answers is one item, with its traffic added up.

    Example: flipscope export v1 v2 --format label-studio --sample 200 --blind shuffled -o broke.json
    """
    check_output(output, force)
    if from_manifest is not None:
        if baseline or candidate:
            raise InputError("--from-manifest names the runs itself; leave out BASELINE and CANDIDATE")
        recipe = read_manifest(from_manifest)
        with opened_export(warehouse, recipe.evalset, recipe.baseline, recipe.candidate) as opened:
            report_export(opened, rebuild(Warehouse(warehouse), opened, recipe, output, force), output)
        return
    if not (baseline and candidate):
        raise InputError("name both runs, as in: flipscope export v1 v2 --format xlsx -o broke.xlsx")
    request = Request(
        format=format_of(output_format, output),
        unit=unit,
        outcomes=chosen_outcomes(outcome),
        where=tuple(parse_where(where or ()).items()),
        search=search,
        causes=choose("--cause", cause or (), CAUSES),
        strategy=strategy or ("all" if sample is None else "stratified" if by else "traffic"),
        sample=sample,
        by=tuple(dict.fromkeys(by or ())),
        floor=floor,
        seed=seed,
        blind=blind,
        prefill=prefill,
        overlap=overlap,
    )
    with opened_export(warehouse, "", baseline, candidate) as opened:
        check_plain(opened.pairs(), "--where", (column for column, _ in request.where))
        check_plain(opened.pairs(), "--by", request.by)
        check_known(opened.pairs(), request.where)
        if asks_gold(request.selection(), opened.pairs().columns):
            audited_golds(Warehouse(warehouse), opened)
        report_export(opened, export(Warehouse(warehouse), opened, request, output, force), output)


@contextmanager
def opened_export(warehouse: Path, evalset: str, baseline: str = "", candidate: str = "") -> Iterator[Comparison]:
    """Open two runs, or the gold of a set; what memory does not hold spills to disk.

    Who ends the process leaves nothing behind.
    """
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED))
    try:
        store = Warehouse(warehouse)
        with used(store, open_exported(store, evalset, baseline, candidate)) as opened, spilling(opened):
            yield opened
    finally:
        signal.signal(signal.SIGTERM, before)


def format_of(given: Format | None, output: Path) -> Format:
    """Return the format that was asked for, or that of the file's name; raises `InputError` where neither tells."""
    found = given or next((one for one in TABLES if output.suffix.lower() == f".{one}"), None)
    if found is None:
        raise InputError(f"{shown(output)}: name the tool with --format, as in --format label-studio")
    return found


def report_export(opened: Comparison, manifest: dict[str, Any], output: Path) -> None:
    """Say what was written, and what to do with it in its tool."""
    counts, request = manifest["counts"], manifest["request"]
    n_items, n_utterances = counts["n_items"], counts["n_utterances"]
    folded = f" for {wording.plural(n_utterances, 'utterance')}" if n_utterances > n_items else ""
    of = f" of {wording.count(counts['n_items_selected'])}" if request["sample"] is not None else ""
    typer.echo(f"{wording.plural(n_items, 'item')}{of}{folded} written to {shown(output)}")
    others = [one["name"] for one in manifest["files"] if one["name"] != output.name]
    typer.echo(f"beside it: {', '.join(map(shown, [*others, beside(output.name, ENDING)]))}")
    if n_unplaced := counts["n_unplaced_slots"]:
        typer.echo(f"{wording.plural(n_unplaced, 'slot')} could not be marked: the value is not in the text")
    for step in next_steps(manifest["request"]["format"], output.name, request["overlap"]):
        typer.echo(step)
    if missing := describe_missing(opened):
        typer.echo(missing)
