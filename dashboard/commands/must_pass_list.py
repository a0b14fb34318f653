"""Which utterances a must-pass list holds, of those that are looked at, and what became of them."""

from dataclasses import dataclass
from pathlib import Path

from analysis.frequencies import has_traffic
from analysis.must_pass import MustPass, check_must_pass, most_frequent_rows, rows_present
from analysis.selection import Selection, select
from loaders.comparison import Comparison
from loaders.errors import InputError
from loaders.formats.lines import shown
from loaders.must_pass_file import Entry, read_must_pass
from loaders.must_pass_rows import find_listed


@dataclass(frozen=True)
class Listed:
    """The rows of a list, the entries of its file that name none, and how many listed rows are not looked at."""

    rows: tuple[int, ...]
    unknown: tuple[Entry, ...] = ()
    n_outside: int = 0


def list_most_frequent(opened: Comparison, selection: Selection, top: int) -> Listed:
    """Return the most frequent of each locale; raises `InputError` where none is, or none is looked at."""
    if not has_traffic(opened.utterances()):
        raise InputError(
            f"--top {top}: evalset '{opened.evalset.name}' does not say how often each utterance is asked (frequency), "
            "so none is the most frequent; leave it out, or give a list with --file"
        )
    rows = most_frequent_rows(select(opened.pairs(), selection), top)
    if not rows:
        raise InputError("no utterance to check; choose another --where")
    return Listed(rows)


def list_file(opened: Comparison, selection: Selection, file: Path) -> Listed:
    """Return the utterances that a file names; raises `InputError` where none of them is looked at."""
    found = find_listed(opened, read_must_pass(file))
    outside: set[int] = set()
    if selection.where:
        kept = rows_present(select(opened.pairs(), selection), found.rows)
        outside = set(rows_present(opened.pairs(), found.rows)) - set(kept)
    rows = tuple(row for row in found.rows if row not in outside)
    if not rows:
        raise InputError(f"{shown(file)}: none of its utterances is left by --where; choose another --where")
    return Listed(rows, found.unknown, len(outside))


def check_listed(opened: Comparison, selection: Selection, listed: Listed) -> MustPass:
    """Judge a list by the unit of the selection."""
    return check_must_pass(opened.pairs(), listed.rows, selection.unit, n_unknown=len(listed.unknown))
