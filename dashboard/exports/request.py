"""What is asked of an export: which utterances, how many of them, what is shown, for which tool."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, get_args

from analysis.causes import CAUSES, Cause
from analysis.sampling import STRATEGIES, Strategy
from analysis.selection import Condition, Selection
from loaders.comparison import Comparison
from loaders.errors import InputError
from loaders.exchange import BLIND, Blind
from loaders.schema import OUTCOMES, ROLES, Outcome

Format = Literal["label-studio", "argilla", "doccano", "prodigy", "csv", "tsv", "xlsx", "jsonl", "parquet"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
TABLES: Final[tuple[Format, ...]] = ("csv", "tsv", "xlsx", "jsonl", "parquet")
"""Formats with a column for each key, named by the ending of a file."""

UtteranceUnit = Literal["frame", "intent", "slots"]
Source = Literal["gold", "baseline", "candidate"]
SOURCES: Final[tuple[Source, ...]] = get_args(Source)

MOST_OVERLAP: Final = 20

_FILLED_IN: Final[Mapping[Blind, Sequence[Source]]] = {"none": SOURCES, "gold": ("gold",)}
"""Whose answer may be filled in ahead: one that is shown."""


@dataclass(frozen=True)
class Request:
    """An export as it was asked for; two that are equal, of the same runs, are the same export.

    `sample` None takes all; `by` and `floor` are of the strategy `stratified`. `prefill` is whose answer is filled in
    ahead. `overlap` annotators are to judge each item. `judged_until` is set where `where` asks for verdicts: the last
    judgement that counts (`dashboard.exports.judged`). `rows` are the utterances to choose from, by their column `row`,
    in the order in which they are to be judged; None is all. Raises `InputError` for what does not go together.
    """

    format: Format
    unit: UtteranceUnit = "frame"
    outcomes: tuple[Outcome, ...] = ("negative_flip",)
    where: tuple[Condition, ...] = ()
    search: str = ""
    causes: tuple[Cause, ...] = ()
    strategy: Strategy = "all"
    sample: int | None = None
    by: tuple[str, ...] = ()
    floor: int = 0
    seed: int = 0
    blind: Blind = "none"
    prefill: Source | None = None
    overlap: int = 1
    judged_until: int | None = None
    rows: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse what does not go together."""
        if (self.strategy == "all") != (self.sample is None):
            raise InputError(
                "--strategy all takes every item; leave out --sample"
                if self.sample is not None
                else f"--strategy {self.strategy}: say how many items with --sample N"
            )
        if self.strategy == "stratified" and not self.by:
            raise InputError("--strategy stratified: name the columns with --by COLUMN, as in --by locale")
        if self.strategy != "stratified" and (self.by or self.floor):
            raise InputError("--by and --floor are for --strategy stratified")
        if self.prefill and self.prefill not in _FILLED_IN.get(self.blind, ()):
            raise InputError(f"--blind {self.blind}: nothing can be filled in ahead; leave out --prefill")

    def selection(self) -> Selection:
        """Return which utterances the analysis selects."""
        return Selection(self.unit, self.outcomes, self.where, self.search, self.causes)

    def as_json(self) -> dict[str, Any]:
        """Return the request as the manifest holds it."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return plain


def read_request(raw: Mapping[str, Any]) -> Request:
    """Read back `Request.as_json`; raises `InputError`, `TypeError` or `ValueError` for something else."""
    for key, allowed in _ALLOWED.items():
        values = raw[key] if isinstance(raw[key], list) else [raw[key]]
        if not all(value in allowed for value in values):
            raise ValueError(f"{key}: {raw[key]!r}")
    where = tuple((str(column), tuple(values)) for column, values in raw["where"])
    listed = {key: tuple(raw[key]) for key in ("outcomes", "causes", "by")}
    rows = None if raw.get("rows") is None else tuple(map(int, raw["rows"]))
    return Request(**{**raw, **listed, "where": where, "rows": rows})


_ALLOWED: Final[Mapping[str, Sequence[Any]]] = {
    "format": FORMATS,
    "unit": get_args(UtteranceUnit),
    "outcomes": OUTCOMES,
    "causes": CAUSES,
    "strategy": STRATEGIES,
    "blind": BLIND,
    "prefill": (None, *SOURCES),
    "overlap": range(1, MOST_OVERLAP + 1),
}


def identity(opened: Comparison, request: Request) -> dict[str, Any]:
    """Return what makes an export that export: the data by name and fingerprint, and the request."""
    evalset = {"name": opened.evalset.name, "fingerprint": opened.evalset.fingerprint}
    runs: dict[str, dict[str, str]] = {
        role: {"name": run.name, "fingerprint": run.fingerprint}
        for role, run in zip(ROLES, (opened.baseline, opened.candidate), strict=True)
    }
    return {"evalset": evalset, **runs, "request": request.as_json()}


def export_id(of: Mapping[str, Any]) -> str:
    """Return the id of the export with this `identity`, a letter first.

    >>> export_id({}) == export_id({}), export_id({})[0], len(export_id({}))
    (True, 'x', 20)
    """
    written = json.dumps(of, ensure_ascii=False, sort_keys=True)
    return f"x{hashlib.sha256(written.encode()).hexdigest()[:19]}"
