"""The README is true: its commands run word for word, its Python too, its metrics are the ones there are."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

import sample_data
from analysis.metrics import METRICS
from analysis.slot_metrics import SLOT_METRICS
from dashboard.cli import COMMANDS, main

REPOSITORY = Path(__file__).parents[1]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def expected_code(line: str) -> int:
    """0, unless the line ends in a comment that says `# exit code N`."""
    said = re.search(r"  # exit code (\d)\b", line)
    return int(said.group(1)) if said else 0


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the README's user has."""
    shutil.copy(sample_data.EVALSET, tmp_path / "test.jsonl")
    for version, predictions in sample_data.PREDICTIONS.items():
        shutil.copy(predictions, tmp_path / f"predictions_{version}.jsonl.gz")
    shutil.copy(sample_data.PLANTED_ERRORS, tmp_path / "labels.jsonl")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLIPSCOPE_WAREHOUSE", raising=False)
    return tmp_path


def test_every_command_runs_as_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line for block in blocks("bash") for line in block.splitlines()]
    ran = [line for line in lines if line != "flipscope serve"]
    assert len(ran) >= 19, "the README lost its commands"
    for line in ran:
        command, _, file = line.partition(" > ")
        program, *arguments = shlex.split(command, comments=True)
        assert program == "flipscope"
        capsys.readouterr()
        assert main(arguments) == expected_code(line), f"{line}\n{capsys.readouterr().err}"
        if file:
            (folder / file).write_text(capsys.readouterr().out, encoding="utf-8")
    assert (folder / "broke.csv").read_text(encoding="utf-8").count("de-DE") > 20


def test_every_example_of_flips_lists_something(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line for block in blocks("bash") for line in block.splitlines()]
    for line in lines[:3]:
        main(shlex.split(line)[1:])
    examples = [shlex.split(line)[1:] for line in lines if line.startswith("flipscope flips ") and " -o " not in line]
    assert examples
    for example in examples:
        capsys.readouterr()
        assert main([*example, "--format", "jsonl"]) == 0
        assert capsys.readouterr().out, example


def test_every_command_there_is_has_its_place() -> None:
    assert [command for command in COMMANDS if not re.search(rf"flipscope {command}\b|`make {command}`", README)] == []


def test_the_must_pass_example_fails_as_often_as_it_says(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for line in blocks("bash")[0].splitlines()[:3]:
        main(shlex.split(line)[1:])
    capsys.readouterr()
    (line,) = (line for block in blocks("bash") for line in block.splitlines() if "must-pass" in line)
    main([*shlex.split(line, comments=True)[1:], "--format", "json"])
    meta = json.loads(capsys.readouterr().out)["meta"]
    said = re.search(r"(\d+) of (\d+) do not pass", line)
    assert said
    assert [int(number) for number in said.groups()] == [meta["n_listed"] - meta["n_passed"], meta["n_listed"]]


def test_the_python_example_runs_as_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for line in blocks("bash")[0].splitlines()[:3]:
        main(shlex.split(line)[1:])
    capsys.readouterr()
    (example,) = blocks("python")
    exec(compile(example, "README.md", "exec"), {})
    assert "de-DE 49 of 388" in capsys.readouterr().out


def test_the_make_commands_exist() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"make ([a-z]+)", README))
    assert {"demo", "test", "check"} <= named
    assert all(re.search(rf"^{target}:", makefile, flags=re.MULTILINE) for target in named - {"are"})


def test_the_table_of_metrics_is_whole() -> None:
    documented = re.findall(r"^\| `([a-z_0-9]+)` \|", README, flags=re.MULTILINE)
    names = [*(metric.name for metric in METRICS), *(metric.name for metric in SLOT_METRICS)]
    assert sorted(documented) == sorted(names)


def test_linked_files_are_there() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", README):
        assert (REPOSITORY / target).exists(), target
