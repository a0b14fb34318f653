"""Which intents the gold has and which each run predicts, and the flips of old and new classes apart.

A class is *known* to the baseline where the baseline predicts its intent for at least one utterance of the frame,
rightly or wrongly. Answers are all that can be seen: a class that a model knows and never answers here counts as new.
A baseline cannot get an intent right that it never predicts, so new classes bring no negative flips and make NFR
smaller.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw

from analysis.breakdown import break_down_by
from analysis.counts import NO_UNITS, FlipCounts
from analysis.frames import Value, require_columns
from analysis.parts import Countable, add_up, in_parts
from loaders.schema import ROLES, Role, Unit, paired


@dataclass(frozen=True)
class IntentCoverage:
    """The intents of the gold and of each run, sorted, and the counts of known and of new classes.

    `known` and `new` have no unit in common and together have all of them; both are None where no class is new.
    """

    gold: tuple[str, ...]
    baseline: tuple[str, ...]
    candidate: tuple[str, ...]
    known: FlipCounts | None = None
    new: FlipCounts | None = None

    def never_predicted(self, role: Role) -> tuple[str, ...]:
        """Return the intents of the gold that a run predicts nowhere."""
        return tuple(intent for intent in self.gold if intent not in self._of(role))

    def unknown_to_gold(self, role: Role) -> tuple[str, ...]:
        """Return the intents that a run predicts and the gold has nowhere."""
        return tuple(intent for intent in self._of(role) if intent not in self.gold)

    def _of(self, role: Role) -> tuple[str, ...]:
        return self.baseline if role == "baseline" else self.candidate


def cover_intents(
    pairs: Countable, unit: Unit = "frame", columns: Mapping[str, Countable] | None = None
) -> IntentCoverage:
    """Return the coverage of a pair frame, its flips judged by `unit` (frame, intent or slots).

    `columns` may hold frames that have one of the three intents for the same rows, and cost less to read than `pairs`.

    Give it all utterances of the evaluation set: in a slice, a class may be known and not seen. An utterance without
    an intent in the gold is of a new class. Raises `UnknownColumn`.
    """
    names = ("intent", *(paired(role, "intent") for role in ROLES))
    gold, *runs = (_intents((columns or {}).get(name, pairs), name) for name in names)
    baseline, candidate = (_named(intents) for intents in runs)
    coverage = IntentCoverage(_named(gold), baseline, candidate)
    if gold <= set(baseline):
        return coverage
    slices = break_down_by(pairs, unit, ["intent"])
    known = _total(part.counts for part in slices if part.values["intent"] in baseline)
    return replace(
        coverage, known=known, new=_total(part.counts for part in slices if part.values["intent"] not in baseline)
    )


def _intents(pairs: Countable, column: str) -> set[Value]:
    """Return the values of one column: three narrow scans cost less than one over all combinations."""

    def count(lazy: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        require_columns(lazy, (column,))
        return lazy.group_by(column).agg(nw.len().alias("_n"))

    return {row[column] for row in add_up(in_parts(pairs).map(count), [column])}


def _named(values: Iterable[Value]) -> tuple[str, ...]:
    return tuple(sorted(str(value) for value in values if value is not None))


def _total(counts: Iterable[FlipCounts]) -> FlipCounts:
    return sum(counts, NO_UNITS)
