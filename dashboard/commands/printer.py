"""Where people read a report: in a terminal, or as Markdown; and where they read what a CSV has no room for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import typer

from dashboard.commands import row_output
from dashboard.commands.terminal import print_table
from loaders.formats.lines import shown

Lines = Callable[[Iterable[str]], None]
Table = Callable[[Sequence[str], Sequence[Sequence[str]], Sequence[str]], None]
"""Prints headings and rows; columns whose heading is among the last stand to the right."""


class Printer(NamedTuple):
    """How lines and a table are printed on stdout."""

    lines: Lines
    table: Table


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(shown(line))


PRINTERS: Final[Mapping[str, Printer]] = {
    "table": Printer(_print_lines, print_table),
    "markdown": Printer(row_output.print_markdown_lines, row_output.print_markdown_table),
}
"""By the formats that are text; JSON and CSV are `row_output`'s."""


def print_beside(lines: Iterable[str]) -> None:
    """Print on stderr what is said beside a CSV, which has rows alone."""
    for line in lines:
        typer.echo(f"flipscope: {shown(line)}", err=True)
