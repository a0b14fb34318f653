"""The floor: `CREATE TABLE AS` of the same Parquet files, nothing checked, aligned or scored."""

import sys
import tempfile
from pathlib import Path

import duckdb


def main(files: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number, file in enumerate(files):
            with duckdb.connect(str(Path(folder) / f"{number}.duckdb")) as con:
                con.execute(f"CREATE TABLE bare AS FROM '{file}'")


if __name__ == "__main__":
    main(sys.argv[1:])
