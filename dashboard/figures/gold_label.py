"""What people say of a gold, as a chip: a mark and words, so that colour is never alone."""

from typing import Final

from analysis.annotation.estimate import Label

LABEL_WORDS: Final[dict[Label, str]] = {"right": "gold right", "wrong": "gold wrong", "unclear": "unclear"}
_MARKS: Final[dict[Label, str]] = {"right": "✓", "wrong": "⚑", "unclear": "?"}


def label_chip(label: Label) -> str:
    """Return the chip of a label.

    >>> label_chip("wrong")
    '<span class="standing"><span aria-hidden="true">⚑</span> <b>gold wrong</b></span>'
    """
    mark = f'<span aria-hidden="true">{_MARKS[label]}</span>'
    return f'<span class="standing">{mark} <b>{LABEL_WORDS[label]}</b></span>'
