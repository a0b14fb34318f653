"""A request in other locales, against a plain loop with the function that judges a single one."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.parallel_requests import OtherSlotNames, find_parallel, other_names
from analysis.suspicion import other_locales
from tests.analysis.annotation.labelled import gold, golds_of

Row = dict[str, Any]


def test_another_intent_and_a_slot_that_others_have() -> None:
    rows = [gold("[time:now]", "rain", locale, parallel_id="p1") for locale in ("en", "de", "fr")]
    rows += [gold("now", "rain", "it", parallel_id="p1"), gold("[time:now]", "outlook", "es", parallel_id="p1")]
    found = find_parallel(golds_of(rows, further=("parallel_id",)))
    assert found.rows.tolist() == [3, 4]
    assert found.scores.tolist() == [1.0, 1.0]
    assert [found.evidence(entry).reason() for entry in range(2)] == [
        "The same request has other slots in 3 of 3 other locales: this gold lacks the slot time.",
        "The same request is rain in 4 of 4 other locales; this gold says outlook.",
    ]


def test_what_is_too_many_and_too_few_is_told() -> None:
    told = OtherSlotNames(("a", "b"), ("b", "c"), 2, 3).reason(lambda word: f"<{word}>")
    assert told.endswith("this gold lacks the slot <c> and has besides the slot <a>.")


def test_without_requests_there_is_nothing() -> None:
    assert len(find_parallel(golds_of([gold("a")]))) == 0
    assert len(find_parallel(golds_of([gold("a", parallel_id=None)], further=("parallel_id",)))) == 0
    assert len(find_parallel(golds_of([]))) == 0


said = st.builds(
    gold,
    st.sampled_from(["a", "[s:a]", "[t:a] [s:b]"]),
    st.sampled_from("ij"),
    st.sampled_from(["en", "de", "fr", "it"]),
    parallel_id=st.sampled_from(["p", "q", None]),
)


@given(st.lists(said, max_size=14))
def test_against_a_plain_loop(rows: list[Row]) -> None:
    wanted = {}
    for place, row in enumerate(rows):
        first: dict[str, Row] = {}
        for one in rows:
            if one["parallel_id"] == row["parallel_id"] and one["locale"] != row["locale"]:
                first.setdefault(one["locale"], one)
        if row["parallel_id"] is None:
            continue
        intent = other_locales(row["intent"], [one["intent"] for one in first.values()])
        names = other_names(
            tuple(sorted(slot["name"] for slot in row["slots"])),
            [
                tuple(sorted(slot["name"] for slot in one["slots"]))
                for one in first.values()
                if one["intent"] == row["intent"]
            ],
        )
        told = intent or names
        if told:
            wanted[place] = told.n / told.n_others
    found = find_parallel(golds_of(rows, further=("parallel_id",)))
    assert dict(zip(found.rows.tolist(), found.scores.tolist(), strict=True)) == wanted
