"""Ways from a number to the flips behind it: query parameters for page links, addresses for links in tables."""

from urllib.parse import urlencode

from dashboard.state import FlipFilter, Parameters, View
from loaders.schema import Outcome


def flips_of(view: View, outcome: Outcome, **where: str | None) -> Parameters:
    """Return the query parameters of the flips of one outcome where each column has this value (None: null).

    >>> flips_of(View("e", "v1", "v2"), "negative_flip", locale="de-DE", domain=None)["domain"]
    ['']
    """
    conditions = tuple((column, (value or "",)) for column, value in where.items())
    return view.parameters() | FlipFilter((outcome,), conditions).parameters()


def flip_address(view: View, outcome: Outcome, locale: str, row: int) -> str:
    """Return the address of one utterance on the Flips page, relative to any other page; not yet escaped for HTML.

    >>> flip_address(View("e", "v1", "v2"), "both_correct", "de-DE", 7)
    'flips?evalset=e&baseline=v1&candidate=v2&outcome=both_correct&locale=de-DE&row=7'
    """
    return "flips?" + urlencode(flips_of(view, outcome, locale=locale) | {"row": str(row)}, doseq=True)
