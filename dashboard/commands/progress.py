"""Shows how a long load gets on: on stderr, and only where that is a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from loaders.stage import Progress as Report


@contextmanager
def shown_progress(what: str) -> Iterator[Report]:
    """Give the loader a function to report to; the display vanishes when the load is over."""
    if not sys.stderr.isatty():
        yield lambda step, n_rows: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as display:
        task = display.add_task(what, total=None)

        def report(step: str, n_rows: int) -> None:
            done = f", {n_rows:,} rows" if n_rows else ""
            display.update(task, description=f"{what}: {step}{done}")

        yield report
