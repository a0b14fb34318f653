"""Loading an evaluation set and two runs, side by side with the floor and with what people do today.

python -m benchmarks.load --rows 1000000 --with-pandas
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.generate import paths
from benchmarks.measure import NOTHING, Cost, measure

_FLIPSCOPE = ("-c", "import sys; from dashboard.cli import main; sys.exit(main(sys.argv[1:]))")


def main() -> None:
    options = _options()
    for n in options.rows:
        # In a process of its own: a child's peak memory counts what its parent held when it started.
        measure(["-m", "benchmarks.generate", str(n), str(options.data)])
        files = {name: str(path) for name, path in paths(n, options.data).items()}
        ours, bare = NOTHING, NOTHING
        with tempfile.TemporaryDirectory(dir=options.data) as warehouse:
            for _ in range(options.repeat):
                bare = _better(bare, measure(["-m", "benchmarks.bare", *files.values()]))
                ours = _better(ours, _load(files, Path(warehouse)))
            report(n, "bare CREATE TABLE AS", bare, bare)
            report(n, "flipscope load", ours, bare)
            _time_commands(n, Path(warehouse))
        if options.with_pandas:
            pandas = measure(["-m", "benchmarks.pandas_script", *files.values()])
            report(n, "pandas script", pandas, bare)
            print(
                f"    flipscope is {pandas.wall_s / ours.wall_s:.1f} times as fast as pandas, "
                f"with 1/{pandas.peak_mb / ours.peak_mb:.1f} of its memory"
            )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--repeat", type=int, default=1, help="keep the fastest of so many runs of each")
    parser.add_argument("--with-pandas", action="store_true")
    parser.add_argument("--data", type=Path, default=Path(__file__).parent / "results" / "data")
    return parser.parse_args()


def _better(one: Cost, other: Cost) -> Cost:
    return other if one is NOTHING or other.wall_s < one.wall_s else one


def _load(files: dict[str, str], folder: Path) -> Cost:
    warehouse = Path(tempfile.mkdtemp(dir=folder))
    (folder / "latest").unlink(missing_ok=True)
    (folder / "latest").symlink_to(warehouse)
    at = ["--warehouse", str(warehouse)]
    cost = measure([*_FLIPSCOPE, "add-evalset", "e", files["evalset"], *at])
    for run in ("baseline", "candidate"):
        cost += measure([*_FLIPSCOPE, "add-run", run, files[run], "--evalset", "e", *at])
    return cost


def _time_commands(n: int, folder: Path) -> None:
    at = ["--warehouse", str(folder / "latest")]
    cells = ["compare", "baseline", "candidate", "--by", "locale", "--by", "domain", "--format", "json", *at]
    commands: dict[str, Sequence[str]] = {
        "compare, locale x domain, frame": [*cells, "--unit", "frame"],
        "compare, locale x domain, all units": cells,
        "flips, 50 of one cell": ["flips", "baseline", "candidate", "--where", "locale=de-DE", *at],
    }
    for name, arguments in commands.items():
        cost = measure([*_FLIPSCOPE, *arguments])
        print(f"{n:>11,}  {name:<38} {cost.wall_s:8.2f} s  {cost.peak_mb:8.0f} MB")


def report(n: int, name: str, cost: Cost, bare: Cost) -> None:
    """Print a line; on a busy machine the ratio of processor times says more than that of wall times."""
    ratios = f"{cost.wall_s / bare.wall_s:5.2f} x bare, {cost.cpu_s / bare.cpu_s:5.2f} x its processor time"
    print(
        f"{n:>11,}  {name:<38} {cost.wall_s:8.2f} s  {cost.cpu_s:8.2f} s  {cost.peak_mb:8.0f} MB  {ratios}", flush=True
    )


if __name__ == "__main__":
    main()
