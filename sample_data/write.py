"""Writes the evaluation set and its answer key: ``python -m sample_data.write``."""

from collections import Counter

from sample_data import EVALSET, PLANTED_ERRORS
from sample_data.evalset import build
from sample_data.rows import json_lines


def main() -> None:
    """Write both files and say what was planted."""
    rows, key = build()
    EVALSET.write_bytes(json_lines(row.as_json() for row in rows).encode())
    PLANTED_ERRORS.write_bytes(json_lines(entry.as_json() for entry in key).encode())
    print(f"{len(rows)} utterances, {len(key)} planted errors ({100 * len(key) / len(rows):.2f} %)")
    for kind, n in Counter(entry.kind for entry in key).items():
        print(f"  {kind:20} {n:4d}  {100 * n / len(rows):.2f} %")


if __name__ == "__main__":
    main()
