"""Text files line by line: encodings, line ends, damage, compression cut short."""

import gzip
import itertools
from collections.abc import Callable

import pytest
import zstandard

from tests.loaders.tiny import UTTERANCES, Desk, delimited, jsonl, refusal

Compress = Callable[[bytes], bytes]
PLAIN = jsonl(UTTERANCES)
MANY = jsonl([{**UTTERANCES[0], "utterance_id": str(n), "note": f"{n * 7919 % 10007:x}" * 4} for n in range(3000)])


def second_line(damaged: bytes) -> bytes:
    first, second, third = PLAIN.splitlines(keepends=True)
    return first + second.replace(b"spiel", damaged, 1) + third


@pytest.mark.parametrize(
    ("damaged", "problem"),
    [
        (b"Stra\xdfe", "not UTF-8 (byte 0xdf at byte "),
        (b"\xed\xa0\x80", "not UTF-8 (byte 0xed at byte "),
        (b"nul\0", "holds a NUL byte"),
        (b"x" * 5_000_000, "longer than 1,000,000 bytes; is a line end missing?"),
    ],
    ids=["latin-1", "surrogate", "nul", "5 MB"],
)
def test_a_damaged_line_is_rejected_and_the_next_ones_are_read(desk: Desk, damaged: bytes, problem: str) -> None:
    content = second_line(damaged)
    assert f"gold.jsonl line 2: {problem}" in refusal(lambda: desk.add_evalset(content), desk)
    manifest = desk.add_evalset(content, max_rejected=1)
    assert (manifest.n_utterances, manifest.n_rejected) == (2, 1)
    assert desk.utterances("utterance_id") == [("1",), ("3",)]
    (rejection,) = desk.warehouse.rejections(desk.warehouse.evalset_path("e"))
    assert (rejection.line, rejection.column) == (2, "")


@pytest.mark.parametrize("damaged", [b"Stra\xdfe", b"nul\0", b"x" * 5_000_000], ids=["latin-1", "nul", "5 MB"])
def test_a_damaged_csv_line_is_rejected_and_the_next_ones_are_read(desk: Desk, damaged: bytes) -> None:
    content = delimited(UTTERANCES).replace(b"spiel", damaged)
    manifest = desk.add_evalset(content, "gold.csv", max_rejected=1)
    assert (manifest.n_utterances, manifest.n_rejected) == (2, 1)
    (rejection,) = desk.warehouse.rejections(desk.warehouse.evalset_path("e"))
    assert rejection.line == 3


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_refused(desk: Desk, encoding: str) -> None:
    content = PLAIN.decode().encode(encoding)
    message = refusal(lambda: desk.add_evalset(content, max_rejected=9), desk)
    assert "UTF-16; save it as UTF-8" in message or "line 1: holds a NUL byte; is this a text file?" in message


@pytest.mark.parametrize("content", [b"", b"\n", b" \t\r\n\n  ", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
@pytest.mark.parametrize("compress", [bytes, gzip.compress, zstandard.compress], ids=["plain", "gzip", "zstd"])
def test_an_empty_file_is_refused(desk: Desk, content: bytes, compress: Compress) -> None:
    empty = compress(content)
    message = refusal(lambda: desk.add_evalset(empty), desk)
    assert message.endswith("gold.jsonl: the file is empty; expected one utterance a line")


@pytest.mark.parametrize("keep", [3, 8, 12, 0.3, 0.7, 0.999])
@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
def test_a_compressed_file_cut_short_is_refused(desk: Desk, compress: Compress, keep: float) -> None:
    whole = compress(MANY)
    cut = whole[: keep if isinstance(keep, int) else int(keep * len(whole))]
    message = refusal(lambda: desk.add_evalset(cut, "gold.jsonl.z", max_rejected=10_000), desk)
    assert "gold.jsonl.z line " in message
    if len(cut) > 3:
        assert "cut short or damaged" in message


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
def test_a_compressed_file_with_a_damaged_byte_is_refused(desk: Desk, compress: Compress) -> None:
    damaged = bytearray(compress(MANY))
    damaged[len(damaged) // 2] ^= 0xFF
    content = bytes(damaged)
    refusal(lambda: desk.add_evalset(content, "gold.jsonl.z"), desk)


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
def test_compressed_parts_put_together_are_one_file(desk: Desk, compress: Compress) -> None:
    cuts = [0, 1, len(MANY) // 3, len(MANY) // 3, len(MANY)]
    parts = b"".join(compress(MANY[start:end]) for start, end in itertools.pairwise(cuts))
    assert desk.add_evalset(parts).n_utterances == 3000


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
def test_garbage_after_a_compressed_file_is_refused(desk: Desk, compress: Compress) -> None:
    assert "cut short or damaged" in refusal(lambda: desk.add_evalset(compress(PLAIN) + b"garbage"), desk)


def test_the_last_line_needs_no_end(desk: Desk) -> None:
    assert desk.add_evalset(PLAIN.rstrip(b"\n")).n_utterances == 3
