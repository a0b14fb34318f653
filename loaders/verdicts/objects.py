"""JSON objects of a file, one by one, in constant memory: JSON Lines, or one array of any length.

Damage is named by line. A key that is given twice is refused: which of the two counts would be a guess.
"""

import codecs
import gzip
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

import zstandard

from loaders.errors import InputError, Rejection
from loaders.formats.lines import open_bytes, read_lines, shown, unreadable
from loaders.verdicts.answer import Place, rejected

MAX_OBJECT: Final = 8_000_000
"""Characters of one object; more is no task that anybody annotated."""

_CHUNK_BYTES: Final = 1_000_000
_START_BYTES: Final = 4096
_MOST_DIGITS: Final = 20
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_BETWEEN: Final = re.compile(r"[ \t\r\n]*,?[ \t\r\n]*")

Found = tuple[Place, dict[str, Any]] | Rejection


def read_objects(path: Path, file: str) -> Iterator[Found]:
    """Yield each object of a JSON Lines file or of an array with its place; `file` is the name to be shown.

    Raises `InputError` for an array that is damaged, for what follows the damage cannot be told apart.
    """
    return _in_array(path, file) if first_sign(path) == b"[" else _in_lines(path, file)


def first_sign(path: Path) -> bytes:
    """Return the first byte of a file that is no white space, decompressed; empty where there is none at its start."""
    with _damage_in_one_line(shown(path)), open_bytes(path) as stream:
        return stream.read(_START_BYTES).removeprefix(codecs.BOM_UTF8).lstrip()[:1]


def _in_lines(path: Path, file: str) -> Iterator[Found]:
    for line in read_lines(path):
        place = Place(file, line.number)
        if line.problem:
            yield rejected(place, line.problem)
        elif line.text.strip():
            yield _parse_line(place, line.text)


def _parse_line(place: Place, text: str) -> Found:
    decoder = _Decoder()
    try:
        value, end = decoder.raw_decode(text, _skip(_SPACE, text, 0))
    except json.JSONDecodeError as error:
        return rejected(place, f"not JSON ({error.msg} at character {error.pos + 1})")
    except RecursionError:
        return rejected(place, "not JSON (nested too deep)")
    if text[end:].strip():
        return rejected(place, f"not JSON (more text after character {end})")
    return _checked(place, value, text, decoder.problem)


def _in_array(path: Path, file: str) -> Iterator[Found]:
    window = _Window(_texts(path, file))
    window.skip(_SPACE)
    window.position += 1
    decoder = _Decoder()
    while True:
        window.skip(_BETWEEN)
        place = Place(file, window.line)
        if window.text.startswith("]", window.position):
            return
        value, end = _next_value(window, decoder, place)
        yield _checked(place, value, window.text[window.position : end], decoder.problem)
        window.pass_to(end)


def _next_value(window: "_Window", decoder: "_Decoder", place: Place) -> tuple[object, int]:
    """Read on until the value that begins here is complete; return it and where it ends."""
    while True:
        try:
            return decoder.raw_decode(window.text, window.position)
        except json.JSONDecodeError as error:
            n_characters = len(window.text) - window.position
            if n_characters > MAX_OBJECT or not window.read_on():
                raise _damaged(place, error.msg, n_characters) from error
        except RecursionError as error:
            raise _damaged(place, "nested too deep", 0) from error


class _Window:
    """The part of a text that is looked at, and the line that its position is on."""

    def __init__(self, texts: Iterator[str]) -> None:
        self._texts = texts
        self.text, self.position, self.line = next(texts, ""), 0, 1

    def read_on(self) -> bool:
        more = next(self._texts, "")
        self.text, self.position = self.text[self.position :] + more, 0
        return bool(more)

    def pass_to(self, position: int) -> None:
        self.line += self.text.count("\n", self.position, position)
        self.position = position

    def skip(self, what: re.Pattern[str]) -> None:
        self.pass_to(_skip(what, self.text, self.position))
        while self.position == len(self.text) and self.read_on():
            self.pass_to(_skip(what, self.text, self.position))


def _damaged(place: Place, message: str, n_characters: int) -> InputError:
    why = f"longer than {MAX_OBJECT:,} characters" if n_characters > MAX_OBJECT else f"{message}; is it cut short?"
    return InputError(f"{place.file} line {place.line}: not JSON ({why}); export it again")


def _texts(path: Path, file: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with _damage_in_one_line(file), open_bytes(path) as stream:
        chunk = _without_bom(stream, file)
        while chunk:
            # A piece may hold but a part of a character; nothing is what the end is known by.
            if text := decoder.decode(chunk):
                yield text
            chunk = stream.read(_CHUNK_BYTES)
        decoder.decode(b"", final=True)


@contextmanager
def _damage_in_one_line(file: str) -> Iterator[None]:
    try:
        yield
    except UnicodeDecodeError as error:
        bad = error.object[error.start]
        raise InputError(f"{file}: not UTF-8 (byte 0x{bad:02x}); save the file as UTF-8") from error
    except (EOFError, zlib.error, gzip.BadGzipFile, zstandard.ZstdError) as error:
        raise InputError(f"{file}: the compressed file is cut short or damaged ({error}); compress it again") from error
    except OSError as error:
        raise unreadable(file, error) from error


def _without_bom(stream: IO[bytes], file: str) -> bytes:
    chunk = stream.read(_CHUNK_BYTES)
    if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputError(f"{file}: the file is UTF-16; save it as UTF-8")
    return chunk.removeprefix(codecs.BOM_UTF8)


def _skip(what: re.Pattern[str], text: str, position: int) -> int:
    found = what.match(text, position)
    return found.end() if found else position


def _checked(place: Place, value: object, text: str, problem: str) -> Found:
    if problem:
        return rejected(place, problem)
    if not isinstance(value, dict):
        return rejected(place, "not a JSON object")
    if _SURROGATE.search(text):
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            return rejected(place, "holds half a character (a lone surrogate); export it again")
    return place, value


class _Decoder(json.JSONDecoder):
    """Notes what makes an object unusable instead of raising, so that its end is found all the same."""

    def __init__(self) -> None:
        super().__init__(object_pairs_hook=self._object, parse_constant=self._constant, parse_int=_whole_number)
        self.problem = ""

    def raw_decode(self, s: str, idx: int = 0) -> tuple[Any, int]:
        self.problem = ""
        return super().raw_decode(s, idx)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            self.problem = f"the key '{twice[:60]}' is given twice in one object"
        return found

    def _constant(self, name: str) -> None:
        self.problem = f"{name} is no JSON"


def _whole_number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MOST_DIGITS else digits
