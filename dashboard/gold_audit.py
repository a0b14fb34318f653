"""An audit sample and what people said of it: drawn from a ranking, kept in the notes, and estimated from.

The command line and the page Annotation show what is computed here. No Streamlit here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import narwhals as nw

from analysis.annotation.audit_sample import draw_audit_sample
from analysis.annotation.audit_votes import count_labels, label_of
from analysis.annotation.estimate import JudgedStratum, Label, WrongLabels, estimate_wrong, precision_of_likely
from analysis.annotation.ranking import Ranking
from analysis.frames import Frame, as_lazy, collect_rows
from dashboard.judged import read_said_of_gold
from loaders.audit_samples import Drawn, StoredSample, keep_sample
from loaders.manifest import EvalsetManifest


@dataclass(frozen=True)
class GoldAudit:
    """An audit sample with what holds of it: `labels` of the drawn utterances in their order, None of those open."""

    sample: StoredSample
    labels: tuple[Label | None, ...]
    strata: tuple[JudgedStratum, ...]

    @property
    def whole(self) -> WrongLabels:
        """How many labels of the whole set are wrong."""
        return estimate_wrong(self.strata)

    @property
    def likely_wrong(self) -> WrongLabels:
        """How many of those that look wrong are."""
        return precision_of_likely(self.strata)

    @property
    def open(self) -> tuple[Drawn, ...]:
        """The drawn utterances that nobody judged, in the order drawn."""
        return tuple(one for one, label in zip(self.sample.drawn, self.labels, strict=True) if label is None)

    def total(self, name: str) -> int:
        """Return the sum of a count over the strata.

        >>> GoldAudit(StoredSample("e", "f", 0, (), (5,), ()), (), (JudgedStratum("rest", 5, 2, 1),)).total("n_open")
        1
        """
        return sum(int(getattr(one, name)) for one in self.strata)


def draw_sample(
    warehouse: Path,
    evalset: EvalsetManifest,
    utterances: Frame,
    ranking: Ranking,
    runs: Sequence[str],
    size: int,
    seed: int,
) -> StoredSample:
    """Draw an audit sample and keep it; a larger one of the same seed begins with the smaller.

    `utterances` is the evaluation set, with `row`; `runs` are those that the ranking asked. Raises `InputError` as
    `loaders.audit_samples.keep_sample` does.
    """
    drawn = draw_audit_sample(ranking.rows, ranking.is_flagged(), evalset.n_utterances, size, seed)
    wanted = drawn.rows.tolist()
    named = as_lazy(utterances).filter(nw.col("row").is_in(wanted)).select("row", "locale", "utterance_id")
    keys = {row["row"]: (row["locale"], row["utterance_id"]) for row in collect_rows(named)} if wanted else {}
    found = tuple(Drawn(row, stratum, *keys[row]) for row, stratum in zip(wanted, drawn.strata.tolist(), strict=True))
    expected = next((one.expected_share for one in ranking.found if one.expected_share is not None), None)
    of = (evalset.name, evalset.fingerprint, seed, tuple(runs), drawn.sizes)
    return keep_sample(warehouse, StoredSample(*of, found, expected))


def read_gold_audit(warehouse: Path, sample: StoredSample) -> GoldAudit:
    """Return what was said of a sample up to now; raises `InputError` as `loaders.notes` does."""
    said = read_said_of_gold(warehouse, sample.evalset_fingerprint)
    by_drawn = (said.get((one.locale, one.utterance_id), ()) for one in sample.drawn)
    labels = tuple(label_of(one.verdict for one in judgements) for judgements in by_drawn)
    return GoldAudit(sample, labels, count_labels(sample.sizes, [one.stratum for one in sample.drawn], labels))
