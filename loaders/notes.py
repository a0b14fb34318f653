"""What people write beside the immutable files: one small SQLite file in the warehouse, `notes.sqlite`.

It is in WAL mode: any number of dashboards read while one writes, a writer waits for the other, and what a killed
process had not finished is gone as if it had never begun. The file is made under another name and linked into place
whole, so nobody meets one that is half made. `user_version` holds the version of its tables; what older versions
lack is added, so that what people wrote outlives an update.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote

from loaders.errors import InputError

FILE_NAME: Final = "notes.sqlite"
_SECONDS_TO_WAIT: Final = 10

# What each version of the notes added; a file of an older version is brought up to date by its first writer.
_VERSIONS: Final = (
    """
    CREATE TABLE saved_view (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        name_key TEXT NOT NULL UNIQUE,
        page TEXT NOT NULL,
        query TEXT NOT NULL,
        author TEXT NOT NULL,
        saved_at TEXT NOT NULL
    ) STRICT;
    """,
    """
    CREATE TABLE export (
        id TEXT PRIMARY KEY,
        manifest TEXT NOT NULL,
        blind_key TEXT,
        made_at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE judgement (
        id INTEGER PRIMARY KEY,
        evalset TEXT NOT NULL,
        evalset_fingerprint TEXT NOT NULL,
        baseline TEXT NOT NULL,
        baseline_fingerprint TEXT NOT NULL,
        candidate TEXT NOT NULL,
        candidate_fingerprint TEXT NOT NULL,
        locale TEXT NOT NULL,
        utterance_id TEXT NOT NULL,
        text_sha TEXT NOT NULL,
        verdict TEXT CHECK (verdict IN ('candidate_wrong', 'gold_wrong', 'both_acceptable', 'unclear')),
        new_intent TEXT,
        new_slots TEXT,
        note TEXT NOT NULL,
        annotator TEXT NOT NULL,
        judged_at TEXT NOT NULL,
        tool TEXT NOT NULL,
        tool_row_id TEXT NOT NULL,
        source_sha TEXT NOT NULL,
        export_id TEXT,
        recorded_at TEXT NOT NULL,
        withdraws INTEGER REFERENCES judgement (id),
        UNIQUE (source_sha, tool, tool_row_id, annotator)
    ) STRICT;
    CREATE INDEX judgement_of_pair ON judgement (evalset_fingerprint, baseline_fingerprint, candidate_fingerprint);
    """,
    """
    ALTER TABLE judgement ADD COLUMN derived INTEGER NOT NULL DEFAULT 0 CHECK (derived IN (0, 1));
    ALTER TABLE judgement ADD COLUMN stands_for TEXT;
    DROP INDEX judgement_of_pair;
    CREATE INDEX judgement_of_pair ON judgement
        (evalset_fingerprint, baseline_fingerprint, candidate_fingerprint, withdraws, annotator);
    """,
    # A check cannot be changed, so the table is made anew with one that knows `gold_right`.
    """
    CREATE TABLE judgement_4 (
        id INTEGER PRIMARY KEY,
        evalset TEXT NOT NULL,
        evalset_fingerprint TEXT NOT NULL,
        baseline TEXT NOT NULL,
        baseline_fingerprint TEXT NOT NULL,
        candidate TEXT NOT NULL,
        candidate_fingerprint TEXT NOT NULL,
        locale TEXT NOT NULL,
        utterance_id TEXT NOT NULL,
        text_sha TEXT NOT NULL,
        verdict TEXT CHECK (verdict IN ('candidate_wrong', 'gold_wrong', 'both_acceptable', 'unclear', 'gold_right')),
        new_intent TEXT,
        new_slots TEXT,
        note TEXT NOT NULL,
        annotator TEXT NOT NULL,
        judged_at TEXT NOT NULL,
        tool TEXT NOT NULL,
        tool_row_id TEXT NOT NULL,
        source_sha TEXT NOT NULL,
        export_id TEXT,
        recorded_at TEXT NOT NULL,
        withdraws INTEGER REFERENCES judgement (id),
        derived INTEGER NOT NULL DEFAULT 0 CHECK (derived IN (0, 1)),
        stands_for TEXT,
        UNIQUE (source_sha, tool, tool_row_id, annotator)
    ) STRICT;
    INSERT INTO judgement_4 SELECT * FROM judgement;
    DROP TABLE judgement;
    ALTER TABLE judgement_4 RENAME TO judgement;
    CREATE INDEX judgement_of_pair ON judgement
        (evalset_fingerprint, baseline_fingerprint, candidate_fingerprint, withdraws, annotator);
    CREATE TABLE audit_sample (
        id INTEGER PRIMARY KEY,
        evalset TEXT NOT NULL,
        evalset_fingerprint TEXT NOT NULL,
        seed INTEGER NOT NULL,
        runs TEXT NOT NULL,
        sizes TEXT NOT NULL,
        drawn TEXT NOT NULL,
        share_of_model REAL,
        drawn_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_sample_of_evalset ON audit_sample (evalset_fingerprint, seed);
    """,
)
NOTES_VERSION: Final = len(_VERSIONS)


@contextmanager
def reading(warehouse: Path) -> Iterator[sqlite3.Connection | None]:
    """Open the notes of a warehouse for reading; None where nobody has written any yet.

    Raises `InputError` where the file is damaged, of another version, or cannot be read.
    """
    path = warehouse / FILE_NAME
    if not path.exists():
        yield None
        return
    # A folder that cannot be written has no room for the WAL's index; then nobody writes, and none is needed.
    how = "mode=ro" if os.access(warehouse, os.W_OK) else "mode=ro&immutable=1"
    with _said_in_one_line(path), closing(_open(path, how)) as connection:
        if _version(connection) == NOTES_VERSION:
            yield connection
            return
        with closing(_brought_up_to_date(connection)) as copy:
            yield copy


@contextmanager
def writing(warehouse: Path) -> Iterator[sqlite3.Connection]:
    """Open the notes for one change, all of it or nothing; waits for another writer.

    Raises `InputError` where the warehouse cannot be written, or the file is damaged or of another version.
    """
    path = warehouse / FILE_NAME
    with _said_in_one_line(path):
        if not path.exists():
            _create(path)
        with closing(_open(path, "mode=rw")) as connection:
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                _add_versions(connection)
                yield connection


def _open(path: Path, how: str) -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?{how}"
    connection = sqlite3.connect(address, uri=True, timeout=_SECONDS_TO_WAIT, isolation_level=None)
    try:
        version = _version(connection)
        if not 1 <= version <= NOTES_VERSION:
            raise InputError(
                f"{path}: holds notes of version {version}, this flipscope knows 1 to {NOTES_VERSION}; "
                "use the flipscope that wrote them, or move the file away"
            )
    except BaseException:
        connection.close()
        raise
    return connection


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _add_versions(connection: sqlite3.Connection) -> None:
    """Add what the file lacks, within the transaction that is open."""
    missing = _VERSIONS[_version(connection) :]
    # Not `executescript`: it would end the transaction.
    for statement in (one for script in missing for one in script.split(";")):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {NOTES_VERSION}")


def _brought_up_to_date(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return a copy in memory with the tables of today: whoever only reads changes nothing in the warehouse."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    connection.backup(copy)
    _add_versions(copy)
    return copy


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".notes-") as folder:
        made = Path(folder) / FILE_NAME
        with closing(sqlite3.connect(made)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.isolation_level = None
            connection.execute("BEGIN")
            with connection:
                _add_versions(connection)
        with suppress(FileExistsError):
            os.link(made, path)


@contextmanager
def _said_in_one_line(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise InputError(_explain(path, error)) from error
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from error


def _explain(path: Path, error: sqlite3.Error) -> str:
    match (error.sqlite_errorcode if hasattr(error, "sqlite_errorcode") else -1) & 0xFF:
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return f"{path}: is damaged, its notes cannot be read; restore it, or move it out of the warehouse"
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return f"{path}: cannot be written; ask for the right to write into the warehouse"
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"{path}: is in use by another process; try again"
    return f"{path}: {error}"
