"""A generated evaluation set with its two runs, loaded and opened: what every measurement of a query starts from."""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from benchmarks.generate import generate
from loaders.comparison import Comparison, comparison
from loaders.evalset import EvalsetOptions, add_evalset
from loaders.run import RunOptions, add_run
from loaders.schema import ROLES
from loaders.warehouse import Warehouse


def options_of(description: str | None) -> argparse.ArgumentParser:
    """Return a parser with the options that say how many utterances, and where their files are kept."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path, default=Path(__file__).parent / "results" / "data")
    parser.add_argument("--warehouse", type=Path, help="a loaded one, used as it is: runs `baseline` and `candidate`")
    return parser


@contextmanager
def loaded_warehouse(n: int, folder: Path) -> Iterator[Path]:
    """Generate and load `n` utterances; the warehouse is gone afterwards, the generated files stay."""
    files = generate(n, folder)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        warehouse = Warehouse(Path(place))
        add_evalset(warehouse, "e", [str(files["evalset"])], EvalsetOptions(), _quiet)
        for run in ROLES:
            add_run(warehouse, run, [str(files[run])], "e", RunOptions(), _quiet)
        yield Path(place)


@contextmanager
def opened_comparison(n: int, folder: Path, warehouse: Path | None = None) -> Iterator[Comparison]:
    """Open `n` utterances that are generated and loaded for it, or a `warehouse` that is loaded."""
    opening = loaded_warehouse(n, folder) if warehouse is None else nullcontext(warehouse)
    with opening as place, comparison(Warehouse(place), *ROLES) as opened:
        yield opened


def _quiet(_step: str, _n: int) -> None:
    return
