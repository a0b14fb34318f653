"""Tokens, tags, and a scaled-down training that must come out the same twice."""

from dataclasses import replace
from typing import Any

import pytest

from sample_data.chance import generator
from sample_data.evalset import right_rows
from sample_data.misreadings import shift_boundary
from sample_data.predicting import predict_locale
from sample_data.recipes import RECIPES
from sample_data.rendering import Slot
from sample_data.scoring import accuracy_by_locale
from sample_data.tagger import bio_tags, slots_of
from sample_data.tokens import tokens

Records = list[dict[str, Any]]


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("à l'aéroport", "fr-FR", ["à", "l'", "aéroport"]),
        ("Tee-Timer, los", "de-DE", ["Tee", "-", "Timer", ",", "los"]),
        ("चाय का टाइमर", "hi-IN", ["चाय", "का", "टाइमर"]),
        ("الخبز والبيض", "ar-SA", ["الخبز", "و", "البيض"]),
        ("7時🎉", "ja-JP", ["7", "時", "🎉"]),
        ("", "en-US", []),
    ],
)
def test_tokens(text: str, locale: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in tokens(text, locale)] == expected


def test_tags_and_slots_are_inverse(evalset: Records, planted_keys: set[tuple[str, str]]) -> None:
    for row in evalset:
        if (row["locale"], row["utterance_id"]) not in planted_keys:
            slots = [Slot(**slot) for slot in row["slots"]]
            spans = tokens(row["text"], row["locale"])
            assert slots_of(row["text"], spans, bio_tags(spans, slots)) == slots, row["text"]


def test_a_stray_inside_tag_starts_a_slot() -> None:
    assert slots_of("a b", [(0, 1), (2, 3)], ["O", "I-day"]) == [Slot("day", "b", 2, 3)]


def test_a_small_training_is_repeatable_and_learns(evalset: Records) -> None:
    rows = [row for row in evalset if row["locale"] == "en-US"][:120]
    small = replace(RECIPES[0], row_share=0.3)
    first = predict_locale(small, "en-US", rows)
    assert predict_locale(small, "en-US", rows) == first
    assert accuracy_by_locale(rows, first)["all"] > 0.4


def test_a_boundary_slip_stays_inside_the_text() -> None:

    draw = generator("test of slips")
    for row in right_rows():
        if row.slots and len(row.slots) == 1 and len(row.slots[0].value) < len(row.text):
            (slot,) = shift_boundary(row, draw).slots
            assert slot != row.slots[0]
            assert row.text[slot.start : slot.end] == slot.value != ""
