"""Slots written as one BIO tag a token."""

from loaders.formats.slots import Slot, locate_tokens


def parse_bio(tags: list[str], tokens: list[str], text: str) -> list[Slot]:
    """Return the slots that BIO tags mark; a value is the text from its first to its last token.

    Raises `ValueError` (with the tag, counted from 1) where the numbers of tags and tokens differ, a tag is
    neither `O` nor `B-name` nor `I-name`, or an `I-` continues no slot of its name.

    >>> parse_bio(["O", "B-time", "I-time"], ["at", "five", "am"], "at five am")
    [Slot(name='time', value='five am', start=3, end=10)]
    """
    if len(tags) != len(tokens):
        raise ValueError(f"{len(tags)} tags for {len(tokens)} tokens; give one tag a token")
    spans = locate_tokens(text, tokens)
    slots: list[Slot] = []
    name, first = "", 0
    for i, tag in enumerate([*tags, "O"]):
        kind, _, tagged = tag.partition("-")
        if kind == "I" and tagged:
            if tagged != name:
                raise ValueError(f"tag {i + 1} '{tag}' continues no slot of that name; write B-{tagged}")
            continue
        if name:
            slots.append(_slot(name, tokens[first:i], text, spans, first, i))
            name = ""
        if kind == "B" and tagged:
            name, first = tagged, i
        elif tag != "O":
            raise ValueError(f"tag {i + 1} '{tag}' is neither O nor B-name nor I-name")
    return slots


def _slot(name: str, tokens: list[str], text: str, spans: list[tuple[int, int]] | None, first: int, past: int) -> Slot:
    if spans is None:
        return Slot(name, " ".join(tokens))
    start, end = spans[first][0], spans[past - 1][1]
    return Slot(name, text[start:end], start, end)
