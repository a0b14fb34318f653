"""Rejected rows are counted, kept word for word, and refused beyond what is allowed."""

from collections.abc import Callable

import duckdb
import pytest

from loaders.errors import Rejection
from loaders.evalset import EvalsetOptions, add_evalset
from loaders.stage import MAX_REJECTIONS_KEPT
from tests.loaders.tiny import ANSWERS, UTTERANCES, Desk, Record, jsonl, parquet, refusal, silent

BAD: list[Record | str] = [
    "{",
    {**UTTERANCES[0], "utterance_id": "x1", "slots": "?"},
    {**UTTERANCES[0], "utterance_id": "x2", "locale": "?"},
    {**UTTERANCES[0], "utterance_id": "1"},
]
MIXED = [UTTERANCES[0], *BAD, *UTTERANCES[1:]]


@pytest.mark.parametrize("allowed", [0, 3])
def test_more_than_allowed_is_refused_with_the_first_and_the_count(desk: Desk, allowed: int) -> None:
    message = refusal(lambda: desk.add_evalset(MIXED, max_rejected=allowed), desk)
    assert "gold.jsonl line 2: not JSON (" in message
    assert "(and 3 more); 4 rejected, " in message
    assert message.endswith(f"{allowed} allowed: mend the rows, or allow for them with --max-rejected N")


@pytest.mark.parametrize("allowed", [4, 1000])
def test_as_many_as_allowed_are_left_out_and_kept(desk: Desk, allowed: int) -> None:
    manifest = desk.add_evalset(MIXED, max_rejected=allowed)
    assert (manifest.n_utterances, manifest.n_rejected) == (3, 4)
    file = f"{desk.folder}/gold.jsonl"
    kept = desk.warehouse.rejections(desk.warehouse.evalset_path("e"))
    assert [(r.file, r.line, r.column) for r in kept] == [
        (file, 2, ""),
        (file, 3, "slots"),
        (file, 4, "locale"),
        (file, 5, "utterance_id"),
    ]
    assert kept[3].reason == "'1' in en-US is in line 1 already; ids are unique within a locale"


def test_rejections_of_a_run_are_kept(desk_with_gold: Desk) -> None:
    rows = [{**ANSWERS[0], "confidence": 2.5}, *ANSWERS[1:]]
    desk_with_gold.add_run(rows, max_rejected=1)
    assert desk_with_gold.warehouse.rejections(desk_with_gold.warehouse.run_path("r")) == (
        Rejection(
            f"{desk_with_gold.folder}/answers.jsonl",
            1,
            "confidence",
            "2.5 is not within 0 to 1; rescale it or drop the column",
        ),
    )


def test_nothing_rejected_is_nothing_kept(desk: Desk) -> None:
    desk.add_evalset()
    assert desk.warehouse.rejections(desk.warehouse.evalset_path("e")) == ()


def test_each_row_is_rejected_once_for_its_first_fault(desk: Desk) -> None:
    twice_bad = {**UTTERANCES[0], "utterance_id": "x", "locale": "?", "frequency": -1}
    assert desk.add_evalset([*UTTERANCES, twice_bad], max_rejected=9).n_rejected == 1


@pytest.mark.parametrize("write", [jsonl, parquet])
def test_of_very_many_rejections_all_are_counted_and_the_first_kept(
    desk: Desk, write: Callable[[list[Record]], bytes]
) -> None:
    n_bad = MAX_REJECTIONS_KEPT + 500
    rows = [*UTTERANCES, *({**UTTERANCES[2], "utterance_id": str(n), "locale": "?"} for n in range(n_bad))]
    assert desk.add_evalset(write(rows), max_rejected=n_bad).n_rejected == n_bad
    kept = desk.warehouse.rejections(desk.warehouse.evalset_path("e"))
    assert [r.line for r in kept] == list(range(4, 4 + MAX_REJECTIONS_KEPT))


def test_a_rejection_names_its_file_among_several(desk: Desk) -> None:
    files = [desk.file(f"{n}.jsonl", jsonl([record])) for n, record in enumerate((UTTERANCES[0], UTTERANCES[0]))]
    options = EvalsetOptions(max_rejected=1)
    assert add_evalset(desk.warehouse, "e", files, options, silent).n_rejected == 1
    (kept,) = desk.warehouse.rejections(desk.warehouse.evalset_path("e"))
    assert (kept.file, kept.line) == (files[1], 1)


def test_a_run_whose_every_row_is_rejected_is_refused_however_many_are_allowed(desk_with_gold: Desk) -> None:
    rows = [{**record, "confidence": 2} for record in ANSWERS]
    message = refusal(lambda: desk_with_gold.add_run(rows, max_rejected=99), desk_with_gold)
    assert "answers.jsonl line 1, column 'confidence': 2.0 is not within 0 to 1" in message
    assert "(and 2 more); no row is left" in message


def test_an_evalset_whose_every_row_is_rejected_is_refused_however_many_are_allowed(desk: Desk) -> None:
    rows = [{**record, "locale": "?"} for record in UTTERANCES]
    assert "no utterance is left, 3 rejected" in refusal(lambda: desk.add_evalset(rows, max_rejected=99), desk)


def test_a_rejection_reads_as_one_line() -> None:
    assert str(Rejection("a.csv", 41, "confidence", "no")) == "a.csv line 41, column 'confidence': no"
    assert str(Rejection("a.csv", 41, "", "no")) == "a.csv line 41: no"


def test_a_load_that_left_a_row_out_is_no_larger_for_it(desk: Desk) -> None:
    sizes = []
    for name, last in (("whole", "en"), ("less", "?")):
        file = desk.folder / f"{name}.parquet"
        # More rows than DuckDB stores together: fewer are not written before they are checked.
        duckdb.execute(
            "COPY (SELECT n AS utterance_id, CASE WHEN n = 149999 THEN ? ELSE 'en' END AS locale, 'd' AS domain, "
            "'i' AS intent, md5(n::VARCHAR) AS text FROM range(150000) t(n)) TO (?)",
            [last, str(file)],
        )
        add_evalset(desk.warehouse, name, [str(file)], EvalsetOptions(max_rejected=1), silent)
        sizes.append(desk.warehouse.evalset_path(name).stat().st_size)
    assert sizes[1] < 1.2 * sizes[0]
