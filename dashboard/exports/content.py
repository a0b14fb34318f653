"""What a writer of a format is given, and the names of the files it makes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from dashboard.exports.items import Item
from dashboard.exports.labels import Labels
from dashboard.exports.request import Request


@dataclass(frozen=True, slots=True)
class Content:
    """The items, as often as they are asked for, and what an annotator can choose from."""

    request: Request
    labels: Labels
    items: Callable[[], Iterator[Item]]


def part_name(name: str, number: int) -> str:
    """Return the name of a further part of a file, counted from 1; the first has the name itself.

    >>> part_name("broke.json", 1), part_name("broke.json", 2)
    ('broke.json', 'broke.2.json')
    """
    path = PurePath(name)
    return name if number == 1 else f"{path.stem}.{number}{path.suffix}"


def beside(name: str, ending: str) -> str:
    """Return the name of a file that belongs to another.

    >>> beside("broke.json", "config.xml")
    'broke.config.xml'
    """
    return f"{PurePath(name).stem}.{ending}"
