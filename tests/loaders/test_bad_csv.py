"""CSV and TSV that are damaged or merely odd."""

import pytest

from tests.loaders.tiny import UTTERANCES, Desk, delimited, refusal

HEADER = "utterance_id,locale,domain,intent,text\n"
ROW = "1,en-US,alarm,alarm_set,wake me\n"
LAST = "3,en-US,alarm,alarm_stop,stop\n"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("2,en-US,alarm,alarm_set\n", "line 3: 4 fields where the header names 5 columns"),
        ("2,en-US,alarm,alarm_set,wake,me\n", "line 3: 6 fields where the header names 5 columns"),
        ("2\n", "line 3: 1 fields where the header names 5 columns"),
        ('2,en-US,alarm,alarm_set,"wake" me\n', "line 3: not CSV ("),
    ],
)
def test_a_damaged_record_is_rejected_and_the_next_one_is_read(desk: Desk, row: str, problem: str) -> None:
    content = (HEADER + ROW + row + LAST).encode()
    assert f"gold.csv {problem}" in refusal(lambda: desk.add_evalset(content, "gold.csv"), desk)
    desk.add_evalset(content, "gold.csv", max_rejected=1)
    assert desk.utterances("utterance_id") == [("1",), ("3",)]


def test_a_quote_that_is_never_closed_is_rejected_where_it_opens(desk: Desk) -> None:
    content = (HEADER + ROW + '2,en-US,alarm,alarm_set,"wake me\n' + LAST).encode()
    assert "gold.csv line 3: not CSV (" in refusal(lambda: desk.add_evalset(content, "gold.csv"), desk)


def test_a_quote_never_closed_in_a_large_file_does_not_swallow_it_all(desk: Desk) -> None:
    rest = "".join(f"{n},en-US,alarm,alarm_stop,{'stop ' * 20}\n" for n in range(10, 20_000))
    content = (HEADER + ROW + '2,en-US,alarm,alarm_set,"wake me\n' + rest).encode()
    message = refusal(lambda: desk.add_evalset(content, "gold.csv"), desk)
    assert "gold.csv line 3: not CSV (" in message
    assert desk.add_evalset(content, "gold.csv", max_rejected=1).n_utterances > 1


def test_records_span_lines_and_are_placed_by_the_first(desk: Desk) -> None:
    content = (HEADER + '1,en-US,alarm,alarm_set,"wake\nme, ""now"""\n' + "2,en-US,alarm,,x\n").encode()
    assert "gold.csv line 4, column 'intent'" in refusal(lambda: desk.add_evalset(content, "gold.csv"), desk)
    desk.add_evalset(content, "gold.csv", max_rejected=1)
    assert desk.utterances("text") == [('wake\nme, "now"',)]


def test_blank_lines_are_passed_over_and_counted(desk: Desk) -> None:
    content = (HEADER + "\n\n" + ROW + "\n" + "2,en-US,alarm,,x\n").encode()
    assert "gold.csv line 6, column 'intent'" in refusal(lambda: desk.add_evalset(content, "gold.csv"), desk)


@pytest.mark.parametrize("content", [HEADER, HEADER.strip(), HEADER + "\n\n"])
def test_a_header_alone_is_refused(desk: Desk, content: str) -> None:
    message = refusal(lambda: desk.add_evalset(content.encode(), "gold.csv"), desk)
    assert message.endswith("gold.csv: holds no row; expected one utterance a line")


def test_a_name_twice_in_the_header_is_refused(desk: Desk) -> None:
    content = (HEADER.replace("domain", "intent") + ROW).encode()
    message = refusal(lambda: desk.add_evalset(content, "gold.csv"), desk)
    assert message.endswith("gold.csv line 1, column 'intent': named twice in the header; rename one")


def test_a_file_parted_by_semicolons_shows_what_was_taken_for_a_name(desk: Desk) -> None:
    content = delimited(UTTERANCES, ";")
    message = refusal(lambda: desk.add_evalset(content, "gold.csv", max_rejected=99), desk)
    assert "utterance_id;locale;domain" in message


def test_a_column_without_a_name_is_refused_unless_it_is_empty(desk: Desk) -> None:
    numbered = f",{HEADER}0,{ROW}1,{LAST}".encode()
    assert "column '': not a name" in refusal(lambda: desk.add_evalset(numbered, "gold.csv"), desk)
    trailing = "".join(line + ",\n" for line in (HEADER + ROW + LAST).splitlines()).encode()
    assert desk.add_evalset(trailing, "gold.csv").extra_columns == ()


def test_white_space_around_header_names_does_not_matter(desk: Desk) -> None:
    content = (HEADER.replace(",", " , ") + ROW).encode()
    assert desk.add_evalset(content, "gold.csv").n_utterances == 1


def test_fields_of_white_space_are_values(desk: Desk) -> None:
    desk.add_evalset((HEADER + "1,en-US,alarm,alarm_set, \n").encode(), "gold.csv")
    assert desk.utterances("text") == [(" ",)]


def test_a_bare_quote_within_a_field_is_a_quote(desk: Desk) -> None:
    content = (HEADER + '1,en-US,alarm,alarm_set,6" disc\n').encode()
    desk.add_evalset(content, "gold.csv")
    assert desk.utterances("text") == [('6" disc',)]
