"""Makes evaluation sets of any size, with two runs: the sample data's utterances, multiplied and varied.

Eight locales in their own scripts; a value in three carries a number of its own, so that texts and values are many.
The runs are wrong in about one intent in eight and one slot list in five, as a usual model is.
"""

import sys
from pathlib import Path
from typing import Final

import duckdb

import sample_data

_SLOT: Final = 'STRUCT("name" VARCHAR, "value" VARCHAR)[]'
_VARIED: Final = f"""
    SELECT 'u' || i AS utterance_id, locale, domain, intent,
        text || CASE WHEN i % 3 = 0 THEN ' ' || (hash(i) % 100000) ELSE '' END AS text,
        list_transform(slots, lambda s: {{{{'name': s.name, 'value':
            s.value || CASE WHEN i % 3 = 0 THEN ' ' || (hash(i) % 1000) ELSE '' END}}}})::{_SLOT} AS slots,
        1 + (1000 / (1 + hash(i + 1) % 1000))::BIGINT AS frequency,
        'p' || (i // 8) AS parallel_id
    FROM (SELECT range AS i, (hash(range) % (SELECT count(*) FROM base))::BIGINT AS pick FROM range({{n}}))
    JOIN (SELECT row_number() OVER () - 1 AS pick, * FROM base) USING (pick)
    ORDER BY i
"""
_ANSWERED: Final = f"""
    SELECT utterance_id, locale,
        CASE WHEN hash(utterance_id || '{{seed}}') % 100 < 12 THEN 'other.' || (hash(utterance_id) % 30)
            ELSE intent END AS intent,
        CASE hash(utterance_id || 's{{seed}}') % 10
            WHEN 0 THEN []::{_SLOT}
            WHEN 1 THEN list_transform(slots, lambda s: {{{{'name': s.name, 'value': left(s.value, 4)}}}})::{_SLOT}
            ELSE slots END AS slots,
        round((hash(utterance_id || 'c{{seed}}') % 10000) / 10000.0, 4) AS confidence
    FROM read_parquet('{{evalset}}')
"""


def paths(n: int, folder: Path) -> dict[str, Path]:
    """Return where `n` utterances and their two runs are, or will be."""
    return {name: folder / f"{name}-{n}.parquet" for name in ("evalset", "baseline", "candidate")}


def generate(n: int, folder: Path) -> dict[str, Path]:
    """Write `evalset`, `baseline` and `candidate` of `n` utterances as Parquet; files that are there are kept."""
    files = paths(n, folder)
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as con:
        con.execute("SET preserve_insertion_order = true")
        con.execute(f"CREATE TABLE base AS SELECT locale, domain, intent, text, slots FROM '{sample_data.EVALSET}'")
        queries = {
            "evalset": _VARIED.format(n=n),
            "baseline": _ANSWERED.format(seed="a", evalset=files["evalset"]),
            "candidate": _ANSWERED.format(seed="b", evalset=files["evalset"]),
        }
        for name, query in queries.items():
            if not files[name].exists():
                con.execute(f"COPY ({query}) TO '{files[name]}' (FORMAT parquet, COMPRESSION zstd)")
    return files


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
