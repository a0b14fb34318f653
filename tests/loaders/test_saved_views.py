"""Saved views: kept whole, told apart by name, and safe with many at once."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.errors import InputError
from loaders.notes import FILE_NAME, NOTES_VERSION, writing
from loaders.saved_views import (
    MAX_NAME,
    MOST_VIEWS,
    checked_name,
    delete_view,
    list_views,
    rename_view,
    restore_view,
    save_view,
)

_QUERY = "evalset=sample&baseline=v1&candidate=v2&locale=de-DE&q=%3Cb%3E"


def names(warehouse: Path) -> list[str]:
    return [view.name for view in list_views(warehouse)]


def test_a_view_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    saved = save_view(tmp_path, "German", "Flips", _QUERY, "Ann")
    assert list_views(tmp_path) == (saved,)
    assert (saved.name, saved.page, saved.query, saved.author) == ("German", "Flips", _QUERY, "Ann")


def test_a_warehouse_nobody_wrote_into_has_none_and_stays_untouched(tmp_path: Path) -> None:
    assert list_views(tmp_path / "nothing") == ()
    assert list_views(tmp_path) == ()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=alert(1)>",
        "**bold** [x](http://x) $x$ :red[y]",
        "👩‍👩‍👧‍👦 क्षि é",
        "'; DROP TABLE saved_view; --",
        "ملاحظة",
    ],
)
def test_any_text_is_a_name_and_stays_as_it_is(tmp_path: Path, name: str) -> None:
    save_view(tmp_path, name, "Flips", "", name)
    assert [(view.name, view.author) for view in list_views(tmp_path)] == [(name, name)]


@settings(max_examples=200)
@given(st.text(max_size=120))
def test_a_name_is_one_line_of_bounded_length_or_refused(name: str) -> None:
    try:
        kept = checked_name(name)
    except InputError:
        return
    assert 0 < len(kept) <= MAX_NAME
    assert kept == " ".join(kept.split())
    assert checked_name(kept) == kept
    kept.encode()


@pytest.mark.parametrize(
    ("name", "said"), [("x" * 10_000, "10,000 characters"), (" \n\t", "needs a name"), ("\x00", "needs")]
)
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        save_view(tmp_path, name, "Flips", "")
    assert list_views(tmp_path) == ()


@pytest.mark.parametrize("again", ["German", "german", " GERMAN  ", "Ｇerman"])
def test_a_name_is_given_once(tmp_path: Path, again: str) -> None:
    save_view(tmp_path, "German", "Flips", "")
    with pytest.raises(InputError, match="already"):
        save_view(tmp_path, again, "Flips", "")
    assert names(tmp_path) == ["German"]


def test_renaming_keeps_the_view_and_never_takes_the_name_of_another(tmp_path: Path) -> None:
    first, second = (save_view(tmp_path, name, "Flips", name) for name in ("b", "c"))
    rename_view(tmp_path, first.id, "a")
    rename_view(tmp_path, second.id, "C")
    assert [(view.name, view.query) for view in list_views(tmp_path)] == [("a", "b"), ("C", "c")]
    with pytest.raises(InputError, match="already"):
        rename_view(tmp_path, second.id, "A")
    with pytest.raises(InputError, match="deleted"):
        rename_view(tmp_path, 999, "d")
    assert names(tmp_path) == ["a", "C"]


def test_what_was_deleted_can_be_put_back(tmp_path: Path) -> None:
    saved = save_view(tmp_path, "German", "Flips", _QUERY, "Ann")
    deleted = delete_view(tmp_path, saved.id)
    assert deleted == saved
    assert (list_views(tmp_path), delete_view(tmp_path, saved.id)) == ((), None)
    restore_view(tmp_path, saved)
    (back,) = list_views(tmp_path)
    assert (back.name, back.page, back.query, back.author, back.saved_at) == (
        saved.name, saved.page, saved.query, saved.author, saved.saved_at,
    )  # fmt: skip
    with pytest.raises(InputError, match="already"):
        restore_view(tmp_path, saved)


def test_there_is_a_most(tmp_path: Path) -> None:
    save_view(tmp_path, "0", "Flips", "")
    with writing(tmp_path) as notes:
        for n in range(1, MOST_VIEWS):
            notes.execute(
                "INSERT INTO saved_view (name, name_key, page, query, author, saved_at) VALUES (?, ?, '', '', '', '')",
                (str(n), str(n)),
            )
    with pytest.raises(InputError, match="delete one"):
        save_view(tmp_path, "more", "Flips", "")


_SAVE_MANY = """
import sys
from pathlib import Path
from loaders.saved_views import save_view
for n in range(25):
    save_view(Path(sys.argv[1]), f"{sys.argv[2]}{n:02}", "Flips", "")
"""


def _start(script: str, *arguments: str) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen([sys.executable, "-c", script, *arguments], env=environment)


def test_two_processes_writing_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [_start(_SAVE_MANY, str(tmp_path), prefix) for prefix in "ab"]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert names(tmp_path) == [f"{prefix}{n:02}" for prefix in "ab" for n in range(25)]
    assert not list(tmp_path.glob(".notes-*"))


_DIE_IN_THE_MIDDLE = """
import os, signal, sys
from pathlib import Path
from loaders.notes import writing
with writing(Path(sys.argv[1])) as notes:
    notes.execute("DELETE FROM saved_view")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_writer_killed_in_the_middle_leaves_all_as_it_was(tmp_path: Path) -> None:
    save_view(tmp_path, "kept", "Flips", "")
    assert _start(_DIE_IN_THE_MIDDLE, str(tmp_path)).wait(60) == -signal.SIGKILL
    assert names(tmp_path) == ["kept"]
    save_view(tmp_path, "later", "Flips", "")
    assert names(tmp_path) == ["kept", "later"]
    with sqlite3.connect(tmp_path / FILE_NAME) as notes:
        assert notes.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert notes.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough to be looked at" * 40, b"SQLite format 3\x00" + b"\xff" * 4000]
)
def test_a_damaged_file_is_told_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    for attempt in (lambda: list_views(tmp_path), lambda: save_view(tmp_path, "x", "Flips", "")):
        with pytest.raises(InputError, match=r"notes\.sqlite: .*damaged") as told:
            attempt()
        assert "\n" not in str(told.value)


def test_notes_of_another_version_are_left_alone(tmp_path: Path) -> None:
    save_view(tmp_path, "kept", "Flips", "")
    with sqlite3.connect(tmp_path / FILE_NAME) as notes:
        notes.execute(f"PRAGMA user_version = {NOTES_VERSION + 1}")
    with pytest.raises(InputError, match=f"version {NOTES_VERSION + 1}"):
        list_views(tmp_path)


def test_a_folder_that_cannot_be_written_is_told_in_one_line() -> None:
    with pytest.raises(InputError, match=r"notes\.sqlite: cannot be written") as told:
        save_view(Path("/proc/self"), "x", "Flips", "")
    assert "\n" not in str(told.value)


def _read_and_try_to_write(warehouse: Path) -> int:
    """Return 0 where the views can be read and not written, in the name of somebody who owns nothing."""
    if os.getuid() == 0:
        os.setuid(65_534)
    found = names(warehouse)
    try:
        save_view(warehouse, "more", "Flips", "")
    except InputError as error:
        return 0 if found == ["kept"] and "cannot be written" in str(error) else 2
    return 3


def test_a_warehouse_of_others_is_read_and_not_written(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    warehouse.mkdir()
    save_view(warehouse, "kept", "Flips", "")
    for folder in (tmp_path, *list(tmp_path.parents)[:-2]):
        folder.chmod(0o755)
    (warehouse / FILE_NAME).chmod(0o444)
    warehouse.chmod(0o555)
    # A fork has all code in memory: the somebody it turns into need not be able to read this repository.
    reader = os.fork()
    if reader == 0:
        code = 4
        try:
            code = _read_and_try_to_write(warehouse)
        finally:
            os._exit(code)
    _, status = os.waitpid(reader, 0)
    warehouse.chmod(0o755)
    assert os.waitstatus_to_exitcode(status) == 0
