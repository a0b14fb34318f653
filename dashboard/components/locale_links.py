"""Ways from a number to the flips behind it, as query parameters of the Flips page."""

from dashboard.state import FlipFilter, Parameters, View
from loaders.schema import Outcome


def flips_of(view: View, outcome: Outcome, **where: str | None) -> Parameters:
    """Return the query parameters of the flips of one outcome where each column has this value (None: null).

    >>> flips_of(View("e", "v1", "v2"), "negative_flip", locale="de-DE", domain=None)["domain"]
    ['']
    """
    conditions = tuple((column, (value or "",)) for column, value in where.items())
    return view.parameters() | FlipFilter((outcome,), conditions).parameters()


def utterance_in(view: View, outcome: Outcome, locale: str, row: int) -> Parameters:
    """Return the query parameters of one utterance, within the list of its outcome in its locale.

    >>> utterance_in(View("e", "v1", "v2"), "both_correct", "de-DE", 7)["row"]
    '7'
    """
    return flips_of(view, outcome, locale=locale) | {"row": str(row)}
