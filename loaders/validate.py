"""Checks every staged row, whatever file it came from; what fails is rejected by file, line, column and reason.

One scan counts the failures of all rules; only where there are some are the rows looked up.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import duckdb

from loaders.errors import Rejection
from loaders.stage import MAX_REJECTIONS_KEPT, Staged


class Rule(NamedTuple):
    """A row breaks the rule where `broken` (SQL) is true; `reason` is SQL too, so that it can show the value."""

    column: str
    broken: str
    reason: str


def _present(column: str) -> Rule:
    return Rule(column, f"coalesce({column}, '') = ''", "'missing; every row needs one'")


_CONTROL: Final = r"[\x00-\x1f\x7f]"

_LOCALE: Final = Rule(
    "locale",
    "locale IS NOT NULL AND NOT regexp_full_match(locale, '[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*')",
    "format('''{}'' is no BCP 47 tag; write en-US', left(locale, 40))",
)

_SLOT_NAMES: Final = Rule(
    "slots",
    f"len(list_filter(slots, lambda s: coalesce(s.name, '') = '' OR regexp_matches(s.name, '{_CONTROL}') "
    "OR s.value IS NULL)) > 0",
    "'a slot without a plain name or without a value'",
)

_SLOT_OFFSETS: Final = Rule(
    "slots",
    'len(list_filter(slots, lambda s: (s."start" IS NULL) <> (s."end" IS NULL) '
    'OR s."start" < 0 OR s."end" <= s."start")) > 0',
    "'a slot with half an offset, or one that ends before it starts; give start and end (exclusive) or neither'",
)

_OFFSETS_MATCH: Final = Rule(
    "slots",
    'text IS NOT NULL AND len(list_filter(slots, lambda s: s."start" IS NOT NULL AND s."end" IS NOT NULL '
    'AND substring(text, s."start" + 1, s."end" - s."start") <> s.value)) > 0',
    "format('offsets do not match the value: text[{}:{}] is ''{}'', not ''{}''; count code points, end exclusive', "
    'bad."start", bad."end", left(substring(text, bad."start" + 1, bad."end" - bad."start"), 40), '
    "left(bad.value, 40))".replace(
        "bad",
        'list_filter(slots, lambda s: s."start" IS NOT NULL AND '
        'substring(text, s."start" + 1, s."end" - s."start") <> s.value)[1]',
    ),
)

EVALSET_RULES: Final = (
    *(_present(column) for column in ("utterance_id", "locale", "domain", "intent", "text")),
    _LOCALE,
    Rule("frequency", "frequency < 0", "format('{} is negative; give a count of requests', frequency)"),
    _SLOT_NAMES,
    _SLOT_OFFSETS,
    _OFFSETS_MATCH,
)

RUN_RULES: Final = (
    _present("utterance_id"),
    _present("intent"),
    _LOCALE,
    Rule(
        "confidence",
        "confidence IS NOT NULL AND NOT (confidence BETWEEN 0 AND 1)",
        "format('{} is not within 0 to 1; rescale it or drop the column', confidence)",
    ),
    Rule(
        "latency_ms",
        "latency_ms IS NOT NULL AND NOT (latency_ms >= 0 AND latency_ms < 'inf'::DOUBLE)",
        "format('{} is no time in milliseconds', latency_ms)",
    ),
    Rule(
        "nbest",
        "len(list_filter(nbest, lambda n: n.intent IS NULL OR NOT isfinite(n.score))) > 0",
        "'an entry without an intent or with a score that is no finite number'",
    ),
    _SLOT_NAMES,
    _SLOT_OFFSETS,
)


def reject_invalid(con: duckdb.DuckDBPyConnection, staged: Staged, rules: Sequence[Rule], relation: str) -> str:
    """Check `relation` (the columns of `staged`) and return the name of one without the rejected rows.

    A row that breaks several rules is rejected once, for the first of them.
    """
    counts = con.execute(
        f"SELECT {', '.join(f'count_if(coalesce({rule.broken}, false))' for rule in rules)} FROM {relation}"
    ).fetchone()
    broken = [rule for rule, n in zip(rules, counts or (), strict=True) if n]
    if not broken:
        return relation
    reject_where(con, staged, broken, relation)
    any_broken = " OR ".join(f"coalesce({rule.broken}, false)" for rule in broken)
    con.execute(f"CREATE TEMP VIEW {relation}_valid AS FROM {relation} WHERE NOT ({any_broken})")
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
