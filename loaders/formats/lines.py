"""Text files line by line: plain, gzip or zstd; UTF-8 with or without BOM; LF or CRLF; damage named by line."""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import zstandard

from loaders.errors import InputError

MAX_LINE_BYTES: Final = 1_000_000
"""No utterance with its n-best list comes near; a longer line is a file that lost its line ends."""

_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_ZSTD_CHUNK_BYTES: Final = 4096
"""Read at once; small, since a few bytes of a hostile file decompress to very many."""
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end; `problem` says why its text cannot be used (empty where it can)."""

    number: int
    text: str
    problem: str = ""


def shown(path: Path | str) -> str:
    """Return a file's name as it can stand in one line of a terminal: control characters escaped.

    >>> shown("a\\x1b[31m.csv")
    'a\\\\x1b[31m.csv'
    """
    return (
        "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(path))
        .encode("utf-8", "backslashreplace")
        .decode("utf-8")
    )


def unreadable(path: Path | str, error: OSError | ValueError) -> InputError:
    """The error of a file that cannot be opened or read."""
    if isinstance(error, (FileNotFoundError, NotADirectoryError, ValueError)):
        return InputError(f"{shown(path)}: no such file")
    return InputError(f"{shown(path)}: cannot be read ({error.strerror or error})")


def open_bytes(path: Path) -> IO[bytes]:
    """Open a file for reading, decompressed; what it is shows in its first bytes, not in its name."""
    raw = path.open("rb")
    magic = raw.read(4)
    raw.seek(0)
    if magic[:2] == _GZIP:
        return io.BufferedReader(gzip.GzipFile(fileobj=raw))
    if magic == _ZSTD:
        return io.BufferedReader(ZstdFile(raw))
    return raw


class ZstdFile(io.RawIOBase):
    """The decompressed bytes of a zstd file of one or more frames.

    Raises `EOFError` where the file ends within a frame; the stream reader of zstandard takes that for its end.
    """

    def __init__(self, raw: IO[bytes]) -> None:
        """Read from `raw`, which stands at the start of a frame."""
        self._raw = raw
        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._within_frame = False
        self._waiting = memoryview(b"")

    def readable(self) -> bool:
        """Tell that this stream can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` as far as the next bytes go; 0 at the end."""
        while not self._waiting:
            compressed = self._frame.unused_data if self._frame.eof else b""
            compressed = compressed or self._raw.read(_ZSTD_CHUNK_BYTES)
            if not compressed:
                if self._within_frame:
                    raise EOFError("it ends within a zstd frame")
                return 0
            if self._frame.eof:
                self._frame = zstandard.ZstdDecompressor().decompressobj()
            self._waiting = memoryview(self._frame.decompress(compressed))
            self._within_frame = not self._frame.eof
        n_bytes = min(len(buffer), len(self._waiting))
        buffer[:n_bytes] = self._waiting[:n_bytes]
        self._waiting = self._waiting[n_bytes:]
        return n_bytes


def read_lines(path: Path) -> Iterator[Line]:
    """Yield every line of a text file, numbered from 1.

    Lines that are too long, not UTF-8, or hold a NUL byte come with their `problem`.
    Raises `InputError` for a compressed file that is cut short or damaged, and for UTF-16.
    """
    number = 0
    try:
        with open_bytes(path) as stream:
            while raw := stream.readline(MAX_LINE_BYTES + 1):
                number += 1
                if number == 1:
                    raw = _without_bom(raw, path)
                if len(raw) > MAX_LINE_BYTES:
                    yield Line(number, "", f"longer than {MAX_LINE_BYTES:,} bytes; is a line end missing?")
                    _skip_rest_of_line(stream)
                    continue
                yield _decode(number, raw)
    except (EOFError, zlib.error, gzip.BadGzipFile, zstandard.ZstdError) as error:
        raise InputError(
            f"{shown(path)} line {number + 1}: the compressed file is cut short or damaged ({error}); "
            "copy or compress it again"
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _without_bom(raw: bytes, path: Path) -> bytes:
    if raw.startswith(_UTF16):
        raise InputError(f"{shown(path)}: the file is UTF-16; save it as UTF-8")
    return raw.removeprefix(codecs.BOM_UTF8)


def _skip_rest_of_line(stream: IO[bytes]) -> None:
    while (rest := stream.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
        pass


def _decode(number: int, raw: bytes) -> Line:
    raw = raw.rstrip(b"\r\n")
    if b"\0" in raw:
        return Line(number, "", "holds a NUL byte; is this a text file?")
    try:
        return Line(number, raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        bad = raw[error.start]
        return Line(number, "", f"not UTF-8 (byte 0x{bad:02x} at byte {error.start + 1}); save the file as UTF-8")
