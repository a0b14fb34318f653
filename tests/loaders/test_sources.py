"""Which files a load takes: odd names, links, folders, and what is no file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from loaders.errors import InputError
from loaders.evalset import EvalsetOptions, add_evalset
from loaders.sources import find_sources
from tests.loaders.tiny import UTTERANCES, Desk, jsonl, parquet, refusal, silent

ODD_NAMES = [
    "it's.x",
    'quo"te.x',
    "semi;colon.x",
    "run[1].x",
    "star*.x",
    "what?.x",
    "new\nline.x",
    "-dash.x",
    "größe 😀.x",
    "~tilde.x",
    "$HOME.x",
    "http:x",
    "back\\slash.x",
]


def load(desk: Desk, *files: str) -> None:
    add_evalset(desk.warehouse, "e", files, EvalsetOptions(), silent)


@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("content", [jsonl(UTTERANCES), parquet(UTTERANCES)], ids=["jsonl", "parquet"])
def test_files_may_be_called_anything(desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes) -> None:
    monkeypatch.chdir(desk.folder)
    desk.file(name, content)
    load(desk, name)
    assert len(desk.utterances()) == 3
    assert desk.warehouse.evalset("e").sources[0]["file"].isprintable()


def test_brackets_name_the_file_itself_before_they_are_a_glob(desk: Desk) -> None:
    path = desk.file("run[1].jsonl", jsonl(UTTERANCES[:1]))
    desk.file("run1.jsonl", jsonl(UTTERANCES))
    load(desk, path)
    assert desk.utterances("utterance_id") == [("1",)]


@pytest.mark.parametrize("folder", ["md:house", "it's; a house", "~", "[x]", "größe"])
def test_the_warehouse_may_be_called_anything(desk: Desk, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    monkeypatch.chdir(desk.folder)
    odd = Desk(Path(folder))
    odd.folder.mkdir()
    odd.add_evalset()
    odd.add_run()
    assert [run.name for run in odd.warehouse.runs()] == ["r"]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("nowhere.jsonl", "no such file"),
        ("nowhere*.jsonl", "no file matches"),
        ("gold.jsonl/inner", "no such file"),
        ("nul\0byte", "no such file"),
        ("nul\0byte*", "no file matches"),
        ("long" * 2000, "cannot be read (File name too long)"),
        ("", "is a folder"),
    ],
)
def test_what_is_not_there_is_refused(desk: Desk, name: str, problem: str) -> None:
    desk.file("gold.jsonl", jsonl(UTTERANCES))
    assert problem in refusal(lambda: load(desk, f"{desk.folder}/{name}"), desk)


def test_a_folder_is_refused_with_the_way_to_name_its_files(desk: Desk) -> None:
    folder = str(desk.folder)
    assert refusal(lambda: load(desk, folder), desk) == f"{folder}: is a folder; name its files, as in {folder}/*.jsonl"


def test_a_pipe_is_refused_and_not_waited_for(desk: Desk) -> None:
    pipe = desk.folder / "pipe"
    os.mkfifo(pipe)
    assert refusal(lambda: load(desk, str(pipe)), desk).endswith("not a regular file; write it to a file first")


def test_a_link_to_a_file_is_that_file(desk: Desk) -> None:
    link = desk.folder / "link.jsonl"
    link.symlink_to(desk.file("gold.jsonl", jsonl(UTTERANCES)))
    load(desk, str(link))
    assert len(desk.utterances()) == 3


@pytest.mark.parametrize("target", ["nowhere.jsonl", "link.jsonl"])
def test_a_link_to_nothing_is_refused(desk: Desk, target: str) -> None:
    link = desk.folder / "link.jsonl"
    link.symlink_to(desk.folder / target)
    assert "link.jsonl: " in refusal(lambda: load(desk, str(link)), desk)


def test_a_warehouse_behind_a_link_is_that_warehouse(desk: Desk) -> None:
    real = desk.folder / "real"
    real.mkdir()
    desk.warehouse.path.symlink_to(real)
    desk.add_evalset()
    assert (real / "evalsets" / "e.duckdb").is_file()


def test_a_file_that_may_not_be_read_is_refused(desk: Desk) -> None:
    path = Path(desk.file("gold.jsonl", jsonl(UTTERANCES)))
    path.chmod(0)
    script = (
        "import os, sys\n"
        "from loaders.sources import find_sources\n"
        "from loaders.errors import InputError\n"
        "if os.getuid() == 0: os.seteuid(65534)\n"
        "os.chdir(sys.argv[1])\n"
        "try: find_sources(['gold.jsonl'], 'auto')\n"
        "except InputError as error: print(error)\n"
    )
    for folder in (desk.folder, *list(desk.folder.parents)[:3]):
        folder.chmod(0o755)
    run = subprocess.run([sys.executable, "-c", script, str(desk.folder)], capture_output=True, text=True, check=True)
    assert run.stdout == "gold.jsonl: cannot be read (Permission denied)\n"


def test_parquet_and_text_do_not_go_together(desk: Desk) -> None:
    files = desk.file("a.parquet", parquet(UTTERANCES)), desk.file("b.jsonl", jsonl(UTTERANCES))
    message = refusal(lambda: load(desk, *files), desk)
    assert message == "jsonl, parquet files in one load; load Parquet files by themselves"


def test_a_file_named_twice_has_every_row_twice(desk: Desk) -> None:
    path = desk.file("gold.jsonl", jsonl(UTTERANCES))
    message = refusal(lambda: load(desk, path, path), desk)
    assert "'1' in en-US is in line 1 already" in message
    assert "3 rejected, 0 allowed" in message


def test_an_undecodable_file_name_is_shown_or_refused(desk: Desk) -> None:
    for name, content in ((b"\xff.jsonl", jsonl(UTTERANCES)), (b"\xff.parquet", parquet(UTTERANCES))):
        Path(os.fsdecode(os.fsencode(desk.folder) + b"/" + name)).write_bytes(content)
    (source,) = find_sources([f"{desk.folder}/*.jsonl"], "auto")
    assert source.shown.endswith("\\udcff.jsonl")
    with pytest.raises(InputError, match=r"udcff\.parquet: the file's name is not UTF-8; rename it"):
        load(desk, f"{desk.folder}/*.parquet")
