"""What Label Studio's own package says of our tasks and configuration."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from dashboard.cli import main
from dashboard.exports import label_studio
from tests.dashboard.exports_warehouse import N_ITEMS, write_exports

_PACKAGE = Path(sys.prefix) / "label-studio"
needs_package = pytest.mark.skipif(
    not (_PACKAGE / "label_studio_sdk").is_dir(), reason="Label Studio's package is not installed; make test does that"
)
# A process of its own: the package brings versions that are not ours.
_VALIDATE = """
import json, sys
from label_studio_sdk.label_interface import LabelInterface
interface = LabelInterface(open(sys.argv[1], encoding="utf-8").read())
problems = []
for task in json.load(open(sys.argv[2], encoding="utf-8")):
    interface.validate_task({"data": task["data"]})
    for prediction in task.get("predictions", []):
        problems += interface.validate_prediction(prediction, return_errors=True)
print(json.dumps({"problems": problems, "controls": sorted(interface._controls)}))
"""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_exports(tmp_path_factory.mktemp("label-studio")))


def export(warehouse: str, path: Path, *args: str) -> None:
    call = ["export", "v1", "v2", "--format", "label-studio", "-o", str(path), "--warehouse", warehouse]
    assert main([*call, *args]) == 0


def validated(folder: Path) -> dict[str, Any]:
    call = [sys.executable, "-c", _VALIDATE, str(folder / "out.config.xml"), str(folder / "out.json")]
    done = subprocess.run(call, env={**os.environ, "PYTHONPATH": str(_PACKAGE)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@needs_package
@pytest.mark.parametrize(
    "args",
    [
        ("--prefill", "gold"),
        ("--prefill", "candidate", "--overlap", "2"),
        ("--blind", "hidden"),
        ("--blind", "shuffled"),
    ],
)
def test_the_package_takes_our_tasks(warehouse: str, tmp_path: Path, args: tuple[str, ...]) -> None:
    export(warehouse, tmp_path / "out.json", *args)
    assert validated(tmp_path) == {"problems": [], "controls": ["note", "true_intent", "true_slots", "verdict"]}


@needs_package
def test_the_package_refuses_a_label_that_the_configuration_lacks(warehouse: str, tmp_path: Path) -> None:
    """Otherwise the test above could not fail."""
    export(warehouse, tmp_path / "out.json", "--prefill", "gold")
    configuration = tmp_path / "out.config.xml"
    text = configuration.read_text(encoding="utf-8")
    configuration.write_text(text.replace('<Label value="artist"/>', '<Label value="other"/>'), encoding="utf-8")
    assert "artist" in str(validated(tmp_path)["problems"])


def test_names_stand_in_the_configuration_as_they_are(warehouse: str, tmp_path: Path) -> None:
    export(warehouse, tmp_path / "out.json")
    view = ET.fromstring((tmp_path / "out.config.xml").read_text(encoding="utf-8"))
    choices = {one.get("name"): [choice.get("value") for choice in one] for one in view if len(one)}
    assert choices == {
        "true_slots": ["artist", "song", "time"],
        "verdict": ["candidate_wrong", "gold_wrong", "both_acceptable", "unclear"],
        "true_intent": ["=evil()", "alarm", "louder", "pause", "play", "stop"],
    }


def test_parts_of_an_export_that_was_overwritten_do_not_stay(
    warehouse: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(label_studio, "MOST_TASKS", 10)
    export(warehouse, tmp_path / "out.json")
    (tmp_path / "out.3.json").write_text("[]", encoding="utf-8")
    (tmp_path / "out.9.json").write_text("[]", encoding="utf-8")
    export(warehouse, tmp_path / "out.json", "--force", "--sample", "15")
    assert main(["export", "v1", "v2", "-o", str(tmp_path / "out.csv"), "--warehouse", warehouse, "--force"]) == 0
    left = {"out.csv", "out.json", "out.2.json", "out.config.xml", "out.manifest.json"}
    changed_or_not_ours = {"out.3.json", "out.9.json"}
    assert {path.name for path in tmp_path.iterdir()} == left | changed_or_not_ours


def test_files_stay_within_the_limits_of_an_upload(
    warehouse: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(warehouse, tmp_path / "whole.json")
    tasks = json.loads((tmp_path / "whole.json").read_text(encoding="utf-8"))
    assert len(tasks) == N_ITEMS
    monkeypatch.setattr(label_studio, "MOST_TASKS", 20)
    export(warehouse, tmp_path / "out.json")
    parts = [tmp_path / name for name in ("out.json", "out.2.json", "out.3.json")]
    read = [json.loads(part.read_text(encoding="utf-8")) for part in parts]
    assert [len(part) for part in read] == [20, 20, N_ITEMS - 40]
    assert [task for part in read for task in part] == tasks
    monkeypatch.setattr(label_studio, "MOST_TASKS", 250_000)
    monkeypatch.setattr(label_studio, "MOST_BYTES", 9_000)
    export(warehouse, tmp_path / "small.json")
    manifest = json.loads((tmp_path / "small.manifest.json").read_text(encoding="utf-8"))
    names = [one["name"] for one in manifest["files"] if one["name"].endswith(".json")]
    assert len(names) > 2
    assert all(one["n_bytes"] <= 9_000 for one in manifest["files"] if one["name"] in names)
    read = [json.loads((tmp_path / name).read_text(encoding="utf-8")) for name in names]
    assert [task for part in read for task in part] == tasks
