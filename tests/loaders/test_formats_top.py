"""TOP as it is published, and predictions in the same shape or keyed by the utterance alone."""

import gzip

import pytest

from tests.loaders.tiny import Desk, refusal

FESTIVALS = "[IN:GET_EVENT Any [SL:CATEGORY_EVENT festivals ] [SL:DATE_TIME this weekend ] ? ]"
CALL = "[IN:CREATE_CALL Call [SL:CONTACT mom ] ]"
JOKE = "[IN:UNSUPPORTED tell me a joke ]"
TOKENS = {"Any festivals this weekend?": "Any festivals this weekend ?"}
GOLD = [("Any festivals this weekend?", FESTIVALS), ("Call  mom", CALL), ("tell me a joke", JOKE)]


def top(rows: list[tuple[str, str]], tokens: bool = True) -> bytes:
    """Write a file of three columns, or of two."""
    between = {text: f"{TOKENS.get(text, text)}\t" if tokens else "" for text, _ in rows}
    return "".join(f"{text}\t{between[text]}{parse}\n" for text, parse in rows).encode()


@pytest.fixture
def desk_with_top(desk: Desk) -> Desk:
    desk.add_evalset(top(GOLD), "eval.tsv", locale="en-US")
    return desk


@pytest.mark.parametrize(
    "content",
    [
        top(GOLD),
        top(GOLD, tokens=False),
        top(GOLD).replace(b"\n", b"\r\n\r\n"),
        gzip.compress(top(GOLD), mtime=0),
        b"\xef\xbb\xbf" + top(GOLD),
    ],
    ids=["three columns", "two columns", "crlf and blank lines", "gzip", "bom"],
)
def test_an_utterance_is_its_own_key_and_the_root_its_intent(desk: Desk, content: bytes) -> None:
    manifest = desk.add_evalset(content, "eval.tsv", locale="en-US")
    assert manifest.sources[0]["kind"] == "top"
    assert desk.utterances("utterance_id, locale, domain, intent, text, supported, n_slots") == [
        (GOLD[0][0], "en-US", "top", "IN:GET_EVENT", "Any festivals this weekend?", "yes", 3),
        ("Call mom", "en-US", "top", "IN:CREATE_CALL", "Call  mom", "yes", 2),
        ("tell me a joke", "en-US", "top", "IN:UNSUPPORTED", "tell me a joke", "no", 1),
    ]


def test_every_labelled_span_is_a_slot(desk_with_top: Desk) -> None:
    (slots,) = desk_with_top.utterances("slots")[0]
    assert [tuple(slot.values()) for slot in slots] == [
        ("IN:GET_EVENT", "Any festivals this weekend ?", None, None),
        ("SL:CATEGORY_EVENT", "festivals", 4, 13),
        ("SL:DATE_TIME", "this weekend", 14, 26),
    ]


@pytest.mark.parametrize("tokens", [True, False])
def test_predictions_find_their_gold_by_the_utterance_in_any_order(desk_with_top: Desk, tokens: bool) -> None:
    answers = [("tell me a joke", JOKE), ("Call mom", CALL.replace("CONTACT", "NAME")), (GOLD[0][0], FESTIVALS)]
    alignment = desk_with_top.add_run(top(answers, tokens), file="answers.tsv").alignment
    assert (alignment.n_matched, alignment.n_missing, alignment.n_unknown) == (3, 0, 0)
    assert desk_with_top.scores("frame_correct") == [(True,), (False,), (True,)]


def test_a_repeated_utterance_is_the_second_in_gold_and_predictions_alike(desk: Desk) -> None:
    twice = [GOLD[1], GOLD[2], ("Call mom", "[IN:CREATE_CALL [SL:METHOD Call ] mom ]")]
    desk.add_evalset(top(twice), locale="en-US")
    assert desk.utterances("utterance_id") == [("Call mom",), ("tell me a joke",), ("Call mom #2",)]
    desk.add_run(top([twice[1], twice[0], twice[2]]))
    assert desk.scores("frame_correct") == [(True,)] * 3


def test_an_utterance_the_gold_does_not_have_is_reported(desk_with_top: Desk) -> None:
    alignment = desk_with_top.add_run(top([GOLD[1], ("call dad", CALL)], tokens=False)).alignment
    assert (alignment.n_matched, alignment.n_missing, alignment.unknown_examples) == (1, 2, ("call dad",))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Call mom\tCall mom\t[IN:CREATE_CALL Call [SL:CONTACT mom ]", "column 'parse': '[IN:CREATE_CALL' is not"),
        ("Call mom\tCall mom\t[IN:CREATE_CALL Call mom ] ]", "column 'parse': ']' stands behind"),
        ("Call mom\tCall mom\t[IN:CREATE_CALL Call dad ]", "column 'parse': its words are not the tokens"),
        ("Call mom\tCall mom\t", "column 'parse': no parse"),
        (" \tCall mom\t[IN:CREATE_CALL Call mom ]", "column 'utterance': missing"),
        (CALL, "1 columns; write utterance, tokens and parse, or utterance and parse"),
        (f"7\ttop\tCall mom\t{CALL}", "4 columns"),
        ("Call mom\tCall mom\t[SL:CONTACT mom ]", "column 'parse': the root '[SL:CONTACT' is no intent"),
    ],
)
def test_damage_is_rejected_with_its_line(desk: Desk, line: str, problem: str) -> None:
    content = top(GOLD[:1]) + line.encode()
    place = "line 2: " if problem[0].isdigit() else "line 2, "
    assert f"eval.tsv {place}{problem}" in refusal(lambda: desk.add_evalset(content, "eval.tsv", locale="en-US"), desk)
    manifest = desk.add_evalset(content, "eval.tsv", locale="en-US", max_rejected=1)
    assert (manifest.n_utterances, manifest.n_rejected) == (1, 1)


def test_a_line_that_is_not_utf8_is_rejected(desk: Desk) -> None:
    content = b"caf\xe9\tcaf\xe9\t[IN:A caf\xe9 ]\n" + top(GOLD)
    assert "eval.tsv line 1: not UTF-8" in refusal(lambda: desk.add_evalset(content, "eval.tsv", locale="en-US"), desk)


def test_a_malformed_prediction_can_be_let_in_as_an_error_of_its_run(desk_with_top: Desk) -> None:
    answers = top([GOLD[0], ("Call mom", CALL[:-1]), GOLD[2]])
    manifest = desk_with_top.add_run(answers, max_rejected=1)
    assert (manifest.alignment.n_rejected, manifest.alignment.n_missing) == (1, 1)
    assert desk_with_top.scores("missing, frame_correct, n_slots_missed")[1] == (True, False, 2)


def test_parses_without_their_utterances_are_refused(desk_with_top: Desk) -> None:
    content = f"{FESTIVALS}\n{CALL}\n".encode()
    message = refusal(lambda: desk_with_top.add_run(content, file="parses.txt", max_rejected=9), desk_with_top)
    assert "parses.txt line 1: 1 columns; write utterance, tokens and parse" in message


def test_the_locale_has_to_be_given(desk: Desk) -> None:
    message = refusal(lambda: desk.add_evalset(top(GOLD), "eval.tsv"), desk)
    assert "no column 'locale'" in message
    assert message.endswith("or give --locale")
