"""Texts without slot values: what a language model is given."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.shape_texts import ShapeTexts, write_shapes
from analysis.annotation.slot_places import place_slots
from loaders.normalise import normalise
from tests.analysis.annotation.labelled import gold, golds_of


def shapes(rows: list[dict[str, object]], starts: bool = True) -> ShapeTexts:
    golds = golds_of(rows, starts)
    return write_shapes(golds, place_slots(golds, normalise))


def test_values_give_way_to_names_and_equal_texts_are_one() -> None:
    rows = [gold("Wake me at [alarm_time:five am] on [date:Friday], please"), gold("wake me")]
    rows += [gold("wake me at [alarm_time:noon] on [date:monday morning], please", locale="en-GB")]
    for starts in (True, False):
        found = shapes(rows, starts)
        assert found.texts == ("wake me at alarm time on date, please", "wake me")
        assert found.text_of.tolist() == [0, 1, 0]


def test_scripts_without_spaces_keep_theirs() -> None:
    assert shapes([gold("[time:7時]に起こして")]).texts == ("timeに起こして",)


def test_what_is_no_run_of_whole_words_stays() -> None:
    assert shapes([gold("[time:mor]gen um [time:acht]")]).texts == ("morgen um time",)


def test_nothing_gives_nothing() -> None:
    assert shapes([]).texts == ()


parts = st.lists(st.sampled_from(["wake", "me", "[time:at five]", "[who:ann]", "now"]), min_size=1, max_size=5)


@given(st.lists(parts, min_size=1, max_size=5))
def test_against_a_plain_replacement(texts: list[list[str]]) -> None:
    found = shapes([gold(" ".join(text)) for text in texts])
    wanted = [" ".join(part.strip("[").split(":")[0] for part in text) for text in texts]
    assert [found.texts[number] for number in found.text_of.tolist()] == wanted
    assert len(set(found.texts)) == len(found.texts)
