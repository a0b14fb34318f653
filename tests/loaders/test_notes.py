"""The notes of an older flipscope: read as they are, brought up to date by the first who writes."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from loaders.errors import InputError
from loaders.notes import _VERSIONS, FILE_NAME, NOTES_VERSION, reading, writing
from loaders.saved_views import list_views, save_view

_FIRST_VERSION = """
CREATE TABLE saved_view (id INTEGER PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE, page TEXT NOT NULL,
    query TEXT NOT NULL, author TEXT NOT NULL, saved_at TEXT NOT NULL) STRICT;
INSERT INTO saved_view VALUES (7, 'German', 'german', 'Flips', 'locale=de-DE', 'Ann', '2026-11-01T08:00:00+00:00');
PRAGMA user_version = 1;
"""


@pytest.fixture
def old_notes(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as notes:
        notes.executescript("PRAGMA journal_mode = WAL;" + _FIRST_VERSION)
    return tmp_path


def version_in(warehouse: Path) -> int:
    with closing(sqlite3.connect(warehouse / FILE_NAME)) as notes:
        return int(notes.execute("PRAGMA user_version").fetchone()[0])


def tables(notes: sqlite3.Connection) -> set[str]:
    return {name for (name,) in notes.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_who_reads_old_notes_finds_the_tables_of_today_and_changes_nothing(old_notes: Path) -> None:
    with reading(old_notes) as notes:
        assert notes is not None
        assert {"saved_view", "judgement", "export"} <= tables(notes)
        assert notes.execute("SELECT count(*) FROM judgement").fetchone() == (0,)
    assert [view.name for view in list_views(old_notes)] == ["German"]
    assert version_in(old_notes) == 1


def test_who_writes_brings_old_notes_up_to_date_and_keeps_what_is_there(old_notes: Path) -> None:
    save_view(old_notes, "French", "Flips", "", "Bo")
    assert version_in(old_notes) == NOTES_VERSION
    assert [(view.id, view.name) for view in list_views(old_notes)] == [(8, "French"), (7, "German")]


def test_a_change_that_fails_leaves_old_notes_old(old_notes: Path) -> None:
    with pytest.raises(InputError, match="already"):
        save_view(old_notes, "GERMAN", "Flips", "")
    assert version_in(old_notes) == 1
    assert [view.name for view in list_views(old_notes)] == ["German"]


def test_new_notes_are_those_of_old_notes_brought_up_to_date(old_notes: Path, tmp_path: Path) -> None:
    made = tmp_path / "made"
    with writing(made) as new, writing(old_notes) as old:
        said = "SELECT type, name, tbl_name FROM sqlite_master ORDER BY name"
        assert new.execute(said).fetchall() == old.execute(said).fetchall()


def test_judgements_of_an_older_flipscope_stay_and_the_gold_alone_can_be_judged(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as notes:
        notes.executescript(";".join(_VERSIONS[:3]) + "; PRAGMA user_version = 3")
        columns = [row[1] for row in notes.execute("PRAGMA table_info(judgement)")]
        old = {name: f"{name} of old" for name in columns} | {"id": 5, "verdict": "unclear", "withdraws": None}
        old |= {"derived": 1, "stands_for": '["8"]'}
        notes.execute(f"INSERT INTO judgement ({', '.join(old)}) VALUES ({', '.join('?' * len(old))})", [*old.values()])
        notes.commit()
    with writing(tmp_path) as now:
        found = now.execute(f"SELECT {', '.join(old)} FROM judgement").fetchall()
        assert found == [tuple(old.values())]
        now.execute("UPDATE judgement SET verdict = 'gold_right'")
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            now.execute("UPDATE judgement SET verdict = 'nonsense'")
