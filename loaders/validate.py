"""Checks every row, whatever file it came from; what fails is rejected by file, line, column and reason.

One look tells which rules are broken at all, best at the rows as they were written, which are read faster than their
files; only where some are, are the staged rows looked up.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import duckdb

from loaders.connection import columns_of
from loaders.errors import Rejection
from loaders.formats.lines import MAX_LINE_BYTES
from loaders.stage import MAX_REJECTIONS_KEPT, Staged


class Rule(NamedTuple):
    """A row breaks the rule where `broken` (SQL) is true; `reason` is SQL too, so that it can show the value.

    Of a column with `few_values`, and a rule about it alone, only the different values are looked at.
    """

    column: str
    broken: str
    reason: str
    few_values: bool = False

    def is_broken(self, relation: str) -> str:
        """Return the SQL of a number that is not 0 where any row of the relation breaks the rule."""
        if self.few_values:
            return f"(SELECT count_if({self.broken}) FROM (SELECT DISTINCT {self.column} FROM {relation}))"
        return f"count_if({self.broken})"


def _present(column: str) -> Rule:
    return Rule(column, f"coalesce({column}, '') = ''", "'missing; every row needs one'")


_LOCALE: Final = Rule(
    "locale",
    "locale IS NOT NULL AND NOT regexp_full_match(locale, '[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*')",
    "format('''{}'' is no BCP 47 tag; write en-US', left(locale, 40))",
    few_values=True,
)

_SEPARATED: Final = " OR ".join(
    f"contains(slot.{part}, chr({code}))" for part in ("name", "value") for code in (30, 31)
)
_BAD_NAME: Final = f"coalesce(slot.name, '') = '' OR slot.value IS NULL OR {_SEPARATED}"
"""The keys of slots are joined with the control characters 30 and 31, which therefore cannot be part of one."""

_HALF_OFFSET: Final = '(slot."start" IS NULL) <> (slot."end" IS NULL) OR slot."start" < 0 OR slot."end" <= slot."start"'
_IN_ANY_TEXT: Final = f'slot."start" BETWEEN 0 AND {MAX_LINE_BYTES} AND slot."end" BETWEEN 0 AND {MAX_LINE_BYTES}'
_OFF_TEXT: Final = (
    f'CASE WHEN {_IN_ANY_TEXT} THEN substring(text, slot."start" + 1, slot."end" - slot."start") <> slot.value '
    'ELSE slot."start" IS NOT NULL END'
)
_OFF_LENGTH: Final = (
    f'CASE WHEN {_IN_ANY_TEXT} THEN slot."end" - slot."start" <> length(slot.value) ELSE slot."start" IS NOT NULL END'
)


def _slots_rule(mismatch: str, shown: str) -> Rule:
    """One look at each slot for all its rules; the reason names the first that is broken."""
    broken = f"{_BAD_NAME} OR {_HALF_OFFSET} OR coalesce({mismatch}, false)"
    reason = f"""list_transform(list_filter(slots, lambda slot: {broken}), lambda slot: CASE
        WHEN {_BAD_NAME} THEN 'a slot without a plain name or value (missing, or with control characters)'
        WHEN {_HALF_OFFSET} THEN format('slot {{}}: give start and end (after it), or neither', slot.name)
        ELSE format('slot {{}}: its offsets do not match the value: {{}}:{{}} is {shown}, not ''{{}}''; '
            'count code points, end exclusive', slot.name, slot."start", slot."end", left(slot.value, 40)) END)[1]"""
    return Rule("slots", f"len(list_filter(slots, lambda slot: {broken})) > 0", reason)


_SLOTS_WITHOUT_OFFSETS: Final = Rule(
    "slots",
    f"len(list_filter(slots, lambda slot: {_BAD_NAME})) > 0",
    "'a slot without a plain name or value (missing, or with control characters)'",
)

EVALSET_RULES: Final = (
    *(_present(column) for column in ("utterance_id", "locale", "domain", "intent", "text")),
    _LOCALE,
    Rule("frequency", "frequency < 0", "format('{} is negative; give a count of requests', frequency)"),
    _slots_rule(_OFF_TEXT, "other text"),
)

# Not-a-number is asked for by name: the statistics of a Parquet file leave it out, so that DuckDB, which goes by them,
# takes a comparison for true of every row.
RUN_RULES: Final = (
    _present("utterance_id"),
    _present("intent"),
    _LOCALE,
    Rule(
        "confidence",
        "isnan(confidence) OR NOT (confidence BETWEEN 0 AND 1)",
        "format('{} is not within 0 to 1; rescale it or drop the column', confidence)",
    ),
    Rule(
        "latency_ms",
        "NOT (isfinite(latency_ms) AND latency_ms >= 0)",
        "format('{} is no time in milliseconds', latency_ms)",
    ),
    Rule(
        "nbest",
        "len(list_filter(nbest, lambda n: n.intent IS NULL OR NOT isfinite(n.score))) > 0",
        "'an entry without an intent or with a score that is no finite number'",
    ),
    _slots_rule(_OFF_LENGTH, "of another length"),
)


def broken_rules(con: duckdb.DuckDBPyConnection, staged: Staged, rules: Sequence[Rule], relation: str) -> list[Rule]:
    """Return the rules that any row of `relation` breaks; those of columns that it lacks do not apply."""
    present = columns_of(con, relation)
    rules = [rule for rule in rules if rule.column in present]
    if not staged.has_offsets:
        rules = [_SLOTS_WITHOUT_OFFSETS if rule.column == "slots" else rule for rule in rules]
    counts = ", ".join(rule.is_broken(relation) for rule in rules)
    (found,) = con.execute(f"SELECT {counts} FROM {relation}").fetchall()
    return [rule for rule, n in zip(rules, found, strict=True) if n]


def reject_invalid(con: duckdb.DuckDBPyConnection, staged: Staged, rules: Sequence[Rule], relation: str) -> str:
    """Check `relation` (the columns of `staged`) and return the name of one without the rejected rows.

    A row that breaks several rules is rejected once, for the first of them.
    """
    broken = broken_rules(con, staged, rules, relation)
    if not broken:
        return relation
    reject_where(con, staged, broken, relation)
    any_broken = " OR ".join(f"coalesce({rule.broken}, false)" for rule in broken)
    con.execute(f"CREATE VIEW {relation}_valid AS FROM {relation} WHERE NOT ({any_broken})")
    return f"{relation}_valid"


def reject_where(con: duckdb.DuckDBPyConnection, staged: Staged, rules: Sequence[Rule], relation: str) -> None:
    """Note the rows of `relation` that break any of `rules` as rejected, in the order of the files."""
    cases = " ".join(
        f"WHEN coalesce({rule.broken}, false) THEN {{'c': '{rule.column}', 'r': {rule.reason}}}" for rule in rules
    )
    found = con.execute(
        f"SELECT source_file, source_line, problem.c, problem.r FROM "
        f"(SELECT source_file, source_line, CASE {cases} END AS problem FROM {relation}) "
        f"WHERE problem IS NOT NULL ORDER BY source_file, source_line"
    )
    while rows := found.fetchmany(MAX_REJECTIONS_KEPT):
        for file, line, column, reason in rows:
            staged.reject(Rejection(staged.files[file], line, column, reason))
