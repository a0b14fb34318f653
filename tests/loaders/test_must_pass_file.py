"""Must-pass lists in every form, and files that are none."""

import gzip
import os
from pathlib import Path

import pytest
import zstandard

from loaders import must_pass_file
from loaders.errors import InputError
from loaders.must_pass_file import Entry, MustPassList, read_must_pass
from tests.loaders.tiny import UTTERANCES, jsonl


def read(folder: Path, name: str, content: str | bytes) -> MustPassList:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_must_pass(path)


def refused(folder: Path, name: str, content: str | bytes) -> str:
    with pytest.raises(InputError) as caught:
        read(folder, name, content)
    said = str(caught.value)
    assert said.isprintable()
    assert str(folder / name) in said
    return said


BY_ID = (Entry(2, "u1", None, "de-DE"), Entry(3, "u2", None, None))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.csv", "utterance_id,locale\nu1,de-DE\nu2,\n"),
        ("list.tsv", "locale\tutterance_id\nde-DE\tu1\n\tu2\n"),
        ("list", "utterance_id,locale,why\nu1,de-DE,the boss asks it\nu2,,\n"),
        ("bom.csv", "\ufeffutterance_id,locale\r\nu1,de-DE\r\nu2,\r\n"),
    ],
)
def test_ids_in_columns(tmp_path: Path, name: str, content: str) -> None:
    assert read(tmp_path, name, content).entries == BY_ID


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
def test_objects_plain_or_compressed(tmp_path: Path, pack: type[bytes]) -> None:
    content = b'{"utterance_id": 7}\n\n{"text": "stop, please", "locale": "en-US", "slots": "whatever"}\n'
    found = read(tmp_path, "list.jsonl", pack(content))
    assert found.entries == (Entry(1, "7", None, None), Entry(3, None, "stop, please", "en-US"))


@pytest.mark.parametrize("pack", [(".txt", bytes), (".TXT", bytes), (".txt.gz", gzip.compress)])
def test_a_plain_text_file_has_one_id_or_text_a_line(tmp_path: Path, pack: tuple[str, type[bytes]]) -> None:
    ending, compress = pack
    found = read(tmp_path, f"list{ending}", compress(b"play Queen, please\n\n  [stop]  \r\n{x}\n"))
    assert [(entry.line, entry.utterance_id, entry.text) for entry in found.entries] == [
        (1, "play Queen, please", "play Queen, please"),
        (3, "[stop]", "[stop]"),
        (4, "{x}", "{x}"),
    ]


def test_rows_cut_from_an_evaluation_set_are_a_list(tmp_path: Path) -> None:
    found = read(tmp_path, "cut.jsonl", jsonl(UTTERANCES))
    assert [(entry.utterance_id, entry.locale) for entry in found.entries] == [
        (row["utterance_id"], row["locale"]) for row in UTTERANCES
    ]
    massive = b'{"id": "5", "locale": "de-DE", "intent": "x", "utt": "stopp", "annot_utt": "stopp"}\n'
    assert read(tmp_path, "massive.jsonl", massive).entries == (Entry(1, "5", "stopp", "de-DE"),)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("list.csv", "id,locale\nu1,de-DE\n", "line 2: neither an utterance_id nor a text"),
        ("list.csv", "utterance_id,locale\nu1,de-DE\n,de-DE\n", "line 3: neither an utterance_id nor a text"),
        ("list.csv", "utterance_id,locale\nu1\n", "line 2: 1 fields where the header names 2 columns"),
        ("list.csv", "utterance_id,utterance_id\nu1,u2\n", "named twice in the header"),
        ("list.csv", "utterance_id\n", "lists nothing"),
        ("list.csv", "", "the file is empty"),
        ("list.txt", "", "lists nothing"),
        ("list.txt", "\n \n", "lists nothing"),
        ("list.jsonl", '{"utterance_id": 1.5}\n', "line 1, column 'utterance_id': 1.5 is no id"),
        ("list.jsonl", '{"text": ["stop"]}\n', "line 1, column 'text'"),
        ("list.jsonl", '{"text": "stop", "locale": 5}\n', "line 1, column 'locale': 5 is not a text"),
        ("list.jsonl", '{"utterance_id": "u1"}\n{"utterance_id": \n', "line 2: not JSON"),
        ("list.json", '["u1", "u2"]', "a JSON array"),
        ("list.parquet", b"PAR1 and more", "looks like parquet"),
        ("list.conll", "# text = stop\n1\tstop\tO\n", "looks like conll"),
        ("list.txt", b"caf\xe9\n", "line 1: not UTF-8"),
        ("list.txt", b"a\0b\n", "line 1: holds a NUL byte"),
        ("list.txt", "stop\n".encode("utf-16"), "the file is UTF-16"),
        ("list.txt", gzip.compress(b"stop\n" * 1000, mtime=0)[:-20], "cut short or damaged"),
        ("list.csv", b"utterance_id\n" + b"u" * 1_000_001 + b"\n", "line 2: longer than 1,000,000 bytes"),
    ],
)
def test_a_damaged_list_is_one_clear_line(tmp_path: Path, name: str, content: str | bytes, said: str) -> None:
    assert said in refused(tmp_path, name, content)


@pytest.mark.parametrize("name", ["list.txt", "list.csv", "list.jsonl"])
def test_a_huge_file_is_read_no_further_than_a_list_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(must_pass_file, "MAX_LINES", 50)
    lines = "\n".join(['{"text": "x"}' if name.endswith("jsonl") else "text"] * 51)
    assert "longer than 50 lines" in refused(tmp_path, name, lines)
    # Blank lines make a bomb that holds not one entry.
    assert "longer than 50 lines" in refused(tmp_path, f"{name}.gz", gzip.compress(b"text\n" + b"\n" * 100_000))
    monkeypatch.setattr(must_pass_file, "MAX_CHARACTERS", 20)
    assert "or 20 characters" in refused(tmp_path, name, lines[:100])


def test_what_is_no_file_is_said_so(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo.txt"
    os.mkfifo(fifo)
    (tmp_path / "folder.txt").mkdir()
    for path, said in (
        (tmp_path / "nothing.txt", "no such file"),
        (tmp_path / "folder.txt", "is a folder"),
        (fifo, "not a regular file"),
        (Path("a\0b.txt"), "no such file"),
    ):
        with pytest.raises(InputError, match=said):
            read_must_pass(path)


def test_an_entry_is_shown_in_one_harmless_line() -> None:
    assert str(Entry(3, None, "\x1b[31mred\n" + "x" * 99, "de-DE")).startswith("line 3: '\\x1b[31mred\\nxxx")
    assert len(str(Entry(3, "u" * 500, None, None))) < 100
