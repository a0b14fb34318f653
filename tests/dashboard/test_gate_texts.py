"""Markdown, annotations and the terminal: a hostile name stays a name wherever it is read."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from analysis.gate.decision import CheckDecision, GateDecision, Result
from dashboard.cli import main
from dashboard.commands.gate_annotations import annotations, inert
from dashboard.commands.gate_junit import junit
from dashboard.commands.gate_markdown import markdown
from dashboard.commands.gate_output import FORMATS, Report, write
from dashboard.commands.gate_rows import HEADINGS, OF_CHECK, cut
from loaders.formats.lines import shown
from tests.dashboard.gate_hostile import HOSTILE, hostile_decision
from tests.dashboard.gate_runs import policy_of
from tests.dashboard.hostile import RUNS, write_hostile

META = {"baseline": "v1", "candidate": "v2", "evalset": "e", "policy": "policy.toml"}


class Seen(HTMLParser):
    """The tags of a page and the text of each cell of its tables."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.cells: list[str] = []
        self._in_cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in ("td", "th"):
            self._in_cell = True
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.cells[-1] += data


def rendered(text: str) -> Seen:
    return Seen(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))


def test_markdown_shows_hostile_names_as_they_are() -> None:
    text = markdown(hostile_decision(), "v1 → v2 on e: gate by policy.toml", ("A note | with <b>.",))
    seen = rendered(text)
    assert seen.tags == {"h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "strong"}
    assert len(seen.cells) % len(HEADINGS) == 0
    names = seen.cells[1 :: len(HEADINGS)]
    assert [name for name in names if not name.startswith(OF_CHECK)] == [
        "check",
        *(shown(cut(text)).strip() for text in HOSTILE),
    ]
    failing = [text for number, text in enumerate(HOSTILE) if number % 3]
    assert {f"{OF_CHECK}{shown(f'{text}={text}')}".strip() for text in failing if len(text) < 90} <= set(names)
    # GitHub makes links and mentions of bare words too.
    assert not re.search(r"https://|(?<!\\)@|www\.[a-z]", text)


# How the runner of GitHub Actions finds a command: at the start of a line, or in its older form anywhere.
COMMAND = re.compile(r"^\s*::(?P<name>[a-z-]+)(?: (?P<properties>[^:]*))?::(?P<data>.*)$")
OLDER = re.compile(r"##\[[a-z-]+")


def unescaped(text: str) -> str:
    for escape, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, character)
    return text


def test_an_annotation_is_one_command_with_the_whole_name() -> None:
    decision = hostile_decision()
    lines = list(annotations(decision))
    assert len(lines) == len([check for check in decision.checks if check.decision != "pass"]) == len(HOSTILE)
    for line, check, text in zip(lines, decision.checks, HOSTILE, strict=True):
        assert len(line.splitlines()) == 1
        found = COMMAND.match(line)
        assert found is not None
        assert found["name"] == {"fail": "error", "warn": "warning"}[check.decision]
        assert unescaped(found["properties"]) == f"title=Gate: {shown(text)}"
        first, *_ = unescaped(found["data"]).split("\n")
        assert first.endswith(f"Said of {shown(text)}.")


def test_what_passes_has_no_annotation() -> None:
    result = Result({}, 9, 0.1, None, None, 0.5, None, "pass", "Fine.")
    fine = CheckDecision("a", "nfr", "rate", "frame", "fail", "max", "point", (result,))
    assert list(annotations(GateDecision((fine,)))) == []


def test_files_and_prints_hold_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(META, hostile_decision())
    for output_format in FORMATS.values():
        write(report, output_format, (), False, in_actions=True)
        printed = capsys.readouterr().out
        assert not [line for line in printed.splitlines() if COMMAND.match(line) or OLDER.search(line)]
        assert "\x1b" not in printed
    write(report, "json", (), False, in_actions=False)
    checks = json.loads(capsys.readouterr().out)["checks"]
    assert [check["name"] for check in checks] == list(HOSTILE)


def test_inert_text_has_the_same_content() -> None:
    assert json.loads(inert(json.dumps("a ##[error] b"), json=True)) == "a ##[error] b"
    document = junit(hostile_decision(), "t")
    assert "##[" in document
    assert "##[" not in inert(document)


def test_the_table_is_printed_where_commands_are_stopped(capsys: pytest.CaptureFixture[str]) -> None:
    write(Report(META, hostile_decision()), "table", (), False, in_actions=True)
    printed = capsys.readouterr()
    first, *inside, last = printed.out.splitlines()
    stop = re.fullmatch(r"::stop-commands::([0-9a-f]{32})", first)
    assert stop
    assert last == f"::{stop[1]}::"
    assert not any(stop[1] in line for line in inside)
    assert len(printed.err.splitlines()) == len(HOSTILE)
    write(Report(META, hostile_decision()), "table", (), False, in_actions=False)
    again = capsys.readouterr()
    assert again.out.splitlines() == inside
    assert again.err == ""


def test_a_hostile_warehouse_is_gated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = write_hostile(tmp_path)
    policy = tmp_path / "policy.toml"
    asked = 'metric = "nfr"; by = ["domain", "locale"]; max = 0.5; min_n = 1'
    policy.write_text(policy_of(asked, 'metric = "must_pass"; top = 9'), encoding="utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    call = ["gate", RUNS[0], RUNS[1], "--policy", str(policy), "--warehouse", str(warehouse)]
    assert main([*call, "-o", str(tmp_path / "gate.md")]) == 1
    printed = capsys.readouterr()
    assert all(COMMAND.match(line) for line in printed.err.splitlines())
    tags = rendered((tmp_path / "gate.md").read_text(encoding="utf-8")).tags
    assert tags <= {"h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "strong"}


def test_the_starting_policy_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gate", "--init"]) == 0
    assert capsys.readouterr().out.count("[[check]]") > 10


def test_many_slices_are_counted_and_the_first_named(capsys: pytest.CaptureFixture[str]) -> None:
    results = tuple(
        Result({"locale": f"l{number:02}"}, 9, 0.5, None, None, 0.1, None, "fail", f"No. {number}.")
        for number in range(23)
    )
    check = CheckDecision("it", "nfr", "rate", "frame", "fail", "max", "point", results)
    write(Report(META, GateDecision((check,))), "table", (), False, in_actions=False)
    said = capsys.readouterr().out
    assert "0 of 23 pass" in said
    assert said.count("and 3 more") == 2
    assert "l19" in said
    assert "l20" not in said
