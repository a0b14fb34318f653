"""A gate's decision as JUnit XML, which continuous integration shows as tests: one test a check.

It keeps to what all readers of the format have in common. A check that warns is a test that passes, since a failing
test would be an error there; what it warns of stands in `system-out`.
"""

import datetime
from typing import Final
from xml.etree import ElementTree

from analysis.gate.decision import CheckDecision, GateDecision
from dashboard.commands.gate_rows import WORDS, reasons_of
from loaders.formats.lines import shown

_SUITE: Final = "flipscope gate"


def junit(decision: GateDecision, title: str) -> str:
    """Return the XML document; every character that XML does not know is written as its escape."""
    failed = [check for check in decision.checks if check.decision == "fail"]
    counts = {"tests": len(decision.checks), "failures": len(failed), "errors": 0}
    numbers = {name: str(n) for name, n in counts.items()}
    root = ElementTree.Element("testsuites", {"name": _SUITE, "time": "0", **numbers})
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    about = {"package": "flipscope", "id": "0", "hostname": "localhost", "timestamp": now, "time": "0"}
    suite = ElementTree.SubElement(root, "testsuite", {"name": _SUITE, **numbers, "skipped": "0", **about})
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in (("comparison", title), ("decision", decision.decision), ("reason", decision.reason)):
        ElementTree.SubElement(properties, "property", {"name": name, "value": shown(value)})
    for check in decision.checks:
        _add_case(suite, check)
    ElementTree.SubElement(suite, "system-out").text = _log(decision, title)
    ElementTree.SubElement(suite, "system-err").text = ""
    ElementTree.indent(root)
    document = ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{document}\n'


def _add_case(suite: ElementTree.Element, check: CheckDecision) -> None:
    about = {"name": shown(check.name), "classname": f"gate.{check.metric}", "time": "0"}
    case = ElementTree.SubElement(suite, "testcase", about)
    if check.decision == "fail":
        failure = ElementTree.SubElement(case, "failure", {"message": shown(check.reason), "type": check.metric})
        failure.text = "".join(f"- {shown(line)}\n" for line in reasons_of(check))


def _log(decision: GateDecision, title: str) -> str:
    lines = [title]
    for check in decision.checks:
        said = reasons_of(check) or [check.reason]
        lines += [f"{WORDS[check.decision]} {check.name}: {line}" for line in said]
    return "".join(f"- {shown(line)}\n" for line in (*lines, f"{decision.decision.upper()}: {decision.reason}"))
