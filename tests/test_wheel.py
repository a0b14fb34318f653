"""A wheel, installed elsewhere, works from any folder: nothing it needs stayed behind in the repository."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
_FLIPSCOPE = "import sys; from dashboard.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the wheel was unpacked into, as pip does with a pure one."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder / "dist")]
    subprocess.run(build, cwd=REPOSITORY, check=True, capture_output=True)
    (wheel,) = (folder / "dist").glob("flipscope-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run_elsewhere(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(installed), "HOME": str(folder)}
    command = [sys.executable, "-P", "-c", _FLIPSCOPE, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)


def test_it_holds_the_four_packages_and_what_they_read(installed: Path) -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True)
    if tracked.returncode:
        pytest.skip("not a git checkout: no list of files to compare with")
    packages = ("analysis/", "dashboard/", "loaders/", "sample_data/")
    wanted = {line for line in tracked.stdout.splitlines() if line.startswith(packages)}
    there = {str(path.relative_to(installed)) for path in installed.rglob("*") if path.is_file()}
    assert {name for name in wanted if (REPOSITORY / name).exists()} - there == set()


def test_the_sample_data_load_and_compare_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    loaded = run_elsewhere(installed, tmp_path, "demo", "--no-serve")
    assert loaded.returncode == 0, loaded.stderr
    compared = run_elsewhere(installed, tmp_path, "compare", "v1", "v2", "--unit", "frame", "--format", "csv")
    assert compared.returncode == 0, compared.stderr
    header, overall = compared.stdout.splitlines()
    row = dict(zip(header.split(","), overall.split(","), strict=True))
    assert (row["n"], row["n_negative_flips"]) == ("3112", "119")
