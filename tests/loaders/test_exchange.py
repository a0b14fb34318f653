import hashlib
import hmac
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.exchange import (
    ANNOTATOR,
    ANSWER_KEYS,
    ITEM_KEYS,
    SHOWN_KEYS,
    SHUFFLED_CHOICES,
    TELLING_KEYS,
    ShuffledChoice,
    answer_order,
    item_id,
    read_slots,
    text_sha,
    verdict_of_choice,
    verdict_of_frame,
    write_slots,
)
from loaders.formats.slots import Slot
from loaders.schema import OUTCOMES, VERDICTS, Outcome, Role

_ORDERS: tuple[tuple[Role, Role], ...] = (("baseline", "candidate"), ("candidate", "baseline"))


def test_no_answer_is_called_as_what_is_sent() -> None:
    sent = {*ITEM_KEYS, *(key for keys in SHOWN_KEYS.values() for key in keys)}
    assert sent.isdisjoint({*ANSWER_KEYS, ANNOTATOR})
    assert sent.isdisjoint({"id", "data", "label", "cats", "entities", "categories", "Comments", "meta", "answer"})
    assert set(TELLING_KEYS) < set(ITEM_KEYS)


def test_ids_differ_where_locale_and_id_only_meet_when_joined() -> None:
    keys = list(product(("x1", "x2"), ("en", "en-US", 'e"'), ("1", "S1", "US 1", '"1')))
    ids = {item_id(*key) for key in keys}
    assert len(ids) == len(keys)
    assert all(one.startswith("i") and one.isalnum() and one.isascii() and len(one) == 32 for one in ids)


def test_the_hash_is_of_the_bytes_as_they_are() -> None:
    assert text_sha("é 🎵") == hashlib.sha256(b"\xc3\xa9 \xf0\x9f\x8e\xb5").hexdigest()
    assert text_sha("e\u0301") != text_sha("é")


def test_the_order_follows_from_the_key_and_is_even() -> None:
    orders = [answer_order("secret", f"i{i}") for i in range(4_000)]
    assert set(orders) == set(_ORDERS)
    n_baseline_first = orders.count(_ORDERS[0])
    assert abs(n_baseline_first - 2_000) < 4 * 4_000**0.5 / 2
    assert orders != [answer_order("other", f"i{i}") for i in range(4_000)]
    even = int.from_bytes(hmac.digest(b"secret", b"i7", "sha256")[:1], "big") % 2 == 0
    assert orders[7] == _ORDERS[0 if even else 1]


@pytest.mark.parametrize("order", _ORDERS)
@pytest.mark.parametrize("flip_type", OUTCOMES)
@pytest.mark.parametrize("choice", SHUFFLED_CHOICES)
def test_a_choice_between_two_is_the_verdict_of_who_is_right(
    choice: ShuffledChoice, flip_type: Outcome, order: tuple[Role, Role]
) -> None:
    """The second route: three frames, of which the chosen ones are called right."""
    gold_of: dict[Outcome, set[str]] = {
        "both_correct": {"baseline", "candidate"},
        "negative_flip": {"baseline"},
        "positive_flip": {"candidate"},
        "both_wrong_same": set(),
        "both_wrong_different": set(),
    }
    verdict = verdict_of_choice(choice, order, flip_type)
    if choice in ("both_acceptable", "unclear"):
        assert verdict == choice
        return
    right = {"a_right": {order[0]}, "b_right": {order[1]}, "neither_right": set[Role]()}[choice]
    gold_stands = bool(gold_of[flip_type] & right) or (not gold_of[flip_type] and not right)
    if not gold_stands:
        assert verdict == "gold_wrong"
    elif "candidate" in right:
        assert verdict is None
    else:
        assert verdict == "candidate_wrong"


def test_every_word_is_one_of_the_four() -> None:
    assert {verdict_of_frame(gold, candidate) for gold in (True, False) for candidate in (True, False)} <= {
        None,
        *VERDICTS,
    }
    negative = {verdict_of_choice(choice, _ORDERS[0], "negative_flip") for choice in SHUFFLED_CHOICES}
    assert negative == set(VERDICTS)


def test_slots_as_a_cell_are_read_back() -> None:
    text = "play 🎵 adele at [five]"
    assert read_slots(write_slots(text, [Slot("artist", "adele", 7, 12)]), text) == [Slot("artist", "adele")]
    spaced = "play  adele "
    cell = write_slots(spaced, [Slot("artist", "adele", 6, 11)])
    assert cell == "play  [artist : adele] "
    assert read_slots(cell, spaced) == [Slot("artist", "adele", 6, 11)]
    assert read_slots(f"  {cell}\n", "play  adele") == [Slot("artist", "adele", 6, 11)]
    assert read_slots(" ", text) is None
    assert read_slots("[]", text) == [] == read_slots("play 1", "play 1")
    assert read_slots(' [ {"name": "n", "value": "v", "start": 3}]', text) == [Slot("n", "v")]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("wake me at [time : six]", "change no word"),
        ("wake me [time]", "lacks a name"),
        ('[{"name": "n"}]', "objects like"),
        ('[{"name": "n", "value": 5}]', "objects like"),
        ('[{"name": ]', "Expecting value"),
    ],
)
def test_a_cell_that_says_no_slots_of_this_text_is_refused(cell: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_slots(cell, "wake me at five")


@given(st.text("ab :[]🎵\"'\n", min_size=1, max_size=12), st.data())
def test_any_slots_come_back_by_name_and_value(text: str, data: st.DataObject) -> None:
    slots = []
    for _ in range(data.draw(st.integers(0, 3))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        known = data.draw(st.booleans())
        name = data.draw(st.text("ab:[ ", min_size=1, max_size=3))
        slots.append(Slot(name, text[start:end], start if known else None, end if known else None))
    read = read_slots(write_slots(text, slots), text)
    assert read is not None
    assert sorted(slot[:2] for slot in read) == sorted(slot[:2] for slot in slots)
    assert all(slot.start is None or text[slot.start : slot.end] == slot.value for slot in read)
