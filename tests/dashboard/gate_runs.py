"""Runs `flipscope gate` on a policy that is written as it stands in a test."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.cli import main

Json = dict[str, Any]
Gate = Callable[..., tuple[int, Json]]


def gate_in(folder: Path, warehouse: str, capsys: pytest.CaptureFixture[str]) -> Gate:
    """Return a function that gates two runs by a policy's text: its exit code, and the JSON or what stderr says."""

    def run(policy: str, baseline: str = "v1", candidate: str = "v2", *args: str) -> tuple[int, Json]:
        (folder / "policy.toml").write_text(policy, encoding="utf-8")
        call = ["gate", baseline, candidate, "--policy", str(folder / "policy.toml"), "--warehouse", warehouse]
        capsys.readouterr()
        code = main([*call, "--format", "json", *args])
        printed = capsys.readouterr()
        return code, json.loads(printed.out) if printed.out else {"error": printed.err}

    return run


def check_of(found: Json, name: str) -> Json:
    """Return the check of a name."""
    (check,) = (one for one in found["checks"] if one["name"] == name)
    assert isinstance(check, dict)
    return check


def policy_of(*checks: str) -> str:
    """Return the text of a policy, each check given as its lines parted by semicolons."""
    return "".join("[[check]]\n" + "\n".join(check.split("; ")) + "\n" for check in checks)
