"""`flipscope list`: what a warehouse holds."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Annotated, Final, Literal

import typer

from dashboard.commands.options import DEFAULT_WAREHOUSE, WarehouseDir
from dashboard.commands.terminal import print_table
from loaders.formats.lines import shown
from loaders.manifest import EvalsetManifest, RunManifest
from loaders.stored import read_stored
from loaders.warehouse import Warehouse

WRONG_INPUT: Final = 2


def list_command(
    file_format: Annotated[Literal["table", "json"], typer.Option("--format", help="Format of the list.")] = "table",
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """List the evalsets and the runs of a warehouse; a file that cannot be read is named on stderr, with exit code 2.

    Example: flipscope list --format json
    """
    stored = read_stored(Warehouse(warehouse))
    evalsets, runs = stored.evalsets, stored.runs
    if file_format == "json":
        listed = {
            "evalsets": [asdict(one) for one in evalsets],
            "runs": [asdict(one) for one in runs],
            "problems": stored.problems,
        }
        typer.echo(json.dumps(listed, ensure_ascii=True, indent=2))
    elif not evalsets and not runs:
        if not stored.problems:
            typer.echo(f"nothing in {shown(warehouse)} yet; load something with add-evalset, or try: flipscope demo")
    else:
        _print_evalsets(evalsets)
        _print_runs(runs)
    for problem in stored.problems:
        typer.echo(f"flipscope: {problem}", err=True)
    if stored.problems:
        raise typer.Exit(WRONG_INPUT)


def _print_evalsets(evalsets: Sequence[EvalsetManifest]) -> None:
    counts = ("utterances", "slots", "locales", "domains", "intents", "rejected")
    print_table(
        ("evalset", *counts, "made from", "fingerprint", "loaded"),
        [
            (one.name, *_counts(one, counts), one.parent.name if one.parent else "–", one.fingerprint, one.created_at)
            for one in evalsets
        ],
        counts,
    )


def _print_runs(runs: Sequence[RunManifest]) -> None:
    counts = ("matched", "missing", "unknown", "duplicates", "rejected")
    print_table(
        ("run", "evalset", "model version", *counts, "missing policy", "fingerprint", "loaded"),
        [
            (
                one.name,
                one.evalset,
                one.model_version or "–",
                *_counts(one.alignment, counts),
                one.missing_policy,
                one.fingerprint,
                one.created_at,
            )
            for one in runs
        ],
        counts,
    )


def _counts(of: object, names: Sequence[str]) -> Iterator[str]:
    return (f"{getattr(of, f'n_{name}'):,}" for name in names)
