"""What can be wrong with an input, said in one line: where, what, what is allowed, what to do."""

from collections.abc import Sequence
from dataclasses import dataclass


class InputError(Exception):
    """The input or the call was wrong; its text is one clear line for the user (exit code 2)."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that was not loaded.

    `line` counts from 1: the physical line of a text file (header included), the row of a Parquet file.
    `column` is the name in the source's terms, empty where the row as a whole is wrong.
    """

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        """The rejection as one line: `predictions.csv line 41, column 'confidence': 1.7 is not within 0 to 1`."""
        place = f"{self.file} line {self.line}"
        return f"{place}, column '{self.column}': {self.reason}" if self.column else f"{place}: {self.reason}"


def no_row_left(rejections: Sequence[Rejection], n_rejected: int) -> InputError:
    """The error of a load that lost every row; names the first of them."""
    more = f" (and {n_rejected - 1} more)" if n_rejected > 1 else ""
    return InputError(f"{rejections[0]}{more}; no row is left: mend the rows, or name the right files and --format")


def too_many_rejections(rejections: Sequence[Rejection], n_rejected: int, allowed: int) -> InputError:
    """The error of a load that lost more rows than `--max-rejected` allows; names the first of them."""
    more = f" (and {n_rejected - 1} more)" if n_rejected > 1 else ""
    return InputError(
        f"{rejections[0]}{more}; {n_rejected} rejected, {allowed} allowed: "
        "mend the rows, or allow for them with --max-rejected N"
    )
