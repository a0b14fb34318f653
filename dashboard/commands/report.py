"""`flipscope report`: one file that tells of two runs to someone who was not there."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final, Literal

import typer

from dashboard.commands.must_pass import UtteranceUnit
from dashboard.commands.options import DEFAULT_WAREHOUSE, Baseline, Candidate, WarehouseDir
from dashboard.commands.output_file import check_output, published
from loaders.comparison import Comparison, comparison
from loaders.errors import InputError
from loaders.formats.lines import shown
from loaders.schema import Unit
from loaders.warehouse import Warehouse

ReportFormat = Literal["html", "md"]
_FORMATS: Final[dict[str, ReportFormat]] = {".html": "html", ".htm": "html", ".md": "md"}


def report(
    baseline: Baseline,
    candidate: Candidate,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Write to this file: .html, or .md for Markdown.")
    ],
    unit: Annotated[UtteranceUnit, typer.Option("--unit", help="What is judged right or wrong.")] = "frame",
    earlier: Annotated[
        list[str] | None,
        typer.Option(
            "--earlier",
            metavar="RUN",
            help="A version before the baseline, the oldest first; may be repeated, and adds what became of each.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the output file.")] = False,
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Write a report on two runs: one file that opens from disk, asks nothing of any network, and prints.

    Example: flipscope report v3 v4 --earlier v1 --earlier v2 -o report.html
    """
    chosen = _FORMATS.get(output.suffix.lower())
    if chosen is None:
        raise InputError(f"{shown(output)}: a report is HTML or Markdown; name a file that ends in .html or .md")
    check_output(output, force)
    with comparison(Warehouse(warehouse), baseline, candidate) as opened:
        content = render(opened, Warehouse(warehouse), unit, tuple(earlier or ()), chosen)
    with published(output, force) as temporary:
        temporary.write_text(content, encoding="utf-8", newline="\n")
    typer.echo(f"report written to {shown(output)}, {len(content.encode()) / 1e6:.1f} MB")


def render(opened: Comparison, warehouse: Warehouse, unit: Unit, earlier: Sequence[str], chosen: ReportFormat) -> str:
    """Return the content of a report's file; the same data gives the same bytes."""
    # Imported here, for what draws is slow to start.
    from analysis.report import report_on
    from dashboard.report.html import html_of
    from dashboard.report.manifest import manifest_of
    from dashboard.report.markdown import markdown_of
    from dashboard.report.sections import document_of
    from dashboard.report.source import source_of, trend_of

    runs = (opened.baseline.name, opened.candidate.name)
    trend = trend_of(warehouse, (*earlier, *runs), unit) if earlier else None
    found = report_on(source_of(opened), unit, trend=trend)
    document = document_of(found, manifest_of(opened, _command(runs, unit, earlier, chosen)))
    return html_of(document) if chosen == "html" else markdown_of(document)


def _command(runs: Sequence[str], unit: Unit, earlier: Sequence[str], chosen: ReportFormat) -> str:
    options = [part for run in earlier for part in ("--earlier", run)]
    judged = [] if unit == "frame" else ["--unit", unit]
    return shlex.join(["flipscope", "report", *runs, *judged, *options, "-o", f"report.{chosen}"])
