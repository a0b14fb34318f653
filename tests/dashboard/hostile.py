"""A tiny warehouse whose every text tries to be more than text, made by the real loaders."""

import json
from pathlib import Path
from typing import Any, Final

from loaders.evalset import EvalsetOptions, add_evalset
from loaders.manifest import ModelCard
from loaders.run import RunOptions, add_run
from loaders.warehouse import Warehouse

Json = dict[str, Any]

SNIPPETS: Final = {
    "script": "<script>document.title='pwned';alert(1)</script>",
    "handler": "<img src=x onerror=alert(2) data-evil=1>",
    "drawing": "<svg onload=alert(3) data-evil=1>",
    "anchor": '<a href="https://evil.example/a" data-evil=1>anchor</a>',
    "bold": "<b>fat</b><br>line <i>thin</i>",
    "style": "</style><style data-evil=1>body{display:none}</style>",
    "link": "[link](https://evil.example/b) ![image](https://evil.example/c.png)",
    "run": "[run](javascript:alert(4))",
    "autolink": "https://evil.example/d www.evil.example eve@evil.example",
    "latex": "$x^2$ and $$y$$",
    "directive": ":material/bomb: :red[colour] :blue-background[back] :smile:",
    "marks": "**b** _i_ ~~s~~ `c` # h - l 1. n",
    "braces": "{{7*7}} ${7*7} %{y} {0} %s",
    "entity": "&lt;i&gt; &amp; &#60;",
    "formula": '=HYPERLINK("https://evil.example","x")',
    "quotes": "\"'`><",
    "sql": "'; DROP TABLE x; --",
    "right to left": "abc\u202edef\u2066ghi",
    "zero width": "a\u200bb\u200dc\ufeffd",
    "controls": "bell\u0007 one\u0001 esc\u001b[31m del\u007f",
    "word": "w" * 100_000,
}
"""By what each of them tries."""

EVALSET: Final = "www.gold.example__"
RUNS: Final = ("www.evil.example", "v2_-_b_", "v3")
LOCALES: Final = ("en-US", "de-DE")
COLUMN: Final = "<b>device</b> :red[x]"
CARD: Final = ModelCard(
    " ".join((SNIPPETS["handler"], SNIPPETS["directive"])),
    {SNIPPETS["bold"]: SNIPPETS["autolink"]},
    SNIPPETS["drawing"],
    SNIPPETS["link"],
)


def gold_rows() -> list[Json]:
    """Each snippet once a locale, as everything that the format lets it be."""
    return [_gold(number, locale, text) for locale in LOCALES for number, text in enumerate(SNIPPETS.values())]


def _gold(number: int, locale: str, text: str) -> Json:
    said = f"say {text}"
    slot = {"name": text, "value": text, "start": 4, "end": len(said)}
    key = {"utterance_id": f"{number}", "locale": locale, "parallel_id": f"p{number}", "frequency": 30 - number}
    names = {"domain": text, "intent": text, "text": said, "partition": text, COLUMN: text}
    return key | names | {"annotator": text, "guideline_version": text, "slots": [slot] if _can_be_slot(text) else []}


def _can_be_slot(text: str) -> bool:
    return "\u001e" not in text and "\u001f" not in text


def _answer(gold: Json, right: bool) -> Json:
    intent = gold["intent"] if right else f"{gold['intent']} not"
    given = [{"name": slot["name"], "value": slot["value"]} for slot in gold["slots"]]
    nbest = [{"intent": intent, "score": 0.6}, {"intent": gold["text"], "score": 0.3}]
    key = {name: gold[name] for name in ("utterance_id", "locale")}
    wrong = [{"name": slot["name"], "value": f"{slot['value']} not"} for slot in given]
    slots = {"slots": given if right else wrong}
    return key | slots | {"intent": intent, "confidence": 0.9 if right else 0.6, "nbest": nbest}


def write_hostile(folder: Path) -> Path:
    """Load the evaluation set and three runs, the second of which breaks everything, the third a half; return it."""
    warehouse = Warehouse(folder / "warehouse")
    gold = gold_rows()
    bad = [gold[0] | {"utterance_id": "bad", "locale": SNIPPETS["handler"]}]
    named = folder / "<img src=x onerror=alert(5) data-evil=1>.jsonl"
    add_evalset(warehouse, EVALSET, [_write(named, gold + bad)], EvalsetOptions(max_rejected=1), _quietly)
    rights = ([True] * len(gold), [False] * len(gold), [number % 2 == 0 for number in range(len(gold))])
    for name, right in zip(RUNS, rights, strict=True):
        rows = [_answer(one, is_right) for one, is_right in zip(gold, right, strict=True)]
        add_run(warehouse, name, [_write(folder / f"{name}.jsonl", rows)], EVALSET, RunOptions(model=CARD), _quietly)
    return warehouse.path


def _write(path: Path, rows: list[Json]) -> str:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def _quietly(_step: str, _n: int) -> None:
    pass
