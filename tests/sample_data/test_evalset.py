"""What every row of the evaluation set promises."""

from collections import Counter, defaultdict
from datetime import date
from math import log
from typing import Any

import pytest

from sample_data.annotators import ANNOTATORS, guideline_of
from sample_data.material import LOCALES

Records = list[dict[str, Any]]
EMOJI = "🚗🎉❤"
SCRIPTS = {
    "hi-IN": ((0x0900, 0x097F),),
    "ar-SA": ((0x0600, 0x06FF),),
    "ja-JP": ((0x3000, 0x30FF), (0x4E00, 0x9FFF), (0x30, 0x39)),
}
LATIN = ((0x20, 0x24F),)


def test_counts(evalset: Records) -> None:
    per_locale = Counter(row["locale"] for row in evalset)
    assert set(per_locale) == set(LOCALES)
    assert all(320 <= n <= 400 for n in per_locale.values())
    for locale in LOCALES:
        rows = [row for row in evalset if row["locale"] == locale]
        assert len({row["domain"] for row in rows}) >= 8
        assert len({row["intent"] for row in rows}) >= 30


def test_keys_are_unique(evalset: Records) -> None:
    assert len({(row["locale"], row["utterance_id"]) for row in evalset}) == len(evalset)


def test_the_same_id_is_not_the_same_request_everywhere(evalset: Records) -> None:
    requests = defaultdict(set)
    for row in evalset:
        requests[row["utterance_id"]].add(row["parallel_id"])
    assert sum(len(ids) > 1 for ids in requests.values()) > 300


def test_offsets_count_code_points(evalset: Records) -> None:
    for row in evalset:
        for slot in row["slots"]:
            assert row["text"][slot["start"] : slot["end"]] == slot["value"] != ""


def test_some_slots_hold_an_emoji(evalset: Records) -> None:
    held = {row["locale"] for row in evalset for slot in row["slots"] if set(slot["value"]) & set(EMOJI)}
    assert held == set(LOCALES)


def test_domain_is_the_first_part_of_the_intent(evalset: Records) -> None:
    assert all(row["intent"].startswith(row["domain"] + ".") for row in evalset)


@pytest.mark.parametrize("locale", LOCALES)
def test_script(evalset: Records, locale: str) -> None:
    ranges = SCRIPTS.get(locale, LATIN)
    for row in evalset:
        if row["locale"] == locale:
            letters = [ch for ch in row["text"] if not ch.isspace() and ch not in EMOJI + "\ufe0f,'"]
            strange = [ch for ch in letters if not any(low <= ord(ch) <= high for low, high in ranges)]
            assert not strange, row["text"]
            assert locale != "ja-JP" or " " not in row["text"]


def test_parallel_rows_ask_the_same(evalset: Records, planted_keys: set[tuple[str, str]]) -> None:
    asked = defaultdict(set)
    locales = defaultdict(set)
    for row in evalset:
        locales[row["parallel_id"]].add(row["locale"])
        if (row["locale"], row["utterance_id"]) not in planted_keys:
            names = tuple(sorted(slot["name"] for slot in row["slots"]))
            asked[row["parallel_id"]].add((row["intent"], names))
    assert all(len(found) == 1 for found in asked.values())
    assert all(found == set(LOCALES) for found in locales.values())


@pytest.mark.parametrize("locale", LOCALES)
def test_frequencies_are_zipf_like(evalset: Records, locale: str) -> None:
    counts = sorted((row["frequency"] for row in evalset if row["locale"] == locale), reverse=True)
    assert counts[-1] == 1
    assert counts[0] >= 8000
    # On two logarithmic scales the head falls along a straight line.
    slopes = [-log(counts[rank - 1] / counts[0]) / log(rank) for rank in (5, 20, 60)]
    assert max(slopes) - min(slopes) < 0.1


def test_annotation_columns(evalset: Records) -> None:
    for row in evalset:
        assert row["annotator"] in ANNOTATORS[row["locale"]]
        assert row["guideline_version"] == guideline_of(date.fromisoformat(row["annotated_at"]))
        assert row["device"] in {"speaker", "phone", "car"}
        assert row["partition"] == "test"
    locales = defaultdict(set)
    for row in evalset:
        locales[row["annotator"]].add(row["locale"])
    assert set(locales) == {f"a{n:02d}" for n in range(1, 13)}
    assert all(len(found) <= 2 for found in locales.values())
    assert {row["guideline_version"] for row in evalset} == {"1.0", "1.1", "1.2"}
