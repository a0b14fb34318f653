"""JSON Lines: one JSON object a line."""

from pathlib import Path

import orjson

from loaders.errors import Rejection
from loaders.formats.lines import read_lines, shown
from loaders.formats.rows import Row, Rows


def read_jsonl(path: Path) -> Rows:
    """Yield the objects of a JSONL file; blank lines are passed over."""
    file = shown(path)
    for line in read_lines(path):
        if line.problem:
            yield Rejection(file, line.number, "", line.problem)
        elif line.text.strip():
            yield _parse(file, line.number, line.text)


def _parse(file: str, number: int, text: str) -> Row | Rejection:
    try:
        values = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return Rejection(file, number, "", f"not JSON ({error.msg} at character {error.colno})")
    if not isinstance(values, dict):
        return Rejection(file, number, "", "not a JSON object; write one {...} a line")
    return Row(file, number, values)
