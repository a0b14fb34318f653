"""What the command line prints of two runs, as frames of the engine that the gold came in: for a notebook."""

from collections.abc import Sequence
from typing import Any, Final

import narwhals as nw
import pyarrow as pa

from analysis.breakdown import break_down_by
from analysis.certainty import judge_slices, judge_whole
from analysis.changes import describe_row
from analysis.frames import Row, collect_rows
from analysis.outcomes import outcome
from analysis.predictions import Compared, backend_of
from analysis.rows import as_row
from analysis.selection import Condition, Selection, select, with_band_limits
from analysis.traffic import count_traffic
from loaders.schema import UTTERANCE_UNITS, Outcome, Unit

_LISTED: Final = (
    *("row", "utterance_id", "locale", "domain", "text", "frequency", "intent", "slots"),
    *("baseline_intent", "candidate_intent", "baseline_slots", "candidate_slots"),
    *("baseline_confidence", "candidate_confidence", "outcome", "change"),
)


def list_flips(
    compared: Compared,
    unit: Unit = "frame",
    outcomes: Sequence[Outcome] = ("negative_flip",),
    where: Sequence[Condition] = (),
    search: str = "",
) -> Any:
    """Return the utterances with one of these outcomes, judged by frame, intent or slots, in the order of the gold.

    Each has its texts, intents, slots and confidences, its `outcome`, and the `change` in words, as `flipscope flips`
    lists them. `where` and `search` are those of `analysis.selection.Selection`. No flip gives a frame without rows.
    Raises ValueError for the unit `slot`, whose rows are those of `compared.slot_pairs`, and as `select` does.
    """
    if unit == "slot":
        raise ValueError("flips are of whole utterances; select from compared.slot_pairs for single slots")
    asked = with_band_limits(Selection(unit, tuple(outcomes), tuple(where), search), compared.pairs)
    found = select(compared.pairs, asked).with_columns(outcome=outcome(unit)).sort("row").collect()
    changes = [describe_row(row) for row in collect_rows(found.lazy())]
    listed = found.with_columns(nw.new_series("change", changes, nw.String, backend=backend_of(compared.pairs)))
    return listed.select(*_LISTED).to_native()


def rates(
    compared: Compared,
    by: Sequence[str] = (),
    units: Sequence[Unit] = UTTERANCE_UNITS,
    weight: str | None = None,
    where: Sequence[Condition] = (),
) -> Any:
    """Return counts, metrics, intervals and tests: a row a unit of all utterances, then one a unit and slice.

    The columns are the keys of `flipscope compare --format json` (`analysis.rows`); those of `by` are null in the rows
    of all utterances. `units` are frame, intent and slots; single gold slots are `break_down_by(compared.slot_pairs,
    "slot", by)`. Raises as `break_down_by` does.
    """
    asked = with_band_limits(Selection(where=tuple(where)), compared.pairs)
    chosen, units = select(compared.pairs, asked), tuple(units)
    rows = _rows(chosen, units, (), weight)
    if by:
        rows += _rows(chosen, units, tuple(by), weight)
    names = dict.fromkeys(("unit", *by, *(name for row in rows for name in row)))
    columns = {name: pa.array([row.get(name) for row in rows]) for name in names}
    floats = {
        name: values.cast(pa.float64()) if pa.types.is_null(values.type) else values for name, values in columns.items()
    }
    return nw.from_arrow(pa.table(floats), backend=backend_of(compared.pairs)).to_native()


def _rows(pairs: nw.LazyFrame[Any], units: Sequence[Unit], by: tuple[str, ...], weight: str | None) -> list[Row]:
    slices = break_down_by(pairs, units, by, weight)
    certainties = judge_slices(slices) if by else tuple(map(judge_whole, slices))
    traffic = [part.counts for part in count_traffic(pairs, units, by, weight)] if weight else [None] * len(slices)
    return [
        as_row(part, certainty, traffic=one) for part, certainty, one in zip(slices, certainties, traffic, strict=True)
    ]
