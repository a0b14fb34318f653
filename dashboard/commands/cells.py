"""Values as cells of a table: rates in per cent for people, plain and harmless for a spreadsheet."""

import re
from collections.abc import Callable
from typing import Any, Final

from analysis.changes import NOTHING
from loaders.formula_guard import guard

_OBEYED_BY_TERMINALS: Final = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def percent(rate: float | None) -> str:
    """Return a rate in per cent; undefined is a dash.

    >>> percent(0.0625), percent(None)
    ('6.25', '–')
    """
    return NOTHING if rate is None else f"{100 * rate:.2f}"


def points(change: float | None) -> str:
    """Return a change of a rate in percentage points, with its sign.

    >>> points(-0.0625), points(0.0)
    ('-6.25', '0.00')
    """
    return NOTHING if change is None else f"{100 * change:+.2f}".replace("+0.00", "0.00").replace("-0.00", "0.00")


def times(ratio: float | None) -> str:
    """Return how many times as much; undefined is a dash.

    >>> times(5.25), times(None)
    ('5.2', '–')
    """
    return NOTHING if ratio is None else f"{ratio:,.1f}"


def between(low: float | None, high: float | None, written: Callable[[float | None], str]) -> str:
    """Return the limits of an interval; a dash where there is none.

    >>> between(0.01, 0.025, percent), between(None, None, percent)
    ('1.00 to 2.50', '–')
    """
    return NOTHING if low is None else f"{written(low)} to {written(high)}"


def chance(p: float | None) -> str:
    """Return a p-value; one that is very small as a bound, a dash where nothing was tested.

    >>> chance(0.04321), chance(1e-9), chance(None)
    ('0.043', '<0.001', '–')
    """
    return NOTHING if p is None else "<0.001" if p < 0.001 else f"{p:.3f}"


def text(value: object) -> str:
    """Return a value for people; null is a dash.

    >>> text(None), text(True), text(0.5)
    ('–', 'true', '0.5')
    """
    if value is None:
        return NOTHING
    return str(value).lower() if isinstance(value, bool) else str(value)


def csv_cell(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula; numbers stay as they are, null is empty.

    `loaders.formula_guard` says what is guarded, and takes it away again.

    >>> csv_cell("=1+1"), csv_cell(-1), csv_cell("\\u200b@sum"), csv_cell("9-5")
    ("'=1+1", -1, "'\\u200b@sum", '9-5')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return value
    return guard(value)


def json_text(encoded: str) -> str:
    """Escape in JSON text what JSON allows bare but a terminal obeys: C1 controls, line breaks, text direction."""
    return _OBEYED_BY_TERMINALS.sub(lambda found: f"\\u{ord(found[0]):04x}", encoded)
