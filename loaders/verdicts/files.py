"""The files that annotators give back: which tool wrote each, and the answers in it."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, Final, Literal, get_args

from loaders.errors import InputError, Rejection
from loaders.formats.delimited import read_delimited
from loaders.formats.lines import read_lines, shown, unreadable
from loaders.formats.parquet import parquet_columns, read_parquet_rows
from loaders.formats.rows import Rows
from loaders.verdicts.answer import Answers, Place, Read
from loaders.verdicts.archive import opened_zip, unpacked
from loaders.verdicts.argilla import is_argilla, read_argilla
from loaders.verdicts.doccano import is_doccano, read_doccano
from loaders.verdicts.label_studio import is_label_studio, read_label_studio
from loaders.verdicts.objects import first_sign, read_objects
from loaders.verdicts.prodigy import is_prodigy, read_prodigy
from loaders.verdicts.table import is_own, read_own
from loaders.verdicts.workbook import read_workbook

VerdictFormat = Literal["auto", "label-studio", "argilla", "doccano", "prodigy", "table"]
VERDICT_FORMATS: Final[tuple[VerdictFormat, ...]] = get_args(VerdictFormat)
"""What `--format` takes; `table` is our own export as CSV, TSV, Excel or JSON Lines, filled in."""

_Records = Iterator[tuple[Place, Mapping[str, Any]] | Rejection]
_KNOWN: Final[dict[VerdictFormat, Callable[[Mapping[str, Any]], bool]]] = {
    "label-studio": is_label_studio,
    "argilla": is_argilla,
    "prodigy": is_prodigy,
    "doccano": is_doccano,
    "table": is_own,
}
_READERS: Final[dict[VerdictFormat, Callable[[Place, Mapping[str, Any]], Iterator[Read]]]] = {
    "label-studio": read_label_studio,
    "argilla": read_argilla,
    "prodigy": read_prodigy,
}
_EXPECTED: Final = (
    "looks like no export of Label Studio, Argilla, doccano or Prodigy, and like no filled table of ours; "
    "name the tool with --format"
)
_SHARED: Final = "all"
"""Name of the file in doccano's zip where annotators share the items."""
_ZIP: Final = b"PK"
_PARQUET: Final = b"PAR1"
_DELIMITERS: Final = (",", "\t", ";")
_HEADER_WORDS: Final = ("item_id", "annotation_id")


def read_answers(path: Path, wanted: VerdictFormat = "auto") -> Answers:
    """Yield the answers of a file, in its order.

    Raises `InputError` for a file that cannot be read, is damaged where nothing after it can be told, or looks like
    nothing that is known here.
    """
    file = shown(path)
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    if not start:
        raise InputError(f"{file}: the file is empty; export it again")
    if start[:2] == _ZIP:
        yield from _of_zip(path, file, wanted)
    elif start == _PARQUET:
        parquet_columns(path, {})
        yield from _of_records(_placed(read_parquet_rows(path)), file, wanted, "parquet")
    elif (delimiter := _delimiter(path)) is not None:
        kind = "tsv" if delimiter == "\t" else "csv"
        yield from _of_records(_placed(read_delimited(path, delimiter)), file, wanted, kind)
    else:
        yield from _of_records(read_objects(path, file), file, wanted, "jsonl")


def _of_zip(path: Path, file: str, wanted: VerdictFormat) -> Answers:
    with opened_zip(path) as archive, tempfile.TemporaryDirectory(prefix="flipscope-") as folder:
        names = archive.namelist()
        if "xl/workbook.xml" in names:
            yield from _of_records(read_workbook(path, file), file, wanted, "xlsx")
            return
        entries = [entry for entry in archive.infolist() if entry.filename.endswith(".jsonl")]
        if not entries:
            raise InputError(f"{file}: holds no .jsonl file, as doccano's export does, and is no Excel workbook")
        for entry in entries:
            part = unpacked(archive, entry, Path(folder))
            stem = PurePosixPath(entry.filename).stem
            inside = f"{file}/{shown(entry.filename)}"
            annotator = "" if stem == _SHARED else stem
            yield from _of_records(read_objects(part, inside), inside, wanted, "jsonl", annotator)
            part.unlink()


def _of_records(records: _Records, file: str, wanted: VerdictFormat, kind: str, annotator: str = "") -> Answers:
    """Translate the records of a file; the first that can be read tells which tool wrote it."""
    known = wanted
    for record in records:
        if isinstance(record, Rejection):
            yield record
            continue
        place, values = record
        if known == "auto":
            known = _recognise(values, file)
        if known == "doccano":
            yield from read_doccano(place, values, annotator)
        elif known == "table":
            yield from read_own(place, values, kind)
        else:
            yield from _READERS[known](place, values)


def _recognise(values: Mapping[str, Any], file: str) -> VerdictFormat:
    for tool, looks_so in _KNOWN.items():
        if looks_so(values):
            return tool
    has = shown(", ".join(list(values)[:12]))
    raise InputError(f"{file}: {_EXPECTED}; it has {has}")


def _delimiter(path: Path) -> str | None:
    """Return at what a table is cut, by its header; None where the file holds JSON."""
    if first_sign(path) in (b"[", b"{", b""):
        return None
    (line,) = islice(read_lines(path), 1)
    for delimiter in _DELIMITERS:
        names = [name.strip().strip('"') for name in line.text.split(delimiter)]
        if any(word in names for word in _HEADER_WORDS):
            return delimiter
    raise InputError(f"{shown(path)}: {line.problem or _EXPECTED}")


def _placed(rows: Rows) -> _Records:
    for row in rows:
        yield row if isinstance(row, Rejection) else (Place(row.file, row.line), row.values)
