"""Which units are looked at: outcomes, values of columns and words in the text, said once for every view."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import narwhals as nw

from analysis.bands import FREQUENCY_BAND, BandLimits, find_band_limits
from analysis.causes import CAUSE_COLUMNS, CAUSES, Cause, has_cause
from analysis.derived import GOLD, VERDICT, check_values, is_derived, keep_derived
from analysis.frames import Frame, Value, as_lazy, in_arrow, require_columns
from analysis.gold_filter import SuspectRows, keep_golds, pack_rows
from analysis.outcomes import columns_needed, has_outcome
from analysis.standing import Standing
from analysis.standing_filter import Standings, in_order, keep_standings
from analysis.text_search import check_search, is_expression, pattern_of
from loaders.schema import OUTCOMES, UNITS, Outcome, Unit

_INT64: Final = 2**63

Condition = tuple[str, tuple[Value, ...]]


@dataclass(frozen=True)
class Selection:
    """What to keep. The fields are combined with "and"; an empty field keeps everything.

    `outcomes` are alternatives, judged by `unit`. `where` holds columns, each with its alternative values: None or ""
    mean null, a value for a column of numbers or booleans may be written as text ("3", "true"). A column may also be
    derived (`analysis.derived`: has_slot, length, frequency_band, swing, verdict, gold); of `has_slot` all values must
    be met. `search` is plain text or a regular expression written /like this/, found anywhere in the column `text`,
    whatever the case (`analysis.text_search`). `causes` are alternatives too, and told for whole utterances only.
    Hashable, so a page can cache by it.

    `band_limits` say where the frequency bands end, which a part of a frame cannot tell: `with_band_limits` asks the
    whole. `standings` are what the warehouse says of verdicts, `suspects` what an audit says of golds, which no
    frame tells: `with_standings` and `with_suspects` add them.

    Raises ValueError for a unit, an outcome or a cause that does not exist, and for an expression that is none.

    >>> Selection("frame", ("broke",))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: unknown outcome 'broke'; the outcomes are: both_correct, negative_flip, ...
    """

    unit: Unit = "frame"
    outcomes: tuple[Outcome, ...] = ()
    where: tuple[Condition, ...] = ()
    search: str = ""
    causes: tuple[Cause, ...] = ()
    band_limits: BandLimits | None = field(default=None, compare=False, repr=False)
    standings: Standings | None = field(default=None, repr=False)
    suspects: SuspectRows | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Refuse names that do not exist."""
        if self.unit not in UNITS:
            raise ValueError(f"unknown unit {self.unit!r}; the units are: {', '.join(UNITS)}")
        for outcome in self.outcomes:
            if outcome not in OUTCOMES:
                raise ValueError(f"unknown outcome {outcome!r}; the outcomes are: {', '.join(OUTCOMES)}")
        for cause in self.causes:
            if cause not in CAUSES:
                raise ValueError(f"unknown cause {cause!r}; the causes are: {', '.join(CAUSES)}")
        if self.causes and self.unit == "slot":
            raise ValueError("causes are told for whole utterances; use the unit frame, intent or slots")
        check_search(self.search)


def with_band_limits(selection: Selection, pairs: Frame) -> Selection:
    """Return the selection with the frequency bands of a whole pair frame, for use on its parts or its slots."""
    asked = any(column == FREQUENCY_BAND for column, _ in selection.where)
    if not asked or selection.band_limits is not None or FREQUENCY_BAND in as_lazy(pairs).collect_schema().names():
        return selection
    return replace(selection, band_limits=find_band_limits(pairs))


def asks_verdict(selection: Selection, columns: Collection[str]) -> bool:
    """Does the selection ask for verdicts, of a frame that has no column of that name?"""
    return any(column == VERDICT for column, _ in selection.where) and is_derived(VERDICT, columns)


def with_standings(selection: Selection, standings: Mapping[tuple[str, str], Standing]) -> Selection:
    """Return the selection with the standings, by locale and id, that its condition on `verdict` goes by."""
    return replace(selection, standings=in_order(standings))


def asks_gold(selection: Selection, columns: Collection[str]) -> bool:
    """Does the selection ask which golds look wrong, of a frame that has no column of that name?"""
    return any(column == GOLD for column, _ in selection.where) and is_derived(GOLD, columns)


def with_suspects(selection: Selection, rows: Iterable[int]) -> Selection:
    """Return the selection with the utterances, by their column `row`, that its condition on `gold` calls suspect."""
    return replace(selection, suspects=pack_rows(rows))


def select(frame: Frame, selection: Selection) -> nw.LazyFrame[Any]:
    """Keep the rows that the selection is about, with all their columns.

    `frame` is a pair frame, for the unit `slot` a slot pair frame. Raises `UnknownColumn` for a column that the frame
    lacks, and ValueError for a value that a column cannot hold and for frequency bands without their limits.
    """
    lazy = as_lazy(frame)
    existing = lazy.collect_schema().names()
    if 0 < len(set(selection.outcomes)) < len(OUTCOMES):
        require_columns(lazy, columns_needed(selection.unit))
        chosen = (has_outcome(selection.unit, outcome) for outcome in dict.fromkeys(selection.outcomes))
        lazy = lazy.filter(nw.any_horizontal(*chosen, ignore_nulls=False))
    if selection.causes:
        require_columns(lazy, CAUSE_COLUMNS)
        found = (has_cause(cause, selection.unit) for cause in selection.causes)
        lazy = lazy.filter(nw.any_horizontal(*found, ignore_nulls=False))
    derived = [condition for condition in selection.where if is_derived(condition[0], existing)]
    held = [condition for condition in selection.where if condition not in derived]
    require_columns(lazy, (column for column, _ in held))
    for column, values in held:
        if values:
            lazy = lazy.filter(_is_one_of(lazy, column, values))
    for column, values in derived:
        if values and column == VERDICT:
            check_values(column, values)
            lazy = keep_standings(lazy, selection.standings, values)
        elif values and column == GOLD:
            check_values(column, values)
            lazy = keep_golds(lazy, selection.suspects, values)
        elif values:
            lazy = keep_derived(lazy, selection.unit, column, values, selection.band_limits)
    return _search(lazy, selection.search) if selection.search else lazy


def _search(lazy: nw.LazyFrame[Any], search: str) -> nw.LazyFrame[Any]:
    require_columns(lazy, ("text",))
    if is_expression(search) and not lazy.implementation.is_duckdb():
        # Other engines have other expressions, and some may take for ever; Arrow has those of DuckDB.
        lazy = in_arrow(lazy)
    return lazy.filter(nw.col("text").str.contains(pattern_of(search)))


def _is_one_of(lazy: nw.LazyFrame[Any], column: str, values: tuple[Value, ...]) -> nw.Expr:
    dtype = lazy.collect_schema()[column]
    wanted = [_as_held(value, dtype, column) for value in values if value not in (None, "")]
    is_null = nw.col(column).is_null()
    if len(wanted) == len(values):
        return nw.col(column).is_in(wanted)
    return (nw.col(column).is_in(wanted) | is_null) if wanted else is_null


def _as_held(value: Value, dtype: nw.dtypes.DType, column: str) -> Value:
    """Return the value as the column holds it, so that a filter from an address line meets a number."""
    if isinstance(dtype, (nw.List, nw.Array, nw.Struct)):
        raise ValueError(f"column {column!r} holds {dtype}; choose a column of single values")
    try:
        if dtype == nw.Boolean:
            return {"true": True, "false": False}[str(value).lower()]
        if dtype.is_integer():
            number = int(str(value))
            if abs(number) >= _INT64:
                raise ValueError
            return number
        if dtype.is_numeric():
            return float(str(value))
    except (KeyError, ValueError):
        raise ValueError(f"column {column!r} holds {dtype}, it cannot be {value!r}") from None
    return str(value)
