"""Near duplicates: what counts as near, and the votes, against a plain loop over all pairs."""

from collections import Counter, defaultdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.near_duplicates import NearDuplicates, find_near_duplicates
from analysis.annotation.nearest_shapes import LEAST_LIKENESS, near_shapes
from analysis.annotation.shapes import find_shapes
from analysis.annotation.slot_places import place_slots
from analysis.annotation.suspect import Suspects
from analysis.annotation.words import words
from loaders.normalise import normalise
from tests.analysis.annotation.labelled import gold, golds_of

Row = dict[str, Any]


def near_duplicates(rows: list[Row]) -> Suspects:
    golds = golds_of(rows)
    return find_near_duplicates(golds, place_slots(golds, normalise))


def test_another_value_is_no_difference_and_another_intent_is() -> None:
    rows = [gold(f"will it rain in [city:{city}]", "rain") for city in ("Bonn", "Rome", "Oslo")]
    rows += [gold("will it rain today in [city:Paris]", "rain"), gold("will it rain in [city:Lima]", "outlook")]
    found = near_duplicates(rows)
    assert (found.rows.tolist(), found.flags.tolist()) == ([4], [True])
    assert found.scores.tolist() == pytest.approx([(3 + (5 / 6) ** 2) / (4 + (5 / 6) ** 2)])
    assert found.evidence(0) == NearDuplicates("outlook", "rain", 0, 4, 4, "will it rain in Bonn", 1.0)
    assert found.evidence(0).reason() == (
        "rain is the gold of 4 of 4 nearly the same utterances, such as “will it rain in Bonn”; this gold says outlook."
    )


def test_other_slots_are_what_sets_intents_apart() -> None:
    rows = [gold("play some [artist:queen] now", "music"), gold("play some [game:chess] now", "game")]
    assert len(near_duplicates(rows)) == 0


def test_many_against_many_is_not_flagged() -> None:
    rows = [gold(f"turn {way} all lights in the [room:{room}]", way) for room in "abcdef" for way in ("on", "off")]
    assert not near_duplicates(rows).flags.any()


def test_nothing_is_near_to_nothing() -> None:
    assert len(near_duplicates([])) == 0
    assert len(near_duplicates([gold("", "a"), gold("", "b", "de-DE")])) == 0


parts = st.lists(st.sampled_from(["a", "b", "c", "d", "[s:a]", "[t:b]"]), min_size=1, max_size=6)
utterances = st.builds(
    lambda held, intent, locale: gold(" ".join(held), intent, locale),
    parts,
    st.sampled_from("ijk"),
    st.sampled_from("xy"),
)


def shape(row: Row) -> tuple[str, frozenset[str], frozenset[str]]:
    """Locale, words and slot names, the slots' words left out by their places."""
    names = frozenset(f"<{slot['name']}>" for slot in row["slots"])
    text = row["text"]
    for slot in reversed(row["slots"]):
        text = text[: slot["start"]] + " " + text[slot["end"] :]
    return row["locale"], frozenset(words(text)) | names, names


def like(one: Row, other: Row) -> float:
    (locale, held, names), (locale_2, held_2, names_2) = shape(one), shape(other)
    return len(held & held_2) / len(held | held_2) if (locale, names) == (locale_2, names_2) else 0.0


@given(st.lists(utterances, max_size=8))
def test_what_is_found_is_near_and_equal_texts_always_meet(rows: list[Row]) -> None:
    golds = golds_of(rows)
    places = place_slots(golds, normalise)
    shapes = find_shapes(places)
    near = near_shapes(shapes).toarray()
    of_row = shapes.shape_of[places.text_of].tolist()
    for one, row in enumerate(rows):
        for other, row_2 in enumerate(rows):
            likeness = near[of_row[one], of_row[other]]
            assert (of_row[one] == of_row[other]) == (shape(row) == shape(row_2))
            assert likeness == 0 or likeness == pytest.approx(like(row, row_2))
            assert likeness == near[of_row[other], of_row[one]]
            assert likeness == 0 or likeness >= LEAST_LIKENESS


def test_of_near_pairs_few_are_missed() -> None:
    # Every set of words of one size once; a pair is near where four of six words are the same.
    alphabet = [f"w{i}" for i in range(60)]
    rows = [gold(" ".join(alphabet[i : i + 4] + alphabet[-1:]), f"i{i}") for i in range(55)]
    golds = golds_of(rows)
    shapes = find_shapes(place_slots(golds, normalise))
    found = near_shapes(shapes).nnz
    wanted = sum(like(a, b) >= LEAST_LIKENESS for a in rows for b in rows if a is not b)
    assert wanted == 108
    assert found >= 0.97 * wanted


@given(st.lists(utterances, max_size=8))
def test_votes_against_a_plain_loop(rows: list[Row]) -> None:
    golds = golds_of(rows)
    places = place_slots(golds, normalise)
    shapes = find_shapes(places)
    near, of_row = near_shapes(shapes).toarray(), shapes.shape_of[places.text_of].tolist()
    wanted, flagged = {}, set()
    for place, row in enumerate(rows):
        votes: dict[str, float] = defaultdict(float)
        numbers: Counter[str] = Counter()
        for other, one in enumerate(rows):
            likeness = 1.0 if of_row[place] == of_row[other] else near[of_row[place], of_row[other]]
            if other != place and likeness:
                votes[one["intent"]] += likeness**2
                numbers[one["intent"]] += 1
        own, total = votes.pop(row["intent"], 0.0), sum(votes.values())
        total += own
        if votes and max(votes.values()) > own + 1e-9:
            wanted[place] = max(votes.values()) / (1 + total)
            if own < 0.25 * total - 1e-9 and total >= 1 - 1e-9:
                flagged.add(place)
    found = near_duplicates(rows)
    assert dict(zip(found.rows.tolist(), found.scores.tolist(), strict=True)) == pytest.approx(wanted)
    assert set(found.rows[found.flags].tolist()) == flagged
    for entry, place in enumerate(found.rows.tolist()):
        evidence = found.evidence(entry)
        assert isinstance(evidence, NearDuplicates)
        assert evidence.own == rows[place]["intent"] != evidence.other
        assert evidence.n >= evidence.n_own + evidence.n_other > evidence.n_own
