"""Views that people saved under a name: a page and its query, as plain text, beside the runs they look at."""

import datetime
import sqlite3
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from loaders.errors import InputError
from loaders.notes import reading, writing

MAX_NAME: Final = 80
MAX_QUERY: Final = 8_000
MOST_VIEWS: Final = 500

_COLUMNS: Final = "id, name, page, query, author, saved_at"


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view under its name; `query` is what follows the question mark of its address, `saved_at` is UTC."""

    id: int
    name: str
    page: str
    query: str
    author: str
    saved_at: str


def list_views(warehouse: Path) -> tuple[SavedView, ...]:
    """Return all saved views by name; none where nothing was saved. Raises `InputError` as `loaders.notes` does."""
    with reading(warehouse) as notes:
        if notes is None:
            return ()
        rows = notes.execute(f"SELECT {_COLUMNS} FROM saved_view ORDER BY name_key").fetchall()
        return tuple(SavedView(*row) for row in rows)


def save_view(warehouse: Path, name: str, page: str, query: str, author: str = "") -> SavedView:
    """Save a view under a new name; raises `InputError` where the name is empty, too long, or taken."""
    if len(query) > MAX_QUERY:
        raise InputError(
            f"this view's link has {len(query):,} characters, {MAX_QUERY:,} can be saved; use fewer filters"
        )
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    wanted = SavedView(0, checked_name(name), page, query, _one_line(author)[:MAX_NAME], now)
    with writing(warehouse) as notes:
        (n,) = notes.execute("SELECT count(*) FROM saved_view").fetchone()
        if n >= MOST_VIEWS:
            raise InputError(f"{n:,} views are saved, more are not kept; delete one first")
        return _insert(notes, wanted)


def rename_view(warehouse: Path, view_id: int, name: str) -> None:
    """Give a saved view another name; raises `InputError` as saving does, and where the view is gone."""
    wanted = checked_name(name)
    with writing(warehouse) as notes:
        try:
            changed = notes.execute(
                "UPDATE saved_view SET name = ?, name_key = ? WHERE id = ?", (wanted, _key(wanted), view_id)
            )
        except sqlite3.IntegrityError as error:
            raise _taken(wanted) from error
        if not changed.rowcount:
            raise InputError("this view was deleted by somebody else meanwhile")


def delete_view(warehouse: Path, view_id: int) -> SavedView | None:
    """Delete a saved view and return it, for `restore_view`; None where it was gone already."""
    with writing(warehouse) as notes:
        row = notes.execute(f"DELETE FROM saved_view WHERE id = ? RETURNING {_COLUMNS}", (view_id,)).fetchone()
        return SavedView(*row) if row else None


def restore_view(warehouse: Path, view: SavedView) -> SavedView:
    """Put back what `delete_view` returned; raises `InputError` where its name was given to another meanwhile."""
    with writing(warehouse) as notes:
        return _insert(notes, view)


def checked_name(name: str) -> str:
    """Return a name on one line; raises `InputError` where nothing is left of it, or too much.

    >>> checked_name("  German \\n broke ")
    'German broke'
    """
    wanted = _one_line(name)
    if not wanted:
        raise InputError("a saved view needs a name")
    if len(wanted) > MAX_NAME:
        raise InputError(f"the name has {len(wanted):,} characters, {MAX_NAME} are allowed; shorten it")
    return wanted


def _insert(notes: sqlite3.Connection, view: SavedView) -> SavedView:
    try:
        (view_id,) = notes.execute(
            "INSERT INTO saved_view (name, name_key, page, query, author, saved_at) VALUES (?, ?, ?, ?, ?, ?) "
            "RETURNING id",
            (view.name, _key(view.name), view.page, view.query, view.author, view.saved_at),
        ).fetchone()
    except sqlite3.IntegrityError as error:
        raise _taken(view.name) from error
    return SavedView(view_id, view.name, view.page, view.query, view.author, view.saved_at)


def _taken(name: str) -> InputError:
    return InputError(f"there is a view named '{name}' already; choose another name, or rename that one")


def _one_line(text: str) -> str:
    """Return a text without line breaks, control characters, and halves of characters, spaces collapsed."""
    kept = (letter if unicodedata.category(letter) not in ("Cc", "Cs", "Co", "Cn") else " " for letter in text)
    return " ".join("".join(kept).split())


def _key(name: str) -> str:
    """Return what two names have in common that a person would take for the same."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
