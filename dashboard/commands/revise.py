"""`flipscope revise`: an evalset with corrected gold, and its runs scored anew."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from dashboard import wording
from dashboard.commands.options import DEFAULT_WAREHOUSE, Columns, WarehouseDir
from dashboard.commands.progress import shown_progress
from loaders.corrections import CorrectionFile, Verdicts
from loaders.errors import InputError
from loaders.formats.rows import parse_mapping
from loaders.revision import Revised, revise
from loaders.warehouse import Warehouse


def revise_command(
    evalset: Annotated[str, typer.Argument(metavar="EVALSET", help="Evalset whose gold is corrected; it stays.")],
    name: Annotated[str, typer.Option("--name", metavar="NEW", help="Name of the revision.")],
    corrections: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="CSV, TSV, JSONL or Parquet: utterance_id, locale, and the new intent or slots."
        ),
    ] = None,
    from_verdicts: Annotated[
        bool, typer.Option("--from-verdicts", help="Take the gold that most annotators say is right.")
    ] = False,
    column: Columns = None,
    run: Annotated[
        list[str] | None,
        typer.Option("--run", metavar="RUN", help="Score this run anew; may be repeated, all of the evalset else."),
    ] = None,
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Make a revision of an evalset with corrected gold, and score its runs on it anew, as RUN@NEW; the old ones stay.

    Example: flipscope revise my-test --name my-test-2 --corrections labels.csv
    """
    store = Warehouse(warehouse)
    wanted = _corrections(store, evalset, corrections, from_verdicts, column or [])
    with shown_progress(f"revision {name}") as progress:
        made = revise(store, evalset, name, wanted, progress, run)
    typer.echo("\n".join(_describe(made, evalset)))


def _corrections(
    store: Warehouse, evalset: str, file: Path | None, from_verdicts: bool, columns: list[str]
) -> CorrectionFile | Verdicts:
    if (file is None) != from_verdicts:
        raise InputError(
            "give one of --corrections FILE and --from-verdicts, as in: "
            "flipscope revise my-test --name my-test-2 --from-verdicts"
        )
    if file is not None:
        return CorrectionFile(file, parse_mapping(columns))
    if columns:
        raise InputError("--column names columns of a file; leave it out with --from-verdicts")
    from dashboard.judged import read_right_gold

    return read_right_gold(store.path, store.evalset(evalset))


def _describe(made: Revised, parent: str) -> Iterator[str]:
    yield f"evalset {made.evalset.name} made from {parent}, fingerprint {made.evalset.fingerprint}"
    yield f"  {wording.plural(made.n_corrected, 'utterance')} with other gold, of {made.evalset.n_utterances:,}"
    for one in made.runs:
        yield f"run {one.name} scored anew, fingerprint {one.fingerprint}"
    if not made.runs:
        yield "  no run to score anew"
    elif len(made.runs) > 1:
        first, second = (one.name for one in made.runs[:2])
        yield f"what changed because the labels changed: flipscope revisions {parent} {made.evalset.name}"
        yield f"what the update broke by the new labels: flipscope compare {first} {second}"
