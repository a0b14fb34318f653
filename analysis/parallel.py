"""The same request, locale by locale: did it break in German only, or everywhere?

Utterances that share a `parallel_id` are one request in several locales. Where a locale has several utterances of
one request, the one with the lowest row stands for it; `AlignmentCounts` says how often that, or a missing
`parallel_id`, left an utterance out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import narwhals as nw

from analysis.frames import Frame, Row, as_lazy, collect_rows, in_arrow, require_columns
from analysis.locales import require_locales
from analysis.outcomes import OUTCOME_CODES, columns_needed, outcome_code
from analysis.weights import weight_of
from loaders.schema import OUTCOMES, Outcome, Unit

_BASE: Final = 8
_ABSENT: Final = _BASE**20 - 1
"""Code of a locale without the request: larger than that of any row."""
_NO_OUTCOME: Final = _ABSENT % _BASE


@dataclass(frozen=True)
class Requests:
    """The requests of an evaluation set in the chosen locales: a query, not yet run."""

    frame: nw.LazyFrame[Any]
    locales: tuple[str, ...]
    unit: Unit


@dataclass(frozen=True)
class AlignmentCounts:
    """How many requests there are, and how many utterances of the chosen locales stand for none.

    `n_unaligned`: utterances without a `parallel_id`; `n_repeated`: further utterances of a request in a locale.
    """

    n_requests: int
    n_unaligned: int
    n_repeated: int


@dataclass(frozen=True)
class Answered:
    """What became of a request in one locale, and in which row to read it."""

    row: int
    outcome: Outcome


@dataclass(frozen=True)
class Request:
    """One request: its traffic over all chosen locales, and its fate in each; None where a locale lacks it."""

    parallel_id: str
    frequency: int
    answers: Mapping[str, Answered | None]


def align_requests(pairs: Frame, locales: Sequence[str], unit: Unit = "frame") -> Requests:
    """Put the requests of 2 to 6 locales side by side.

    `frequency` is summed over all utterances of a request in these locales. Raises ValueError for another number of
    locales or the unit `slot`, and `UnknownColumn`.
    """
    if unit == "slot":
        raise ValueError("a request is one utterance a locale; use the unit frame, intent or slots")
    chosen = require_locales(locales)
    lazy = as_lazy(pairs)
    require_columns(lazy, ("row", "locale", "parallel_id", "frequency", *columns_needed(unit)))
    # Row and outcome in one number, so that the lowest row brings its outcome along without a join.
    code = nw.col("row").cast(nw.Int64) * _BASE + outcome_code(unit)
    codes = {
        _code_name(locale): nw.when(nw.col("locale") == locale).then(code).otherwise(nw.lit(_ABSENT))
        for locale in chosen
    }
    marked = _aligned(lazy, chosen).select("parallel_id", _frequency=weight_of(lazy, "frequency"), **codes)
    grouped = marked.group_by("parallel_id").agg(nw.col("_frequency").sum(), *(nw.col(name).min() for name in codes))
    return Requests(grouped.with_columns(nw.col("_frequency").cast(nw.Int64)), chosen, unit)


def _aligned(lazy: nw.LazyFrame[Any], locales: tuple[str, ...]) -> nw.LazyFrame[Any]:
    return lazy.filter(nw.col("locale").is_in(locales), ~nw.col("parallel_id").is_null())


def _code_name(locale: str) -> str:
    return f"_code_{locale}"


def broken_in(requests: Requests, broke: str, held: str) -> Requests:
    """Keep the requests with a negative flip in one locale that are there in another and did not flip so.

    Raises ValueError for a locale that was not aligned.
    """
    flipped, present = _flipped(requests, broke), _outcome_digit(requests, held) != _NO_OUTCOME
    return replace(requests, frame=requests.frame.filter(flipped, present, ~_flipped(requests, held)))


def broken_everywhere(requests: Requests) -> Requests:
    """Keep the requests that are there in every aligned locale with a negative flip."""
    flipped = (_flipped(requests, locale) for locale in requests.locales)
    return replace(requests, frame=requests.frame.filter(*flipped))


def broken_anywhere(requests: Requests) -> Requests:
    """Keep the requests with a negative flip in at least one aligned locale."""
    flipped = (_flipped(requests, locale) for locale in requests.locales)
    return replace(requests, frame=requests.frame.filter(nw.any_horizontal(*flipped, ignore_nulls=False)))


def _outcome_digit(requests: Requests, locale: str) -> nw.Expr:
    if locale not in requests.locales:
        raise ValueError(f"locale {locale!r} was not aligned; aligned are: {', '.join(requests.locales)}")
    return nw.col(_code_name(locale)) % _BASE


def _flipped(requests: Requests, locale: str) -> nw.Expr:
    return _outcome_digit(requests, locale) == OUTCOME_CODES["negative_flip"]


def run_once(requests: Requests) -> Requests:
    """Return the same requests, computed now and kept in memory, for what is asked of them more than once."""
    return replace(requests, frame=in_arrow(requests.frame))


def count_requests(requests: Requests) -> int:
    """Count the requests that are left; 0 where none is."""
    (counted,) = collect_rows(requests.frame.select(nw.len().alias("n")))
    n: int = counted["n"]
    return n


def page_requests(requests: Requests, offset: int = 0, limit: int = 50) -> tuple[Request, ...]:
    """Return one page of the requests, most traffic first, then by the lowest row.

    Raises ValueError for a negative offset or limit.
    """
    if offset < 0 or limit < 0:
        raise ValueError(f"offset and limit must not be negative: {offset}, {limit}")
    first = nw.min_horizontal(*(nw.col(_code_name(locale)) for locale in requests.locales))
    ordered = requests.frame.with_columns(_first=first).sort("_frequency", "_first", descending=[True, False])
    return tuple(_request(row, requests.locales) for row in collect_rows(ordered.head(offset + limit))[offset:])


def _request(row: Row, locales: tuple[str, ...]) -> Request:
    answers = {locale: _answered(row[_code_name(locale)]) for locale in locales}
    return Request(str(row["parallel_id"]), row["_frequency"], answers)


def _answered(code: int) -> Answered | None:
    row, digit = divmod(code, _BASE)
    return None if digit == _NO_OUTCOME else Answered(row, OUTCOMES[digit])


def count_alignment(pairs: Frame, locales: Sequence[str]) -> AlignmentCounts:
    """Count the requests of these locales, and the utterances that stand for none; all 0 on an empty frame.

    Raises as `align_requests` does.
    """
    chosen = require_locales(locales)
    lazy = as_lazy(pairs)
    require_columns(lazy, ("locale", "parallel_id"))
    marks = {f"_{locale}": (nw.col("locale") == locale).cast(nw.Int64) for locale in chosen}
    kept = lazy.filter(nw.col("locale").is_in(chosen)).select("parallel_id", **marks)
    grouped = kept.group_by("parallel_id").agg(nw.col(*marks).sum())
    n_utterances = nw.sum_horizontal(*marks)
    n_answers = nw.sum_horizontal(*((nw.col(mark) > 0).cast(nw.Int64) for mark in marks))
    aligned = (~nw.col("parallel_id").is_null()).cast(nw.Int64)
    counted = grouped.select(
        n_requests=aligned,
        n_unaligned=(1 - aligned) * n_utterances,
        n_repeated=aligned * (n_utterances - n_answers),
    ).select(nw.all().sum().cast(nw.Int64))
    (row,) = collect_rows(counted)
    return AlignmentCounts(**{name: n or 0 for name, n in row.items()})
