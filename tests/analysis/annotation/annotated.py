"""Small evaluation sets for the learned detectors: weather and music, each request in many words."""

from typing import Any

from analysis.frames import Row

VERBS = ("play", "put on", "start", "i want to hear")
THINGS = ("jazz", "rock", "a waltz", "some music", "the radio")
SKY = ("will it rain", "is it going to snow", "do i need an umbrella", "how hot is it")
WHEN = ("today", "tomorrow", "on friday", "at noon", "this week")


def requests(**further: Any) -> list[Row]:
    """Return 40 utterances: 20 of music with the slot `what`, 20 of weather with the slot `when`."""
    texts = [("music.play", "what", verb, thing) for verb in VERBS for thing in THINGS]
    texts += [("weather.rain", "when", sky, when) for sky in SKY for when in WHEN]
    return [
        {
            "row": row,
            "locale": "en-US",
            "utterance_id": str(row),
            "intent": intent,
            "text": f"{first} {last}",
            "slots": [slot(name, last, len(first) + 1)],
            **further,
        }
        for row, (intent, name, first, last) in enumerate(texts)
    ]


def slot(name: str, value: str, start: int) -> Row:
    return {"name": name, "value": value, "start": start, "end": start + len(value)}


def twice(rows: list[Row]) -> list[Row]:
    """Return the rows, and once more with a word before, so that there are enough to learn from."""
    again = []
    for row in rows:
        slots = [slot(one["name"], one["value"], one["start"] + 7) for one in row["slots"]]
        again.append({**row, "row": row["row"] + len(rows), "text": f"please {row['text']}", "slots": slots})
    return [*rows, *again]
