"""Workflow commands of GitHub Actions: annotations to print, and texts kept from being taken for commands."""

from collections.abc import Iterable, Iterator
from typing import Final

from analysis.gate.decision import Decision, GateDecision
from dashboard.commands.gate_rows import reasons_of
from loaders.formats.lines import shown

_COMMANDS: Final[dict[Decision, str]] = {"fail": "error", "warn": "warning"}


def annotations(decision: GateDecision) -> Iterator[str]:
    """Yield one annotation for each check that did not pass."""
    for check in decision.checks:
        if check.decision in _COMMANDS:
            title = _property(f"Gate: {check.name}")
            yield f"::{_COMMANDS[check.decision]} title={title}::{_data(reasons_of(check))}"


def inert(text: str, *, json: bool = False) -> str:
    """Return JSON or XML of the same content in which the runner finds no command of its older form, `##[name]`."""
    return text.replace("##[", "\\u0023#[" if json else "&#35;#[")


def _data(lines: Iterable[str]) -> str:
    r"""Escape a message of several lines; what cannot be seen in them is shown.

    >>> _data(["100 %", "b\n::error::"])
    '100 %25%0Ab\\n::error::'
    """
    return "%0A".join(shown(line).replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    """Escape a value before the message, where a colon or a comma would end it.

    >>> _property("a::error title=b,c: 5 %")
    'a%3A%3Aerror title=b%2Cc%3A 5 %25'
    """
    return shown(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
