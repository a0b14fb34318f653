"""Texts that others wrote, shown in Markdown as they stand."""

import re
from typing import Final

_MARKS: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$&^=@/])")
_TURNED: Final = re.compile(
    r"(https?:(?=//)|www(?=\.)|@|:(?=[\w+/-]+:)|(?<!\S)[<>~-](?=-?>(?!\S)|[-=](?!\S)))", re.IGNORECASE
)
_WORD_JOINER: Final = "\u2060"


def plain(text: str) -> str:
    r"""Escape a text so that Markdown, its directives and its links do nothing.

    >>> print(plain("a_b [x](y)"))
    a\_b \[x\]\(y\)
    """
    return _MARKS.sub(r"\\\1", parted(" ".join(text.split())))


def parted(text: str) -> str:
    """Put an invisible word joiner into what Streamlit turns into something else even when it is escaped.

    That is an address, which becomes a link; `:name:`, a symbol; and arrows, dashes and the like that stand alone.

    >>> [part.replace(_WORD_JOINER, "|") for part in (parted("www.x.org a@x.org"), parted(":smile: -- 10:30"))]
    ['www|.x.org a@|x.org', ':|smile: -|- 10:30']
    """
    return _TURNED.sub(rf"\1{_WORD_JOINER}", text)
