"""`flipscope add-run`: load the predictions of one model version."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard.commands.load_report import describe_run
from dashboard.commands.model_card import read_model_card
from dashboard.commands.options import DEFAULT_WAREHOUSE, Columns, FileFormat, Files, MaxRejected, WarehouseDir
from dashboard.commands.progress import shown_progress
from loaders.formats.rows import parse_mapping
from loaders.run import RunOptions, add_run
from loaders.schema import MissingPolicy
from loaders.warehouse import Warehouse


def add_run_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the new run.")],
    files: Files,
    evalset: Annotated[str, typer.Option(metavar="EVALSET", help="Evalset that the predictions are of.")],
    file_format: FileFormat = "auto",
    missing: Annotated[
        MissingPolicy, typer.Option(help="A missing prediction is an error of the run, or leaves the pair out.")
    ] = "error",
    model_version: Annotated[str | None, typer.Option(help="Version of the model; wins over the manifest.")] = None,
    manifest: Annotated[
        Path | None,
        typer.Option(metavar="FILE.json", help="Model version, parameters, quantisation and training data as JSON."),
    ] = None,
    column: Columns = None,
    max_rejected: MaxRejected = 0,
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Load the predictions of one model version, aligned by key with their evalset, and say what did not match.

    Example: flipscope add-run v2 predictions_v2.jsonl --evalset massive --model-version 2.0
    """
    store = Warehouse(warehouse)
    card = read_model_card(manifest, model_version)
    options = RunOptions(file_format, parse_mapping(column or []), missing, max_rejected, card)
    with shown_progress(f"run {name}") as progress:
        loaded = add_run(store, name, files, evalset, options, progress)
    rejections = store.rejections(store.run_path(name)) if loaded.alignment.n_rejected else ()
    typer.echo("\n".join(describe_run(loaded, rejections)))
