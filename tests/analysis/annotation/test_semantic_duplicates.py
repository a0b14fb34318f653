"""What is nearest in meaning, with vectors made by hand: who votes, the score, the flag, the reason."""

from collections import Counter, defaultdict
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.audit import DETECTORS, find_suspects
from analysis.annotation.nearest_vectors import nearest_vectors
from analysis.annotation.semantic_duplicates import (
    NEIGHBOURS,
    SEMANTIC_DUPLICATES,
    SemanticDuplicates,
    find_semantic_duplicates,
)
from analysis.annotation.shape_texts import write_shapes
from analysis.annotation.slot_places import place_slots
from analysis.annotation.suspect import Suspects
from loaders.normalise import normalise
from tests.analysis.annotation.labelled import gold, golds_of, table_of

MEANINGS = {"rain": [1.0, 0, 0], "umbrella": [0.9, 0.1, 0], "wet": [0.95, 0, 0.05], "jazz": [0, 1.0, 0]}
NOTHING = [0.0, 0, 1.0]


def embed(texts: Any) -> Any:
    """The mean of the words that mean something."""
    return np.array(
        [np.mean([MEANINGS.get(word, NOTHING) for word in text.split()], axis=0) for text in texts], dtype=np.float32
    ).reshape(-1, 3)


def semantic(rows: list[dict[str, Any]]) -> Suspects:
    golds = golds_of(rows)
    shapes = write_shapes(golds, place_slots(golds, normalise))
    return find_semantic_duplicates(golds, shapes, embed(shapes.texts))


def weather_and_music() -> list[dict[str, Any]]:
    rows = [gold(text, "weather") for text in ("rain", "umbrella", "wet")]
    return [*rows, *(gold(f"jazz [artist:{name}]", "music") for name in ("miles", "coltrane"))]


def test_other_words_of_one_meaning_say_what_it_is() -> None:
    found = semantic([*weather_and_music(), gold("rain wet", "music")])
    assert (found.rows.tolist(), found.flags.tolist()) == ([5], [False])
    told = found.evidence(0)
    assert isinstance(told, SemanticDuplicates)
    assert (told.own, told.other, told.n_own, told.n_other, told.n) == ("music", "weather", 0, 3, 3)
    assert told.reason() == (
        "weather is the gold of 3 of the 3 utterances nearest in meaning, such as "
        f"“{told.example}”; this gold says music."
    )


def test_three_votes_of_one_mind_are_flagged() -> None:
    rows = [gold(f"rain in [city:{city}]", "weather") for city in ("bonn", "rome", "oslo", "lima")]
    found = semantic([*rows, gold("rain in [city:paris]", "music"), gold("jazz", "music")])
    assert (found.rows.tolist(), found.flags.tolist()) == ([4], [True])
    assert found.scores.tolist() == pytest.approx([4 / 5])


def test_locales_do_not_meet() -> None:
    rows = [gold("rain", "weather"), gold("rain", "music", "de-DE"), gold("jazz", "music"), gold("wet", "weather")]
    assert len(semantic(rows)) == 0


def test_nothing_and_too_few_vectors() -> None:
    assert len(semantic([])) == 0
    golds = golds_of([gold("rain")])
    with pytest.raises(ValueError, match="0 vectors for 1 texts"):
        find_semantic_duplicates(golds, write_shapes(golds, place_slots(golds, normalise)), embed([]))


utterances = st.builds(
    lambda words, intent, locale: gold(" ".join(words), intent, locale),
    st.lists(st.sampled_from([*MEANINGS, "now", "[city:rain]"]), min_size=1, max_size=3),
    st.sampled_from("ijk"),
    st.sampled_from("xy"),
)


@given(st.lists(utterances, max_size=10))
def test_votes_against_a_plain_loop(rows: list[dict[str, Any]]) -> None:
    golds = golds_of(rows)
    shapes = write_shapes(golds, place_slots(golds, normalise))
    keys = [(row["locale"], shapes.texts[number]) for row, number in zip(rows, shapes.text_of.tolist(), strict=True)]
    groups = sorted(set(keys), key=lambda key: (golds.locales.values.index(key[0]), shapes.texts.index(key[1])))
    parts = np.array([golds.locales.values.index(locale) for locale, _ in groups], dtype=np.int64)
    near = nearest_vectors(embed([text for _, text in groups]), parts, NEIGHBOURS)
    wanted = {}
    for place, row in enumerate(rows):
        votes: dict[str, float] = defaultdict(float)
        for other, one in enumerate(rows):
            if other != place:
                mine, theirs = groups.index(keys[place]), groups.index(keys[other])
                votes[one["intent"]] += (1.0 if mine == theirs else near[mine, theirs]) ** 2
        own, total = votes.pop(row["intent"], 0.0), sum(votes.values())
        if votes and max(votes.values()) > own + 1e-9:
            wanted[place] = max(votes.values()) / (1 + total + own)
    found = semantic(rows)
    # Texts in another order have another mean by rounding, and cosines are told apart by steps of 2**-20.
    assert dict(zip(found.rows.tolist(), found.scores.tolist(), strict=True)) == pytest.approx(wanted, abs=2e-6)
    assert Counter(found.detector for _ in found.rows) == Counter({SEMANTIC_DUPLICATES: len(wanted)})


def test_an_audit_asks_it_where_it_has_a_model() -> None:
    table = table_of([{**row, "utterance_id": str(i)} for i, row in enumerate(weather_and_music())])
    without = find_suspects(table, normalise)
    with_model = find_suspects(table, normalise, embed=embed)
    names = [one.detector for one in with_model]
    assert names == [name for name in DETECTORS if name in names], "in the order of their reasons"
    assert set(names) - {one.detector for one in without} == {SEMANTIC_DUPLICATES}
