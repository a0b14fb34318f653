"""Puts the evaluation set together, right at first and then with its planted errors."""

from sample_data.annotators import annotate
from sample_data.chance import generator
from sample_data.material import LOCALES, domain_of
from sample_data.misreadings import Planted
from sample_data.planting import plant
from sample_data.pool import Request
from sample_data.rendering import Sentence
from sample_data.rows import Row
from sample_data.selection import evaluation_requests
from sample_data.traffic import device, frequencies


def _rows_of(locale: str, drawn: list[tuple[Request, dict[str, Sentence]]]) -> list[Row]:
    order = list(range(len(drawn)))
    # Each locale has an order of its own, so that equal ids never mean the same request.
    generator("order", locale).shuffle(order)
    counts = frequencies(locale, [request for request, _ in drawn])
    rows = []
    for number, index in enumerate(order, start=1):
        request, sentences = drawn[index]
        parallel_id = f"p{index + 1:03d}"
        domain = domain_of(request.intent)
        work = annotate(locale, parallel_id, domain)
        rows.append(
            Row(
                utterance_id=f"r{number:04d}",
                locale=locale,
                intent=request.intent,
                text=sentences[locale].text,
                slots=sentences[locale].slots,
                frequency=counts[index],
                parallel_id=parallel_id,
                annotator=work.annotator,
                annotated_at=work.day.isoformat(),
                guideline_version=work.guideline_version,
                device=device(locale, parallel_id, domain),
            )
        )
    return rows


def right_rows() -> list[Row]:
    """The evaluation set before any error is planted, locale after locale."""
    drawn = evaluation_requests()
    return [row for locale in LOCALES for row in _rows_of(locale, drawn)]


def build() -> tuple[list[Row], list[Planted]]:
    """The evaluation set as it is published, sorted by locale and id, and its answer key."""
    gold, key = plant(right_rows())
    gold.sort(key=lambda row: (LOCALES.index(row.locale), row.utterance_id))
    key.sort(key=lambda entry: (LOCALES.index(entry.right.locale), entry.right.utterance_id))
    return gold, key
