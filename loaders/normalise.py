"""The normaliser of slot values: NFC, casefold, white space collapsed and trimmed.

Number words, punctuation and spelling variants stay as they are: folding them would hide real flips.
A change of these rules needs a new `loaders.schema.NORMALISER_VERSION`.
"""

import re
import unicodedata
from typing import Final

ZERO_WIDTH_SPACE: Final = "\u200b"

ALREADY_NORMAL: Final = r"[!-@\[-~]+( [!-@\[-~]+)*"
"""Pattern (RE2 and `re` alike) of values that `normalise` returns unchanged: plain ASCII without capitals,
single spaces inside. It spares the loader a look at nearly every value of a large file."""

_NORMAL = re.compile(ALREADY_NORMAL)


def normalise(value: str) -> str:
    """Return the form in which two slot values are compared.

    Casefolding rather than lowering: the German sharp s equals "ss", the final sigma equals the other one.
    A zero-width space counts as white space.

    >>> normalise("  Straße\\t9 "), normalise("FÜNF Uhr")
    ('strasse 9', 'fünf uhr')
    """
    if _NORMAL.fullmatch(value):
        return value
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", value).casefold())
    return " ".join(folded.replace(ZERO_WIDTH_SPACE, " ").split())
