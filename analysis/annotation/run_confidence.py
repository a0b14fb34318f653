"""Confident learning on what the runs themselves said: the gold intent is unlikely by their own probabilities.

A run's probability of an intent is its score in the n-best list, or, where there is none, the confidence of its answer;
what is not listed is 0. Several runs are averaged over those that answered. The runs must not have been trained on the
evaluation set. The score is 1 less the normalised margin, 1 - (P(gold) - max P(other) + 1) / 2, rather than
1 - P(gold): of most golds that are not listed, P is 0. Thresholds are those of the locale.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from analysis.annotation.confident import confident_joint, margins, own, strongest_other
from analysis.annotation.golds import Golds, word_of
from analysis.annotation.suspect import NO_SLOT, LabelPair, Shown, Suspects
from analysis.arrow_codes import Codes
from analysis.frames import Frame, as_lazy, require_columns

RUN_CONFIDENCE: Final = "run_confidence"
SURE: Final = 0.75
"""Least score of a flagged entry: the runs are surer of another intent by half."""


@dataclass(frozen=True, slots=True)
class RunsUnsure:
    """What the runs give the gold intent and their first other one, on average."""

    given: str
    p_given: float
    other: str
    p_other: float
    n_runs: int

    def reason(self, shown: Shown = str) -> str:
        """Return both intents with their probabilities."""
        who = "The run gives" if self.n_runs == 1 else f"The {self.n_runs} runs on average give"
        return (
            f"{who} {shown(self.other)} {100 * self.p_other:.0f} % and {shown(self.given)}, the gold, "
            f"{100 * self.p_given:.0f} %."
        )

    def likelier(self) -> LabelPair:
        """Return the intent that the runs give most besides the gold."""
        return LabelPair("intent", self.given, self.other)


def find_unsure_runs(frame: Frame, golds: Golds, runs: Sequence[str]) -> Suspects:
    """Find golds that the runs give little; `runs` are what their columns start with: `baseline` say.

    `golds` was read from this frame. An entry an utterance that a run answered with a probability. Raises
    `UnknownColumn`.
    """
    needed = [f"{run}_{column}" for run in runs for column in ("intent", "confidence", "nbest")]
    lazy = as_lazy(frame)
    require_columns(lazy, ("row", *needed))
    table = lazy.select("row", *needed).collect().to_arrow()
    table = table.take(pc.sort_indices(table["row"]))
    heard = [_read(table, run) for run in runs]
    p_given, p_other = np.full(len(golds), np.nan), np.zeros(len(golds))
    scores, flags = np.zeros(len(golds)), np.zeros(len(golds), dtype=np.bool_)
    others, answered = np.zeros(len(golds), dtype=np.int64), np.zeros(len(golds), dtype=np.int64)
    known = {str(value): code for code, value in enumerate(golds.intents.values)}
    names = list(dict.fromkeys([*known, *(word for one in heard for word in one.words)]))
    number = {name: code for code, name in enumerate(names)}
    gold_codes = np.array([number[str(value)] for value in golds.intents.values], dtype=np.int64)[golds.intents.codes]
    for locale in range(len(golds.locales.values)):
        places = np.flatnonzero(golds.locales.codes == locale)
        p, n_answers = _mean(heard, places, number)
        kept = n_answers > 0
        places, p, given = places[kept], p[kept], gold_codes[places[kept]]
        if not len(places):
            continue
        predicted = confident_joint(given, p).predicted
        scores[places] = 1 - margins(given, p)
        flags[places] = (predicted >= 0) & (predicted != given) & (scores[places] >= SURE)
        p_given[places], answered[places] = own(given, p), n_answers[kept]
        others[places], p_other[places] = strongest_other(given, p)
    there = np.flatnonzero(~np.isnan(p_given))

    def evidence(entry: int) -> RunsUnsure:
        at = int(there[entry])
        given, other = word_of(golds.intents, at), names[others[at]]
        return RunsUnsure(given, float(p_given[at]), other, float(p_other[at]), int(answered[at]))

    slots = np.full(len(there), NO_SLOT, dtype=np.int64)
    return Suspects(RUN_CONFIDENCE, golds.rows[there], slots, scores[there], flags[there], evidence)


@dataclass(frozen=True, eq=False)
class _Heard:
    """Row `rows[i]` of the frame gives the intent `words[codes[i]]` the probability `p[i]`."""

    rows: Codes
    codes: Codes
    words: tuple[str, ...]
    p: NDArray[np.float64]


def _read(table: Any, run: str) -> _Heard:
    nbest = table[f"{run}_nbest"].combine_chunks()
    listed = pa.array([], pa.struct([("intent", pa.string()), ("score", pa.float64())]))
    rows = np.zeros(0, dtype=np.int64)
    # Where no row has a list, an engine without types cannot tell what it would be.
    if hasattr(nbest.type, "value_type") and pa.types.is_struct(nbest.type.value_type):
        listed, rows = pc.list_flatten(nbest), pc.list_parent_indices(nbest).to_numpy().astype(np.int64)
    unlisted = np.setdiff1d(np.arange(len(table)), rows)
    intents = pa.concat_arrays(
        [
            pc.struct_field(listed, "intent").cast(pa.string()),
            table[f"{run}_intent"].combine_chunks().cast(pa.string()).take(pa.array(unlisted)),
        ]
    )
    scores = pc.struct_field(listed, "score").cast(pa.float64()).to_numpy(zero_copy_only=False)
    confidence = table[f"{run}_confidence"].combine_chunks().cast(pa.float64()).to_numpy(zero_copy_only=False)
    p = np.concatenate([scores, confidence[unlisted]])
    encoded = intents.dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    there = (codes >= 0) & ~np.isnan(p)
    return _Heard(
        np.concatenate([rows, unlisted])[there], codes[there], tuple(encoded.dictionary.to_pylist()), p[there]
    )


def _mean(heard: Sequence[_Heard], places: Codes, number: dict[str, int]) -> tuple[NDArray[np.float64], Codes]:
    """Return the mean probability of each intent over the runs that answered, and how many did, place by place."""
    p, n_answers = np.zeros((len(places), len(number))), np.zeros(len(places), dtype=np.int64)
    for one in heard:
        inside = np.isin(one.rows, places)
        at = np.searchsorted(places, one.rows[inside])
        codes = np.array([number[word] for word in one.words], dtype=np.int64)[one.codes[inside]]
        np.add.at(p, (at, codes), one.p[inside])
        n_answers[np.unique(at)] += 1
    return p / np.maximum(n_answers, 1)[:, None], n_answers
