"""What changed because the labels changed: two revisions of a gold, and one pair of runs judged by both.

The answers are the same, so every flip that vanished or appeared did so because its label was corrected.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any, Final

import narwhals as nw

from analysis.frames import Frame, Row, as_lazy, collect_rows, require_columns
from analysis.intervals import wilson
from loaders.schema import REVISION_SIDES, ROLES, UTTERANCE_UNITS, RevisionSide, Unit, relabelled

LABELS: Final = ("intent", "slots", "domain")


@dataclass(frozen=True)
class LabelChanges:
    """How many of `n` utterances have another label: any, and each part of it. Adds up over disjoint slices."""

    n: int
    n_changed: int
    n_intent_changed: int
    n_slots_changed: int
    n_domain_changed: int

    def __add__(self, other: "LabelChanges") -> "LabelChanges":
        """Return the counts of both slices together."""
        return LabelChanges(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True)
class SideCounts:
    """One pair of runs by the gold of one revision."""

    n: int
    n_baseline_correct: int
    n_candidate_correct: int
    n_negative_flips: int

    def metrics(self) -> Row:
        """Return accuracies, NFR with its Wilson interval, and NFI; None where there is no denominator."""
        n_wrong = self.n - self.n_candidate_correct
        interval = wilson(self.n_negative_flips, self.n)
        return {
            "accuracy_baseline": _ratio(self.n_baseline_correct, self.n),
            "accuracy_candidate": _ratio(self.n_candidate_correct, self.n),
            "n_negative_flips": self.n_negative_flips,
            "nfr": _ratio(self.n_negative_flips, self.n),
            "nfr_low": interval and interval.low,
            "nfr_high": interval and interval.high,
            "nfi": _ratio(self.n_negative_flips, n_wrong),
        }


@dataclass(frozen=True)
class Effect:
    """What the labels did to the negative flips; `new.n_negative_flips = n_kept + n_appeared`."""

    old: SideCounts
    new: SideCounts
    n_kept: int
    n_vanished: int
    n_appeared: int


@dataclass(frozen=True)
class Relabelled:
    """One locale, or all (None): the labels that changed and, with runs, what that did."""

    locale: str | None
    labels: LabelChanges
    effect: Effect | None


@dataclass(frozen=True)
class GoldMove:
    """So many utterances moved from one gold intent to another."""

    old_intent: str
    new_intent: str
    n: int


def count_relabelled(frame: Frame, unit: Unit | None = None) -> tuple[Relabelled, ...]:
    """Count the utterances of two revisions (`loaders.revisions`): all together first, then each locale.

    `unit` says what is judged; None counts the labels alone, of a frame without runs. Raises `UnknownColumn`, and
    ValueError for the unit `slot`, whose gold slots are others on each side.
    """
    if unit is not None and unit not in UTTERANCE_UNITS:
        raise ValueError("two golds have other slots; use the unit frame, intent or slots")
    lazy = as_lazy(frame)
    changed = {f"{label}_changed": nw.col(f"{label}_changed") for label in LABELS}
    require_columns(lazy, ("locale", *changed))
    marks = {"n_changed": nw.any_horizontal(*changed.values(), ignore_nulls=False)}
    marks |= {f"n_{name}": mark for name, mark in changed.items()}
    if unit is not None:
        require_columns(lazy, (relabelled(side, role, unit) for side in REVISION_SIDES for role in ROLES))
        marks |= _effect_marks(unit)
    marked = lazy.select("locale", n=nw.lit(1).cast(nw.Int64), **{k: v.cast(nw.Int64) for k, v in marks.items()})
    sums = nw.col("n", *marks).sum()
    grouped = marked.group_by("locale").agg(sums).with_columns(nw.col("n", *marks).cast(nw.Int64)).sort("locale")
    rows = collect_rows(grouped)
    whole = {name: sum(row[name] for row in rows) for name in ("n", *marks)}
    return (_relabelled(whole, None, unit), *(_relabelled(row, row["locale"], unit) for row in rows))


def _effect_marks(unit: Unit) -> dict[str, nw.Expr]:
    marks: dict[str, nw.Expr] = {}
    flips = {side: _flip(side, unit) for side in REVISION_SIDES}
    for side in REVISION_SIDES:
        marks |= {f"{side}_{role}": nw.col(relabelled(side, role, unit)) for role in ROLES}
        marks[f"{side}_flips"] = flips[side]
    marks["n_kept"] = flips["old"] & flips["new"]
    marks["n_vanished"] = flips["old"] & ~flips["new"]
    marks["n_appeared"] = flips["new"] & ~flips["old"]
    return marks


def _flip(side: RevisionSide, unit: Unit) -> nw.Expr:
    baseline, candidate = (nw.col(relabelled(side, role, unit)) for role in ROLES)
    return baseline & ~candidate


def _relabelled(row: Row, locale: str | None, unit: Unit | None) -> Relabelled:
    labels = LabelChanges(row["n"], row["n_changed"], *(row[f"n_{label}_changed"] for label in LABELS))
    if unit is None:
        return Relabelled(locale, labels, None)
    old, new = (
        SideCounts(row["n"], row[f"{side}_baseline"], row[f"{side}_candidate"], row[f"{side}_flips"])
        for side in REVISION_SIDES
    )
    return Relabelled(locale, labels, Effect(old, new, row["n_kept"], row["n_vanished"], row["n_appeared"]))


def gold_moves(frame: Frame, most: int) -> tuple[GoldMove, ...]:
    """Return from which gold intent to which most utterances moved, the largest first, then by name."""
    lazy: nw.LazyFrame[Any] = as_lazy(frame)
    keys: Sequence[str] = ("old_intent", "new_intent")
    moved = lazy.filter(nw.col("intent_changed")).select(*keys, n=nw.lit(1).cast(nw.Int64))
    counted = moved.group_by(*keys).agg(nw.col("n").sum()).with_columns(nw.col("n").cast(nw.Int64))
    ordered = counted.sort("n", *keys, descending=[True, False, False]).head(most)
    return tuple(GoldMove(row["old_intent"], row["new_intent"], row["n"]) for row in collect_rows(ordered))


def as_row(part: Relabelled) -> Row:
    """Return a slice as a row of `flipscope revisions --format json`; `_old` and `_new` by which gold it was judged."""
    row: Row = {"locale": part.locale} if part.locale is not None else {}
    row |= vars(part.labels)
    if part.effect is not None:
        row |= {
            "n_kept": part.effect.n_kept,
            "n_vanished": part.effect.n_vanished,
            "n_appeared": part.effect.n_appeared,
        }
        of_sides = (part.effect.old.metrics(), part.effect.new.metrics())
        for name in of_sides[0]:
            row |= {f"{name}_{side}": of_side[name] for side, of_side in zip(REVISION_SIDES, of_sides, strict=True)}
    return row


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
