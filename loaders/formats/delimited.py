"""CSV and TSV with a header line, quoted as RFC 4180 has it (records may span lines)."""

import csv
from collections.abc import Iterator
from pathlib import Path

from loaders.errors import InputError, Rejection
from loaders.formats.lines import MAX_LINE_BYTES, read_lines, shown
from loaders.formats.rows import Row, Rows

csv.field_size_limit(MAX_LINE_BYTES)


def read_delimited(path: Path, delimiter: str) -> Rows:
    """Yield the records of a CSV or TSV file as text values; an empty field is no value.

    A record is placed by the line it starts on. Raises `InputError` where the header is damaged or names a
    column twice.
    """
    file = shown(path)
    problems: list[Rejection] = []
    reader = csv.reader(_texts(path, file, problems), delimiter=delimiter, strict=True)
    header = _header(reader, file, problems)
    while True:
        start = reader.line_num + 1
        try:
            fields = next(reader, None)
        except csv.Error as error:
            fields, problem = [], Rejection(file, start, "", f"not {_name(delimiter)} ({error})")
            problems.append(problem)
        damaged = bool(problems)
        yield from problems
        problems.clear()
        if fields is None:
            return
        if damaged or not fields:
            continue
        if len(fields) != len(header):
            yield Rejection(file, start, "", f"{len(fields)} fields where the header names {len(header)} columns")
            continue
        yield Row(
            file, start, {name: value or None for name, value in zip(header, fields, strict=True) if name or value}
        )


def _texts(path: Path, file: str, problems: list[Rejection]) -> Iterator[str]:
    for line in read_lines(path):
        if line.problem:
            problems.append(Rejection(file, line.number, "", line.problem))
        yield line.text + "\n"


def _header(reader: Iterator[list[str]], file: str, problems: list[Rejection]) -> list[str]:
    try:
        header = [name.strip() for name in next(reader)]
    except (csv.Error, StopIteration) as error:
        raise InputError(f"{file} line 1: no header; name the columns in the first line") from error
    if problems:
        raise InputError(f"{problems[0]}")
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise InputError(f"{file} line 1, column '{twice[0]}': named twice in the header; rename one")
    return header


def _name(delimiter: str) -> str:
    return "TSV" if delimiter == "\t" else "CSV"
