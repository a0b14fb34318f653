"""Values that cannot be: rejected by file, line and column, with what is allowed."""

from collections.abc import Callable, Sequence

import pytest

from tests.loaders.tiny import ANSWERS, UTTERANCES, Desk, Record, changed, delimited, jsonl, parquet, refusal

Writer = Callable[[Sequence[Record]], bytes]
each_format = pytest.mark.parametrize(("write", "line"), [(jsonl, 2), (delimited, 3), (parquet, 2)])


def second(records: Sequence[Record], **values: object) -> list[Record]:
    """Return the records with a value changed in the second."""
    return [records[0], {**records[1], **values}, *records[2:]]


@each_format
@pytest.mark.parametrize("column", ["utterance_id", "locale", "domain", "intent", "text"])
@pytest.mark.parametrize("value", ["", None])
def test_a_missing_value_of_the_gold(desk: Desk, write: Writer, line: int, column: str, value: str | None) -> None:
    content = write(second(UTTERANCES, **{column: value}))
    message = refusal(lambda: desk.add_evalset(content, "gold"), desk)
    assert f"gold line {line}, column '{column}': missing; every row needs one" in message


@each_format
@pytest.mark.parametrize("column", ["utterance_id", "intent"])
def test_a_missing_value_of_a_run(desk_with_gold: Desk, write: Writer, line: int, column: str) -> None:
    content = write(second(ANSWERS, **{column: None}))
    message = refusal(lambda: desk_with_gold.add_run(content, file="answers"), desk_with_gold)
    assert f"answers line {line}, column '{column}': missing; every row needs one" in message


@each_format
@pytest.mark.parametrize("locale", ["en_US", "english language", "e", "en-", "en\nUS", "*"])
def test_a_locale_that_is_no_tag(desk: Desk, write: Writer, line: int, locale: str) -> None:
    content = write(second(UTTERANCES, locale=locale)).replace(b"en\nUS", b"en US")
    message = refusal(lambda: desk.add_evalset(content, "gold"), desk)
    assert f"gold line {line}, column 'locale': '" in message
    assert "is no BCP 47 tag; write en-US" in message


@each_format
@pytest.mark.parametrize("confidence", [1.7, -0.1, float("inf"), float("-inf"), float("nan")])
def test_a_confidence_outside_0_to_1(desk_with_gold: Desk, write: Writer, line: int, confidence: float) -> None:
    content = write(
        [{**record, "confidence": 0.5} for record in ANSWERS[:1]] + second(ANSWERS, confidence=confidence)[1:]
    )
    message = refusal(lambda: desk_with_gold.add_run(content, file="answers"), desk_with_gold)
    if write is jsonl and confidence not in (1.7, -0.1):
        assert "answers line 2: not JSON" in message
    else:
        assert f"answers line {line}, column 'confidence': {confidence}" in message
        assert "is not within 0 to 1; rescale it or drop the column" in message


@pytest.mark.parametrize("confidence", [0, 1, 0.0, 1.0, "0.5", " 1 "])
def test_a_confidence_within_0_to_1(desk_with_gold: Desk, confidence: object) -> None:
    desk_with_gold.add_run(changed(ANSWERS, confidence=confidence))
    assert desk_with_gold.answers("confidence")[0] == (float(str(confidence)),)


WRONG_TYPES: list[tuple[str, object, str]] = [
    ("utterance_id", 1.5, "1.5 is no id; give a text or a whole number"),
    ("utterance_id", True, "True is no id"),
    ("utterance_id", 123456789012345678901234567890, "is no id"),
    ("intent", 7, "7 is not a text"),
    ("intent", {"name": "x"}, "{'name': 'x'} is not a text"),
    ("locale", 7, "7 is not a text"),
    ("slots", "none", "'none' is not JSON"),
    ("slots", {"name": "a", "value": "b"}, "is not a list of {name, value}"),
    ("slots", ["a"], "'a' is not {name, value}"),
    ("slots", [{"value": "b"}], "is not {name, value}"),
    ("slots", [{"name": "a"}], "slot 'a': value None is not a text"),
    ("slots", [{"name": "a", "value": 7}], "slot 'a': value 7 is not a text"),
    ("slots", [{"name": "a", "value": "b", "start": "x", "end": 1}], "'x' is not a number"),
    ("slots", [{"name": "a", "value": "b", "start": 0.5, "end": 1}], "0.5 is not a whole number"),
    ("confidence", "high", "'high' is not a number"),
    ("confidence", [0.5], "[0.5] is not a number"),
    ("confidence", True, "True is not a number"),
    ("latency_ms", -1, "-1.0 is no time in milliseconds"),
    ("nbest", "{", "'{' is not JSON"),
    ("nbest", [{"score": 1}], "is not {intent, score}"),
    ("nbest", [{"intent": "x", "score": "high"}], "'high' is not a number"),
    ("nbest", [{"intent": "x", "slots": "y"}], "'y' is not JSON"),
]


@pytest.mark.parametrize(("column", "value", "problem"), WRONG_TYPES)
def test_a_value_of_the_wrong_type(desk_with_gold: Desk, column: str, value: object, problem: str) -> None:
    rows = second(ANSWERS, **{column: value})
    message = refusal(lambda: desk_with_gold.add_run(rows), desk_with_gold)
    assert f"answers.jsonl line 2, column '{column}': " in message
    assert problem in message


@pytest.mark.parametrize(
    ("frequency", "problem"),
    [(-1, "-1 is negative; give a count of requests"), (1.5, "1.5 is not a whole number"), ("many", "not a number")],
)
def test_a_frequency_that_is_no_count(desk: Desk, frequency: object, problem: str) -> None:
    rows = second(UTTERANCES, frequency=frequency)
    message = refusal(lambda: desk.add_evalset(rows), desk)
    assert "gold.jsonl line 2, column 'frequency': " in message
    assert problem in message


@pytest.mark.parametrize("frequency", [0, 2**53 + 1, 2**62, str(2**53 + 1), 3.0])
def test_a_frequency_is_kept_to_the_unit(desk: Desk, frequency: float | str) -> None:
    desk.add_evalset(changed(UTTERANCES, frequency=frequency))
    assert desk.utterances("frequency")[0] == (int(frequency),)


@pytest.mark.parametrize(
    ("column", "values", "problem"),
    [
        ("utterance_id", [0.5, 1.5, 2.5], "holds DOUBLE, not a text or a whole number; convert the column"),
        ("intent", [1, 2, 3], "holds BIGINT, not a text; convert the column"),
        ("confidence", ["a", "b", "c"], "holds VARCHAR, not a number; convert the column"),
    ],
)
def test_a_parquet_column_of_the_wrong_type(
    desk_with_gold: Desk, column: str, values: list[object], problem: str
) -> None:
    content = parquet([{**record, column: value} for record, value in zip(ANSWERS, values, strict=True)])
    message = refusal(lambda: desk_with_gold.add_run(content, file="answers.parquet"), desk_with_gold)
    assert message.endswith(f"answers.parquet, column '{column}': {problem}")
