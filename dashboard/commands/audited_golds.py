"""The audit that `--where gold=suspect` asks for, with its progress on a terminal."""

from dashboard.commands.progress import shown_progress
from dashboard.suspect_golds import Rows, find_suspect_golds
from loaders.comparison import Comparison
from loaders.warehouse import Warehouse


def audited_golds(warehouse: Warehouse, opened: Comparison) -> Rows:
    """Return the suspect golds of a comparison's evaluation set."""
    with shown_progress("auditing the gold") as report:
        return find_suspect_golds(warehouse, opened.evalset, lambda step: report(step, 0))
