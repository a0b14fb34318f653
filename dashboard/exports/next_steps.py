"""What to do with an exported file in its tool, in one line each."""

from dashboard.exports.content import beside
from dashboard.exports.request import Format


def next_steps(tool: Format, name: str, overlap: int) -> tuple[str, ...]:
    """Return how the tool takes the file, and how it is told that several annotators judge each item.

    >>> next_steps("csv", "broke.csv", 1)
    ()
    """
    several = overlap > 1
    match tool:
        case "label-studio":
            set_up = (
                f"Label Studio: paste {beside(name, 'config.xml')} as the labelling interface, then import the tasks"
            )
            return (set_up, *([f"set annotations per task to {overlap} in the project's settings"] if several else []))
        case "argilla":
            settings = beside(name, "settings.json")
            return (f"Argilla: rg.Settings.from_json('{settings}'), then dataset.records.from_json('{name}')",)
        case "doccano":
            labels = f"{beside(name, 'intents.json')} as category types and {beside(name, 'slots.json')} as span types"
            set_up = f"doccano: a project of intent detection and slot filling; import {labels}, then the examples"
            return (set_up, *(["let every member annotate: not shared, not one for all"] if several else []))
        case "prodigy":
            return (f"Prodigy: a recipe of blocks with the configuration {beside(name, 'prodigy.json')}",)
        case _:
            return (f"a row for each of {overlap} annotators, numbered in the column annotator",) if several else ()
