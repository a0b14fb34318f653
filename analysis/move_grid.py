"""Moves as a grid of the most frequent intents: baseline by candidate, whatever is left as "others"."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.intent_moves import Move, Moves


@dataclass(frozen=True)
class Group:
    """One intent, or all that are not shown by themselves; `n` moved from it, or to it."""

    intents: tuple[str | None, ...]
    is_others: bool
    n: int


@dataclass(frozen=True)
class Cell:
    """What moved from the group of a row to the group of a column.

    The utterances are exactly those selected of which the baseline said one of `baseline_intents` and the candidate
    one of `candidate_intents`; but `holds_kept` says that among those are utterances which kept their intent, and are
    not counted here.
    """

    n: int
    n_units: int
    baseline_intents: tuple[str | None, ...]
    candidate_intents: tuple[str | None, ...]
    holds_kept: bool


@dataclass(frozen=True)
class MoveGrid:
    """Rows are groups of baseline intents, columns of candidate intents, the most frequent first, others last.

    `cells` are by (row, column), each a place from 0; a cell of nothing is not there.
    """

    rows: tuple[Group, ...]
    columns: tuple[Group, ...]
    cells: Mapping[tuple[int, int], Cell]

    @property
    def n(self) -> int:
        """All that moved."""
        return sum(group.n for group in self.rows)


def group_moves(moves: Moves, most: int) -> MoveGrid:
    """Put moves on a grid of up to `most` intents a side, and one more for the others.

    One intent alone is never called others. No moves give an empty grid. Raises ValueError unless `most` is positive.
    """
    if most < 1:
        raise ValueError(f"a grid has one intent a side or more, not {most}")
    rows, columns = (_groups(moves.moves, side, most) for side in (0, 1))
    place_of = [
        {intent: place for place, group in enumerate(groups) for intent in group.intents} for groups in (rows, columns)
    ]
    found: dict[tuple[int, int], list[Move]] = {}
    for move in moves.moves:
        row, column = (place_of[side][move.intents[side]] for side in (0, 1))
        found.setdefault((row, column), []).append(move)
    return MoveGrid(rows, columns, {place: _cell(found[place], moves.kept) for place in sorted(found)})


def _groups(moves: Sequence[Move], side: int, most: int) -> tuple[Group, ...]:
    n: Counter[str | None] = Counter()
    for move in moves:
        n[move.intents[side]] += move.n
    ranked = sorted(n, key=lambda intent: (-n[intent], intent or ""))
    shown = len(ranked) if len(ranked) <= most + 1 else most
    groups = [Group((intent,), False, n[intent]) for intent in ranked[:shown]]
    others = tuple(ranked[shown:])
    return (*groups, Group(others, True, sum(n[intent] for intent in others))) if others else tuple(groups)


def _cell(moves: Sequence[Move], kept: Mapping[str | None, int]) -> Cell:
    baseline, candidate = (tuple(dict.fromkeys(move.intents[side] for move in moves)) for side in (0, 1))
    return Cell(
        n=sum(move.n for move in moves),
        n_units=sum(move.n_units for move in moves),
        baseline_intents=baseline,
        candidate_intents=candidate,
        holds_kept=any(kept.get(intent) for intent in {*baseline} & {*candidate}),
    )
