"""Tiny inputs, written in any file format, and short ways to load them."""

import csv
import gzip
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from loaders.errors import InputError
from loaders.evalset import EvalsetOptions, add_evalset
from loaders.manifest import EvalsetManifest, RunManifest
from loaders.run import RunOptions, add_run
from loaders.warehouse import Warehouse

Record = Mapping[str, Any]

UTTERANCES: Final[tuple[Record, ...]] = (
    {
        "utterance_id": "1",
        "locale": "en-US",
        "domain": "alarm",
        "intent": "alarm_set",
        "text": "wake me at five am",
        "slots": [{"name": "time", "value": "five am", "start": 11, "end": 18}],
    },
    {
        "utterance_id": "2",
        "locale": "de-DE",
        "domain": "music",
        "intent": "music_play",
        "text": "spiel Größe 😀 von Straße",
        "slots": [
            {"name": "song", "value": "Größe 😀", "start": 6, "end": 13},
            {"name": "artist", "value": "Straße", "start": 18, "end": 24},
        ],
    },
    {"utterance_id": "3", "locale": "en-US", "domain": "alarm", "intent": "alarm_stop", "text": "stop", "slots": []},
)
"""Three utterances: a slot, two slots behind characters outside the BMP, no slot."""

ANSWERS: Final[tuple[Record, ...]] = (
    {"utterance_id": "1", "locale": "en-US", "intent": "alarm_set", "slots": [{"name": "time", "value": "Five  AM"}]},
    {"utterance_id": "2", "locale": "de-DE", "intent": "music_play", "slots": [{"name": "artist", "value": "STRASSE"}]},
    {"utterance_id": "3", "locale": "en-US", "intent": "alarm_set", "slots": []},
)
"""A right frame, a missed slot, a wrong intent."""


def changed(records: Sequence[Record], **values: object) -> list[Record]:
    """Return the records with some values set in the first of them."""
    return [{**records[0], **values}, *records[1:]]


def without(records: Sequence[Record], *columns: str) -> list[Record]:
    return [{name: value for name, value in record.items() if name not in columns} for record in records]


def jsonl(records: Sequence[Record | str]) -> bytes:
    """Return JSONL; a text stands as its line."""
    lines = [record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records]
    return "".join(line + "\n" for line in lines).encode()


def delimited(records: Sequence[Record], delimiter: str = ",") -> bytes:
    names = list(dict.fromkeys(name for record in records for name in record))
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_field(record.get(name)) for name in names] for record in records)
    return stream.getvalue().encode()


def _field(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value


def parquet(records: Sequence[Record]) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(records)), stream)
    return stream.getvalue()


def polars_parquet(records: Sequence[Record]) -> bytes:
    import polars

    stream = io.BytesIO()
    polars.DataFrame(list(records)).write_parquet(stream)
    return stream.getvalue()


WRITERS: Final[Mapping[str, Callable[[Sequence[Record]], bytes]]] = {
    "jsonl": jsonl,
    "jsonl.gz": lambda records: gzip.compress(jsonl(records)),
    "jsonl.zst": lambda records: zstandard.compress(jsonl(records)),
    "csv": delimited,
    "csv.gz": lambda records: gzip.compress(delimited(records)),
    "tsv": lambda records: delimited(records, "\t"),
    "tsv.zst": lambda records: zstandard.compress(delimited(records, "\t")),
    "parquet": parquet,
    "by polars.parquet": polars_parquet,
    "crlf.csv": lambda records: delimited(records).replace(b"\n", b"\r\n"),
    "bom.jsonl": lambda records: b"\xef\xbb\xbf" + jsonl(records),
    "bom.csv": lambda records: b"\xef\xbb\xbf" + delimited(records),
}
"""Every way to write the same records, by the end of the file's name."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder with a warehouse in it, and the files that go in."""

    folder: Path

    @property
    def warehouse(self) -> Warehouse:
        return Warehouse(self.folder / "warehouse")

    def file(self, name: str, content: bytes) -> str:
        path = self.folder / name
        path.write_bytes(content)
        return str(path)

    def add_evalset(
        self, content: Sequence[Record | str] | bytes = UTTERANCES, file: str = "gold.jsonl", **options: Any
    ) -> EvalsetManifest:
        """Load `content` (records as JSONL, or a file's bytes) as the evaluation set `e`."""
        path = self.file(file, content if isinstance(content, bytes) else jsonl(content))
        return add_evalset(self.warehouse, "e", [path], EvalsetOptions(**options), silent)

    def add_run(
        self,
        content: Sequence[Record | str] | bytes = ANSWERS,
        name: str = "r",
        file: str = "answers.jsonl",
        **options: Any,
    ) -> RunManifest:
        """Load `content` as a run on `e`."""
        path = self.file(file, content if isinstance(content, bytes) else jsonl(content))
        return add_run(self.warehouse, name, [path], "e", RunOptions(**options), silent)

    def utterances(self, columns: str = "*") -> list[tuple[Any, ...]]:
        return self._stored(self.warehouse.evalset_path("e"), f"SELECT {columns} FROM utterances")

    def answers(self, columns: str = "*", name: str = "r") -> list[tuple[Any, ...]]:
        return self._stored(self.warehouse.run_path(name), f"SELECT {columns} FROM answers")

    def scores(self, columns: str = "*", name: str = "r") -> list[tuple[Any, ...]]:
        return self._stored(self.warehouse.run_path(name), f"SELECT {columns} FROM scores")

    def _stored(self, path: Path, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(path), read_only=True) as con:
            return con.execute(query).fetchall()

    def published(self) -> set[str]:
        """Return the files under their final names."""
        found = (path for kind in ("evalsets", "runs") for path in (self.warehouse.path / kind).glob("*"))
        return {f"{path.parent.name}/{path.name}" for path in found}

    def leftovers(self) -> list[Path]:
        """Return what loads left in their folder."""
        loading = self.warehouse.path / ".loading"
        return list(loading.iterdir()) if loading.is_dir() else []


def silent(_what: str, _n_rows: int) -> None:
    """Report nothing."""


def refusal(load: Callable[[], object], desk: Desk) -> str:
    """Return the one line with which `load` is refused, after seeing that it left nothing behind."""
    before = desk.published()
    with pytest.raises(InputError) as caught:
        load()
    text = str(caught.value)
    assert len(text.splitlines()) == 1, "an input error is one line"
    assert text.isprintable(), "an input error can be shown on a terminal"
    assert desk.published() == before, "a refused load publishes nothing"
    assert desk.leftovers() == [], "a refused load leaves nothing behind"
    return text
