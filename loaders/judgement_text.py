"""Names, notes and times of judgements, in one form whatever tool wrote them."""

import datetime
import unicodedata
from functools import lru_cache
from typing import Final

from loaders.errors import InputError

MAX_ANNOTATOR: Final = 200
MAX_NOTE: Final = 10_000


def checked_annotator(name: str) -> str:
    """Return an annotator's name on one line; raises `InputError` where nothing is left of it, or too much.

    >>> checked_annotator("  Ann \\n Lee ")
    'Ann Lee'
    """
    kept = " ".join(_printable(name, " ").split())
    if not kept:
        raise InputError("a judgement needs the name of who judged")
    if len(kept) > MAX_ANNOTATOR:
        raise InputError(f"the annotator's name has {len(kept):,} characters, {MAX_ANNOTATOR} are allowed; shorten it")
    return kept


@lru_cache(maxsize=10_000)
def annotator_key(name: str) -> str:
    """Return what two spellings of one annotator's name have in common.

    >>> annotator_key("Ann") == annotator_key("ＡＮＮ")
    True
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def checked_note(note: str) -> str:
    """Return a note without control characters, its lines kept; raises `InputError` where it is too long.

    >>> checked_note(" see\\r\\n\\x00this ")
    'see\\nthis'
    """
    lines = (_printable(line, "").strip() for line in note.splitlines())
    kept = "\n".join(lines).strip()
    if len(kept) > MAX_NOTE:
        raise InputError(f"the note has {len(kept):,} characters, {MAX_NOTE:,} are kept; shorten it")
    return kept


def utc_now() -> str:
    """Return the time in UTC with milliseconds, ISO 8601: texts of this form stand in the order of time."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")


def as_utc(time: str) -> str:
    """Return an ISO 8601 time in the form of `utc_now`; one without a zone is UTC. Raises ValueError for another text.

    >>> as_utc("2026-11-28T09:05:00.5+01:00"), as_utc("2026-11-28 08:05")
    ('2026-11-28T08:05:00.500+00:00', '2026-11-28T08:05:00.000+00:00')
    """
    try:
        read = datetime.datetime.fromisoformat(time)
        known = read if read.tzinfo else read.replace(tzinfo=datetime.UTC)
        return known.astimezone(datetime.UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{time!r} is no time; write 2026-11-28T09:05:00Z") from error


def _printable(text: str, instead: str) -> str:
    """Replace control characters and halves of characters."""
    if text.isprintable():
        return text
    return "".join(instead if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in text)
