"""docs/gate.md is true: its policy is read, its output is what is printed, its pipelines run on the sample data."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import pytest
import yaml

import sample_data
from analysis.gate.measures import GATE_METRICS
from analysis.gate.reading import KEYS, read_policy
from dashboard.cli import main

REPOSITORY: Final = Path(__file__).parents[1]
PAGE: Final = (REPOSITORY / "docs" / "gate.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the page's reader has, the policy among them."""
    shutil.copy(sample_data.EVALSET, tmp_path / "test.jsonl")
    for version in ("v1", "v2"):
        shutil.copy(sample_data.PREDICTIONS[version], tmp_path / f"predictions_{version}.jsonl.gz")
    (policy,) = blocks("toml")
    (tmp_path / "policy.toml").write_text(policy, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLIPSCOPE_WAREHOUSE", raising=False)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return tmp_path


def shell(folder: Path, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a step as both runners do: bash, which ends at the first command that fails."""
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": programs, "PYTHONPATH": str(REPOSITORY), **variables}
    call = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_commands_do_what_they_say_and_the_output_is_that_of_the_policy(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (commands,) = blocks("bash")
    for line in commands.splitlines():
        if "--init" in line:
            continue
        said = re.search(r"  # exit code (\d)\b", line)
        capsys.readouterr()
        assert main(shlex.split(line, comments=True)[1:]) == (int(said[1]) if said else 0), line
    printed = [line.rstrip() for line in capsys.readouterr().out.splitlines() if line.strip()]
    (output,) = blocks("text")
    assert printed == output.splitlines()


def test_the_first_policy_runs_too(folder: Path) -> None:
    (commands,) = blocks("bash")
    script = commands.replace("policy.toml", "first.toml")
    done = shell(folder, script)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].startswith("FAIL: Of 19 checks 3 fail: ")


def github_steps() -> Iterator[dict[str, Any]]:
    workflow = yaml.safe_load(blocks("yaml")[0])
    (job,) = workflow["jobs"].values()
    yield from (step for step in job["steps"] if "run" in step)


def installs(script: str) -> bool:
    return script.split()[0] == "pip"


def test_the_github_workflow_runs(folder: Path) -> None:
    summary = folder / "summary.md"
    variables = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    ran: dict[str, subprocess.CompletedProcess[str]] = {}
    failed = False
    for step in github_steps():
        if installs(step["run"]) or (failed and "failure()" not in step.get("if", "")):
            continue
        done = shell(folder, step["run"], **variables)
        ran[step["name"]] = done
        failed = failed or done.returncode != 0
    assert {name: done.returncode for name, done in ran.items()} == {"Load": 0, "Gate": 1, "Summary": 0}
    assert ran["Gate"].stderr.count("::error title=") == 2
    assert ran["Gate"].stderr.count("::warning title=") == 2
    assert summary.read_text(encoding="utf-8").startswith("## ❌ Release gate: FAIL\n")


def test_the_gitlab_pipeline_runs(folder: Path) -> None:
    (job,) = yaml.safe_load(blocks("yaml")[1]).values()
    assert all(installs(line) for line in job["before_script"])
    done = shell(folder, "\n".join(job["script"]))
    assert done.returncode == 1
    assert done.stderr == ""
    artifacts = job["artifacts"]
    assert all((folder / path).stat().st_size for path in artifacts["paths"])
    report = ElementTree.parse(folder / artifacts["reports"]["junit"])
    assert len(report.getroot().findall("testsuite/testcase/failure")) == 2
    # A candidate that changes nothing passes, and so does the pipeline.
    again = shell(
        folder, job["script"][-1].replace("gate v1 v2", "gate v1 v1 --force").replace("policy.toml", "own.toml")
    )
    assert again.returncode == 2
    (folder / "own.toml").write_text('[[check]]\nmetric = "nfr"\nmax = 0.0\n', encoding="utf-8")
    again = shell(
        folder, job["script"][-1].replace("gate v1 v2", "gate v1 v1 --force").replace("policy.toml", "own.toml")
    )
    assert again.returncode == 0


def test_the_tables_name_every_metric_and_every_key() -> None:
    metrics, keys = (
        PAGE.split(f"## {heading}\n")[1].split("\n## ")[0] for heading in ("What can be judged", "What a check can say")
    )
    assert re.findall(r"^\| `([a-z_0-9]+)` \|", metrics, flags=re.MULTILINE) == list(GATE_METRICS)
    named = {
        name
        for cell in re.findall(r"^\| (`[^|]*`) \|", keys, flags=re.MULTILINE)
        for name in re.findall(r"`(\w+)`", cell)
    }
    assert named == {"name", "metric", "severity", *(key for allowed in KEYS.values() for key in allowed)}


def test_the_table_of_metrics_says_what_the_code_does() -> None:
    rows = {
        cells[0].strip("`"): cells[1:]
        for cells in (row.strip("| ").split(" | ") for row in PAGE.splitlines() if row.startswith("| `"))
        if len(cells) == 5
    }
    for metric in GATE_METRICS.values():
        label, _, interval, relative = rows[metric.name]
        assert label == metric.label
        assert interval == {"none": "–", "counts": "yes", "resamples": "with `bootstrap`"}[metric.intervals]
        assert relative == ("yes" if metric.baseline else "–")


def test_the_policy_is_one() -> None:
    (policy,) = blocks("toml")
    assert len(read_policy(policy).checks) == 6
