"""What a warehouse holds, file by file: one that cannot be read becomes a line of text and hides no other."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from loaders.errors import InputError
from loaders.manifest import EvalsetManifest, RunManifest
from loaders.warehouse import Manifest, Warehouse


@dataclass(frozen=True, slots=True)
class Stored:
    """The manifests of a warehouse, and what is wrong with the files that have none to read."""

    evalsets: tuple[EvalsetManifest, ...]
    runs: tuple[RunManifest, ...]
    problems: tuple[str, ...]


def read_stored(
    warehouse: Warehouse,
    read_evalset: Callable[[Warehouse, Path], EvalsetManifest] = lambda warehouse, path: warehouse.evalset(path.stem),
    read_run: Callable[[Warehouse, Path], RunManifest] = lambda warehouse, path: warehouse.run(path.stem),
) -> Stored:
    """Read all manifests: evaluation sets by name, runs by time of loading; a missing folder is an empty warehouse.

    The two functions read one file each; a caller that reads often remembers in them what it has read.
    """
    problems: list[str] = []
    evalsets = _read_all(warehouse, warehouse.evalset_files, read_evalset, problems)
    runs = _read_all(warehouse, warehouse.run_files, read_run, problems)
    runs.sort(key=lambda run: (run.created_at, run.name))
    return Stored(tuple(evalsets), tuple(runs), tuple(dict.fromkeys(problems)))


def _read_all(
    warehouse: Warehouse,
    files: Callable[[], list[Path]],
    read: Callable[[Warehouse, Path], Manifest],
    problems: list[str],
) -> list[Manifest]:
    try:
        paths = files()
    except InputError as error:
        problems.append(str(error))
        return []
    found = []
    for path in paths:
        try:
            found.append(read(warehouse, path))
        except (InputError, OSError) as error:
            problems.append(str(error))
    return found
