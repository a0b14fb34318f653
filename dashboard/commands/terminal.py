"""Tables for people: aligned in a terminal, unwrapped in a pipe, user data never taken for markup or control codes."""

import sys
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from loaders.formats.lines import shown

_UNWRAPPED_WIDTH = 100_000


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[str] = ()) -> None:
    """Print a table on stdout; columns whose heading is in `numeric` stand to the right and are never cut."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        right = heading in numeric
        table.add_column(Text(shown(heading)), justify="right" if right else "left", no_wrap=right, overflow="fold")
    for row in rows:
        table.add_row(*(Text(shown(cell)) for cell in row))
    width = None if sys.stdout.isatty() else _UNWRAPPED_WIDTH
    Console(file=sys.stdout, width=width, highlight=False).print(table)
