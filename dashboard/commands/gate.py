"""`flipscope gate`: may this candidate be released?

`--format json` prints `{"meta": {...}, "decision": ..., "reason": ..., "checks": [...]}`. `meta` has `evalset`,
`evalset_fingerprint`, `baseline`, `candidate`, `missing_policy`, `policy` and `policy_sha256`. A check has `name`,
`metric`, `measure`, `unit`, `severity`, `bound`, `on`, `decision`, `reason` and `results`: one of everything, one a
slice, or one a file, each with `values`, `n`, `observed`, `low`, `high`, `baseline`, `limit`, `q_value`, `decision`,
`told` (false where it could not be judged) and `reason`.
"""

import os
from pathlib import Path
from typing import Annotated, Final

import typer

from analysis.gate.starting_policy import STARTING_POLICY
from dashboard.commands import gate_output
from dashboard.commands.alignment import describe_comparison, describe_missing
from dashboard.commands.gate_decide import decide
from dashboard.commands.gate_output import GateFormat, Report, format_of
from dashboard.commands.options import DEFAULT_WAREHOUSE, WarehouseDir
from dashboard.commands.output_file import check_output
from dashboard.commands.policy_file import read_policy_file
from loaders.comparison import comparison
from loaders.errors import InputError
from loaders.warehouse import Warehouse

FAILED: Final = 1
"""Exit code: the gate said no."""

_USAGE: Final = "as in: flipscope gate v1 v2 --policy policy.toml"


def gate(
    baseline: Annotated[str | None, typer.Argument(metavar="BASELINE", help="Run in production.")] = None,
    candidate: Annotated[str | None, typer.Argument(metavar="CANDIDATE", help="Run that would replace it.")] = None,
    policy: Annotated[
        Path | None, typer.Option("--policy", metavar="FILE", help="The checks, in TOML; --init prints a first one.")
    ] = None,
    init: Annotated[
        bool, typer.Option("--init", help="Print a policy to start from, with comments, and exit.")
    ] = False,
    output_format: Annotated[GateFormat, typer.Option("--format", help="Format of what is printed.")] = "table",
    outputs: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to this file too: .json, .xml (JUnit) or .md (Markdown); may be repeated.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the output files.")] = False,
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Decide whether a candidate may be released: exit code 0 if the policy's checks pass or warn, 1 if any fails.

    What cannot be checked has failed: missing data, an undefined figure, too few utterances. Exit code 2 means that
    the policy or the call is wrong. In a GitHub workflow it also annotates each check that does not pass.

    Example: flipscope gate v1 v2 --policy policy.toml -o gate.xml -o gate.md
    """
    if init:
        typer.echo(STARTING_POLICY, nl=False)
        return
    if baseline is None or candidate is None or policy is None:
        raise InputError(f"name two runs and a policy, {_USAGE}; flipscope gate --init prints a policy to start from")
    files = list(dict.fromkeys(outputs or ()))
    for file in files:
        format_of(file)
        check_output(file, force)
    asked = read_policy_file(policy)
    with comparison(Warehouse(warehouse), baseline, candidate) as opened:
        decision = decide(opened, warehouse, asked.policy, asked.folder)
        about = {"policy": asked.name, "policy_sha256": asked.sha256}
        missing = describe_missing(opened)
        report = Report({**describe_comparison(opened), **about}, decision, (missing,) if missing else ())
    in_actions = os.environ.get("GITHUB_ACTIONS") == "true"
    gate_output.write(report, output_format, files, force, in_actions)
    if decision.decision == "fail":
        raise typer.Exit(FAILED)
