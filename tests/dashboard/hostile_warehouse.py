"""A warehouse of texts that want to be markup, to turn the direction of a page, or to be endless."""

from pathlib import Path
from typing import Any, Final

from loaders.evalset import EvalsetOptions, add_evalset
from loaders.run import RunOptions, add_run
from loaders.warehouse import Warehouse
from tests.dashboard.flips_warehouse import write_lines

LONG_WORD: Final = "brandenburg"
HOSTILE: Final[dict[str, str]] = {
    "script": "<script>document.title='owned'</script><img src=x onerror=alert(1)>",
    "closing": '"></div></mark></bdi><style>*{display:none}</style>',
    "markdown": "**bold** [link](javascript:alert(1)) $x^2$ :red[y] `code` # head",
    "override": "call \u202emoc.live\u202c now \u2066and\u2069",
    "zero width": "pay\u200bpal \ufeffto\u2060day\u00ad",
    "lines": "one\ntwo\r\nthree\tfour",
    "emoji": "send 👩‍👩‍👧‍👦 to 🇩🇪 mum 👍🏽",
    "combining": "z" + "\u0301" * 40 + " wake e\u0301te\u0301",
    "hindi": "कृष्ण को क्षमा भेजो",
    "arabic": "اتصل بـ mum (غدا) <b>",
    "long": "word " * 900 + LONG_WORD + " end" * 100,
    "endless": "x" * 200_000,
}
SLOTS: Final = {
    "script": "<script>",
    "override": "\u202emoc.live\u202c",
    "emoji": "🇩🇪",
    "hindi": "क्षमा",
    "arabic": "غدا",
    "long": LONG_WORD,
}


def write_hostile(folder: Path) -> Path:
    """Load an evaluation set of these texts, each of which the candidate breaks; return the warehouse."""
    gold = [_gold(name, text) for name, text in HOSTILE.items()]
    warehouse = Warehouse(folder / "warehouse")
    add_evalset(warehouse, "evil", [write_lines(folder / "gold.jsonl", gold)], EvalsetOptions(), _quietly)
    for run, answers in (("v1", gold), ("v2", [row | {"slots": [], "intent": f"<b>{row['intent']}"} for row in gold])):
        add_run(warehouse, run, [write_lines(folder / f"{run}.jsonl", answers)], "evil", RunOptions(), _quietly)
    return warehouse.path


def _gold(name: str, text: str) -> dict[str, Any]:
    value = SLOTS.get(name)
    slots = [] if value is None else [{"name": "<i>place", "value": value}]
    locale = {"hindi": "hi-IN", "arabic": "ar-SA"}.get(name, "en-US")
    keys = {"utterance_id": name, "locale": locale, "domain": "<u>home", "intent": "act\u202e", "text": text}
    return keys | {"slots": slots, "parallel_id": "p1"}


def _quietly(_step: str, _n: int) -> None:
    pass
