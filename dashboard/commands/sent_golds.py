"""Golds for annotators, from the commands that find them: options and the export."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from dashboard.commands.export import format_of, opened_export, report_export
from dashboard.commands.output_file import check_output
from dashboard.exports.build import export
from dashboard.exports.gold import gold_request
from dashboard.exports.request import MOST_OVERLAP, Format
from loaders.warehouse import Warehouse

ExportOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--export", metavar="PATH", help="Write them to this file for annotators, and what belongs beside it."
    ),
]
ToolOption: TypeAlias = Annotated[
    Format | None, typer.Option("--tool", help="Tool or type of the exported file; for tables that of its name.")
]
OverlapOption: TypeAlias = Annotated[
    int, typer.Option(min=1, max=MOST_OVERLAP, metavar="K", help="So many annotators judge each exported item.")
]
ForceOption: TypeAlias = Annotated[bool, typer.Option("--force", help="Overwrite the exported files.")]


def check_export(path: Path | None, tool: Format | None, force: bool) -> None:
    """Raise `InputError` for an export that cannot be written, before anything that takes long."""
    if path is not None:
        check_output(path, force)
        format_of(tool, path)


def send_golds(
    warehouse: Path, evalset: str, rows: Iterable[int], path: Path, tool: Format | None, overlap: int, force: bool
) -> None:
    """Write these utterances for annotators, who say of each whether its gold is right, and tell what to do next."""
    request = gold_request(format_of(tool, path), rows, overlap)
    with opened_export(warehouse, evalset) as opened:
        report_export(opened, export(Warehouse(warehouse), opened, request, path, force), path)
