"""`flipscope report`: one file that tells of two runs to someone who was not there."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

import typer

from dashboard import wording
from dashboard.commands.must_pass import UtteranceUnit
from dashboard.commands.options import DEFAULT_WAREHOUSE, Baseline, Candidate, WarehouseDir
from dashboard.commands.output_file import check_output, published
from dashboard.commands.policy_file import PolicyFile, read_policy_file
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
    policy: Annotated[
        Path | None, typer.Option("--policy", metavar="FILE", help="Policy of the gate: its decision and goals, told.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the output file.")] = False,
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Write a report on two runs: one file that opens from disk, asks nothing of any network, and prints.

    With a policy it tells what the gate decides; its own exit code is 0 all the same, for a report stops nothing.

    Example: flipscope report v3 v4 --earlier v1 --earlier v2 --policy policy.toml -o report.html
    """
    chosen = _FORMATS.get(output.suffix.lower())
    if chosen is None:
        raise InputError(f"{shown(output)}: a report is HTML or Markdown; name a file that ends in .html or .md")
    check_output(output, force)
    asked = Asked(unit, tuple(earlier or ()), None if policy is None else read_policy_file(policy))
    with comparison(Warehouse(warehouse), baseline, candidate) as opened:
        content = render(opened, Warehouse(warehouse), asked, chosen)
    with published(output, force) as temporary:
        temporary.write_text(content, encoding="utf-8", newline="\n")
    typer.echo(f"report written to {shown(output)}, {wording.file_size(len(content.encode()))}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is asked for: judged by which unit, which versions before the baseline, decided by which policy."""

    unit: Unit = "frame"
    earlier: tuple[str, ...] = ()
    policy: PolicyFile | None = None


def render(opened: Comparison, warehouse: Warehouse, asked: Asked, chosen: ReportFormat) -> str:
    """Return the content of a report's file; the same data gives the same bytes."""
    # Imported here, for what draws is slow to start.
    from analysis.report import report_on
    from dashboard.commands.gate_decide import decide
    from dashboard.report.html import html_of
    from dashboard.report.manifest import manifest_of
    from dashboard.report.markdown import markdown_of
    from dashboard.report.sections import document_of
    from dashboard.report.source import source_of, suspects_of, trend_of, verdicts_of

    runs = (opened.baseline.name, opened.candidate.name)
    decision = (
        None if asked.policy is None else decide(opened, warehouse.path, asked.policy.policy, asked.policy.folder)
    )
    trend = trend_of(warehouse, (*asked.earlier, *runs), asked.unit) if asked.earlier else None
    verdicts, suspects = verdicts_of(warehouse, opened, asked.unit), suspects_of(warehouse, opened)
    found = report_on(source_of(opened), asked.unit, decision, trend, verdicts, suspects)
    policy = "" if asked.policy is None else f"{Path(asked.policy.name).name} (sha256 {asked.policy.sha256[:16]}…)"
    document = document_of(found, manifest_of(opened, _command(runs, asked, chosen), policy))
    return html_of(document) if chosen == "html" else markdown_of(document)


def _command(runs: Sequence[str], asked: Asked, chosen: ReportFormat) -> str:
    judged = [] if asked.unit == "frame" else ["--unit", asked.unit]
    earlier = [part for run in asked.earlier for part in ("--earlier", run)]
    policy = [] if asked.policy is None else ["--policy", Path(asked.policy.name).name]
    return shlex.join(["flipscope", "report", *runs, *judged, *earlier, *policy, "-o", f"report.{chosen}"])
