"""Which exports drew their items at random from all negative flips: only those stand for the flips they left out."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from loaders.notes import reading


def random_exports(warehouse: Path, ids: Collection[str]) -> frozenset[str]:
    """Return those of these exports that drew at random, without a filter; none where the warehouse has no exports."""
    with reading(warehouse) as notes:
        rows = [] if notes is None else notes.execute("SELECT id, manifest FROM export").fetchall()
    return frozenset(export_id for export_id, manifest in rows if export_id in ids and _is_random(json.loads(manifest)))


def _is_random(manifest: Any) -> bool:
    request = manifest.get("request") or {}
    filtered = any(request.get(name) for name in ("where", "search", "causes"))
    of_flips = request.get("outcomes") == ["negative_flip"]
    return request.get("strategy") == "random" and of_flips and not filtered
