"""Writes rows as CSV or TSV that every reader cuts where we did."""

import csv
from collections.abc import Iterable
from typing import IO, Any


class CsvRows:
    """Writes to a text stream; lines end with a line feed.

    A carriage return within a cell is quoted as a line feed is: bare, it would end the row. Python's own writer does
    so only where lines end with it.
    """

    def __init__(self, stream: IO[str], delimiter: str = ",") -> None:
        """Write to this stream, which translates no line ends."""
        self._stream = stream
        self._writer = csv.writer(self, delimiter=delimiter, lineterminator="\r\n")

    def writerow(self, cells: Iterable[Any]) -> None:
        """Write one row."""
        self._writer.writerow(cells)

    def write(self, line: str) -> None:
        """Take a line from Python's writer."""
        self._stream.write(line.removesuffix("\r\n") + "\n")
