from pathlib import Path

from loaders.comparison import comparison
from loaders.folding import fold
from loaders.warehouse import Warehouse
from tests.dashboard.exports_warehouse import GOLD, write_exports


def test_utterances_that_ask_the_same_are_one_and_others_are_not(tmp_path: Path) -> None:
    with comparison(Warehouse(write_exports(tmp_path)), "v1", "v2") as opened:
        pairs = opened.con.sql("SELECT * FROM pairs").fetchall()
        names = opened.pairs().columns
        found = {row: (n, traffic) for row, n, traffic in fold(opened.pairs()).fetchall()}
    asked = (
        "locale",
        "text",
        "intent",
        "slots",
        *(f"{r}_{p}" for r in ("baseline", "candidate") for p in ("intent", "slots")),
    )
    expected: dict[str, list[int]] = {}
    for pair in pairs:
        row = dict(zip(names, pair, strict=True))
        expected.setdefault(repr([row[column] for column in asked]), []).append(row["row"])
    frequencies = [gold["frequency"] for gold in GOLD]
    assert found == {rows[0]: (len(rows), sum(frequencies[row] for row in rows)) for rows in expected.values()}
    assert found[1] == (2, 12)
    assert sum(n for n, _ in found.values()) == len(GOLD)
