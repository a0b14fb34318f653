"""Which intents and slot names an annotator can choose from: those of the gold, and what the runs gave."""

from dataclasses import dataclass

from loaders.comparison import Comparison
from loaders.schema import ROLES


@dataclass(frozen=True, slots=True)
class Labels:
    """The names, sorted, each once."""

    intents: tuple[str, ...]
    slots: tuple[str, ...]


def read_labels(opened: Comparison) -> Labels:
    """Return all names of the evaluation set and of the answers of both runs."""
    tables = ("evalset.utterances", *(f"{role}.answers" for role in ROLES))
    intents = " UNION ".join(f"SELECT intent AS name FROM {table}" for table in tables)
    slots = " UNION ".join(
        f"SELECT unnest(list_transform(slots, lambda slot: slot.name)) AS name FROM {table}"
        for table in tables
        if _has_slots(opened, table)
    )
    return Labels(_names(opened, intents), _names(opened, slots) if slots else ())


def _has_slots(opened: Comparison, table: str) -> bool:
    return any(row[0] == "slots" for row in opened.con.execute(f"DESCRIBE {table}").fetchall())


def _names(opened: Comparison, query: str) -> tuple[str, ...]:
    rows = opened.con.execute(f"SELECT DISTINCT name FROM ({query}) WHERE name <> ''").fetchall()
    return tuple(sorted(str(name) for (name,) in rows))
