"""The utterances that a chain lost, or that flap: `flipscope chain --list`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from analysis.chain import Fate, has_fate
from analysis.flips import count_rows, fetch, page_rows
from analysis.frames import Row, as_lazy
from analysis.selection import Selection, select
from dashboard.commands import cells, chain_output, row_output
from dashboard.commands.compare_output import OutputFormat
from dashboard.commands.printer import PRINTERS
from loaders.chain import Chain, of_run

_BATCH: Final = 10_000
_UTTERANCE: Final = ("row", "utterance_id", "locale", "domain", "text", "frequency", "intent")


@dataclass(frozen=True)
class Listed:
    """One page of a list, how many utterances the list has in all, and how many it was drawn from."""

    fate: Fate
    rows: Sequence[Row]
    n_found: int
    n_utterances: int


def find(opened: Chain, selection: Selection, fate: Fate, limit: int, offset: int) -> Listed:
    """Find the utterances of this fate, most traffic first, then in the order of the set; a `limit` of 0 is all."""
    chosen = select(as_lazy(opened.utterances()), selection)
    fated, everything = chosen.filter(has_fate(opened.correct(selection.unit), fate)), Selection()
    n_found = count_rows(fated, everything)
    numbers = page_rows(fated, everything, "frequency", True, offset, limit or n_found)
    rows = [row for start in range(0, len(numbers), _BATCH) for row in _fetch(opened, numbers[start : start + _BATCH])]
    return Listed(fate, [_row(row, opened, selection) for row in rows], n_found, count_rows(chosen, everything))


def _fetch(opened: Chain, numbers: Sequence[int]) -> tuple[Row, ...]:
    return fetch(opened.utterances_at(numbers), numbers)


def _row(row: Row, opened: Chain, selection: Selection) -> Row:
    runs = range(len(opened.runs))
    return {column: row[column] for column in _UTTERANCE} | {
        "correct": [row[column] for column in opened.correct(selection.unit)],
        "intents": [row[of_run(run, "intent")] for run in runs],
    }


def write(opened: Chain, meta: Mapping[str, Any], listed: Listed, output_format: OutputFormat) -> None:
    """Print the list on stdout."""
    names = [run.name for run in opened.runs]
    if output_format == "json":
        found = {"n_utterances": listed.n_utterances, "list": listed.fate, "n_found": listed.n_found}
        row_output.print_json({**meta, **found}, listed.rows)
    elif output_format == "csv":
        columns = [*_UTTERANCE, *(f"{what}_{name}" for what in ("correct", "intent") for name in names)]
        row_output.print_csv(columns, [_flat(row, names) for row in listed.rows])
    else:
        headings = ("utterance", "locale", "traffic", "text", "gold intent", *names)
        rows = [_shown(row, meta["unit"]) for row in listed.rows]
        lines = [chain_output.title(meta, listed.n_utterances), *chain_output.notes(meta, opened.runs)]
        printer = PRINTERS[output_format]
        printer.lines(lines)
        printer.table(headings, rows, ("traffic",))
        printer.lines([_footer(listed)])


def _flat(row: Row, names: Sequence[str]) -> Row:
    correct = {f"correct_{name}": right for name, right in zip(names, row["correct"], strict=True)}
    return {**row, **correct, **{f"intent_{name}": said for name, said in zip(names, row["intents"], strict=True)}}


def _shown(row: Row, unit: str) -> tuple[str, ...]:
    utterance = (row["utterance_id"], row["locale"], f"{row['frequency']:,}", row["text"], row["intent"])
    answers = zip(row["correct"], row["intents"], strict=True)
    return (*map(cells.text, utterance), *(_mark(right, said, row["intent"], unit) for right, said in answers))


def _mark(right: bool, said: str | None, gold: str, unit: str) -> str:
    """Return a mark, and what was wrong where that is one word: another intent, the slots, or no answer at all."""
    if right:
        return "✓"
    if said is None:
        return "✕ missing"
    return "✕ slots" if unit == "slots" or said == gold else f"✕ {said}"


def _footer(listed: Listed) -> str:
    n = len(listed.rows)
    return f"{n:,} of {listed.n_found:,} {listed.fate}{' (--limit 0 lists all)' if n < listed.n_found else ''}"
