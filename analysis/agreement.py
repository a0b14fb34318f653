"""How far annotators agree beyond chance: the coefficients of Cohen, Fleiss and Krippendorff, for unordered labels.

All are 1 where everyone agrees, 0 where agreement is what chance would give, and negative below that. They say
nothing where only one label was ever given: chance alone would then agree always, and they are null. Where one label
is rare they can be low although nearly all labels are equal; so the share of equal labels stands beside them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

Label = TypeVar("Label", bound=Hashable)
Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient, null where it is undefined, of `n` items."""

    value: float | None
    n: int


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two annotators: of `n` items that both judged they agree on `n_equal`; `kappa` is Cohen's."""

    annotators: tuple[str, str]
    n: int
    n_equal: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far all annotators agree on the items that two or more of them judged.

    `n` items, all labels equal on `n_equal`. `krippendorff` takes every one of them. `fleiss` needs as many labels of
    each item, so it takes the items with `n_raters` labels, the number that most of them have (the larger of two).
    `pairs` are the annotators who judged an item in common, those with the most first.
    """

    n: int
    n_equal: int
    n_annotators: int
    krippendorff: Coefficient
    fleiss: Coefficient
    n_raters: int
    pairs: tuple[PairAgreement, ...]


def cohen_kappa(pairs: Collection[tuple[Label, Label]]) -> Coefficient:
    """Return Cohen's kappa of two annotators' labels, one pair an item: `(p_o - p_e) / (1 - p_e)` (Cohen 1960).

    `p_o` is the share of equal labels, `p_e` that of two annotators who give each label as often as these did, at
    random. Null of nothing, and where both give one and the same label always.

    >>> cohen_kappa([("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15)
    Coefficient(value=0.4, n=50)
    >>> cohen_kappa([("yes", "yes")] * 3)
    Coefficient(value=None, n=3)
    """
    n = len(pairs)
    n_equal = sum(one == other for one, other in pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    # In counts: kappa = (n * n_equal - by_chance) / (n² - by_chance), which is exact where it is a round number.
    by_chance = sum(first[label] * second[label] for label in first)
    return Coefficient(_ratio(n * n_equal - by_chance, n * n - by_chance), n)


def fleiss_kappa(items: Sequence[Sequence[Label]]) -> Coefficient:
    """Return Fleiss' kappa of items that were labelled equally often: `(P - P_e) / (1 - P_e)` (Fleiss 1971).

    `P` is the mean over the items of the share of equal pairs of labels, `(Σ n_j² - m) / (m (m - 1))` of `m` labels;
    `P_e = Σ p_j²` of the shares of the labels in all. Null of nothing, of items with one label, and where all labels
    are the same. Raises ValueError where the items have different numbers of labels.

    >>> fleiss_kappa([["a", "a", "b"], ["b", "b", "b"]])
    Coefficient(value=0.25, n=2)
    """
    sizes = {len(labels) for labels in items}
    if len(sizes) > 1:
        raise ValueError(f"Fleiss' kappa needs as many labels of each item, not {sorted(sizes)}")
    n, m = len(items), next(iter(sizes), 0)
    n_labels, n_pairs = n * m, n * m * (m - 1)
    equal = sum(times * times - times for labels in items for times in Counter(labels).values())
    in_all = Counter(label for labels in items for label in labels)
    # In counts, as above: P = equal / n_pairs and P_e = by_chance / n_labels².
    by_chance = sum(times * times for times in in_all.values()) * n_pairs
    return Coefficient(_ratio(equal * n_labels**2 - by_chance, n_pairs * n_labels**2 - by_chance), n)


def krippendorff_alpha(items: Iterable[Sequence[Label]]) -> Coefficient:
    """Return Krippendorff's alpha for nominal labels: `1 - D_o / D_e`, from the coincidences of labels.

    Items may have different numbers of labels; those with fewer than two tell nothing and are left out. Each pair of
    labels of an item with `m` labels weighs `1 / (m - 1)`; `D_o` is the weight of the unequal pairs,
    `D_e = (n² - Σ n_c²) / (n - 1)` what it would be of the `n` labels dealt at random. Null of nothing, and where all
    labels are the same. `n` of the result counts the items with two labels or more.

    >>> krippendorff_alpha([["a", "a"], ["b", "b"], ["a", "b"], ["b"]]).n
    3
    """
    labelled = [labels for labels in items if len(labels) > 1]
    in_all = Counter(label for labels in labelled for label in labels)
    n = in_all.total()
    if len(in_all) < 2:
        return Coefficient(None, len(labelled))
    unequal = sum(
        (len(labels) ** 2 - sum(times * times for times in Counter(labels).values())) / (len(labels) - 1)
        for labels in labelled
    )
    by_chance = (n * n - sum(times * times for times in in_all.values())) / (n - 1)
    return Coefficient(1 - unequal / by_chance, len(labelled))


def measure_agreement(given: Mapping[Item, Mapping[str, Label]]) -> Agreement:
    """Return how far annotators agree; `given` has for each item the label that each annotator gave it.

    Items with fewer than two labels are left out; where none is left all counts are 0 and all coefficients null.
    """
    items = [labels for labels in given.values() if len(labels) > 1]
    lists = [list(labels.values()) for labels in items]
    sizes = Counter(len(labels) for labels in lists)
    n_raters = max(sizes, key=lambda size: (sizes[size], size), default=0)
    return Agreement(
        n=len(items),
        n_equal=sum(len(set(labels)) == 1 for labels in lists),
        n_annotators=len({annotator for labels in items for annotator in labels}),
        krippendorff=krippendorff_alpha(lists),
        fleiss=fleiss_kappa([labels for labels in lists if len(labels) == n_raters]),
        n_raters=n_raters,
        pairs=_pairs(items),
    )


def _pairs(items: Sequence[Mapping[str, Label]]) -> tuple[PairAgreement, ...]:
    together: dict[tuple[str, str], list[tuple[Label, Label]]] = defaultdict(list)
    for labels in items:
        for one, other in combinations(sorted(labels), 2):
            together[one, other].append((labels[one], labels[other]))
    found = (
        PairAgreement(names, len(pairs), sum(a == b for a, b in pairs), cohen_kappa(pairs).value)
        for names, pairs in together.items()
    )
    return tuple(sorted(found, key=lambda pair: (-pair.n, pair.annotators)))


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
