"""What suspects have in common: pairs and shares against plain loops, breaks by hand."""

from collections import Counter

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.annotation.guideline_break import GuidelineBreak
from analysis.annotation.guideline_breaks import GUIDELINE_BREAK
from analysis.annotation.ranking import rank
from analysis.annotation.suspect import Suspect, suspects_of
from analysis.annotation.suspect_counts import BreakFound, breaks_found, count_pairs, count_shares
from analysis.annotation.suspect_list import SuspectFilter, keep_utterances, list_suspects
from analysis.annotation.suspect_table import NO_PAIR, tabulate
from tests.analysis.annotation.ranked import Ranked, ranked

_asked = st.sampled_from([SuspectFilter(shown="all"), SuspectFilter((("intent", ("play",)),), shown="flagged")])


@settings(deadline=None)
@given(ranked(), _asked)
def test_pairs_and_shares_are_those_of_a_plain_loop(made: Ranked, asked: SuspectFilter) -> None:
    table = made.table(pa.Table.from_pylist(made.rows))
    kept = keep_utterances(table, asked)
    listed = list_suspects(table, asked, kept)
    by_row = {row["row"]: row for row in made.rows}
    suspects = [by_row[int(table.ranking.rows[place])] for place in listed]

    pairs = Counter(table.pairs[table.pair_of[place]].text for place in listed if table.pair_of[place] != NO_PAIR)
    counted = count_pairs(table, listed)
    assert [(one.pair.text, one.n) for one in counted] == sorted(pairs.items(), key=lambda one: (-one[1], one[0]))
    for one in counted:
        locales = Counter(
            row["locale"]
            for place, row in zip(listed, suspects, strict=True)
            if table.pair_of[place] != NO_PAIR and table.pairs[table.pair_of[place]] == one.pair
        )
        assert one.n_locales == len(locales)
        assert (one.locale, one.n_in_locale) == min(locales.items(), key=lambda found: (-found[1], found[0]))

    by = ("locale", "domain")
    of_all = Counter(tuple(row[column] for column in by) for row, keep in zip_kept(made, kept.tolist()) if keep)
    of_suspects = Counter(tuple(row[column] for column in by) for row in suspects)
    shares = count_shares(table, kept, listed, by)
    assert [(one.values, one.n_suspects, one.n) for one in shares] == [
        (values, of_suspects[values], n) for values, n in sorted(of_all.items())
    ]
    assert sum(one.n_suspects for one in shares) == len(listed)


def zip_kept(made: Ranked, kept: list[bool]) -> list[tuple[dict[str, str], bool]]:
    return list(zip(sorted(made.rows, key=lambda row: int(row["row"])), kept, strict=True))


def a_break(name: str, q: float) -> GuidelineBreak:
    return GuidelineBreak("annotator", name, "rain", "outlook", "2026-03-11", "2026-03-20", False, 3, 2, 9, 0, q)


def test_a_break_is_told_once_the_most_certain_first() -> None:
    rows = [{"row": row, "locale": "de-DE", "domain": "d", "intent": "i"} for row in range(5)]
    sure, unsure = a_break("a05", 0.001), a_break("a01", 0.04)
    found = suspects_of(GUIDELINE_BREAK, [Suspect(row, 1.0, True, sure if row > 1 else unsure) for row in range(5)])
    table = tabulate(pa.Table.from_pylist(rows), rank([found], 5))
    assert breaks_found(table) == (BreakFound(sure, 3), BreakFound(unsure, 2))
    flagged = list_suspects(table, SuspectFilter(shown="flagged"), table.rows >= 0)
    assert [one.pair.text for one in count_pairs(table, flagged)] == ["outlook -> rain"]


def test_no_detector_of_breaks_finds_none() -> None:
    rows = [{"row": 0, "locale": "de-DE", "domain": "d", "intent": "i"}]
    assert breaks_found(Ranked(rows, {}).table(pa.Table.from_pylist(rows))) == ()
