"""Where a report reads: the pair frame of a warehouse, or one in memory, and single rows of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import narwhals as nw

from analysis.comparability import RunFacts
from analysis.flips import in_order
from analysis.frames import Frame, Row, as_lazy, collect_rows
from analysis.matching import Matching
from analysis.parts import Countable, Parts
from analysis.predictions import Compared
from loaders.schema import NORMALISER_VERSION, MissingPolicy


@dataclass(frozen=True)
class Source:
    """Where a report reads: a pair frame whole, in parts where that is faster, and some of its rows.

    `intents` may hold frames that have one of the three intents and cost less to read (`intent_coverage`).
    """

    evalset: str
    baseline: RunFacts
    candidate: RunFacts
    pairs: Frame
    parts: Parts
    rows_at: Callable[[Sequence[int]], Frame]
    intents: Mapping[str, Countable] = field(default_factory=dict)


def source_in_memory(compared: Compared, evalset: str, baseline: str, candidate: str) -> Source:
    """Return two runs that were compared in memory as a report reads them, under these names."""
    policy: MissingPolicy = "drop" if compared.n_dropped else "error"

    def facts(name: str, matching: Matching) -> RunFacts:
        return RunFacts(name, "", NORMALISER_VERSION, policy, matching.n_missing)

    return Source(
        evalset,
        facts(baseline, compared.baseline),
        facts(candidate, compared.candidate),
        compared.pairs,
        Parts((compared.pairs,)),
        lambda rows: as_lazy(compared.pairs).filter(nw.col("row").is_in(list(rows))),
    )


def fetch_rows(source: Source, rows: Sequence[int]) -> tuple[Row, ...]:
    """Return these rows whole, in the order given; raises LookupError for one that is not there."""
    return in_order(collect_rows(as_lazy(source.rows_at(rows))), rows) if rows else ()
