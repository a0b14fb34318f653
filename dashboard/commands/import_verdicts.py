"""`flipscope import-verdicts`: what annotators filled in comes back, from the files of their tools."""

from typing import Annotated

import typer

from analysis.graphemes import is_border
from dashboard.commands.options import DEFAULT_WAREHOUSE, MaxRejected, WarehouseDir
from dashboard.commands.progress import shown_progress
from dashboard.import_report import describe_import
from loaders.formats.lines import shown
from loaders.verdicts.files import VerdictFormat
from loaders.verdicts.importing import ImportOptions, import_verdicts, parse_annotators
from loaders.warehouse import Warehouse


def import_verdicts_command(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE", help="Export of Label Studio, Argilla, doccano or Prodigy, or a filled table; also globs."
        ),
    ],
    file_format: Annotated[
        VerdictFormat, typer.Option("--format", help="Tool that wrote the files; a table is our own export, filled in.")
    ] = "auto",
    annotator: Annotated[
        list[str] | None,
        typer.Option(
            "--annotator",
            metavar="[IN_FILE=]NAME",
            help="Who judged the rows that name nobody; or the name of whom the files call IN_FILE. May be repeated.",
        ),
    ] = None,
    max_rejected: MaxRejected = 0,
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Bring verdicts back: every judgement is kept with who gave it and when, and importing again changes nothing.

    Items are found by their own keys and checked against the hash of their text. A verdict counts for every utterance
    that its item stands for.

    Example: flipscope import-verdicts project.json --annotator 7=ann
    """
    default, names = parse_annotators(annotator or [])
    options = ImportOptions(file_format, default, names, max_rejected)
    with shown_progress("verdicts") as progress:
        report = import_verdicts(Warehouse(warehouse), files, options, is_border, progress)
    for line in describe_import(report):
        typer.echo(shown(line), err=report.refused)
    if report.refused:
        raise report.refusal(max_rejected)
