"""Texts that others wrote, shown in Markdown as they stand."""

import re
from typing import Final

_MARKS: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$&^=@/])")


def plain(text: str) -> str:
    r"""Escape a text so that Markdown, its directives and its links do nothing.

    >>> print(plain("a_b [x](y)"))
    a\_b \[x\]\(y\)
    """
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
