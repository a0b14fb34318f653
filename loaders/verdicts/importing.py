"""Imports the files that annotators give back: every row is accepted, skipped or rejected, and the report says why."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Final

from loaders.errors import InputError, Rejection
from loaders.formats.lines import shown, unreadable
from loaders.judgement import Judgement
from loaders.judgement_text import annotator_key
from loaders.judgements import record
from loaders.sources import expand
from loaders.stage import Progress
from loaders.verdicts.answer import Answer, Place, Read, Skipped, rejected
from loaders.verdicts.files import VerdictFormat, read_answers
from loaders.verdicts.items import Item, Key, find_items
from loaders.verdicts.judging import Judged, NothingSaidError, check_item, judge
from loaders.verdicts.origins import Origin, open_origin
from loaders.verdicts.report import ImportReport
from loaders.verdicts.spans import IsBorder
from loaders.warehouse import Warehouse

_BATCH: Final = 20_000
_NEEDED: Final = ("item_id", "export_id", "locale", "utterance_id")


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How files are read, and who their annotators are.

    `annotator` judged the rows that name nobody; `names` gives annotators another name than the file has for them.
    """

    format: VerdictFormat = "auto"
    annotator: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    max_rejected: int = 0


def import_verdicts(
    warehouse: Warehouse,
    files: Sequence[str],
    options: ImportOptions,
    is_border: IsBorder,
    progress: Progress,
) -> ImportReport:
    """Record the judgements in files, all of them or none, and return what became of each row.

    `is_border` tells where a reader sees one character end (`analysis.graphemes`). Where more rows are rejected than
    allowed nothing is recorded, and the report says so. Raises `InputError` for a file that cannot be read or is
    damaged, and as `loaders.judgements.record` does.
    """
    paths = [path for file in files for path in expand(file)]
    report = ImportReport(tuple(map(shown, paths)))
    with ExitStack() as stack:
        job = _Job(options, is_border, progress, report, _Origins(warehouse, stack))
        found = [one for path in paths for one in _judgements(path, job)]
    if report.n_rejected > options.max_rejected:
        report.refused = True
        return report
    progress("recording", len(found))
    report.count(record(warehouse.path, (_under_one_name(one, job.aliases) for one in found)))
    return report


def parse_annotators(given: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Read `--annotator NAME` (of rows that name nobody) and `--annotator IN_FILE=NAME`.

    >>> parse_annotators(["Ann", "7=bo@example.org"])
    ('Ann', {'7': 'bo@example.org'})
    """
    names: dict[str, str] = {}
    default = ""
    for option in given:
        in_file, equals, name = option.partition("=")
        if equals and not (in_file.strip() and name.strip()):
            raise InputError(f"--annotator {option!r}: write NAME, or IN_FILE=NAME as in --annotator 7=ann")
        if equals:
            names[annotator_key(in_file.strip())] = name.strip()
        elif default:
            raise InputError(f"--annotator {option!r}: '{default}' is given already; one judged what names nobody")
        else:
            default = in_file.strip()
    return default, names


class _Origins:
    """The exports that were met, opened once each; one that cannot be opened is the reason why."""

    def __init__(self, warehouse: Warehouse, stack: ExitStack) -> None:
        self._warehouse, self._stack = warehouse, stack
        self._known: dict[str, Origin | str] = {}

    def of(self, export_id: str) -> Origin | str:
        if export_id not in self._known:
            try:
                origin = open_origin(self._warehouse, export_id)
                self._stack.callback(origin.opened.con.close)
                self._known[export_id] = origin
            except InputError as error:
                self._known[export_id] = str(error)
        return self._known[export_id]


@dataclass(frozen=True, slots=True)
class _Job:
    """What an import has at hand; `aliases` are the names of annotators by what else a tool calls them."""

    options: ImportOptions
    is_border: IsBorder
    progress: Progress
    report: ImportReport
    origins: _Origins
    aliases: dict[str, str] = field(default_factory=dict)


def _judgements(path: Path, job: _Job) -> Iterator[Judgement]:
    """Yield the judgements of a file; rows that give none go into the report."""
    sha = _sha_of(path)
    seen: dict[tuple[str, str, str], tuple[Place, Judgement]] = {}
    n_rows = 0
    answers = read_answers(path, job.options.format)
    while batch := [_named(one, job) for one in islice(answers, _BATCH)]:
        n_rows += len(batch)
        job.progress(f"reading {shown(path)}", n_rows)
        items = _items(batch, job.origins)
        for read in batch:
            judged = _judged(read, job, items)
            if isinstance(judged, Judged):
                one = replace(judged.judgement, source_sha=sha)
                judged = _again(_place(read), one, seen) or replace(judged, judgement=one)
            if isinstance(judged, Skipped):
                job.report.skip(judged)
            elif isinstance(judged, Rejection):
                job.report.reject(judged)
            else:
                for remark in judged.remarks:
                    job.report.remark(Skipped(_place(read), remark))
                yield judged.judgement


def _named(read: Read, job: _Job) -> Read:
    """Give an answer the name of its annotator, and learn under which other name the tool has them."""
    if not isinstance(read, Answer):
        return read
    names = job.options.names
    given = read.annotator or job.options.annotator
    bare = given.removeprefix(f"{read.tool} ")
    name = next((names[key] for key in map(annotator_key, (given, bare)) if key in names), given)
    if read.alias:
        job.aliases[read.alias] = name
    return replace(read, annotator=name)


def _under_one_name(one: Judgement, aliases: Mapping[str, str]) -> Judgement:
    return replace(one, annotator=aliases[one.annotator]) if one.annotator in aliases else one


def _items(batch: Iterable[Read], origins: _Origins) -> dict[str, dict[Key, Item]]:
    """Look up the items of a batch, by export."""
    keys: dict[str, set[Key]] = {}
    for one in batch:
        if isinstance(one, Answer) and all(one.keys.get(key) for key in _NEEDED):
            keys.setdefault(one.keys["export_id"], set()).add((one.keys["locale"], one.keys["utterance_id"]))
    opened = {export_id: origins.of(export_id) for export_id in keys}
    return {
        export_id: find_items(origin.opened, keys[export_id])
        for export_id, origin in opened.items()
        if isinstance(origin, Origin)
    }


def _judged(read: Read, job: _Job, items: Mapping[str, Mapping[Key, Item]]) -> Judged | Skipped | Rejection:
    if not isinstance(read, Answer):
        return read
    missing = [key for key in _NEEDED if not read.keys.get(key)]
    if missing:
        return rejected(read.place, f"lacks {', '.join(missing)}, by which an item is found again; keep these columns")
    origin = job.origins.of(read.keys["export_id"])
    if isinstance(origin, str):
        return rejected(read.place, origin, "export_id")
    key = read.keys["locale"], read.keys["utterance_id"]
    item = items[origin.export_id].get(key)
    if item is None:
        return rejected(read.place, f"no pair has the utterance '{key[1]}' of {key[0]}", "utterance_id")
    try:
        check_item(read, item)
        return judge(read, item, origin, job.is_border)
    except NothingSaidError as error:
        return Skipped(read.place, str(error))
    except (InputError, ValueError, RecursionError) as error:
        return rejected(read.place, error)


def _again(
    place: Place, one: Judgement, seen: dict[tuple[str, str, str], tuple[Place, Judgement]]
) -> Skipped | Rejection | None:
    """Look whether the file had this row before; None where it had not."""
    key = one.tool, one.tool_row_id, annotator_key(one.annotator)
    if key not in seen:
        seen[key] = place, one
        return None
    before, earlier = seen[key]
    if earlier == replace(one, annotator=earlier.annotator):
        return Skipped(place, "a repetition of an earlier row")
    return rejected(place, f"{one.annotator} judged this item otherwise on line {before.line}; keep one of the two")


def _place(read: Read) -> Place:
    return read.place if isinstance(read, (Answer, Skipped)) else Place(read.file, read.line)


def _sha_of(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
