"""Draws the requests of the test partition, the same ones for every locale."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from sample_data.chance import generator
from sample_data.material import LOCALES, TEMPLATES, Intent, catalogue, language
from sample_data.pool import Request, requests_of
from sample_data.rendering import Sentence, render

PLAIN_SHARE: Final = 0.7


def spoken(request: Request) -> dict[str, Sentence]:
    """The request in every locale."""
    classes = catalogue().class_of_slot
    return {locale: render(request, language(locale), classes) for locale in LOCALES}


def text_key(text: str) -> str:
    """What makes two texts the same for keeping test and training apart."""
    return " ".join(text.casefold().split())


def _draw_order(intent: Intent, template: str) -> list[Request]:
    """A third of the requests of a template, plain ones mostly first; the rest is left for training."""
    draw = generator("test", intent.name, template)
    requests = list(requests_of(intent, template, catalogue(), language("en-US")))
    draw.shuffle(requests)
    handicap = {request: draw.random() + (0 if request.carrier == "plain" else PLAIN_SHARE) for request in requests}
    return sorted(requests, key=handicap.__getitem__)[: max(1, len(requests) // 3)]


def _in_turn(intent: Intent) -> Iterator[Request]:
    """The requests of an intent, one of each template after the other."""
    queues = [_draw_order(intent, template) for template in TEMPLATES]
    for one_of_each in zip_longest(*queues):
        yield from (request for request in one_of_each if request is not None)


def evaluation_requests() -> list[tuple[Request, dict[str, Sentence]]]:
    """Every test request with its sentence in every locale, in catalogue order.

    A request whose text is already there in any locale is passed over, so that no text occurs twice.
    """
    drawn: list[tuple[Request, dict[str, Sentence]]] = []
    taken: set[tuple[str, str]] = set()
    for intent in catalogue().intents:
        end = len(drawn) + intent.n_test
        for request in _in_turn(intent):
            sentences = spoken(request)
            keys = {(locale, text_key(sentence.text)) for locale, sentence in sentences.items()}
            if len(drawn) < end and not keys & taken:
                drawn.append((request, sentences))
                taken |= keys
    return drawn
