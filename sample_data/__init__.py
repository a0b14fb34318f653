"""A small warehouse's worth of input: an evaluation set in eight locales and four trained model versions.

The paths below are real files, also in an installed wheel. ``EVALSET`` is one JSON object a line;
``PREDICTIONS`` maps a model version to its gzipped predictions, ``MANIFESTS`` to its manifest, and
``PLANTED_ERRORS`` is the answer key of the wrong labels that were planted into the gold.
"""

from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
VERSIONS: Final = ("v1", "v2", "v3", "v4")

EVALSET: Final = HERE / "evalset.jsonl"
PLANTED_ERRORS: Final = HERE / "planted_errors.jsonl"
PREDICTIONS: Final = {version: HERE / "predictions" / f"{version}.jsonl.gz" for version in VERSIONS}
MANIFESTS: Final = {version: HERE / "predictions" / f"{version}.json" for version in VERSIONS}
