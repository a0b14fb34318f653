"""JUnit XML as its readers know it: the rules of the common schema, written down here as a table."""

import re
from pathlib import Path
from typing import Final, NamedTuple
from xml.etree import ElementTree

import pytest

from analysis.gate.decision import CheckDecision, GateDecision, Result
from dashboard.cli import main
from dashboard.commands.gate_junit import junit
from loaders.formats.lines import shown
from tests.dashboard.gate_hostile import HOSTILE, hostile_decision
from tests.dashboard.gate_runs import policy_of


class Rule(NamedTuple):
    """Attributes that an element must have, those that it may have, and its children in their order."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    children: str


RULES: Final = {
    "testsuites": Rule((), ("name", "time", "tests", "failures", "errors", "disabled"), r"(testsuite )*"),
    "testsuite": Rule(
        ("name", "timestamp", "hostname", "tests", "failures", "errors", "time", "package", "id"),
        ("skipped", "disabled"),
        r"properties (testcase )*system-out system-err ",
    ),
    "properties": Rule((), (), r"(property )*"),
    "property": Rule(("name", "value"), (), ""),
    "testcase": Rule(("name", "classname", "time"), (), r"(skipped |error |failure )?"),
    "failure": Rule(("type",), ("message",), ""),
    "system-out": Rule((), (), ""),
    "system-err": Rule((), (), ""),
}
COUNTS: Final = ("tests", "failures", "errors", "skipped", "id")


def validated(document: str) -> ElementTree.Element:
    """Parse a document and hold each of its elements to the rules."""
    root = ElementTree.fromstring(document.encode())
    assert root.tag == "testsuites"
    for element in root.iter():
        rule = RULES[element.tag]
        assert set(rule.required) <= set(element.attrib) <= {*rule.required, *rule.optional}
        assert re.fullmatch(rule.children, "".join(f"{child.tag} " for child in element))
        assert all(re.fullmatch(r"\d+", element.attrib[name]) for name in COUNTS if name in element.attrib)
        assert re.fullmatch(r"\d+(\.\d+)?", element.attrib.get("time", "0"))
    (suite,) = root
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.attrib["timestamp"])
    assert suite.attrib["name"].strip()
    assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))
    assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
    return root


def test_the_rules_tell_a_wrong_document() -> None:
    fine = junit(hostile_decision(), "title")
    for wrong in (
        fine.replace("<testcase name=", "<testcase nome=", 1),
        fine.replace("<system-err />", ""),
        fine.replace("<failure ", "<system-out ", 1).replace("</failure>", "</system-out>", 1),
        re.sub(r' tests="\d+"', ' tests="3"', fine),
    ):
        with pytest.raises((AssertionError, KeyError)):
            validated(wrong)


def test_hostile_names_are_text_and_nothing_is_lost() -> None:
    document = junit(hostile_decision(), "v1 → v2")
    root = validated(document)
    cases = root.findall("testsuite/testcase")
    assert [case.attrib["name"] for case in cases] == [shown(text) for text in HOSTILE]
    for case, text, check in zip(cases, HOSTILE, hostile_decision().checks, strict=True):
        failure = case.find("failure")
        assert (failure is not None) is (check.decision == "fail")
        if failure is not None:
            assert f"Said of {shown(text)}." in (failure.text or "")
            assert all(line.startswith("- ") for line in (failure.text or "").splitlines())


def test_a_warning_is_a_test_that_passes_and_stands_in_the_log() -> None:
    result = Result({}, 10, 0.5, None, None, 0.1, None, "warn", "Look at it.")
    check = CheckDecision("careful", "nfr", "rate", "frame", "warn", "max", "point", (result,))
    root = validated(junit(GateDecision((check,)), "t"))
    assert root.find("testsuite/testcase/failure") is None
    assert "- WARN careful: Look at it.\n" in (root.findtext("testsuite/system-out") or "")


def test_the_sample_data_as_tests(sample_warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(policy_of('name = "it"; metric = "nfr"; by = "locale"; max = 0.04'), encoding="utf-8")
    files = [tmp_path / name for name in ("gate.xml", "gate.json", "gate.md")]
    outputs = [part for file in files for part in ("-o", str(file))]
    call = ["gate", "v1", "v2", "--policy", str(policy), "--warehouse", str(sample_warehouse)]
    assert main([*call, *outputs, "--format", "junit"]) == 1
    printed = capsys.readouterr().out
    written = files[0].read_text(encoding="utf-8")
    (failure,) = validated(written).findall("testsuite/testcase/failure")
    assert failure.text == (
        "- locale=de-DE: Negative flips (NFR): 12.63 % on 388 utterances, above the limit of 4.00 %.\n"
        "- locale=hi-IN: Negative flips (NFR): 4.37 % on 389 utterances, above the limit of 4.00 %.\n"
    )
    # Both were written within the same second or the next.
    timeless = [re.sub(r'timestamp="[^"]*"', "", text) for text in (printed, written)]
    assert timeless[0] == timeless[1]
    assert all(file.stat().st_size for file in files)
    assert main([*call, *outputs]) == 2
    assert main([*call, *outputs, "--force"]) == 1
