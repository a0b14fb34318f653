import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analysis.causes import CAUSES
from dashboard.cli import main
from dashboard.commands.cells import csv_cell
from loaders.schema import OUTCOMES
from tests.dashboard.cli_data import GOLD, build_warehouse, judged, read_csv, write_jsonl
from tests.dashboard.locales_warehouse import N_BROKEN_IN_GERMAN, write_locales


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build_warehouse(tmp_path_factory.mktemp("files"))


def write(warehouse: str, output: Path, *args: str) -> int:
    return main(["flips", "v1", "v2", "--outcome", "all", "-o", str(output), "--warehouse", warehouse, *args])


def test_the_files_name_chooses_the_format(warehouse: str, tmp_path: Path) -> None:
    expected = [row["utterance_id"] for row in GOLD]
    for name in ("out.csv", "out.jsonl", "out.parquet"):
        assert write(warehouse, tmp_path / name) == 0
    table = pq.read_table(tmp_path / "out.parquet")
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    found = read_csv((tmp_path / "out.csv").read_text(encoding="utf-8"))
    assert table["utterance_id"].to_pylist() == expected
    assert [json.loads(line)["utterance_id"] for line in lines] == expected
    assert [row["utterance_id"] for row in found] == expected
    assert list(found[0]) == table.column_names == list(json.loads(lines[0]))
    assert table["outcome"].to_pylist() == [outcome for _, outcome in judged("frame", "v1", "v2")]
    assert table["slots"].to_pylist()[0] == [{"name": "time", "value": "five am", "start": None, "end": None}]
    assert json.loads(found[0]["candidate_slots"])[0]["value"] == "five"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "out.jsonl", "out.parquet"]


def test_a_text_in_a_csv_is_never_a_formula(warehouse: str, tmp_path: Path) -> None:
    assert write(warehouse, tmp_path / "out.csv", "--where", "domain=music", "--where", "locale=de-DE") == 0
    first = read_csv((tmp_path / "out.csv").read_text(encoding="utf-8"))[0]
    assert first["text"] == "'=spiel Queen"


@pytest.mark.parametrize("unit", ["frame", "intent", "slots"])
def test_an_export_says_why_as_the_filter_by_cause_does(warehouse: str, tmp_path: Path, unit: str) -> None:
    assert write(warehouse, tmp_path / "all.jsonl", "--unit", unit) == 0
    rows = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()]
    for cause in CAUSES:
        output = tmp_path / f"{cause}.jsonl"
        others = [part for one in OUTCOMES[1:] for part in ("--outcome", one)]
        args = ["--unit", unit, "--cause", cause, *others, "-o", str(output), "--warehouse", warehouse]
        assert main(["flips", "v1", "v2", *args]) == 0
        found = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
        assert found == [row for row in rows if cause in row["causes"]]
    assert any(row["causes"] for row in rows)


def test_single_slots_have_no_causes_of_their_own(warehouse: str, tmp_path: Path) -> None:
    assert write(warehouse, tmp_path / "out.parquet", "--unit", "slot") == 0
    assert "causes" not in pq.read_table(tmp_path / "out.parquet").column_names


def test_an_export_names_the_same_request_where_the_set_does(warehouse: str, tmp_path: Path) -> None:
    (tmp_path / "locales").mkdir()
    said = write_locales(tmp_path / "locales")
    for name, at in (("with.csv", str(said)), ("without.csv", warehouse)):
        assert main(["flips", "v1", "v2", "-o", str(tmp_path / name), "--warehouse", at]) == 0
    rows = read_csv((tmp_path / "with.csv").read_text(encoding="utf-8"))
    assert {row["parallel_id"] for row in rows} >= {f"p{row['utterance_id'][1:]}" for row in rows[:N_BROKEN_IN_GERMAN]}
    assert json.loads(rows[0]["causes"]) == ["intent_changed"]
    assert "parallel_id" not in (tmp_path / "without.csv").read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t1", "\r", "\u200b=1", "\ufeff\u200d-1", "\x01+1", "'=1"])
def test_formula_starts_get_an_apostrophe(cell: str) -> None:
    assert csv_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["a=1", "", "1-2", "'tis", -1, -0.5, None])
def test_other_cells_stay(cell: object) -> None:
    assert csv_cell(cell) == cell


def test_an_existing_file_is_overwritten_by_force_only(
    warehouse: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.csv"
    output.write_text("mine", encoding="utf-8")
    assert write(warehouse, output) == 2
    assert "--force" in capsys.readouterr().err
    assert output.read_text(encoding="utf-8") == "mine"
    assert write(warehouse, output, "--force") == 0
    assert len(read_csv(output.read_text(encoding="utf-8"))) == len(GOLD)


def test_a_failed_export_leaves_no_file(warehouse: str, tmp_path: Path) -> None:
    assert write(warehouse, tmp_path / "out.csv", "--sort", "bogus") == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "args", "said"),
    [
        ("no/such/folder.csv", (), "no folder"),
        (".", ("--format", "csv"), "not a regular file"),
        ("out.xlsx", (), "--format csv, jsonl or parquet"),
        ("out.csv", ("--format", "table"), "csv, jsonl or parquet"),
    ],
)
def test_a_bad_output_is_refused(
    warehouse: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    args: tuple[str, ...],
    said: str,
) -> None:
    assert write(warehouse, tmp_path / name, *args) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.err.count("\n") == 1


def test_parquet_is_not_printed(warehouse: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["flips", "v1", "v2", "--format", "parquet", "--warehouse", warehouse]) == 2
    assert "-o FILE" in capsys.readouterr().err


def test_csv_is_printed(warehouse: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["flips", "v1", "v2", "--format", "csv", "--warehouse", warehouse]) == 0
    rows = read_csv(capsys.readouterr().out)
    assert {row["outcome"] for row in rows} == {"negative_flip"}


def test_an_export_carries_what_the_evaluation_set_has(tmp_path: Path) -> None:
    at = ("--warehouse", str(tmp_path / "warehouse"))
    row: dict[str, str | None] = {"utterance_id": "1", "locale": "en-US", "domain": "d", "intent": "i", "text": "t"}
    gold = [row | {"annotator": "a7", "partition": "test", "outcome": "mine", "room": None}]
    gold.append(row | {"utterance_id": "2", "annotator": None, "partition": "dev", "outcome": "yours", "room": "=hall"})
    answers = [{"utterance_id": str(i), "intent": "x", "latency_ms": 2.5 * i} for i in (1, 2)]
    assert main(["add-evalset", "e", write_jsonl(tmp_path / "gold.jsonl", gold), *at]) == 0
    assert main(["add-run", "v1", write_jsonl(tmp_path / "v1.jsonl", answers), "--evalset", "e", *at]) == 0
    without = [{"utterance_id": one["utterance_id"], "intent": "i"} for one in answers]
    assert main(["add-run", "v2", write_jsonl(tmp_path / "v2.jsonl", without), "--evalset", "e", *at]) == 0
    expected = [("a7", "test", "mine", None, 2.5), (None, "dev", "yours", "=hall", 5.0)]
    names = ["annotator", "partition", "evalset_outcome", "room", "baseline_latency_ms"]
    for name in ("out.jsonl", "out.parquet", "out.csv"):
        assert main(["flips", "v1", "v2", "--outcome", "all", "-o", str(tmp_path / name), *at]) == 0
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.column_names[-7:] == ["change", "causes", *names]
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    for rows in (table.to_pylist(), list(map(json.loads, lines))):
        assert [tuple(one[name] for name in names) for one in rows] == expected
        assert {one["outcome"] for one in rows} == {"positive_flip"}
    assert read_csv((tmp_path / "out.csv").read_text(encoding="utf-8"))[1]["room"] == "'=hall"
