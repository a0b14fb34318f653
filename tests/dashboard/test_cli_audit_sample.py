"""`flipscope audit-sample` and the export of suspects: what is drawn, kept, handed out, judged and estimated."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import sample_data
from analysis.annotation.audit_sample import STRATA
from analysis.annotation.estimate import JudgedStratum, estimate_wrong
from dashboard.cli import main
from loaders.comparison import comparison
from loaders.exchange import text_sha
from loaders.judgement import Judgement, gold_of, pair_of
from loaders.judgements import record
from loaders.warehouse import Warehouse
from tests.dashboard.cli_data import read_csv
from tests.dashboard.exports_warehouse import read_lines

REPOSITORY = Path(__file__).parents[2]
Captured = pytest.CaptureFixture[str]

PLANTED = {
    (one["locale"], one["utterance_id"])
    for one in map(json.loads, sample_data.PLANTED_ERRORS.read_text("utf-8").splitlines())
}


@pytest.fixture
def warehouse(sample_warehouse: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_warehouse, tmp_path / "warehouse"))


def run(warehouse: Path, capsys: Captured, *args: str, code: int = 0) -> str:
    capsys.readouterr()
    assert main([*args, "--warehouse", str(warehouse)]) == code
    captured = capsys.readouterr()
    return captured.err if code else captured.out


def told(warehouse: Path, capsys: Captured, *args: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(warehouse, capsys, "audit-sample", "sample", *args, "--format", "json"))
    return found


def judge(warehouse: Path, capsys: Captured, file: Path) -> None:
    """Say of every exported item what is so: the planted errors are wrong, all else is right."""
    rows = [
        row
        | {"annotator": "Ann"}
        | {"verdict": "gold_wrong" if (row["locale"], row["utterance_id"]) in PLANTED else "gold_right"}
        for row in read_lines(file)
    ]
    filled = file.with_suffix(".filled.jsonl")
    filled.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    run(warehouse, capsys, "import-verdicts", str(filled))


def test_draw_hand_out_judge_estimate(warehouse: Path, capsys: Captured, tmp_path: Path) -> None:
    drawn = told(warehouse, capsys, "--size", "80")
    meta, rows = drawn["meta"], drawn["rows"]
    assert (meta["n_drawn"], meta["n_open"], meta["n_judged"], meta["n_wrong"]) == (80, 80, 0, None)
    assert sum(one["n_utterances"] for one in meta["strata"]) == meta["n_utterances"] == 3112
    assert list(rows[0]) == ["locale", "utterance_id", "stratum", "label"]
    assert [one["stratum"] for one in meta["strata"]] == list(STRATA)
    assert {row["stratum"] for row in rows} == {one["stratum"] for one in meta["strata"] if one["n_utterances"]}
    sent = tmp_path / "golds.jsonl"
    assert "items written" in run(warehouse, capsys, "audit-sample", "sample", "--export", str(sent))
    judge(warehouse, capsys, sent)

    found = told(warehouse, capsys)
    meta = found["meta"]
    assert [(row["locale"], row["utterance_id"]) for row in found["rows"]] == [
        (row["locale"], row["utterance_id"]) for row in rows
    ]
    labels = ["wrong" if (row["locale"], row["utterance_id"]) in PLANTED else "right" for row in rows]
    assert [row["label"] for row in found["rows"]] == labels
    strata = []
    for one in meta["strata"]:
        of = [label for row, label in zip(rows, labels, strict=True) if row["stratum"] == one["stratum"]]
        strata.append(JudgedStratum(one["stratum"], one["n_utterances"], len(of), of.count("right"), of.count("wrong")))
    wanted = estimate_wrong(strata)
    assert wanted.interval is not None
    assert (meta["n_wrong"], meta["n_wrong_low"], meta["n_wrong_high"]) == (
        *(wanted.n_wrong, wanted.interval.low, wanted.interval.high),
    )
    assert meta["n_wrong_low"] <= len(PLANTED) <= meta["n_wrong_high"]
    assert meta["likely_wrong"]["share_wrong"] == meta["strata"][0]["share_wrong"]
    assert "nothing is left to be judged" in run(
        warehouse, capsys, "audit-sample", "sample", "--export", str(tmp_path / "left.jsonl"), code=2
    )


def test_what_a_model_expects_is_a_guess_that_the_docs_tell(warehouse: Path, capsys: Captured) -> None:
    meta = told(warehouse, capsys, "--size", "5")["meta"]
    assert meta["share_wrong_of_model"] > 0.1
    assert round(100 * len(PLANTED) / meta["n_utterances"]) == 3
    docs = " ".join((REPOSITORY / "docs/annotation.md").read_text("utf-8").split())
    assert "it expects more than 10 % of the intents to be wrong, where 3 % of the labels are" in docs
    assert "expects" in run(warehouse, capsys, "audit-sample", "sample")


def test_a_sample_stays_and_grows_and_another_seed_is_another(warehouse: Path, capsys: Captured) -> None:
    small = told(warehouse, capsys, "--size", "20")["rows"]
    assert told(warehouse, capsys) == told(warehouse, capsys, "--size", "5")
    assert told(warehouse, capsys, "--size", "50")["rows"][:20] == small
    assert len(told(warehouse, capsys)["rows"]) == 50
    assert told(warehouse, capsys, "--size", "20", "--seed", "1")["rows"] != small
    assert told(warehouse, capsys, "--size", "20")["rows"][:20] == small


def test_a_sample_does_not_grow_from_another_ranking(warehouse: Path, capsys: Captured) -> None:
    told(warehouse, capsys, "--size", "20")
    both = ("--run", "v1", "--run", "v2")
    error = run(warehouse, capsys, "audit-sample", "sample", *both, "--size", "30", code=2)
    assert "drawn from another ranking, with no run; give the same runs, or draw" in error
    assert error.count("\n") == 1


def test_what_was_judged_out_of_turn_waits(warehouse: Path, capsys: Captured) -> None:
    rows = told(warehouse, capsys, "--size", "40")["rows"]
    rest = [row for row in rows if row["stratum"] == "rest"]
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        pair = pair_of(opened)
        texts = {
            (row[0], row[1]): row[2] for row in opened.utterances().project("locale, utterance_id, text").fetchall()
        }

    def say(row: dict[str, str], verdict: str, **more: Any) -> Judgement:
        key = row["locale"], row["utterance_id"]
        return Judgement(more.get("pair", pair), *key, text_sha(texts[key]), "Ann", verdict)  # type: ignore[arg-type]

    record(warehouse, [say(rest[1], "candidate_wrong")])
    meta = told(warehouse, capsys)["meta"]
    assert (meta["n_waiting"], meta["n_judged"], meta["n_open"]) == (1, 0, 39)
    assert "1 more will count once what was drawn before is judged" in run(warehouse, capsys, "audit-sample", "sample")
    gold = gold_of(Warehouse(warehouse).evalset("sample"))
    record(warehouse, [say(rest[0], "gold_right", pair=gold), say(rest[2], "unclear", pair=gold)])
    meta = told(warehouse, capsys)["meta"]
    assert (meta["n_waiting"], meta["n_judged"], meta["n_unclear"]) == (0, 2, 1)


def test_the_table_and_csv_say_the_same(warehouse: Path, capsys: Captured) -> None:
    rows = told(warehouse, capsys, "--size", "30")["rows"]
    table = run(warehouse, capsys, "audit-sample", "sample")
    assert "30 utterances drawn, too few judged to tell how many labels are wrong" in table
    assert "next most suspect" in table
    listed = read_csv(run(warehouse, capsys, "audit-sample", "sample", "--format", "csv"))
    assert [{**row, "label": row["label"] or None} for row in listed] == rows


def test_suspects_are_handed_out_as_they_are_listed(warehouse: Path, capsys: Captured, tmp_path: Path) -> None:
    listing = ("audit", "sample", "--where", "locale=fr-FR", "--limit", "7")
    rows = json.loads(run(warehouse, capsys, *listing, "--format", "json"))["rows"]
    sent = tmp_path / "suspects.jsonl"
    assert "7 items" in run(warehouse, capsys, *listing, "--export", str(sent))
    assert [row["utterance_id"] for row in read_lines(sent)] == [row["utterance_id"] for row in rows]


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (("--export", "no/such/folder/x.csv"), "no folder"),
        (("--export", "golds"), "name the tool with --format"),
        (("--run", "v9"), "no run 'v9'"),
    ],
)
def test_a_wrong_call_is_one_clear_line(warehouse: Path, capsys: Captured, args: tuple[str, ...], line: str) -> None:
    for command in ("audit-sample", "audit"):
        error = run(warehouse, capsys, command, "sample", *args, code=2)
        assert line in error
        assert error.count("\n") == 1


def test_the_readme_tells_what_three_samples_say(warehouse: Path, capsys: Captured, tmp_path: Path) -> None:
    found = []
    for seed in ("1", "2", "3"):
        sent = tmp_path / f"{seed}.jsonl"
        draw = ("audit-sample", "sample", "--size", "200", "--seed", seed, "--export", str(sent))
        run(warehouse, capsys, *draw)
        judge(warehouse, capsys, sent)
        found.append(told(warehouse, capsys, "--seed", seed)["meta"])
    estimates = [f"{n:.0f}" for n in sorted(one["n_wrong"] for one in found)]
    low, high = min(one["n_wrong_low"] for one in found), max(one["n_wrong_high"] for one in found)
    readme = " ".join((REPOSITORY / "README.md").read_text("utf-8").split())
    assert (
        f"where {len(PLANTED)} are, three samples of 200 say {estimates[0]}, {estimates[1]} and {estimates[2]}"
        in readme
    )
    assert f"below {low:.0f} or above {high:.0f}" in readme
