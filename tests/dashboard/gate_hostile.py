"""A decision whose every name tries to be more than a name."""

from typing import Final

from analysis.gate.decision import SEVERITIES, CheckDecision, Decision, GateDecision, Result
from analysis.intervals import Interval
from tests.dashboard.hostile import SNIPPETS

HOSTILE: Final = (
    *SNIPPETS.values(),
    *(
        "a|b",
        "| --- | --- |",
        "`x` ``y``",
        "]]>",
        "<![CDATA[x]]>",
        "<!-- x",
        "&amp;lt;",
        "</testcase>",
        "![i](https://e.example)",
    ),
    *(
        "::error title=x::y",
        "\n::error::z",
        "\r\n::set-output name=a::b",
        "##[error]boo",
        "##[add-mask]1",
        "%0A::error::q",
    ),
    *(
        "\x00\x01\ufffe\uffff",
        "\x85\u2028::warning::w",
        "<https://e.example>",
        "@somebody",
        "- [ ] task",
        "# head",
    ),
)


def hostile_decision() -> GateDecision:
    """Return one check a text: failing, warning and passing in turn, of one slice or of two."""
    return GateDecision(tuple(_check(number, text) for number, text in enumerate(HOSTILE)))


def _check(number: int, text: str) -> CheckDecision:
    severity = SEVERITIES[number % 2]
    said: tuple[Decision, ...] = (severity, "pass", severity)
    results = tuple(
        Result({text: text}, 40, 0.5, Interval(0.25, 0.75), None, 0.125, None, decision, f"Said of {text}.")
        for decision in said[: 1 + number % 3]
    )
    return CheckDecision(text, "nfr", "rate", "frame", severity, "max", "point", results)
