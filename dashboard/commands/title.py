"""The first words of a command's output: which runs, on which evaluation set, of which utterances."""

from collections.abc import Mapping
from typing import Any


def title_of(meta: Mapping[str, Any]) -> str:
    """Return the title from the meta of the JSON.

    >>> title_of({"baseline": "v1", "candidate": "v2", "evalset": "e", "where": {"room": ["hall", None]}})
    'v1 → v2 on e where room=hall or null'
    """
    conditions = [
        f"{column}={' or '.join(value or 'null' for value in values)}" for column, values in meta["where"].items()
    ]
    where = f" where {' and '.join(conditions)}" if conditions else ""
    return f"{meta['baseline']} → {meta['candidate']} on {meta['evalset']}{where}"
