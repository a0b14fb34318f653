"""The words of the export panel."""

from typing import Final, Literal

from analysis.sampling import Strategy
from dashboard.exports.request import Format, Source
from loaders.exchange import Blind

TOOL_LABELS: Final[dict[Format, str]] = {
    "label-studio": "Label Studio",
    "argilla": "Argilla",
    "doccano": "doccano",
    "prodigy": "Prodigy",
    "xlsx": "Excel",
    "csv": "CSV",
    "tsv": "TSV",
    "jsonl": "JSON lines",
    "parquet": "Parquet",
}
STRATEGY_LABELS: Final[dict[Strategy, str]] = {
    "all": "All",
    "traffic": "Most asked",
    "stratified": "Stratified",
    "random": "Random",
}
BLIND_LABELS: Final[dict[Blind, str]] = {"none": "With names", "shuffled": "As A and B", "hidden": "None"}
BLIND_HELP: Final = (
    "With names: gold, baseline and candidate. As A and B: both answers in an order that only the warehouse knows, "
    "without gold. None: the text alone, to be labelled afresh."
)
PREFILL_LABELS: Final[dict[Source | Literal["nothing"], str]] = {
    "nothing": "Nothing",
    "gold": "Gold",
    "baseline": "Baseline",
    "candidate": "Candidate",
}
