"""Parquet: a row an item, a copy for each annotator; counts are whole numbers, all else text."""

from itertools import islice
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.exports.content import Content
from dashboard.exports.tables import all_rows, columns_of

_ROWS_A_GROUP: Final = 10_000


def write_parquet(content: Content, folder: Path, name: str) -> list[str]:
    """Write the rows, so many at a time; return the names of the files."""
    kinds = {"n_traffic": pa.int64(), "n_folded": pa.int64()}
    columns = columns_of(content.request.blind)
    schema = pa.schema([(column, kinds.get(column, pa.string())) for column in columns])
    rows = all_rows(content)
    with pq.ParquetWriter(folder / name, schema) as writer:
        while group := list(islice(rows, _ROWS_A_GROUP)):
            writer.write_table(pa.Table.from_pylist(group, schema))
    return [name]
