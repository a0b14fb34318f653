"""What happens when a file is replaced or taken away while a load runs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.errors import InputError
from loaders.evalset import EvalsetOptions, add_evalset
from loaders.run import RunOptions, add_run
from loaders.stage import Progress
from tests.loaders.tiny import ANSWERS, UTTERANCES, Desk, changed, jsonl, refusal, silent


def once_at(step: str, action: Callable[[], object]) -> Progress:
    """Return a progress report that runs `action` when `step` is reported first."""
    pending = [action]

    def report(what: str, _n_rows: int) -> None:
        if pending and what.startswith(step):
            pending.pop()()

    return report


def replace_gold(desk: Desk) -> None:
    desk.warehouse.evalset_path("e").unlink()
    desk.add_evalset(changed(UTTERANCES, intent="other"), "other.jsonl")


def test_an_evalset_replaced_during_the_load_of_a_run_is_the_one_it_was(desk_with_gold: Desk) -> None:
    before = desk_with_gold.warehouse.evalset("e").fingerprint
    file = desk_with_gold.file("answers.jsonl", jsonl(ANSWERS))
    report = once_at("checking", lambda: replace_gold(desk_with_gold))
    run = add_run(desk_with_gold.warehouse, "r", [file], "e", RunOptions(), report)
    assert run.evalset_fingerprint == before != desk_with_gold.warehouse.evalset("e").fingerprint
    assert desk_with_gold.scores("intent_correct") == [(True,), (True,), (False,)]


def test_an_evalset_deleted_during_the_load_of_a_run_does_not_harm_it(desk_with_gold: Desk) -> None:
    file = desk_with_gold.file("answers.jsonl", jsonl(ANSWERS))
    report = once_at("checking", desk_with_gold.warehouse.evalset_path("e").unlink)
    assert add_run(desk_with_gold.warehouse, "r", [file], "e", RunOptions(), report).alignment.n_matched == 3


def test_a_source_deleted_during_the_load_is_refused_by_its_name(desk: Desk) -> None:
    file = desk.file("gold.jsonl", jsonl(UTTERANCES))
    report = once_at("checking", Path(file).unlink)
    message = refusal(lambda: add_evalset(desk.warehouse, "e", [file], EvalsetOptions(), report), desk)
    assert message == f"{file}: no such file"


def test_a_name_taken_during_the_load_is_refused(desk: Desk) -> None:
    file = desk.file("gold.jsonl", jsonl(UTTERANCES))
    winner = desk.file("winner.jsonl", jsonl(UTTERANCES[:1]))
    report = once_at("writing", lambda: add_evalset(desk.warehouse, "e", [winner], EvalsetOptions(), silent))
    with pytest.raises(InputError, match="evalset 'e' exists already"):
        add_evalset(desk.warehouse, "e", [file], EvalsetOptions(), report)
    assert desk.warehouse.evalset("e").n_utterances == 1
    assert desk.leftovers() == []
