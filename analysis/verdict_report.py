"""What annotators said of the flips of two runs: how many, which verdicts, how far they agree, what is open."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import narwhals as nw

from analysis.agreement import Agreement, measure_agreement
from analysis.frames import as_lazy, collect_rows, require_columns
from analysis.outcomes import columns_needed, has_outcome
from analysis.parts import Countable, in_parts
from analysis.standing import STANDINGS, Opinion, Standing, standing_of
from analysis.weights import weight_of
from loaders.schema import Unit, Verdict

Key = tuple[str, str]
"""Locale and id of an utterance."""

About = Literal["verdict", "correction"]
"""What annotators disagree on: the verdict, or, of one verdict, what gold should be."""

_KEY: Final = ("locale", "utterance_id")


@dataclass(frozen=True, slots=True)
class Said:
    """What one annotator says now of one utterance.

    `folded_into` is the id of the utterance that they were shown instead, which asks the same; None where they saw
    this one.
    """

    key: Key
    annotator: str
    opinion: Opinion
    folded_into: str | None = None


@dataclass(frozen=True, slots=True)
class JudgedUtterance:
    """A judged utterance in a pair frame: its row, its traffic, and whether it is a negative flip of the unit."""

    row: int
    n_traffic: int
    broke: bool


@dataclass(frozen=True, slots=True)
class AnnotatorCounts:
    """How many items an annotator judged, and with which verdicts; those without one gave a correction or a note."""

    annotator: str
    n: int
    verdicts: Mapping[Verdict | None, int]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An item that annotators judged differently; `n_traffic` is of all utterances that it stands for."""

    key: Key
    row: int
    n_traffic: int
    about: About
    said: tuple[Said, ...]


@dataclass(frozen=True)
class VerdictReport:
    """What was said of a pair.

    Of `n_flips` negative flips `n_judged` have a verdict; `standings` says how many of these stand how
    (`analysis.standing`), and adds up to `n_judged`. `n_elsewhere` further utterances with a verdict are no negative
    flip of the unit. `annotators`, `agreement` and `queue` are of all items, each counted once however many
    utterances it stands for. The queue has the most traffic first.
    """

    unit: Unit
    n_flips: int
    n_judged: int
    n_elsewhere: int
    standings: Mapping[Standing, int]
    annotators: tuple[AnnotatorCounts, ...]
    agreement: Agreement
    queue: tuple[Disagreement, ...]

    @property
    def n_judgements(self) -> int:
        """How many judgements hold, an item's once."""
        return sum(one.n for one in self.annotators)


def find_judged(frame: Countable, said: Iterable[Said], unit: Unit) -> dict[Key, JudgedUtterance]:
    """Look up the judged utterances in a pair frame; those that no pair has are not there.

    Raises `UnknownColumn`, and ValueError for a frequency that is no whole number.
    """
    wanted = {one.key for one in said}
    ids = sorted({utterance_id for _, utterance_id in wanted})
    found: dict[Key, JudgedUtterance] = {}
    for part in in_parts(frame).frames if ids else ():
        lazy = as_lazy(part)
        require_columns(lazy, ("row", *_KEY, "frequency", *columns_needed(unit)))
        narrow = lazy.filter(nw.col("utterance_id").is_in(ids)).select(
            *("row", *_KEY), weight=weight_of(lazy, "frequency"), broke=has_outcome(unit, "negative_flip")
        )
        for row in collect_rows(narrow):
            found[row["locale"], row["utterance_id"]] = JudgedUtterance(row["row"], row["weight"], row["broke"])
    return {key: one for key, one in found.items() if key in wanted}


def report_verdicts(
    said: Iterable[Said], utterances: Mapping[Key, JudgedUtterance], n_flips: int, unit: Unit
) -> VerdictReport:
    """Return what was said; utterances that are in no pair are left out.

    `said` is each annotator's current judgement of each utterance, `utterances` what `find_judged` returns, and
    `n_flips` the number of negative flips of the pair. Of nothing all counts are 0.
    """
    by_key: dict[Key, list[Said]] = defaultdict(list)
    for one in said:
        if one.key in utterances:
            by_key[one.key].append(one)
    standings = {key: standing_of(one.opinion.verdict for one in opinions) for key, opinions in by_key.items()}
    judged = Counter(standing for key, standing in standings.items() if standing and utterances[key].broke)
    n_with_verdict = sum(standing is not None for standing in standings.values())
    items = {key: opinions for key, opinions in by_key.items() if any(one.folded_into is None for one in opinions)}
    return VerdictReport(
        unit=unit,
        n_flips=n_flips,
        n_judged=judged.total(),
        n_elsewhere=n_with_verdict - judged.total(),
        standings={standing: judged[standing] for standing in STANDINGS},
        annotators=_annotators(items),
        agreement=measure_agreement({key: _verdicts(opinions) for key, opinions in items.items()}),
        queue=_queue(items, by_key, utterances),
    )


def _annotators(items: Mapping[Key, Sequence[Said]]) -> tuple[AnnotatorCounts, ...]:
    counts: dict[str, Counter[Verdict | None]] = defaultdict(Counter)
    for opinions in items.values():
        for one in opinions:
            if one.folded_into is None:
                counts[one.annotator][one.opinion.verdict] += 1
    found = (AnnotatorCounts(name, verdicts.total(), dict(verdicts)) for name, verdicts in counts.items())
    return tuple(sorted(found, key=lambda one: (-one.n, one.annotator)))


def _verdicts(opinions: Iterable[Said]) -> dict[str, Verdict]:
    return {one.annotator: one.opinion.verdict for one in opinions if one.opinion.verdict is not None}


def _queue(
    items: Mapping[Key, Sequence[Said]],
    by_key: Mapping[Key, Sequence[Said]],
    utterances: Mapping[Key, JudgedUtterance],
) -> tuple[Disagreement, ...]:
    shared: dict[Key, list[Key]] = defaultdict(list)
    for key, opinions in by_key.items():
        if key not in items:
            for locale, shown in {(key[0], str(one.folded_into)) for one in opinions}:
                shared[locale, shown].append(key)
    found = []
    for key, opinions in items.items():
        about = disagree_about(one.opinion for one in opinions)
        if about:
            n_traffic = sum(utterances[one].n_traffic for one in (key, *shared[key]))
            in_order = tuple(sorted(opinions, key=lambda one: one.annotator))
            found.append(Disagreement(key, utterances[key].row, n_traffic, about, in_order))
    return tuple(sorted(found, key=lambda one: (-one.n_traffic, one.row)))


def disagree_about(opinions: Iterable[Opinion]) -> About | None:
    """Return what opinions on one item disagree about; None where they agree, or there is but one.

    Corrections are compared where both say one: two intents, or two lists of slots whatever their order.

    >>> disagree_about([Opinion("gold_wrong"), Opinion("unclear")])
    'verdict'
    >>> disagree_about([Opinion("gold_wrong", "stop"), Opinion("gold_wrong", "pause"), Opinion("gold_wrong")])
    'correction'
    """
    given = list(opinions)
    if len({one.verdict for one in given if one.verdict is not None}) > 1:
        return "verdict"
    intents = {one.intent for one in given if one.intent is not None}
    slots = {tuple(sorted(one.slots, key=repr)) for one in given if one.slots is not None}
    return "correction" if len(intents) > 1 or len(slots) > 1 else None
