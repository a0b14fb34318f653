"""Looks up the texts of an evaluation set for predictions that come as bare BIO tags."""

from collections.abc import Mapping
from typing import Any

import duckdb

from loaders.coerce import TextOf


def texts_of(con: duckdb.DuckDBPyConnection) -> TextOf:
    """Return a look-up by (locale, id), or by id alone for rows without a locale.

    The texts are read on first use: most loads never need them.
    """
    texts: dict[tuple[str | None, str], str] = {}

    def text_of(row: Mapping[str, Any]) -> str | None:
        if not texts:
            for locale, identity, text in con.execute(
                "SELECT locale, utterance_id, text FROM evalset.utterances"
            ).fetchall():
                texts[locale, identity] = texts[None, identity] = text
        return texts.get((row.get("locale"), row.get("utterance_id", "")))

    return text_of
