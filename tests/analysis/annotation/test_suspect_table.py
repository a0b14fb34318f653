"""Suspects beside the columns of their set: against a plain loop over what each detector says, on every engine."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings

from analysis.annotation.suspect import LabelPair
from analysis.annotation.suspect_table import NO_PAIR
from tests.analysis.annotation.ranked import Ranked, Told, ranked

FrameOn = Callable[..., Any]


@settings(deadline=None)
@given(ranked())
def test_flags_pairs_and_columns_are_those_of_a_plain_loop(made: Ranked) -> None:
    table = made.table(pa.Table.from_pylist(made.rows))
    by_row = {row["row"]: row for row in made.rows}
    assert table.rows.tolist() == sorted(by_row)
    for place, row in enumerate(table.ranking.rows.tolist()):
        said = {name: of[row] for name, of in made.told.items() if row in of}
        assert dict(zip(table.detectors, table.speaks[:, place].tolist(), strict=True)) == {
            name: name in said for name in made.told
        }
        flagging = [one for one in said.values() if one.flag]
        assert table.flags[:, place].sum() == len(flagging)
        assert table.likely[place] == (table.ranking.scores[place] > 0.5)
        assert table.alone[place] == (row in made.likely_alone())
        assert table.flagged[place] == (bool(flagging) or table.likely[place] or table.alone[place])
        words = Counter(one.word for one in flagging if one.word)
        code = int(table.pair_of[place])
        likeliest = None if code == NO_PAIR else table.pairs[code]
        assert likeliest == (LabelPair("intent", "own", words.most_common(1)[0][0]) if words else None)
        assert table.place_of(row) == place
        for column in ("locale", "domain", "intent"):
            held = table.column_of_suspects(column)
            assert held.values[held.codes[place]] == by_row[row][column]
    assert all(table.place_of(row) is None for row in set(by_row) - set(table.ranking.rows.tolist()))


def test_a_day_is_without_its_time_and_a_column_of_nothing_is_none(frame_on: FrameOn) -> None:
    rows = [
        {"row": 1, "locale": "de-DE", "domain": "d", "intent": "i", "annotated_at": "2026-03-02", "annotator": None},
        {"row": 0, "locale": "de-DE", "domain": "d", "intent": "i", "annotated_at": "2026-03-02T23:59Z"},
        {"row": 2, "locale": "en-US", "domain": "d", "intent": "i", "annotated_at": None},
    ]
    rows = [{"annotator": None} | row for row in rows]
    table = Ranked(rows, {"d": {2: Told(1.0, True, "x")}}).table(frame_on(rows))
    assert set(table.columns) == {"locale", "domain", "intent", "annotated_at"}
    assert table.absent == ("annotator", "guideline_version", "parallel_id")
    days = table.columns["annotated_at"]
    assert [days.values[code] for code in days.codes] == ["2026-03-02", "2026-03-02", None]
    assert table.column_of_suspects("locale").values[table.column_of_suspects("locale").codes[0]] == "en-US"


def test_no_detector_gives_a_table_of_nothing() -> None:
    rows = [{"row": 0, "locale": "de-DE", "domain": "d", "intent": "i"}]
    table = Ranked(rows, {}).table(pa.Table.from_pylist(rows))
    assert (len(table.at), table.pairs, table.flagged.tolist(), table.likely.tolist()) == (0, (), [], [])
    assert table.place_of(0) is None


@pytest.mark.parametrize(
    ("pair", "text"),
    [
        (LabelPair("intent", "play", "stop"), "play -> stop"),
        (LabelPair("slot", "time", "date"), "slot time -> slot date"),
        (LabelPair("slot", "", "date"), "no slot -> slot date"),
        (LabelPair("slot", "time", ""), "slot time -> no slot"),
        (LabelPair("slot", "time", "time"), "slot time -> other borders"),
    ],
)
def test_a_pair_is_told_by_its_text(pair: LabelPair, text: str) -> None:
    assert pair.text == text
