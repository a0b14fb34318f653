"""Dependency parses in CoNLL-U, with relations and without."""

import gzip

import pytest

from loaders.formats.recognise import Format
from tests.loaders.tiny import Desk, refusal

WORDS = """\
1\tDo\tdo\tAUX\tVB\t_\t4\taux\t_\t_
2-3\tn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
3\tyou\tyou\tPRON\tPRP\t_\t4\tnsubj\t_\t_
4\tsee\tsee\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
4.1\tseen\tsee\tVERB\tVB\t_\t_\t_\t_\t_
5\t?!\t?!\tPUNCT\t.\t_\t4\tpunct\t_\t_
"""
SENTENCE = f"# newdoc id = weblog-1\n# sent_id = weblog-1-1\n# text = Don't you see?!\n{WORDS}"
SECOND = "# sent_id = weblog-1-2\n1\t100\t100\tNUM\tCD\t_\t2\tnummod\t_\t_\n2\t%\t%\tSYM\tNN\t_\t3\tobl:npmod\t_\t_\n"
SECOND += "3\tsure\tsure\tADJ\tJJ\t_\t0\troot\t_\t_\n"
TREEBANK = f"{SENTENCE}\n{SECOND}"


def test_a_sentence_is_an_utterance(desk: Desk) -> None:
    manifest = desk.add_evalset(TREEBANK.encode(), "en_ewt-ud-test.conllu", locale="en-US")
    assert manifest.sources[0]["kind"] == "conllu"
    assert desk.utterances("utterance_id, locale, domain, intent, text, n_slots") == [
        ("weblog-1-1", "en-US", "weblog-1", "parse", "Don't you see?!", 4),
        ("weblog-1-2", "en-US", "weblog-1", "parse", "100 % sure", 2),
    ]


@pytest.mark.parametrize(
    ("wanted", "values"),
    [
        ("auto", ["1 aux under (4)", "2 advmod under (4)", "3 nsubj under (4)", "4 root under (0)"]),
        ("conllu", ["1 aux under (4)", "2 advmod under (4)", "3 nsubj under (4)", "4 root under (0)"]),
        ("conllu-unlabelled", ["1 under (4)", "2 under (4)", "3 under (4)", "4 under (0)"]),
    ],
)
def test_words_that_are_no_punctuation_are_its_slots(desk: Desk, wanted: Format, values: list[str]) -> None:
    desk.add_evalset(TREEBANK.encode(), locale="en-US", format=wanted)
    (slots,) = desk.utterances("slots")[0]
    assert [slot["name"] for slot in slots] == ["1 Do", "2 n't", "3 you", "4 see"]
    assert [slot["value"] for slot in slots] == values


def test_punctuation_is_told_by_its_characters_not_by_the_tag_of_either_file(desk: Desk) -> None:
    """A percent sign is punctuation to Unicode, whatever its tag; so is it to the script of CoNLL-X."""
    desk.add_evalset(TREEBANK.encode(), locale="en-US")
    desk.add_run(TREEBANK.replace("PUNCT", "X").replace("SYM", "PUNCT").replace("4\tpunct", "1\tdep").encode())
    (slots,) = desk.utterances("slots")[1]
    assert [slot["name"] for slot in slots] == ["1 100", "3 sure"]
    assert desk.scores("frame_correct") == [(True,), (True,)]


@pytest.mark.parametrize(
    ("comments", "domains"),
    [
        (("", ""), ["text", "text"]),
        (("# newdoc id = a\n", ""), ["a", "a"]),
        (("# newdoc id = a\n", "# newdoc id = b\n"), ["a", "b"]),
        (("# newdoc id = a\n", "# newdoc\n"), ["a", "text"]),
        (("# newdoc id = a\n# meta::genre = news\n", ""), ["news", "news"]),
        (("# genre = news\n", "# genre = blog\n"), ["news", "blog"]),
        (("# newdoc id = a\n# genre = news\n", "# newdoc id = b\n"), ["news", "b"]),
    ],
)
def test_the_domain_is_the_genre_or_the_document(desk: Desk, comments: tuple[str, str], domains: list[str]) -> None:
    first, second = (
        comment + sentence for comment, sentence in zip(comments, (SENTENCE.partition("\n")[2], SECOND), strict=True)
    )
    desk.add_evalset(f"{first}\n{second}".encode(), locale="en-US")
    assert [domain for (domain,) in desk.utterances("domain")] == domains


@pytest.mark.parametrize(
    "content",
    [
        TREEBANK.replace("\n", "\r\n").encode(),
        gzip.compress(TREEBANK.encode(), mtime=0),
        TREEBANK.strip().encode(),
        b"\n\n" + TREEBANK.encode(),
    ],
    ids=["crlf", "gzip", "no last line end", "blank lines before"],
)
def test_line_ends_and_compression_do_not_matter(desk: Desk, content: bytes) -> None:
    manifest = desk.add_evalset(content, locale="en-US")
    assert (manifest.n_utterances, manifest.n_slots) == (2, 6)


def test_a_relation_counts_with_its_subtype_and_only_where_it_is_loaded(desk: Desk) -> None:
    content = TREEBANK.replace("3\tnsubj", "4\tnsubj:pass").replace("4\tnsubj", "4\tnsubj:pass").encode()
    desk.add_evalset(TREEBANK.encode(), locale="en-US")
    desk.add_run(content)
    assert desk.scores("frame_correct, n_slots_missed") == [(False, 1), (True, 0)]


def test_words_are_aligned_by_number_and_wrong_where_their_form_differs(desk: Desk) -> None:
    desk.add_evalset(TREEBANK.encode(), locale="en-US", format="conllu-unlabelled")
    desk.add_run(TREEBANK.replace("3\tyou", "3\tthou").encode(), format="conllu-unlabelled")
    assert desk.scores("frame_correct, n_slots_missed, n_slots_spurious") == [(False, 1, 1), (True, 0, 0)]


def test_a_sentence_of_punctuation_has_no_word_to_get_wrong(desk: Desk) -> None:
    content = "# sent_id = 1\n1\t...\t...\tPUNCT\t.\t_\t0\troot\t_\t_\n"
    desk.add_evalset(content.encode(), locale="en-US")
    desk.add_run(content.encode())
    assert desk.utterances("n_slots") == [(0,)]
    assert desk.scores("frame_correct") == [(True,)]


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (("1\tDo\tdo\tAUX", "1\tDo\tAUX"), "line 4: 9 columns; CoNLL-U has ten"),
        (("1\tDo\tdo\t", "1 Do do "), "line 4: 7 columns"),
        (("3\tyou", "4\tyou"), "line 7, column 'ID': '4' where word 3 should stand"),
        (("3\tyou", "x\tyou"), "line 7, column 'ID': 'x' where word 3 should stand"),
        (("_\t4\tnsubj", "_\t_\tnsubj"), "line 7, column 'HEAD': '_' is neither a word's number nor 0"),
        (("_\t4\tnsubj", "_\t-1\tnsubj"), "line 7, column 'HEAD': '-1' is neither a word's number nor 0"),
        (("_\t4\tnsubj", f"_\t{'9' * 5000}\tnsubj"), "column 'HEAD': '99999999999999999999' is neither"),
        (("_\t4\tnsubj", "_\t6\tnsubj"), "line 7, column 'HEAD': 6 is beyond the last word, 5"),
        (("_\t4\tnsubj", "_\t3\tnsubj"), "line 7, column 'HEAD': word 3 is in a circle that never reaches the root"),
        (("_\t0\troot", "_\t3\troot"), "column 'HEAD': word 4 is in a circle"),
        (("_\t4\tnsubj", "_\t4\t_"), "line 7, column 'DEPREL': missing; without relations, load with conllu-unlab"),
        (("# sent_id = weblog-1-1\n", ""), "line 1, column 'sent_id': missing; a sentence needs a line '# sent_id"),
        ((WORDS, ""), "line 1: a sentence without words"),
        (("Don't", "Don\0t"), "line 3: holds a NUL byte"),
    ],
)
def test_damage_is_rejected_with_its_line(desk: Desk, damage: tuple[str, str], problem: str) -> None:
    content = TREEBANK.replace(*damage, 1).encode()
    options = {"locale": "en-US", "format": "conllu"}
    message = refusal(lambda: desk.add_evalset(content, "test.conllu", **options), desk)
    assert problem in message
    manifest = desk.add_evalset(content, "test.conllu", **options, max_rejected=1)
    assert (manifest.n_utterances, manifest.n_rejected) == (1, 1)


def test_relations_are_not_needed_where_they_are_not_compared(desk: Desk) -> None:
    content = TREEBANK.replace("nsubj", "_").encode()
    assert desk.add_evalset(content, locale="en-US", format="conllu-unlabelled").n_slots == 6


@pytest.mark.parametrize(
    ("gold", "run"), [("conllu", "conllu-unlabelled"), ("conllu-unlabelled", "conllu"), ("conllu-unlabelled", "auto")]
)
def test_a_run_is_read_as_its_gold_was(desk: Desk, gold: Format, run: Format) -> None:
    desk.add_evalset(TREEBANK.encode(), locale="en-US", format=gold)
    message = refusal(lambda: desk.add_run(TREEBANK.encode(), file="test.conllu", format=run), desk)
    assert f"the gold of evalset 'e' as {gold}; add --format {gold}" in message


def test_the_locale_has_to_be_given(desk: Desk) -> None:
    assert refusal(lambda: desk.add_evalset(TREEBANK.encode()), desk).endswith("or give --locale")
