"""Training rows: from the same language material as the test, but never one of its texts."""

from collections.abc import Set
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from sample_data.chance import fraction, generator
from sample_data.material import TEMPLATES, Intent, catalogue, domain_of, language
from sample_data.pool import Request, requests_of
from sample_data.recipes import Recipe
from sample_data.rendering import Slot, render
from sample_data.selection import evaluation_requests, text_key

ROWS_PER_TEMPLATE: Final = 7


@dataclass(frozen=True)
class Example:
    """A labelled training text."""

    text: str
    intent: str
    slots: tuple[Slot, ...]


@cache
def evaluation_texts(locale: str) -> frozenset[str]:
    """The keys of all test texts of a locale."""
    return frozenset(text_key(sentences[locale].text) for _, sentences in evaluation_requests())


def _known(names: list[str], share: float, *purpose: str) -> Set[str]:
    """The share of the names that a version knows; a bigger share only ever adds to a smaller one."""
    order = sorted(names, key=lambda name: fraction("order", *purpose, name))
    jitter = fraction("jitter", *purpose)
    return frozenset(order[: max(2, int(share * len(names) + jitter))])


def _known_requests(intent: Intent, template: str, locale: str, share: float) -> list[Request]:
    classes = catalogue().class_of_slot
    values = language(locale).values
    requests = []
    for request in requests_of(intent, template, catalogue(), language("en-US")):
        for reference, value in request.values:
            name = reference.removesuffix("#2")
            value_class = classes.get(name, name)
            if value not in _known_values(value_class, tuple(values[value_class]), locale, share):
                break
        else:
            requests.append(request)
    return requests


@cache
def _known_values(value_class: str, names: tuple[str, ...], locale: str, share: float) -> Set[str]:
    return _known(list(names), share, "value", locale, value_class)


def _delivered(recipe: Recipe, locale: str) -> list[Example]:
    """The rows of one locale as the annotators delivered them."""
    material, classes = language(locale), catalogue().class_of_slot
    share = recipe.row_share * recipe.undersampled.get(locale, 1.0)
    examples: dict[str, Example] = {}
    for intent in catalogue().intents:
        templates = _known(list(TEMPLATES), recipe.template_share, "template", locale, intent.name)
        for template in sorted(templates):
            requests = _known_requests(intent, template, locale, recipe.value_share)
            generator("training", locale, intent.name, template).shuffle(requests)
            n_rows = max(1, round(share * ROWS_PER_TEMPLATE))
            for request in requests[: 2 * n_rows]:
                sentence = render(request, material, classes)
                if text_key(sentence.text) not in evaluation_texts(locale) and n_rows > 0:
                    examples[sentence.text] = Example(sentence.text, intent.name, sentence.slots)
                    n_rows -= 1
    return list(examples.values())


def training_rows(recipe: Recipe, locale: str) -> list[Example]:
    """What one version was trained on in one locale, with the noise and the accidents of its recipe."""
    draw = generator("noise", recipe.version, locale)
    names = [intent.name for intent in catalogue().intents]
    wrong = {
        source: (target, share) for (where, source, target), share in recipe.mislabelled.items() if where == locale
    }
    rows = []
    for example in _delivered(recipe, locale):
        target, share = wrong.get(example.intent, (example.intent, 0.0))
        if draw.random() < recipe.slots_lost.get(domain_of(example.intent), 0.0):
            example = replace(example, slots=())
        if draw.random() < share:
            example = replace(example, intent=target)
        elif draw.random() < recipe.intent_noise:
            example = replace(example, intent=draw.choice(names))
        rows.append(example)
    return rows
