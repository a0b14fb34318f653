"""The exports that were made: their manifests, and the keys that say which blind answer is whose."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.errors import InputError
from loaders.manifest import now
from loaders.notes import reading, writing


@dataclass(frozen=True, slots=True)
class Export:
    """One export; `blind_key` is None unless its answers were shuffled. `made_at` is when it was made first, UTC."""

    id: str
    manifest: dict[str, Any]
    blind_key: str | None
    made_at: str


def begin_export(warehouse: Path, export_id: str, manifest: Mapping[str, Any], shuffled: bool) -> str | None:
    """Keep an export before its files are written, and return its blind key, a new one where it has none yet.

    So no file can be out whose key is not kept, and an export that is made again has the same key. Raises
    `InputError` as `loaders.notes` does.
    """
    key = secrets.token_hex(32) if shuffled else None
    with writing(warehouse) as notes:
        notes.execute(
            "INSERT INTO export (id, manifest, blind_key, made_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
            (export_id, _written(manifest), key, now()),
        )
        (kept,) = notes.execute("SELECT blind_key FROM export WHERE id = ?", (export_id,)).fetchone()
    return None if kept is None else str(kept)


def finish_export(warehouse: Path, export_id: str, manifest: Mapping[str, Any]) -> None:
    """Keep the manifest of an export whose files are written."""
    with writing(warehouse) as notes:
        notes.execute("UPDATE export SET manifest = ? WHERE id = ?", (_written(manifest), export_id))


def read_export(warehouse: Path, export_id: str) -> Export:
    """Return an export; raises `InputError` where this warehouse has none of that id."""
    with reading(warehouse) as notes:
        row = (
            notes
            and notes.execute(
                "SELECT id, manifest, blind_key, made_at FROM export WHERE id = ?", (export_id,)
            ).fetchone()
        )
    if not row:
        raise InputError(f"no export '{export_id}' was made with this warehouse; use the one that it was made with")
    return Export(row[0], json.loads(row[1]), row[2], row[3])


def _written(manifest: Mapping[str, Any]) -> str:
    return json.dumps(manifest, ensure_ascii=False)
