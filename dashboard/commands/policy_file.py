"""Reads the file of a policy, which the gate decides by and the report tells of."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from analysis.gate.policy import Policy
from analysis.gate.reading import MAX_CHARACTERS, read_policy
from loaders.errors import InputError
from loaders.formats.lines import shown, unreadable


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """A policy, the name of its file, the hash of its bytes, and the folder in which the files lie that it names."""

    policy: Policy
    name: str
    sha256: str
    folder: Path


def read_policy_file(path: Path) -> PolicyFile:
    """Return the policy of a file; raises `InputError` for one that cannot be read, and `PolicyError`."""
    content = _read(path)
    return PolicyFile(
        read_policy(_decode(content, path), shown(path)), shown(path), hashlib.sha256(content).hexdigest(), path.parent
    )


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            # A character takes four bytes at most; the policy's own reader says how many it may have.
            return stream.read(4 * MAX_CHARACTERS + 4)
    except OSError as error:
        raise unreadable(path, error) from error


def _decode(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{shown(path)}: not UTF-8 (byte {error.start + 1}); save the file as UTF-8") from error
