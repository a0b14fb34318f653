"""The same request, locale by locale, as an HTML table: every outcome opens its utterance."""

from collections.abc import Sequence
from html import escape

from analysis.parallel import Answered, Request
from dashboard import wording
from dashboard.components.locale_links import flip_address
from dashboard.components.locale_results import RequestPage
from dashboard.state import View
from loaders.schema import Outcome

_TONES: dict[Outcome, str] = {"negative_flip": "broke", "positive_flip": "fixed"}


def parallel_table(page: RequestPage, locales: Sequence[str], view: View) -> str:
    """Return the table; the request is shown in the first locale that has it."""
    heads = "".join(f'<th scope="col"><bdi>{escape(locale)}</bdi></th>' for locale in locales)
    rows = "".join(_row(request, page.texts, locales, view) for request in page.requests)
    return (
        '<div class="requests" tabindex="0" role="region" aria-label="Requests, locale by locale"><table>'
        '<thead><tr><th scope="col">request</th>'
        f'<th scope="col">text <span class="muted">({escape(locales[0])})</span></th>{heads}'
        f'<th scope="col" class="number">traffic</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row(request: Request, texts: dict[int, str], locales: Sequence[str], view: View) -> str:
    cells = "".join(f"<td>{_outcome(request.answers[locale], locale, view)}</td>" for locale in locales)
    return (
        f'<tr><th scope="row"><bdi>#{escape(request.parallel_id)}</bdi></th>'
        f"<td>{_text(request, texts, locales)}</td>{cells}"
        f'<td class="number">{wording.count(request.frequency)}</td></tr>'
    )


def _text(request: Request, texts: dict[int, str], locales: Sequence[str]) -> str:
    for locale in locales:
        answer = request.answers[locale]
        if answer is not None:
            said = "" if locale == locales[0] else f'<span class="muted">{escape(locale)}</span> '
            text = f'<bdi dir="auto" lang="{escape(locale)}">{escape(texts[answer.row])}</bdi>'
            return f'<span class="text">{said}{text}</span>'
    return wording.UNDEFINED


def _outcome(answer: Answered | None, locale: str, view: View) -> str:
    if answer is None:
        return f'<span class="muted" title="no such request in {escape(locale)}">{wording.UNDEFINED}</span>'
    outcome = answer.outcome
    mark, word = wording.OUTCOME_MARKS[outcome], wording.OUTCOME_LABELS[outcome]
    address = escape(flip_address(view, outcome, locale, answer.row))
    said = f"<span>{word}</span>" if outcome in _TONES else f'<span class="unseen">{word}</span>'
    return (
        f'<a class="outcome {_TONES.get(outcome, "")}" href="{address}" target="_self" '
        f'title="{word}: open this utterance in {escape(locale)}"><span aria-hidden="true">{mark}</span> {said}</a>'
    )
