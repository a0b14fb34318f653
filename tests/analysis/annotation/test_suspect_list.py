"""Which suspects are listed: every filter against a plain loop over the rows."""

from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.annotation.suspect_list import SHOWN, SuspectFilter, count_values, keep_utterances, list_suspects
from analysis.annotation.suspect_table import NO_PAIR, SuspectTable
from tests.analysis.annotation.ranked import DETECTORS, Ranked, ranked

_days = st.sampled_from(["", "2026-03-01", "2026-03-02", "2026-03-15", "2026-04-01"])
_where = st.dictionaries(
    st.sampled_from(["locale", "intent", "annotator", "guideline_version"]),
    st.lists(st.sampled_from(["en-US", "play", "a1", "a2", ""]), min_size=1, max_size=3).map(tuple),
    max_size=3,
).map(lambda found: tuple(found.items()))
_filters = st.builds(
    SuspectFilter,
    where=_where,
    pairs=st.lists(st.sampled_from(["own -> play", "own -> stop", "a -> b"]), max_size=2).map(tuple),
    detectors=st.lists(st.sampled_from([*DETECTORS[:2], "nobody"]), max_size=2).map(tuple),
    since=_days,
    until=_days,
    shown=st.sampled_from(SHOWN),
)


def keeps(row: dict[str, Any], asked: SuspectFilter, rows: list[int] | None) -> bool:
    """Does the filter keep an utterance, said once more?"""
    day = row["annotated_at"] and row["annotated_at"][:10]
    if (asked.since or asked.until) and day is None:
        return False
    if (asked.since and day < asked.since) or (asked.until and day > asked.until):
        return False
    held = all((row.get(column) or "") in values for column, values in asked.where)
    return held and (rows is None or row["row"] in rows)


def lists(made: Ranked, table: SuspectTable, place: int, asked: SuspectFilter) -> bool:
    """Does the filter list the suspect at a place, for all that its utterance does not tell?"""
    row = int(table.ranking.rows[place])
    said = {name: of[row] for name, of in made.told.items() if row in of}
    flagging = {name for name, one in said.items() if one.flag}
    likely = bool(table.ranking.scores[place] > 0.5)
    alone = row in made.likely_alone()
    shown = {"likely": likely, "alone": alone, "flagged": likely or alone or bool(flagging), "all": True}
    if not shown[asked.shown]:
        return False
    code = int(table.pair_of[place])
    if asked.pairs and (code == NO_PAIR or table.pairs[code].text not in asked.pairs):
        return False
    return not asked.detectors or bool((set(said) if asked.shown == "all" else flagging) & set(asked.detectors))


@settings(deadline=None)
@given(ranked(), _filters, st.none() | st.lists(st.integers(0, 8)))
def test_every_filter_keeps_what_a_plain_loop_keeps(made: Ranked, asked: SuspectFilter, rows: list[int] | None) -> None:
    table = made.table(pa.Table.from_pylist(made.rows))
    kept = keep_utterances(table, asked, None if rows is None else np.array(rows, dtype=np.int64))
    by_row = {row["row"]: row for row in made.rows}
    assert kept.tolist() == [keeps(by_row[row], asked, rows) for row in sorted(by_row)]
    wanted = [
        place
        for place, row in enumerate(table.ranking.rows.tolist())
        if keeps(by_row[row], asked, rows) and lists(made, table, place, asked)
    ]
    assert list_suspects(table, asked, kept).tolist() == wanted


def test_days_of_a_set_without_days_keep_nothing() -> None:
    rows = [{"row": 0, "locale": "de-DE", "domain": "d", "intent": "i"}]
    table = Ranked(rows, {}).table(pa.Table.from_pylist(rows))
    assert keep_utterances(table, SuspectFilter(since="2026-01-01")).tolist() == [False]
    assert keep_utterances(table, SuspectFilter()).tolist() == [True]


def test_a_column_is_taken_out() -> None:
    asked = SuspectFilter((("locale", ("de-DE",)), ("intent", ("play",))), shown="all")
    assert asked.without_columns("locale") == SuspectFilter((("intent", ("play",)),), shown="all")


@settings(deadline=None)
@given(ranked())
def test_values_are_counted_the_most_frequent_first(made: Ranked) -> None:
    table = made.table(pa.Table.from_pylist(made.rows))
    everything = np.arange(len(made.rows), dtype=np.int64)
    for column in table.columns:
        values = [row[column] for row in sorted(made.rows, key=lambda row: int(row["row"]))]
        told = ["" if value is None else value[:10] if column == "annotated_at" else value for value in values]
        wanted = sorted({value: told.count(value) for value in told}.items(), key=lambda found: (-found[1], found[0]))
        assert list(count_values(table.columns[column], everything).items()) == wanted
