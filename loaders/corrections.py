"""Corrected gold, from a file or from verdicts, found in the evaluation set that it corrects: the table `changes`.

Nothing is corrected by halves: an unknown utterance, one that is named twice, or slots that do not fit the text are
refused, and with them all the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

from loaders import sql
from loaders.connection import columns_of
from loaders.errors import InputError, too_many_rejections
from loaders.formats.lines import shown
from loaders.formats.slots import Slot
from loaders.manifest import EvalsetManifest
from loaders.schema import SLOT_TYPE
from loaders.sources import find_sources, source_manifests
from loaders.stage import Progress, Staged, Wanted, stage
from loaders.texts import texts_of
from loaders.validate import EVALSET_RULES, Rule, reject_invalid

Key = tuple[str, str]
"""Locale and id of an utterance."""

COLUMNS: Final = {
    "utterance_id": "VARCHAR",
    "locale": "VARCHAR",
    "domain": "VARCHAR",
    "intent": "VARCHAR",
    "slots": SLOT_TYPE,
}
"""What a file of corrections may have; `utterance_id` is needed, `locale` where ids repeat across locales."""

_EXPECTED: Final = "give utterance_id (and locale), and the new intent, slots or annotated_text"
_SAID: Final = (
    Rule("utterance_id", "coalesce(utterance_id, '') = ''", "'missing; every row needs one'"),
    Rule("intent", "intent = ''", "'empty; leave it out where the intent stays'"),
    Rule("domain", "domain = ''", "'empty; leave it out where the domain stays'"),
)
_OF_SLOTS: Final = tuple(rule for rule in EVALSET_RULES if rule.column == "slots")


@dataclass(frozen=True, slots=True)
class Correction:
    """The new gold of an utterance; None leaves the intent, or all the slots, as they were."""

    intent: str | None = None
    slots: tuple[Slot, ...] | None = None


Corrections = Mapping[Key, Correction]


@dataclass(frozen=True, slots=True)
class CorrectionFile:
    """A file of corrections, CSV, TSV, JSONL or Parquet; `mapping` gives its columns our names."""

    path: Path
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Corrections that annotators agreed on; `about` says in the manifest what they came from."""

    corrections: Corrections
    about: Mapping[str, Any]


def find_changes(
    con: duckdb.DuckDBPyConnection, evalset: EvalsetManifest, given: CorrectionFile | Verdicts, progress: Progress
) -> tuple[int, dict[str, Any]]:
    """Make the table `changes` (row of `evalset.utterances`, then its domain, intent and slots from now on).

    Returns how many utterances change, and what the manifest says of the corrections. An intent that the set has in
    one domain alone takes its utterance there, unless the file names the domain. A correction that says what gold says
    already changes nothing. Raises `InputError` where a correction cannot be made, or none changes anything.
    """
    if isinstance(given, CorrectionFile):
        staged, about = _stage_file(con, given, progress)
    else:
        staged, about = _stage_verdicts(con, given), dict(given.about)
    _place(con, staged, evalset)
    con.execute(_CHANGES)
    (n_changed,) = con.execute("SELECT count(*) FROM changes").fetchone() or (0,)
    if not n_changed:
        raise InputError(f"{staged.files[0]}: changes no label of evalset '{evalset.name}'; a revision needs a change")
    return n_changed, about


def _stage_file(
    con: duckdb.DuckDBPyConnection, file: CorrectionFile, progress: Progress
) -> tuple[Staged, dict[str, Any]]:
    sources = find_sources([str(file.path)], "tabular")
    wanted = Wanted(COLUMNS, ("utterance_id",), file.mapping, keep_extra=False)
    staged = stage(con, sources, wanted, texts_of(con), progress)
    if not {"intent", "domain", "slots"} & set(columns_of(con, "staged")):
        raise InputError(f"{staged.files[0]}: no label to correct; {_EXPECTED}")
    (source,) = source_manifests(sources)
    return staged, source


def _stage_verdicts(con: duckdb.DuckDBPyConnection, verdicts: Verdicts) -> Staged:
    rows = [
        {
            "source_file": 0,
            "source_line": number,
            "locale": locale,
            "utterance_id": utterance_id,
            "intent": one.intent,
            "slots": None if one.slots is None else [slot._asdict() for slot in one.slots],
        }
        for number, ((locale, utterance_id), one) in enumerate(sorted(verdicts.corrections.items()), 1)
    ]
    if not rows:
        raise InputError("the verdicts: none says what gold should be; give the right intent or slots with a verdict")
    con.execute(
        "CREATE TABLE staged (source_file INTEGER, source_line BIGINT, locale VARCHAR, utterance_id VARCHAR, "
        f"intent VARCHAR, slots {SLOT_TYPE})"
    )
    con.register("given", pa.Table.from_pylist(rows))
    con.execute("INSERT INTO staged BY NAME FROM given")
    con.unregister("given")
    return Staged(["the verdicts"])


def _place(con: duckdb.DuckDBPyConnection, staged: Staged, evalset: EvalsetManifest) -> None:
    """Make `placed`: each correction with the row and the text of its utterance."""
    _refuse_rejected(staged)
    present = columns_of(con, "staged")
    reject_invalid(con, staged, _SAID, "staged")
    _refuse_rejected(staged)
    same = "e.utterance_id = c.utterance_id" + (
        " AND e.locale = coalesce(c.locale, e.locale)" if "locale" in present else ""
    )
    said = ", ".join(
        f"c.{column}" if column in present else f"NULL::{COLUMNS[column]} AS {column}"
        for column in ("domain", "intent", "slots")
    )
    locale = "c.locale" if "locale" in present else "NULL::VARCHAR"
    con.execute(
        "CREATE TABLE placed AS SELECT e.row, e.text, c.source_file, c.source_line, c.utterance_id, "
        f"{locale} AS locale, {said} FROM staged c LEFT JOIN "
        f"(SELECT rowid AS row, utterance_id, locale, text FROM evalset.utterances) e ON {same}"
    )
    _refuse(con, staged, "row IS NULL", f"is not in evalset '{evalset.name}'")
    _refuse_several(con, staged)
    reject_invalid(con, staged, _OF_SLOTS, "placed")
    _refuse_rejected(staged)


def _refuse_rejected(staged: Staged) -> None:
    if staged.n_rejected:
        raise too_many_rejections(staged.rejections, staged.n_rejected, 0)


def _refuse_several(con: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    of_one = "(SELECT source_file, source_line FROM placed GROUP BY ALL HAVING count(*) > 1)"
    _refuse(con, staged, f"(source_file, source_line) IN {of_one}", "is in several locales; give each row its locale")
    twice = "row IN (SELECT row FROM placed GROUP BY row HAVING count(*) > 1)"
    _refuse(con, staged, twice, "is corrected twice; leave one of the rows")


def _refuse(con: duckdb.DuckDBPyConnection, staged: Staged, where: str, problem: str) -> None:
    keys = "SELECT DISTINCT utterance_id, locale, source_line FROM placed"
    found = con.execute(f"{keys} WHERE {where} ORDER BY source_line, locale").fetchall()
    if found:
        utterance_id, locale, line = found[0]
        key = shown(f"'{utterance_id}'{f' ({locale})' if locale else ''}")
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise InputError(f"{staged.files[0]} line {line}: utterance {key} {problem}{more}")


_CHANGES: Final = f"""
    CREATE TABLE changes AS
    WITH homes AS (
        SELECT intent, min(domain) AS home FROM evalset.utterances GROUP BY intent HAVING count(DISTINCT domain) = 1
    ), wanted AS (
        SELECT row, coalesce(p.domain, CASE WHEN p.intent <> e.intent THEN home END, e.domain) AS domain,
            coalesce(p.intent, e.intent) AS intent, coalesce(p.slots, e.slots)::{SLOT_TYPE} AS slots,
            e.domain AS old_domain, e.intent AS old_intent, e.slots AS old_slots
        FROM placed p JOIN (SELECT rowid AS row, domain, intent, slots FROM evalset.utterances) e USING (row)
        LEFT JOIN homes ON homes.intent = p.intent
    )
    SELECT row, domain, intent, slots FROM wanted
    WHERE domain <> old_domain OR intent <> old_intent OR slots IS DISTINCT FROM old_slots
"""


def correct(con: duckdb.DuckDBPyConnection) -> None:
    """Make the view `corrected`: the utterances with their changes, rows and columns in the order that they have."""
    new = {column: f"coalesce(c.{column}, u.{column})" for column in ("domain", "intent", "slots")}
    columns = [column for column in columns_of(con, "evalset.utterances") if column != "n_slots"]
    said = ", ".join(f"{new.get(column, f'u.{sql.name(column)}')} AS {sql.name(column)}" for column in columns)
    con.execute(
        f"CREATE VIEW corrected AS SELECT {said} FROM evalset.utterances u POSITIONAL JOIN (SELECT changes.* FROM "
        "(SELECT rowid AS place FROM evalset.utterances) LEFT JOIN changes ON row = place ORDER BY place) c"
    )
