"""`flipscope export`: what is chosen, the manifest, the same bytes again, and what goes wrong."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dashboard.cli import main
from tests.dashboard.exports_warehouse import BROKEN, GOLD, N_ITEMS, read_lines, write_exports

Captured = pytest.CaptureFixture[str]
FORMATS = ("label-studio", "argilla", "doccano", "prodigy", "csv", "tsv", "xlsx", "jsonl", "parquet")
FREQUENCIES = {gold["utterance_id"]: gold["frequency"] for gold in GOLD}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_exports(tmp_path_factory.mktemp("export")))


def export(warehouse: str, path: Path, *args: str) -> int:
    return main(["export", "v1", "v2", "-o", str(path), "--warehouse", warehouse, *args])


def manifest_of(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.with_suffix(".manifest.json").read_text(encoding="utf-8"))
    return found


def ids(path: Path) -> list[str]:
    return [row["utterance_id"] for row in read_lines(path)]


def test_negative_flips_are_exported_unless_told_otherwise(warehouse: str, tmp_path: Path, capsys: Captured) -> None:
    assert export(warehouse, tmp_path / "out.jsonl") == 0
    assert ids(tmp_path / "out.jsonl") == [key for key in BROKEN if key != "t2"]
    assert capsys.readouterr().out.startswith(f"{N_ITEMS} items for {N_ITEMS + 1} utterances written to ")
    assert manifest_of(tmp_path / "out.jsonl")["counts"] == {
        "n_utterances_selected": len(BROKEN),
        "n_items_selected": N_ITEMS,
        "n_items": N_ITEMS,
        "n_utterances": len(BROKEN),
        "n_traffic": sum(FREQUENCIES[key] for key in BROKEN),
        "n_rows": N_ITEMS,
        "n_unplaced_slots": 0,
        "strata": [],
    }


def test_the_filters_are_those_of_flips(warehouse: str, tmp_path: Path) -> None:
    filters = ("--outcome", "all", "--where", "domain=music", "--search", "stop", "--unit", "intent")
    assert export(warehouse, tmp_path / "out.jsonl", *filters) == 0
    assert main(["flips", "v1", "v2", *filters, "-o", str(tmp_path / "flips.jsonl"), "--warehouse", warehouse]) == 0
    assert ids(tmp_path / "out.jsonl") == [key for key in ids(tmp_path / "flips.jsonl") if key != "t2"]
    assert export(warehouse, tmp_path / "cause.jsonl", "--cause", "slot_missing") == 0
    assert (
        main(
            ["flips", "v1", "v2", "--cause", "slot_missing", "-o", str(tmp_path / "c.jsonl"), "--warehouse", warehouse]
        )
        == 0
    )
    assert ids(tmp_path / "cause.jsonl") == ids(tmp_path / "c.jsonl") != []


def test_the_most_asked_come_first_with_the_traffic_of_what_was_folded(warehouse: str, tmp_path: Path) -> None:
    assert export(warehouse, tmp_path / "out.jsonl", "--sample", "4") == 0
    rows = read_lines(tmp_path / "out.jsonl")
    assert [(row["utterance_id"], row["n_traffic"]) for row in rows] == [("t3", 100), ("e1", 40), ("t1", 12), ("n1", 9)]


def test_a_stratified_sample_says_what_each_stratum_gave(warehouse: str, tmp_path: Path) -> None:
    by = ("--by", "locale", "--by", "domain", "--floor", "1")
    assert export(warehouse, tmp_path / "out.jsonl", "--sample", "10", *by) == 0
    strata = manifest_of(tmp_path / "out.jsonl")["counts"]["strata"]
    rows = read_lines(tmp_path / "out.jsonl")
    for stratum in strata:
        found = [row for row in rows if {key: row[key] for key in ("locale", "domain")} == stratum["values"]]
        assert len(found) == stratum["n_sampled"] >= 1
    sizes = [(tuple(stratum["values"].values()), stratum["n_items"]) for stratum in strata]
    assert sizes == [(("de-DE", "music"), 1), (("en-US", "alarm"), 2), (("en-US", "music"), N_ITEMS - 3)]
    assert len(rows) == 10


def test_a_random_sample_follows_from_its_seed(warehouse: str, tmp_path: Path) -> None:
    for name, *args in (("a", "5"), ("b", "5"), ("c", "5", "--seed", "1"), ("d", "9")):
        assert export(warehouse, tmp_path / f"{name}.jsonl", "--strategy", "random", "--sample", *args) == 0
    a, b, c, d = (ids(tmp_path / f"{name}.jsonl") for name in "abcd")
    assert a == b == d[:5]
    assert a != c


@pytest.mark.parametrize("blind", [(), ("--blind", "shuffled"), ("--prefill", "candidate", "--overlap", "2")])
@pytest.mark.parametrize("tool", FORMATS)
def test_a_manifest_makes_the_same_bytes_again(
    warehouse: str, tmp_path: Path, tool: str, blind: tuple[str, ...]
) -> None:
    path, again = tmp_path / "out.x", tmp_path / "again"
    assert export(warehouse, path, "--format", tool, "--sample", "12", "--strategy", "random", *blind) == 0
    manifest = manifest_of(path)
    for one in manifest["files"]:
        content = (tmp_path / one["name"]).read_bytes()
        assert (one["n_bytes"], one["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    again.mkdir()
    rebuild = ["export", "--from-manifest", str(tmp_path / "out.manifest.json"), "-o", str(again / "out.x")]
    assert main([*rebuild, "--warehouse", warehouse]) == 0
    names = sorted(one["name"] for one in manifest["files"])
    assert sorted(path.name for path in again.iterdir()) == sorted([*names, "out.manifest.json"])
    for name in (*names, "out.manifest.json"):
        assert (again / name).read_bytes() == (tmp_path / name).read_bytes()


def test_nothing_of_the_machine_or_the_time_is_in_a_manifest(warehouse: str, tmp_path: Path) -> None:
    assert export(warehouse, tmp_path / "out.jsonl") == 0
    text = (tmp_path / "out.manifest.json").read_text(encoding="utf-8")
    assert str(tmp_path) not in text
    assert warehouse not in text
    assert "20" + "26" not in text.replace(json.loads(text)["export_id"], "")


def test_a_manifest_is_not_taken_for_other_data_or_without_its_key(
    warehouse: str, tmp_path: Path, capsys: Captured
) -> None:
    assert export(warehouse, tmp_path / "out.jsonl", "--blind", "shuffled") == 0
    rebuild = ["export", "--from-manifest", str(tmp_path / "out.manifest.json"), "-o", str(tmp_path / "b.jsonl")]
    other = tmp_path / "other"
    shutil.copytree(warehouse, other)
    for notes in other.glob("notes.sqlite*"):
        notes.unlink()
    assert main([*rebuild, "--warehouse", str(other)]) == 2
    assert "no export 'x" in capsys.readouterr().err
    (other / "runs" / "v2.duckdb").unlink()
    shutil.copy(other / "runs" / "v1.duckdb", other / "runs" / "v2.duckdb")
    assert main([*rebuild, "--warehouse", str(other)]) == 2
    assert "the manifest is of candidate 'v2' with content" in capsys.readouterr().err
    assert not (tmp_path / "b.jsonl").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"request": {"sample": None, "strategy": "all"}}, "was changed by hand"),
        ({"export_id": "x1"}, "was changed by hand"),
        ({"manifest_version": 2}, "written as version 2"),
        ({"request": {"blind": "bogus"}}, "is no manifest"),
        ({"files": [{"sha256": "0" * 64}]}, "other bytes come out"),
        (None, "is no manifest"),
    ],
)
def test_a_manifest_that_was_changed_is_refused(
    warehouse: str, tmp_path: Path, capsys: Captured, change: dict[str, Any] | None, said: str
) -> None:
    assert export(warehouse, tmp_path / "out.jsonl", "--sample", "3") == 0
    path = tmp_path / "out.manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for key, value in (change or {}).items():
        manifest[key] = {**manifest[key], **value} if isinstance(value, dict) else value
    path.write_text(json.dumps(manifest) if change else "[1]", encoding="utf-8")
    rebuild = ["export", "--from-manifest", str(path), "-o", str(tmp_path / "b.jsonl"), "--warehouse", warehouse]
    assert main(rebuild) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "b.jsonl").exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["-o", "out.json"], "name the tool with --format"),
        (["-o", "out.csv", "--sample", "3", "--strategy", "all"], "--strategy all takes every item"),
        (["-o", "out.csv", "--strategy", "random"], "say how many items with --sample N"),
        (["-o", "out.csv", "--sample", "3", "--strategy", "stratified"], "name the columns with --by"),
        (["-o", "out.csv", "--sample", "3", "--strategy", "traffic", "--by", "locale"], "for --strategy stratified"),
        (["-o", "out.csv", "--sample", "3", "--by", "bogus"], "unknown column 'bogus'"),
        (["-o", "out.csv", "--sample", "3", "--by", "slots"], "holds lists"),
        (["-o", "out.csv", "--sample", "3", "--by", "locale", "--floor", "3"], "lower the floor"),
        (["-o", "out.csv", "--blind", "hidden", "--prefill", "gold"], "leave out --prefill"),
        (["-o", "out.csv", "--where", "locale=xx"], "no utterance has that"),
        (["-o", "out.csv", "--outcome", "positive_flip", "--search", "nowhere"], "no utterance to export"),
        (["-o", "out.csv", "--overlap", "0"], "--overlap"),
        (["-o", "out.csv", "--unit", "slot"], "'frame', 'intent', 'slots'"),
        (["-o", "missing/out.csv"], "no folder missing"),
        (["-o", "."], "not a regular file"),
    ],
)
def test_a_wrong_call_is_one_clear_line_and_leaves_nothing(
    warehouse: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, args: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", "v1", "v2", "--warehouse", warehouse, *args]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_overwritten_by_force_only(warehouse: str, tmp_path: Path, capsys: Captured) -> None:
    """A file beside it counts as well: the manifest of another export would be lost."""
    (tmp_path / "out.manifest.json").write_text("mine", encoding="utf-8")
    assert export(warehouse, tmp_path / "out.csv") == 2
    assert "out.manifest.json: exists already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["out.manifest.json"]
    assert export(warehouse, tmp_path / "out.csv", "--force") == 0
    assert manifest_of(tmp_path / "out.csv")["files"][0]["name"] == "out.csv"


@pytest.mark.parametrize(
    "name", ["a b.csv", "-x.csv", "ünï 🎵.csv", "x.y.z.csv", "=1.csv", "%s{0}.csv", "'\"`$(x).csv"]
)
def test_any_file_name_will_do(warehouse: str, tmp_path: Path, name: str) -> None:
    assert export(warehouse, tmp_path / name, "--sample", "2") == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, f"{Path(name).stem}.manifest.json"])


_WAIT_IN_THE_MIDDLE = """
from dashboard.exports import text_tables
rows = text_tables.all_rows
def slow(content):
    for i, row in enumerate(rows(content)):
        yield row
        if i == 3:
            print("begun", flush=True)
            time.sleep(60)
text_tables.all_rows = slow
"""
# The limit is of the files of this process; the warehouse's notes are another disk, so they are written before.
_FILL_THE_DISK = """
from dashboard.exports import build
begin = build.begin_export
def begin_and_fill(*args):
    key = begin(*args)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, 4_096))
    return key
build.begin_export = begin_and_fill
"""


def start(warehouse: str, path: Path, first: str) -> "subprocess.Popen[str]":
    program = f"import resource, sys, time\n{first}\nfrom dashboard.cli import main\nsys.exit(main(sys.argv[1:]))"
    call = [sys.executable, "-c", program, "export", "v1", "v2", "-o", str(path), "--warehouse", warehouse]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    return subprocess.Popen(call, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_who_ends_it_in_the_middle_finds_no_file_of_it(warehouse: str, tmp_path: Path, how: signal.Signals) -> None:
    process = start(warehouse, tmp_path / "out.csv", _WAIT_IN_THE_MIDDLE)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    process.send_signal(how)
    process.communicate(timeout=60)
    assert process.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -9}[how]
    assert [path for path in tmp_path.iterdir() if how != signal.SIGKILL or not path.name.startswith(".")] == []
    assert export(warehouse, tmp_path / "out.csv") == 0


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx", "out.parquet", "out.jsonl"])
def test_a_full_disk_is_one_clear_line(warehouse: str, tmp_path: Path, name: str) -> None:
    process = start(warehouse, tmp_path / name, _FILL_THE_DISK)
    _, error = process.communicate(timeout=120)
    assert process.returncode == 2, error
    assert error.splitlines()[0].startswith(f"flipscope: {tmp_path / name}: cannot be written (")
    assert list(tmp_path.iterdir()) == []
