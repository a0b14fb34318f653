"""Who annotated an utterance, when, and under which version of the guideline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sample_data.chance import generator

ANNOTATORS: Final[Mapping[str, tuple[str, ...]]] = {
    "en-US": ("a01", "a02", "a09"),
    "de-DE": ("a03", "a04"),
    "fr-FR": ("a05", "a06"),
    "es-ES": ("a07", "a08"),
    "it-IT": ("a05", "a07"),
    "hi-IN": ("a09", "a10"),
    "ja-JP": ("a11",),
    "ar-SA": ("a06", "a12"),
}

FIRST_DAY: Final = date(2026, 1, 12)
BATCH_DAYS: Final = 14
GUIDELINES: Final = (
    (date(2026, 5, 4), "1.2"),
    (date(2026, 3, 9), "1.1"),
    (FIRST_DAY, "1.0"),
)

# Batches went domain by domain. The forecast batch came right after guideline 1.1.
DOMAIN_ORDER: Final = (
    "timer",
    "tunes",
    "wakeup",
    "home",
    "forecast",
    "contact",
    "agenda",
    "shopping",
    "trips",
    "kitchen",
    "reminders",
)
STRAY_SHARE: Final = 0.12
MAIN_SHARE: Final = 0.8


@dataclass(frozen=True)
class Annotation:
    """One annotator's work on one utterance."""

    annotator: str
    day: date
    guideline_version: str


def guideline_of(day: date) -> str:
    """The guideline version in force on a day; ValueError before the first day."""
    for since, version in GUIDELINES:
        if day >= since:
            return version
    raise ValueError(f"no guideline was in force on {day}")


def annotate(locale: str, parallel_id: str, domain: str) -> Annotation:
    """Draws annotator and working day: mostly in the batch of the domain, now and then outside it."""
    draw = generator("annotation", locale, parallel_id)
    n_days = BATCH_DAYS * len(DOMAIN_ORDER)
    if draw.random() < STRAY_SHARE:
        offset = draw.randrange(n_days)
    else:
        offset = BATCH_DAYS * DOMAIN_ORDER.index(domain) + draw.randrange(BATCH_DAYS)
    day = FIRST_DAY + timedelta(days=offset)
    day -= timedelta(days=max(0, day.weekday() - 4))
    people = ANNOTATORS[locale]
    lead = people[0] if draw.random() < MAIN_SHARE else draw.choice(people)
    # Outside the forecast batch, the work is spread evenly.
    annotator = lead if domain == "forecast" else draw.choice(people)
    return Annotation(annotator, day, guideline_of(day))
