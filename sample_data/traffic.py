"""How often a request is asked and on what device: made up, but shaped like traffic."""

from collections.abc import Mapping
from typing import Final

from sample_data.chance import generator
from sample_data.pool import Request

HEAD: Final[Mapping[str, int]] = {
    "en-US": 40000,
    "de-DE": 24000,
    "fr-FR": 19000,
    "es-ES": 17000,
    "it-IT": 12000,
    "hi-IN": 21000,
    "ja-JP": 26000,
    "ar-SA": 8000,
}
EXPONENT: Final = 1.75

# Chances of speaker, phone and car; the other domains are asked as in "".
DEVICES: Final = ("speaker", "phone", "car")
DEVICE_WEIGHTS: Final[Mapping[str, tuple[int, int, int]]] = {
    "": (60, 30, 10),
    "trips": (10, 45, 45),
    "contact": (25, 45, 30),
    "kitchen": (85, 15, 0),
    "home": (75, 22, 3),
}


def frequencies(locale: str, requests: list[Request]) -> list[int]:
    """Zipf-like counts, in the order of the requests: short, plain requests tend to lead.

    The count at rank r is HEAD / r ** EXPONENT, rounded, and at least 1.
    """
    draw = generator("traffic", locale)
    rarity = [
        draw.random() + 0.25 * len(request.values) + (0 if request.carrier == "plain" else 0.5) for request in requests
    ]
    ranked = sorted(range(len(requests)), key=rarity.__getitem__)
    counts = [0] * len(requests)
    for rank, position in enumerate(ranked, start=1):
        counts[position] = max(1, round(HEAD[locale] / rank**EXPONENT))
    return counts


def device(locale: str, parallel_id: str, domain: str) -> str:
    """The device on which the request was spoken."""
    weights = DEVICE_WEIGHTS.get(domain, DEVICE_WEIGHTS[""])
    return generator("device", locale, parallel_id).choices(DEVICES, weights)[0]
