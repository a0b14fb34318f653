"""Texts that others wrote, shown in Markdown as they stand."""

import re
from typing import Final

_MARKS: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$&^=@/])")
_LINKED: Final = re.compile(r"(https?:(?=//)|www(?=\.)|@)", re.IGNORECASE)
_WORD_JOINER: Final = "\u2060"


def plain(text: str) -> str:
    r"""Escape a text so that Markdown, its directives and its links do nothing.

    What looks like an address becomes a link even when escaped, so an invisible word joiner parts it.

    >>> print(plain("a_b [x](y)"))
    a\_b \[x\]\(y\)
    """
    parted = _LINKED.sub(rf"\1{_WORD_JOINER}", " ".join(text.split()))
    return _MARKS.sub(r"\\\1", parted)
