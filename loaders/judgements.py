"""Judgements in the notes of a warehouse: recorded, read and withdrawn; every one stays, none is ever changed.

To change one's mind is a further judgement, to undo one a row that withdraws it. What holds is the latest of each
annotator on each utterance that nobody withdrew (`loaders.judgement.current_of`).
"""

import sqlite3
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Literal

from loaders.errors import InputError
from loaders.judgement import JudgedPair, Judgement, current_of, in_time, withdrawn_ids
from loaders.judgement_rows import OF_PAIR, PAIR_COLUMNS, insert_judgements, next_id, read_judgements
from loaders.judgement_text import annotator_key, as_utc, checked_annotator, checked_note, utc_now
from loaders.notes import reading, writing

_Fingerprints = tuple[str, str, str]
_Said = dict[tuple[_Fingerprints, str, str, str], list[Judgement]]
"""What was said, by pair, annotator, locale and utterance."""

Recording = Literal["new", "known", "unchanged"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a judgement, and the row that holds it: this one, or the earlier one that said it already.

    `new`        it was recorded
    `known`      this very row was recorded before, from this file or another
    `unchanged`  the annotator's latest judgement on the utterance says the same
    """

    how: Recording
    judgement: Judgement


def record(warehouse: Path, judgements: Iterable[Judgement]) -> tuple[Recorded, ...]:
    """Record judgements, all of them or none, and say of each in its order what became of it.

    An annotator who was recorded before in another case or width of letters keeps that spelling; a time in the future
    is that of recording. Raises `InputError` for an annotator without a name, an overlong name or note, and as
    `loaders.notes.writing` does; ValueError for a judgement that says nothing or a time that is none.
    """
    wanted = [_checked(one) for one in judgements]
    if not wanted:
        return ()
    with writing(warehouse) as notes:
        wanted = _spelled_as_before(notes, wanted)
        said, gone = _said_before(notes, wanted)
        ids, now = count(next_id(notes)), utc_now()
        found: list[Recorded] = []
        for one in wanted:
            before = said[_key(one)]
            known = _said_already(before, gone, one)
            if known is None:
                known = Recorded("new", replace(one, id=next(ids), recorded_at=now))
                before.append(known.judgement)
            found.append(known)
        insert_judgements(notes, [one.judgement for one in found if one.how == "new"])
        return tuple(found)


def withdraw(warehouse: Path, judgement_id: int, annotator: str) -> Judgement:
    """Take a judgement back, or a withdrawal, and return the row that says so: withdraw that one to undo this.

    Raises `InputError` where there is none of this id, or somebody withdrew it already.
    """
    who = checked_annotator(annotator)
    with writing(warehouse) as notes:
        (found,) = read_judgements(notes, "id = ?", (judgement_id,)) or (None,)
        if found is None:
            raise InputError("this judgement is not in the warehouse; load the page again")
        if judgement_id in withdrawn_ids(_withdrawals(notes, found.pair.fingerprints)):
            raise InputError("this judgement was withdrawn by somebody meanwhile; load the page again")
        taken_back = Judgement(
            *(found.pair, found.locale, found.utterance_id, found.text_sha, who),
            judged_at=(now := utc_now()),
            recorded_at=now,
            tool_row_id=str(uuid.uuid4()),
            withdraws=judgement_id,
            id=next_id(notes),
        )
        insert_judgements(notes, [taken_back])
        return taken_back


def read_history(warehouse: Path, pair: JudgedPair) -> tuple[Judgement, ...]:
    """Return all that was ever said of a pair, in the order of recording: withdrawn judgements and withdrawals too."""
    with reading(warehouse) as notes:
        return () if notes is None else read_judgements(notes, OF_PAIR, pair.fingerprints)


def read_current(warehouse: Path, pair: JudgedPair, until: int | None = None) -> tuple[Judgement, ...]:
    """Return the judgements that hold, by utterance and annotator; none where nothing was said.

    `until` is a `last_recorded`: what held then, which nothing said since can change.
    """
    history = read_history(warehouse, pair)
    return current_of([one for one in history if until is None or one.id <= until])


def read_judged_pairs(warehouse: Path) -> tuple[JudgedPair, ...]:
    """Return the pairs of which anything was said, under the names of their latest judgement, the latest pair first."""
    query = f"SELECT {', '.join(PAIR_COLUMNS)}, max(id) AS latest FROM judgement GROUP BY 2, 4, 6 ORDER BY latest DESC"
    with reading(warehouse) as notes:
        return () if notes is None else tuple(JudgedPair(*row[:-1]) for row in notes.execute(query))


def last_recorded(warehouse: Path) -> int:
    """Return the id of the last row of a warehouse, 0 where there is none: another one whenever anything was said."""
    with reading(warehouse) as notes:
        return 0 if notes is None else int(notes.execute("SELECT coalesce(max(id), 0) FROM judgement").fetchone()[0])


def _checked(one: Judgement) -> Judgement:
    if one.verdict is None and one.new_intent is None and one.new_slots is None and not one.note:
        raise ValueError(f"the judgement on {one.locale} {one.utterance_id} says nothing")
    now = utc_now()
    return replace(
        one,
        annotator=checked_annotator(one.annotator),
        note=checked_note(one.note),
        judged_at=min(as_utc(one.judged_at), now) if one.judged_at else now,
        tool_row_id=one.tool_row_id or str(uuid.uuid4()),
        folded_into=None,
        withdraws=None,
    )


def _spelled_as_before(notes: sqlite3.Connection, wanted: Sequence[Judgement]) -> list[Judgement]:
    names: dict[tuple[_Fingerprints, str], str] = {}
    for pair in {one.pair.fingerprints for one in wanted}:
        for (name,) in notes.execute(
            f"SELECT annotator FROM judgement WHERE {OF_PAIR} GROUP BY 1 ORDER BY min(id)", pair
        ):
            names.setdefault((pair, annotator_key(name)), name)
    return [
        _named(one, names.setdefault((one.pair.fingerprints, annotator_key(one.annotator)), one.annotator))
        for one in wanted
    ]


def _named(one: Judgement, annotator: str) -> Judgement:
    return one if one.annotator == annotator else replace(one, annotator=annotator)


def _said_before(notes: sqlite3.Connection, wanted: Sequence[Judgement]) -> tuple[_Said, frozenset[int]]:
    """Return what the annotators said of the pairs, and the ids of all that was withdrawn."""
    said: _Said = defaultdict(list)
    for pair, annotator in {(one.pair.fingerprints, one.annotator) for one in wanted}:
        of_annotator = OF_PAIR + " AND withdraws IS NULL AND annotator = ?"
        for one in read_judgements(notes, of_annotator, (*pair, annotator)):
            said[_key(one)].append(one)
    gone = (withdrawn_ids(_withdrawals(notes, pair)) for pair in {one.pair.fingerprints for one in wanted})
    return said, frozenset[int]().union(*gone)


def _withdrawals(notes: sqlite3.Connection, pair: _Fingerprints) -> tuple[Judgement, ...]:
    return read_judgements(notes, OF_PAIR + " AND withdraws IS NOT NULL", pair)


def _key(one: Judgement) -> tuple[_Fingerprints, str, str, str]:
    return one.pair.fingerprints, one.annotator, one.locale, one.utterance_id


def _said_already(said: Sequence[Judgement], gone: frozenset[int], wanted: Judgement) -> Recorded | None:
    of_row = [one for one in said if (one.tool, one.tool_row_id) == (wanted.tool, wanted.tool_row_id)]
    for one in of_row:
        if one.source_sha == wanted.source_sha or (one.judged_at == wanted.judged_at and _says_all_of(one, wanted)):
            return Recorded("known", one)
    # What was withdrawn here is not brought back by a later file of the same tool that still has it.
    latest = max((one for one in said if one.id not in gone or one in of_row), key=in_time, default=None)
    if latest is not None and _says_all_of(latest, wanted):
        return Recorded("unchanged", latest)
    return None


def _says_all_of(one: Judgement, other: Judgement) -> bool:
    """Does the first say all that the second does?"""
    said, wanted = (
        (some.verdict, some.new_intent, some.new_slots, some.note, some.utterance_id) for some in (one, other)
    )
    return said == wanted and set(other.stands_for) <= set(one.stands_for)
