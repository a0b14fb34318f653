"""All models give the same answer, and the gold is another: the more of them and the surer, the more suspect the gold.

Weak evidence by itself: models that learned from the same data make the same mistakes, and those trained on the same
wrong labels agree with them and are not seen here. `Agreement.lift` says how much more often they agree on a wrong
intent than independent models would that spread their errors evenly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, Final

import narwhals as nw

from analysis.annotation.label_pairs import pair_of_readings
from analysis.annotation.suspect import LabelPair, Shown, Suspect, Suspects, suspects_of
from analysis.frames import Frame, Row, as_lazy, collect_rows, require_columns
from analysis.suspicion import BothAgree, Normalise, Reading, describe_suspicion, reading_of

MODELS_AGREE: Final = "models_agree"
UNKNOWN_CONFIDENCE: Final = 0.5
"""Score where a run gives no confidence: agreement counts, how sure it is nobody knows."""


@dataclass(frozen=True, slots=True)
class ModelsAgree:
    """The answer that `n_runs` runs gave alike; `confidence` is that of the least sure, None where one gives none."""

    gold: Reading
    answer: Reading
    n_runs: int
    confidence: float | None

    def reason(self, shown: Shown = str) -> str:
        """Return the answer and how sure the runs are."""
        told = describe_suspicion(BothAgree(self.gold, self.answer, self.n_runs), shown)
        sure = "" if self.confidence is None else f" The least sure of them gives it {100 * self.confidence:.0f} %."
        return f"{told}{sure}"

    def likelier(self) -> LabelPair | None:
        """Return what the runs answer instead."""
        return pair_of_readings(self.gold, self.answer)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often all runs agree on a wrong intent, of the `n` utterances that every run answered.

    `error_rates` are those of the intents, run by run; `n_intents` counts the intents of the gold.
    """

    n: int
    n_agree: int
    error_rates: tuple[float, ...]
    n_intents: int

    @property
    def lift(self) -> float | None:
        """n_agree / n over what chance gives, prod(error rates) / (n_intents - 1)^(runs - 1); None if that is 0."""
        if self.n_intents < 2:
            return None
        chance = prod(self.error_rates) / (self.n_intents - 1) ** (len(self.error_rates) - 1)
        return self.n_agree / self.n / chance if self.n and chance else None


def find_models_agree(frame: Frame, runs: Sequence[str], normalise: Normalise) -> Suspects:
    """Find golds against which all runs give one answer; `runs` are what their columns start with: `baseline` say.

    The score is the confidence of the least sure run, within [0, 1]. Raises ValueError for fewer than two runs, and
    `UnknownColumn`.
    """
    lazy = _required(frame, runs, ("missing", "frame_correct", "frame_key", "intent", "slots", "confidence"))
    first, *others = runs
    wrong = [~nw.col(f"{run}_missing") & ~nw.col(f"{run}_frame_correct") for run in runs]
    same = [nw.col(f"{run}_frame_key") == nw.col(f"{first}_frame_key") for run in others]
    confidences = [f"{run}_confidence" for run in runs]
    columns = ("row", "intent", "slots", f"{first}_intent", f"{first}_slots", *confidences)
    found = collect_rows(lazy.filter(*wrong, *same).select(*columns).sort("row"))
    return suspects_of(MODELS_AGREE, [_suspect(row, first, confidences, normalise) for row in found])


def _suspect(row: Row, first: str, confidences: Sequence[str], normalise: Normalise) -> Suspect:
    given = [row[column] for column in confidences]
    least = None if None in given else min(given)
    gold, answer = (_reading(row, prefix, normalise) for prefix in ("", f"{first}_"))
    score = UNKNOWN_CONFIDENCE if least is None else least
    return Suspect(row["row"], score, True, ModelsAgree(gold, answer, len(given), least))


def _reading(row: Row, prefix: str, normalise: Normalise) -> Reading:
    slots = ((slot["name"], slot["value"]) for slot in row[f"{prefix}slots"] or ())
    return reading_of(row[f"{prefix}intent"], slots, normalise)


def count_agreement(frame: Frame, runs: Sequence[str]) -> Agreement:
    """Count how often all runs agree on a wrong intent. Raises as `find_models_agree` does."""
    lazy = _required(frame, runs, ("missing", "intent", "intent_correct"))
    first, *others = runs
    answered = lazy.filter(*(~nw.col(f"{run}_missing") for run in runs))
    wrong = [~nw.col(f"{run}_intent_correct") for run in runs]
    same = [nw.col(f"{run}_intent") == nw.col(f"{first}_intent") for run in others]
    agree = nw.all_horizontal(*wrong, *same, ignore_nulls=False)
    marks = {"n_agree": agree, **{f"n_wrong_{index}": one for index, one in enumerate(wrong)}}
    (counted,) = collect_rows(
        answered.select("intent", **{name: mark.cast(nw.Int64) for name, mark in marks.items()}).select(
            nw.len().cast(nw.Int64).alias("n"),
            nw.col("intent").n_unique().cast(nw.Int64).alias("n_intents"),
            *(nw.col(name).sum().cast(nw.Int64) for name in marks),
        )
    )
    n = counted["n"]
    rates = tuple(counted[f"n_wrong_{index}"] / n for index in range(len(runs))) if n else ()
    return Agreement(n, counted["n_agree"] or 0, rates, counted["n_intents"] or 0)


def _required(frame: Frame, runs: Sequence[str], columns: Sequence[str]) -> nw.LazyFrame[Any]:
    if len(runs) < 2:
        raise ValueError(f"it takes two runs to agree, there is {len(runs)}")
    lazy = as_lazy(frame)
    require_columns(lazy, ("row", "intent", "slots", *(f"{run}_{column}" for run in runs for column in columns)))
    return lazy
