from pathlib import Path

import pytest

from dashboard.cli import COMMANDS, main
from tests.dashboard.cli_data import build_warehouse

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build_warehouse(tmp_path_factory.mktemp("errors"))


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["bogus"], "the commands are: demo, serve, add-evalset, add-run, list, compare, locales, flips"),
        (["--bogus"], "No such option: --bogus; the commands are: demo"),
        (["compare", "v1", "v2", "--bogus"], "the options of compare are: --bootstrap, --by, --cluster, --format"),
        (["compare", "v1"], "usage: flipscope compare"),
        (["compare", "v1", "v2", "--format", "xml"], "'table', 'json', 'csv', 'markdown'"),
        (["compare", "v1", "v2", "--unit", "word"], "choose from frame, intent, slots, slot"),
        (["compare", "v1", "v2", "--where", "locale"], "write COLUMN=VALUE"),
        (["compare", "v1", "v2", "--by", "bogus"], "the columns are: annotated_at"),
        (["compare", "v1", "v2", "--by", "slots"], "holds lists"),
        (["compare", "v1", "v2", "--by", "slot_name"], "--unit slot"),
        (["compare", "v1", "v2", "--where", "slot_name=time"], "--unit slot"),
        (["compare", "v1", "v2", "--where", "frequency=many"], "cannot be 'many'"),
        (["compare", "v1", "v2", "--where", "slots=x"], "holds lists"),
        (["compare", "v1", "v2", "--weight", "text"], "not whole numbers"),
        (["compare", "v1", "v2", "--weight", "bogus"], "unknown column 'bogus'"),
        (["compare", "v1", "v9"], "there are: v1, v2, v3"),
        (["compare", "../v1", "v2"], "run name"),
        (["flips", "v1", "v2", "--outcome", "broken"], "choose from both_correct"),
        (["flips", "v1", "v2", "--unit", "word"], "'frame', 'intent', 'slots', 'slot'"),
        (["flips", "v1", "v2", "--sort", "bogus"], "unknown column 'bogus'"),
        (["flips", "v1", "v2", "--limit", "-1"], "--limit"),
        (["flips", "v1", "v2", "--where", "slots=x"], "holds lists"),
        *(
            ([*call, "--where", "locale=xx"], "--where locale=xx: no utterance has that; there are: de-DE, en-US")
            for call in (
                ["flips", "v1", "v2"],
                ["compare", "v1", "v2"],
                ["slices", "v1", "v2"],
                ["causes", "v1", "v2"],
                ["chain", "v1", "v2", "v3"],
                ["locales", "v1", "v2", "de-DE", "en-US"],
                ["must-pass", "v1", "v2", "--top", "1"],
                ["score", "v1", "--rules", "massive"],
            )
        ),
        (["flips", "v1", "v2", "--where", "frequency_band=body"], "it is head, torso, tail or nothing"),
        (["add-evalset", "tiny", "gold.jsonl"], "exists already"),
        (["add-evalset", "new", "no\x1b[31m.jsonl"], "no\\x1b[31m.jsonl: no "),
        (["add-run", "new", "no.jsonl"], "Missing option '--evalset'"),
        (["add-run", "new", "no.jsonl", "--evalset", "other"], "there are: tiny"),
        (["add-run", "new", "no.jsonl", "--evalset", "tiny", "--column", "intent"], "NAME=COLUMN"),
        (["add-run", "new", "no.jsonl", "--evalset", "tiny", "--missing", "skip"], "'error', 'drop'"),
        (["add-run", "new", "no.jsonl", "--evalset", "tiny", "--manifest", "no.json"], "no.json: No such file"),
        (["serve", "--port", "0"], "--port"),
        (["serve", "--host", "no host"], "cannot serve on no host"),
    ],
)
def test_a_wrong_call_is_one_clear_line(warehouse: str, capsys: Captured, args: list[str], said: str) -> None:
    of_command = ["--warehouse", warehouse] if args[0] in COMMANDS else []
    assert main([*args, *of_command]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("flipscope: ")
    assert captured.err.count("\n") == 1
    assert said in captured.err


def test_a_damaged_file_is_one_clear_line(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "v1.duckdb").write_bytes(b"not a database")
    assert main(["list", "--warehouse", str(tmp_path)]) == 2
    captured = capsys.readouterr()
    assert "v1.duckdb: not a flipscope file" in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_the_help_of_each_command_has_an_example(capsys: Captured, command: str) -> None:
    assert main([command, "--help"]) == 0
    printed = capsys.readouterr().out
    assert f"Example: flipscope {command}" in printed
    assert "--warehouse DIR" in printed
    assert "FLIPSCOPE_WAREHOUSE" in printed


def test_without_a_command_the_help_lists_them_all(capsys: Captured) -> None:
    assert main([]) == 0
    printed = capsys.readouterr().out
    assert all(f"\n  {command} " in printed for command in COMMANDS)
    assert "--install-completion" in printed
