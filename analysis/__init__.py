"""What a model update changed, as pure functions: a lazy frame in, a lazy frame or a frozen dataclass out.

Every function runs on any engine that Narwhals knows (DuckDB relation, pandas, Polars, ...) and reads, writes and
draws nothing. `frames` says what a frame is, `metrics` holds the one table of metrics.

For a notebook, with gold and predictions as pandas or Polars frames, these names are enough:

| name | gives |
|---|---|
| `compare(gold, baseline, candidate)` | `Compared`: both runs judged, beside their gold |
| `rates(compared, by=["locale"])` | counts, metrics, intervals and tests, as `flipscope compare` |
| `list_flips(compared)` | the flipped utterances and what changed, as `flipscope flips` |
| `make_report(compared)` | `Report`: all that the report shows; `dashboard.report` draws it |
| `break_down_by`, `count_causes`, `find_slices` | counts a slice, causes, and the slices that broke far more |
| `select(pairs, Selection(...))` | the rows of a pair frame by outcome, column, cause and text |

They give what the command line prints, to the digit. Each is imported when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from analysis.breakdown import break_down_by
    from analysis.cause_counts import count_causes
    from analysis.predictions import Compared, compare
    from analysis.report import Report, make_report
    from analysis.selection import Selection, select
    from analysis.slice_search import find_slices
    from analysis.tables import list_flips, rates

_HOMES: Final = {
    "Compared": "predictions",
    "Report": "report",
    "Selection": "selection",
    "break_down_by": "breakdown",
    "compare": "predictions",
    "count_causes": "cause_counts",
    "find_slices": "slice_search",
    "list_flips": "tables",
    "make_report": "report",
    "rates": "tables",
    "select": "selection",
}

__all__ = [
    "Compared",
    "Report",
    "Selection",
    "break_down_by",
    "compare",
    "count_causes",
    "find_slices",
    "list_flips",
    "make_report",
    "rates",
    "select",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is asked for: the command line needs few of them, and numpy is slow to start."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return list(__all__)
