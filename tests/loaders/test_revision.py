"""A revision holds what its corrected files would, loaded from the start: rows, scores and fingerprints."""

import dataclasses
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sample_data
from loaders.comparison import comparison
from loaders.corrections import Correction, CorrectionFile, Verdicts
from loaders.errors import InputError
from loaders.evalset import EvalsetOptions, add_evalset
from loaders.formats.slots import Slot
from loaders.manifest import ModelCard, Parent, parse_evalset_manifest, parse_run_manifest
from loaders.publish import publish
from loaders.revision import Revised, revise, run_name
from loaders.run import RunOptions, add_run
from loaders.warehouse import Warehouse
from tests.loaders.tiny import ANSWERS, UTTERANCES, Desk, Record, changed, jsonl, refusal, silent

RIGHT: Final = {"intent": "right_intent", "slots": "right_slots"}


def revised(desk: Desk, records: Sequence[Record], name: str = "e2", **options: Any) -> Revised:
    path = Path(desk.file("corrections.jsonl", jsonl(records)))
    return revise(desk.warehouse, "e", name, CorrectionFile(path), silent, **options)


def rows(warehouse: Warehouse, baseline: str, candidate: str) -> list[tuple[Any, ...]]:
    with comparison(warehouse, baseline, candidate) as opened:
        return opened.pairs().fetchall()


def corrected_by_hand(records: list[dict[str, Any]], corrections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Set the labels in a plain loop; an utterance moves to the domain that alone has its new intent."""
    homes: dict[str, set[str]] = defaultdict(set)
    for record in records:
        homes[record["intent"]].add(record["domain"])
    wanted = {(one["locale"], one["utterance_id"]): one for one in corrections}
    made = []
    for record in records:
        one = wanted.get((record["locale"], record["utterance_id"]), {})
        new = {**record, **{key: one[key] for key in ("intent", "slots") if one.get(key) is not None}}
        if new["intent"] != record["intent"] and len(homes[new["intent"]]) == 1:
            (new["domain"],) = homes[new["intent"]]
        made.append(new)
    return made


def test_the_sample_with_its_planted_errors_mended_is_what_its_mended_file_gives(tmp_path: Path) -> None:
    warehouse, again = Warehouse(tmp_path / "revised"), Warehouse(tmp_path / "again")
    add_evalset(warehouse, "gold", [str(sample_data.EVALSET)], EvalsetOptions(), silent)
    for name in ("v1", "v2"):
        add_run(warehouse, name, [str(sample_data.PREDICTIONS[name])], "gold", RunOptions(), silent)
    made = revise(warehouse, "gold", "mended", CorrectionFile(sample_data.PLANTED_ERRORS, RIGHT), silent)

    answers = [json.loads(line) for line in sample_data.PLANTED_ERRORS.read_text(encoding="utf-8").splitlines()]
    corrections = [{**one, "intent": one["right_intent"], "slots": one["right_slots"]} for one in answers]
    original = [json.loads(line) for line in sample_data.EVALSET.read_text(encoding="utf-8").splitlines()]
    mended = corrected_by_hand(original, corrections)
    file = tmp_path / "mended.jsonl"
    file.write_bytes(jsonl(mended))
    loaded = add_evalset(again, "mended", [str(file)], EvalsetOptions(), silent)
    runs = [
        add_run(again, name, [str(sample_data.PREDICTIONS[name])], "mended", RunOptions(), silent)
        for name in ("v1", "v2")
    ]

    assert made.n_corrected == sum(old != new for old, new in zip(original, mended, strict=True)) > 90
    assert made.evalset.fingerprint == loaded.fingerprint
    assert [run.fingerprint for run in made.runs] == [run.fingerprint for run in runs]
    assert rows(warehouse, "v1@mended", "v2@mended") == rows(again, "v1", "v2")
    assert made.evalset == warehouse.evalset("mended")
    assert made.runs == tuple(warehouse.run(name) for name in ("v1@mended", "v2@mended"))
    counts = ("n_utterances", "n_slots", "n_locales", "n_domains", "n_intents", "extra_columns", "has_parallel")
    assert [getattr(made.evalset, name) for name in counts] == [getattr(loaded, name) for name in counts]


INTENTS = st.sampled_from(["alarm_set", "alarm_stop", "music_play", "news"])
SLOTS = st.lists(
    st.builds(lambda n, v: {"name": n, "value": v}, st.sampled_from("ab"), st.sampled_from(["x", "X", "y"])), max_size=2
)
UTTERANCE = st.fixed_dictionaries(
    {"intent": INTENTS, "domain": st.sampled_from(["one", "two"]), "slots": SLOTS, "frequency": st.integers(0, 9)}
)
CORRECTION = st.none() | st.fixed_dictionaries({"intent": st.none() | INTENTS, "slots": st.none() | SLOTS})
ANSWER = st.none() | st.fixed_dictionaries({"intent": INTENTS, "slots": SLOTS, "confidence": st.floats(0, 1)})


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.lists(st.tuples(UTTERANCE, CORRECTION, ANSWER), min_size=1, max_size=8),
    policy=st.sampled_from(["error", "drop"]),
)
def test_any_gold_corrections_and_answers_give_what_a_new_load_gives(
    tmp_path_factory: pytest.TempPathFactory, data: list[Any], policy: Any
) -> None:
    keyed = [{"utterance_id": str(n), "locale": f"l{'ab'[n % 2]}", "text": "t"} for n in range(len(data))]
    gold = [{**key, **one} for key, (one, _, _) in zip(keyed, data, strict=True)]
    corrections = [{**key, **one} for key, (_, one, _) in zip(keyed, data, strict=True) if one]
    answers = [{**key, **one} for key, (_, _, one) in zip(keyed, data, strict=True) if one]
    mended = corrected_by_hand(gold, corrections)
    if mended == gold or not answers:
        return
    desk, again = Desk(tmp_path_factory.mktemp("revised")), Desk(tmp_path_factory.mktemp("again"))
    desk.add_evalset(gold)
    desk.add_run(answers, missing=policy)
    made = revised(desk, corrections)
    loaded = again.add_evalset(mended)
    run = again.add_run(answers, missing=policy)
    assert (made.evalset.fingerprint, made.runs[0].fingerprint) == (loaded.fingerprint, run.fingerprint)
    assert rows(desk.warehouse, "r@e2", "r@e2") == rows(again.warehouse, "r", "r")


def test_a_revision_names_its_parent_which_stays_as_it_was(desk_with_gold: Desk) -> None:
    desk_with_gold.add_run(changed(ANSWERS, confidence=0.5), model=ModelCard("2.0", {"size": 3}, "int8", "all"))
    warehouse = desk_with_gold.warehouse
    files = [warehouse.evalset_path("e"), warehouse.run_path("r")]
    before = [path.read_bytes() for path in files]
    old, old_run = warehouse.evalset("e"), warehouse.run("r")
    made = revised(desk_with_gold, [{"utterance_id": "3", "intent": "alarm_set"}])
    assert [path.read_bytes() for path in files] == before
    assert made.evalset.parent == Parent("e", old.fingerprint)
    assert made.evalset.sources == old.sources
    corrections = made.evalset.options["corrections"]
    assert (corrections["n_utterances"], corrections["kind"]) == (1, "jsonl")
    (run,) = made.runs
    assert (run.name, run.parent, run.evalset) == ("r@e2", Parent("r", old_run.fingerprint), "e2")
    kept = ("model_version", "parameters", "quantisation", "training_data", "sources", "alignment", "has_confidence")
    assert [getattr(run, name) for name in kept] == [getattr(old_run, name) for name in kept]
    assert desk_with_gold.scores("frame_correct") == [(True,), (False,), (False,)]
    assert desk_with_gold.scores("frame_correct", "r@e2") == [(True,), (False,), (True,)]
    assert desk_with_gold.answers(name="r@e2") == desk_with_gold.answers()


def test_a_revision_can_be_revised_and_back_is_the_first_content(desk_with_gold: Desk) -> None:
    run = desk_with_gold.add_run()
    first = desk_with_gold.warehouse.evalset("e")
    revised(desk_with_gold, [{"utterance_id": "3", "intent": "alarm_set"}])
    back = {("en-US", "3"): Correction(intent="alarm_stop")}
    again = revise(desk_with_gold.warehouse, "e2", "e3", Verdicts(back, {"n_judgements": 2}), silent)
    assert again.evalset.fingerprint == first.fingerprint
    assert [(one.name, one.fingerprint) for one in again.runs] == [("r@e3", run.fingerprint)]
    assert again.evalset.options["corrections"] == {"n_utterances": 1, "n_judgements": 2}


def test_verdicts_correct_slots_with_their_places(desk_with_gold: Desk) -> None:
    slots = (Slot("hour", "five", 11, 15), Slot("half", "am", 16, 18))
    verdicts = Verdicts({("en-US", "1"): Correction(slots=slots)}, {})
    revise(desk_with_gold.warehouse, "e", "e2", verdicts, silent)
    desk_with_gold.warehouse.evalset_path("e").unlink()
    desk_with_gold.warehouse.evalset_path("e2").rename(desk_with_gold.warehouse.evalset_path("e"))
    assert desk_with_gold.utterances("intent, slots, n_slots")[0] == (
        "alarm_set",
        [slot._asdict() for slot in slots],
        2,
    )


def test_only_the_runs_of_this_content_are_scored_anew(desk_with_gold: Desk) -> None:
    desk_with_gold.add_run(name="a")
    desk_with_gold.warehouse.evalset_path("e").unlink()
    desk_with_gold.add_evalset(changed(UTTERANCES, intent="other"))
    desk_with_gold.add_run(name="b")
    desk_with_gold.add_run(name="c")
    correction: list[Record] = [{"utterance_id": "3", "intent": "alarm_set"}]
    assert [run.name for run in revised(desk_with_gold, correction).runs] == ["b@e2", "c@e2"]
    assert [run.name for run in revised(desk_with_gold, correction, "e3", runs=["c"]).runs] == ["c@e3"]
    message = refusal(lambda: revised(desk_with_gold, correction, "e4", runs=["a"]), desk_with_gold)
    assert "run 'a' was loaded against another content of evalset 'e'" in message
    message = refusal(lambda: revised(desk_with_gold, correction, "e4", runs=["c@e2"]), desk_with_gold)
    assert message == "run 'c@e2' is of evalset 'e2', not of 'e'"


@pytest.mark.parametrize("taken", ["evalset", "run"])
def test_a_name_that_is_taken_is_refused_before_anything_appears(desk_with_gold: Desk, taken: str) -> None:
    desk_with_gold.add_run()
    if taken == "evalset":
        revised(desk_with_gold, [{"utterance_id": "3", "intent": "news"}])
    else:
        desk_with_gold.add_run(name="r@e2")
    message = refusal(lambda: revised(desk_with_gold, [{"utterance_id": "3", "intent": "alarm_set"}]), desk_with_gold)
    assert message.startswith(f"{taken} '{'e2' if taken == 'evalset' else 'r@e2'}' exists already")


def test_of_files_that_cannot_all_appear_none_does(desk_with_gold: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk_with_gold.add_run(name="a")
    desk_with_gold.add_run(name="b")
    warehouse = desk_with_gold.warehouse

    def taken_meanwhile(written: Path, final: Path) -> None:
        if final == warehouse.evalset_path("e2"):
            final.write_text("another's")
        publish(written, final)

    monkeypatch.setattr("loaders.publish.publish", taken_meanwhile)
    with pytest.raises(InputError, match="evalset 'e2' exists already"):
        revised(desk_with_gold, [{"utterance_id": "3", "intent": "alarm_set"}])
    assert desk_with_gold.published() == {"evalsets/e.duckdb", "evalsets/e2.duckdb", "runs/a.duckdb", "runs/b.duckdb"}
    assert warehouse.evalset_path("e2").read_text() == "another's"
    assert desk_with_gold.leftovers() == []


def test_what_was_cut_off_before_its_set_appeared_is_taken_up(desk_with_gold: Desk) -> None:
    desk_with_gold.add_run()
    correction: list[Record] = [{"utterance_id": "3", "intent": "alarm_set"}]
    revised(desk_with_gold, correction)
    desk_with_gold.warehouse.evalset_path("e2").unlink()
    left = desk_with_gold.warehouse.run_path("r@e2").read_bytes()
    made = revised(desk_with_gold, correction)
    assert made.evalset == desk_with_gold.warehouse.evalset("e2")
    assert desk_with_gold.warehouse.run_path("r@e2").read_bytes() == left


def test_rejected_rows_go_along(desk: Desk) -> None:
    desk.add_evalset([*UTTERANCES, {**UTTERANCES[0], "utterance_id": "9", "intent": ""}], max_rejected=1)
    desk.add_run([*ANSWERS, {**ANSWERS[0], "intent": ""}], max_rejected=1)
    warehouse = desk.warehouse
    revised(desk, [{"utterance_id": "3", "intent": "alarm_set"}])
    for old, new in ((warehouse.evalset_path("e"), "e2"), (warehouse.run_path("r"), "r@e2")):
        path = warehouse.evalset_path(new) if new == "e2" else warehouse.run_path(new)
        assert warehouse.rejections(path) == warehouse.rejections(old) != ()


def test_manifests_from_before_revisions_are_read(desk_with_gold: Desk) -> None:
    run, evalset = desk_with_gold.add_run(), desk_with_gold.warehouse.evalset("e")
    for manifest, parse in ((run, parse_run_manifest), (evalset, parse_evalset_manifest)):
        raw = json.loads(json.dumps(dataclasses.asdict(manifest)))
        del raw["parent"]
        assert parse(raw) == manifest


def test_names_of_runs_do_not_pile_up() -> None:
    assert run_name(run_name("v1", "e", "e2"), "e2", "e3") == "v1@e3"
    assert run_name("v1@x", "e", "e2") == "v1@x@e2"
