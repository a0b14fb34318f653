"""Keeps the utterances on which annotators have come to a standing, or those that nobody judged."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import narwhals as nw

from analysis.frames import Value, require_columns
from analysis.standing import Standing

Standings = tuple[tuple[str, str, Standing], ...]
"""Locale, id and standing of every judged utterance, in order: hashable, so that what is found can be kept."""


def in_order(standings: Mapping[tuple[str, str], Standing]) -> Standings:
    """Return standings by locale and id as a selection holds them."""
    return tuple((*key, standings[key]) for key in sorted(standings))


def keep_standings(
    lazy: nw.LazyFrame[Any], standings: Standings | None, values: Collection[Value]
) -> nw.LazyFrame[Any]:
    """Keep the utterances with one of these standings; null or "" is that of those without a verdict.

    Raises ValueError where the standings are not given: they are kept in the warehouse, not in the frame.
    """
    if standings is None:
        raise ValueError("only lists of flips and exports can be filtered by verdict, as in: flips --where verdict=")
    require_columns(lazy, ("locale", "utterance_id"))
    wanted = [value for value in values if value not in (None, "")]
    if len(wanted) < len(values):
        return lazy.filter(~_is_any(key for key in standings if key[2] not in wanted))
    return lazy.filter(_is_any(key for key in standings if key[2] in wanted))


def _is_any(keys: Iterable[tuple[str, str, Standing]]) -> nw.Expr:
    by_locale: dict[str, list[str]] = defaultdict(list)
    for locale, utterance_id, _ in keys:
        by_locale[locale].append(utterance_id)
    if not by_locale:
        return nw.col("locale").is_null() & ~nw.col("locale").is_null()
    among = (
        (nw.col("locale") == locale) & nw.col("utterance_id").is_in(ids) for locale, ids in sorted(by_locale.items())
    )
    return nw.any_horizontal(*among, ignore_nulls=False)
