"""Files that are damaged, huge, or meant to do harm; two imports at once, and one that is killed."""

import gzip
import io
import json
import os
import signal
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from loaders.errors import InputError
from loaders.verdicts import objects
from loaders.verdicts.archive import MAX_FILES
from tests.loaders.tiny import delimited, jsonl
from tests.loaders.verdicts.returned import Returned, annotation, area, choice, row, task

UNCLEAR = choice("verdict", "unclear")
TASK = task("1", annotation(1, 1, UNCLEAR))


def refused(returned: Returned, file: str, content: bytes, **options: Any) -> str:
    """Return the line with which a file is refused, after seeing that it left no trace."""
    path = returned.desk.file(file, content)
    with pytest.raises(InputError) as caught:
        returned.take(path, **options)
    text = str(caught.value)
    assert len(text.splitlines()) == 1
    assert text.isprintable()
    assert returned.history() == ()
    return text


def array(*tasks: Any) -> bytes:
    return json.dumps(tasks, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("empty.json", b"", "is empty"),
        ("cut.json", array(TASK, TASK)[:-80], "is it cut short?"),
        ("cut.json.gz", gzip.compress(array(TASK), mtime=0)[:-9], "cut short or damaged"),
        ("latin.json", array(task("2", annotation(1, 1, UNCLEAR, area("é")))).decode().encode("latin-1"), "not UTF-8"),
        ("utf16.json", array(TASK).decode().encode("utf-16"), "UTF-16"),
        ("nul.json", b"[\x00" + array(TASK)[1:], "not JSON"),
        ("deep.json", b"[" * 100_000 + b"]" * 100_000, "nested too deep"),
        ("none.json", b"[]  ", None),
        ("cut.parquet", b"PAR1 and no more", "not a readable Parquet file"),
        ("text.txt", b"just a text", "looks like no export"),
        ("numbers.csv", b"a,b\n1,2\n", "looks like no export"),
        ("other.jsonl", b'{"a": 1}\n', "it has a"),
        ("not json.json", b"[nothing]", "not JSON"),
        ("program", b"\x7fELF\x02\x01\x01\x00", "looks like no export|NUL"),
    ],
)
def test_damaged_files_are_refused_in_one_line(returned: Returned, file: str, content: bytes, said: str | None) -> None:
    if said is None:
        assert returned.take(returned.desk.file(file, content)).n_new == 0
        return
    text = refused(returned, file, content)
    assert any(part in text for part in said.split("|"))


def test_files_that_are_not_there(returned: Returned) -> None:
    for file in ("nothing.json", "*.none", str(returned.desk.folder), "a\0b"):
        with pytest.raises(InputError):
            returned.take(file)


@pytest.mark.parametrize("form", ["array", "lines"])
def test_damage_within_an_object_costs_that_object_alone(returned: Returned, form: str) -> None:
    good = json.dumps(TASK)
    damaged = [
        good.replace('"was_cancelled": false', '"was_cancelled": false, "was_cancelled": true'),
        good.replace('"unclear"', '"unclear\\ud800"'),
        good.replace('"id": 101', '"id": NaN'),
        "7",
    ]
    lines = [*damaged, json.dumps(task("5", annotation(2, 1, UNCLEAR)))]
    content = "[\n" + ",\n".join(lines) + "\n]" if form == "array" else "\n".join(lines)
    report = returned.take(returned.desk.file("back.json", content.encode()), max_rejected=4)
    reasons = [(one.line - (form == "array"), one.reason) for one in report.rejections]
    assert reasons == [
        (1, "the key 'was_cancelled' is given twice in one object"),
        (2, "holds half a character (a lone surrogate); export it again"),
        (3, "NaN is no JSON"),
        (4, "not a JSON object"),
    ]
    assert report.n_new == 1


def test_lines_are_rejected_one_by_one(returned: Returned) -> None:
    lines = [b'{"a": ', b"\xff\xfe {", b'{"a": "\x00"}', b'{"a": ' * 60_000, json.dumps(row("1", "unclear")).encode()]
    path = returned.desk.file("back.jsonl", b"\n".join(lines))
    report = returned.take(path, max_rejected=4)
    assert [one.line for one in report.rejections] == [1, 2, 3, 4]
    assert report.n_new == 1


@pytest.mark.parametrize(("bad", "reason"), [(b"\xff", "not UTF-8"), (b"\x00", "NUL byte")])
def test_a_damaged_line_of_a_table_costs_that_line_alone(returned: Returned, bad: bytes, reason: str) -> None:
    content = delimited([row("1", "unclear"), row("5", "unclear", note="here"), row("6", "unclear")])
    path = returned.desk.file("back.csv", content.replace(b"here", b"h" + bad))
    report = returned.take(path, max_rejected=1)
    (rejection,) = report.rejections
    assert (rejection.line, report.n_new) == (3, 2)
    assert reason in rejection.reason


def test_html_and_formulas_in_names_and_notes_are_texts(returned: Returned) -> None:
    name = "<script>alert(1)</script> =HYPERLINK(1) \x1b[31m \u202e"
    returned.take_rows([row("1", "unclear", annotator=name, note="=cmd|' /C calc'!A0\n<img src=x>\x00\x07")])
    (one,) = returned.current()
    assert one.annotator == "<script>alert(1)</script> =HYPERLINK(1) [31m \u202e"
    assert one.note == "=cmd|' /C calc'!A0\n<img src=x>"


def _zip(fill: Callable[[zipfile.ZipFile], None]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        fill(archive)
    return stream.getvalue()


def test_a_zip_that_unpacks_without_end_is_not_unpacked(returned: Returned) -> None:
    bomb = _zip(lambda archive: archive.writestr("ann.jsonl", b" " * 20_000_000))
    assert "it is not unpacked" in refused(returned, "bomb.zip", bomb)
    sheet = _zip(lambda archive: archive.writestr("xl/workbook.xml", b" " * 20_000_000))
    assert "it is not unpacked" in refused(returned, "bomb.xlsx", sheet)


def test_a_zip_that_lies_about_its_size_is_not_unpacked_beyond_it(returned: Returned) -> None:
    honest = _zip(lambda archive: archive.writestr("ann.jsonl", b" " * 20_000_000))
    lie, true = struct.pack("<I", 100), struct.pack("<I", 20_000_000)
    assert "damaged" in refused(returned, "lie.zip", honest.replace(true, lie))


def test_a_zip_of_very_many_files_and_one_cut_short(returned: Returned) -> None:
    def fill(archive: zipfile.ZipFile) -> None:
        for n in range(MAX_FILES + 1):
            archive.writestr(f"{n}.jsonl", b"{}")

    many = _zip(fill)
    assert "1,001 files" in refused(returned, "many.zip", many)
    whole = _zip(lambda archive: archive.writestr("ann.jsonl", jsonl([row("1", "unclear")])))
    assert "cut short or damaged" in refused(returned, "cut.zip", whole[:-30])


def test_names_in_a_zip_lead_nowhere(returned: Returned) -> None:
    inside = _zip(lambda archive: archive.writestr("../../evil\x1b.jsonl", jsonl([row("1", "maybe")])))
    report = returned.take(returned.desk.file("a.zip", inside))
    assert report.rejections[0].file.endswith("a.zip/../../evil\\x1b.jsonl")
    assert not list(returned.desk.folder.parent.glob("evil*"))


def test_an_object_without_end_is_refused_before_it_is_read(
    returned: Returned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "MAX_OBJECT", 50_000)
    monkeypatch.setattr(objects, "_CHUNK_BYTES", 20_000)
    long = task("1", annotation(1, 1, UNCLEAR, area("x" * 90_000)))
    assert "longer than 50,000 characters" in refused(returned, "long.json", array(TASK, long))


def test_an_array_is_read_in_pieces_wherever_they_are_cut(returned: Returned, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = [task("1", annotation(n, n, UNCLEAR, area("é🎵\n" * 9))) for n in range(1, 8)]
    content = json.dumps(tasks, ensure_ascii=False, indent=2).encode()
    path = Path(returned.desk.file("back.json", content))
    lines = [n for n, text in enumerate(content.decode().splitlines(), 1) if text == "  {"]
    for size in (1, 7, 64, 1000, 4096):
        monkeypatch.setattr(objects, "_CHUNK_BYTES", size)
        found = list(objects.read_objects(path, "f"))
        assert [one[1] for one in found if isinstance(one, tuple)] == tasks
        assert [one[0].line for one in found if isinstance(one, tuple)] == lines


_IMPORT = """
import sys
from pathlib import Path
from tests.loaders.tiny import Desk
from tests.loaders.verdicts.returned import Returned
report = Returned(Desk(Path(sys.argv[1]))).take(*sys.argv[2:])
print(report.n_new, report.n_known)
"""

_DIE = """
import os, signal, sys
from pathlib import Path
import loaders.judgements
from tests.loaders.tiny import Desk
from tests.loaders.verdicts.returned import Returned
insert = loaders.judgements.insert_judgements
def insert_and_die(notes, judgements):
    insert(notes, judgements[:2])
    os.kill(os.getpid(), signal.SIGKILL)
loaders.judgements.insert_judgements = insert_and_die
Returned(Desk(Path(sys.argv[1]))).take(*sys.argv[2:])
"""


def _start(script: str, *arguments: str) -> "subprocess.Popen[str]":
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    return subprocess.Popen([sys.executable, "-c", script, *arguments], env=environment, stdout=-1, text=True)


def test_two_imports_of_one_file_at_once_record_it_once(returned: Returned) -> None:
    rows = [row(identity, "unclear", who) for identity in ("1", "2", "5") for who in ("Ann", "Bo", "Cy")]
    path = returned.desk.file("back.jsonl", jsonl(rows))
    running = [_start(_IMPORT, str(returned.desk.folder), path) for _ in range(3)]
    told = sorted(process.communicate(timeout=120)[0].strip() for process in running)
    assert told == ["0 9", "0 9", "9 0"]
    assert len(returned.history()) == 9


def test_an_import_that_is_killed_leaves_no_trace_and_can_be_done_again(returned: Returned) -> None:
    path = returned.desk.file("back.jsonl", jsonl([row("1", "unclear"), row("5", "unclear"), row("6", "unclear")]))
    died = _start(_DIE, str(returned.desk.folder), path)
    died.communicate(timeout=120)
    assert died.returncode == -signal.SIGKILL
    assert returned.history() == ()
    assert returned.take(path).n_new == 3
