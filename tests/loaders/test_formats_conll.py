"""xSID and its CoNLL-like kin."""

import gzip

import pytest

from tests.loaders.tiny import Desk, refusal

DUTCH = """\
# id = 1
# text-en = show all reminders
# text = laat alle herinneringen zien
# intent = reminder/show_reminders
1\tlaat\treminder/show_reminders\tO
2\talle\treminder/show_reminders\tB-reference
3\therinneringen\treminder/show_reminders\tI-reference
4\tzien\treminder/show_reminders\tO

# id = 2
# text = Regen in Gent?
# intent = weather/find
1\tRegen\tweather/find\tB-weather/attribute
2\tin\tweather/find\tO
3\tGent\tweather/find\tB-location
4\t?\tweather/find\tO
"""
TWO_COLUMNS = "# id = 1\n# intent = weather/find\n#\tO\nGent\tB-location\n"


def test_headers_and_file_name_become_columns(desk: Desk) -> None:
    desk.add_evalset(DUTCH.encode(), "nl.test.conll")
    assert desk.utterances("utterance_id, parallel_id, locale, partition, domain, intent, text") == [
        ("1", "1", "nl", "test", "reminder", "reminder/show_reminders", "laat alle herinneringen zien"),
        ("2", "2", "nl", "test", "weather", "weather/find", "Regen in Gent?"),
    ]


def test_tags_become_slots_of_the_text(desk: Desk) -> None:
    desk.add_evalset(DUTCH.encode(), "nl.test.conll")
    assert desk.utterances("slots") == [
        ([{"name": "reference", "value": "alle herinneringen", "start": 5, "end": 23}],),
        (
            [
                {"name": "weather/attribute", "value": "Regen", "start": 0, "end": 5},
                {"name": "location", "value": "Gent", "start": 9, "end": 13},
            ],
        ),
    ]


@pytest.mark.parametrize(
    "content",
    [DUTCH.encode(), DUTCH.replace("\n", "\r\n").encode(), gzip.compress(DUTCH.encode()), DUTCH.strip().encode()],
    ids=["plain", "crlf", "gzip", "no last line end"],
)
def test_line_ends_and_compression_do_not_matter(desk: Desk, content: bytes) -> None:
    manifest = desk.add_evalset(content, "nl.test.conll")
    assert (manifest.n_utterances, manifest.n_slots) == (2, 3)


def test_two_columns_without_a_text_and_a_token_that_is_a_hash(desk: Desk) -> None:
    desk.add_evalset(TWO_COLUMNS.encode(), "nl.test.conll", format="conll")
    assert desk.utterances("text, slots") == [("# Gent", [{"name": "location", "value": "Gent", "start": 2, "end": 6}])]


def test_a_locale_can_be_given_where_the_file_name_has_none(desk: Desk) -> None:
    desk.add_evalset(DUTCH.encode(), "dutch.conll", locale="nl-BE")
    assert desk.utterances("DISTINCT locale") == [("nl-BE",)]


def test_it_is_a_run_as_well(desk: Desk) -> None:
    desk.add_evalset(DUTCH.encode(), "nl.test.conll")
    answers = DUTCH.replace("I-reference", "O").encode()
    desk.add_run(answers, file="nl.test.predicted.conll")
    assert desk.scores("intent_correct, slots_correct") == [(True, False), (True, True)]


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (("2\talle\treminder/show_reminders\tB-", "2 alle reminder/show_reminders B-"), "line 6: no tab"),
        (("B-reference", "O"), "line 1, column 'bio_tags': tag 3 'I-reference' continues no slot"),
        (("# id = 2\n", ""), "line 10, column 'utterance_id': missing"),
        (("# intent = weather/find\n", ""), "line 10, column 'domain': missing"),
    ],
)
def test_damage_is_rejected_with_its_line(desk: Desk, damage: tuple[str, str], problem: str) -> None:
    content = DUTCH.replace(*damage).encode()
    assert f"nl.test.conll {problem}" in refusal(lambda: desk.add_evalset(content, "nl.test.conll"), desk)
