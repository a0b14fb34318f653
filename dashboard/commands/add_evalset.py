"""`flipscope add-evalset`: load an evaluation set."""

from typing import Annotated

import typer

from dashboard.commands.load_report import describe_evalset
from dashboard.commands.options import DEFAULT_WAREHOUSE, Columns, FileFormat, Files, MaxRejected, WarehouseDir
from dashboard.commands.progress import shown_progress
from loaders.evalset import EvalsetOptions, add_evalset
from loaders.formats.rows import parse_mapping
from loaders.warehouse import Warehouse


def add_evalset_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the new evalset.")],
    files: Files,
    file_format: FileFormat = "auto",
    partition: Annotated[
        str | None, typer.Option(help="Load this partition only, and name it so where the files do not.")
    ] = None,
    locale: Annotated[
        str | None, typer.Option(help="Load this locale only, and fill it in where the files have none.")
    ] = None,
    column: Columns = None,
    max_rejected: MaxRejected = 0,
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Load an evaluation set: utterances with their gold intents and slots.

    Example: flipscope add-evalset massive data/de-DE.jsonl --partition test
    """
    store = Warehouse(warehouse)
    options = EvalsetOptions(file_format, parse_mapping(column or []), locale, partition, max_rejected)
    with shown_progress(f"evalset {name}") as progress:
        manifest = add_evalset(store, name, files, options, progress)
    rejections = store.rejections(store.evalset_path(name)) if manifest.n_rejected else ()
    typer.echo("\n".join(describe_evalset(manifest, rejections)))
