"""The colours, in light and dark: broke is vermilion, fixed is blue, all else is grey.

The pair is told apart in every common colour blindness, and is never the only signal: marks, words and position say
the same. Each text colour has a contrast of at least 4.5 to 1 on its background (WCAG AA).
"""

from dataclasses import dataclass
from typing import Final

from loaders.schema import Outcome

FONT: Final = (
    "'Source Sans', 'Noto Sans', 'Noto Sans Devanagari', 'Noto Sans Arabic', 'Noto Sans CJK JP', system-ui, sans-serif"
)


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme's colours; `..._soft` are areas, the plain ones also text; `heat` and `cool` run from nothing."""

    text: str
    muted: str
    line: str
    background: str
    card: str
    broke: str
    broke_soft: str
    broke_area: str
    fixed: str
    fixed_soft: str
    fixed_area: str
    same: str
    different: str
    right: str
    slot: str
    slot_soft: str
    heat: tuple[tuple[float, str], ...]
    cool: tuple[tuple[float, str], ...]


LIGHT: Final = Palette(
    text="#1c2330",
    muted="#566070",
    line="#e1e5eb",
    background="#ffffff",
    card="#ffffff",
    broke="#b5340c",
    broke_soft="#fbe7df",
    broke_area="#e8785a",
    fixed="#0f5f9a",
    fixed_soft="#e0eef8",
    fixed_area="#5ba0d0",
    same="#d9dee6",
    different="#eef1f5",
    right="#dde2ea",
    slot="#5b3fd1",
    slot_soft="#efebfd",
    heat=((0.0, "#fff6f2"), (0.25, "#fbd3c2"), (0.5, "#f2a688"), (0.75, "#dc6f48"), (1.0, "#b5340c")),
    cool=((0.0, "#fff6f2"), (0.25, "#cfe3f3"), (0.5, "#94c3e4"), (0.75, "#4f97cb"), (1.0, "#0f5f9a")),
)

DARK: Final = Palette(
    text="#e6e9ef",
    muted="#a3adbb",
    line="#2c3440",
    background="#12161d",
    card="#171c24",
    broke="#ff9a78",
    broke_soft="#43241a",
    broke_area="#c9593a",
    fixed="#7fc0f0",
    fixed_soft="#16324a",
    fixed_area="#3d84b8",
    same="#3a4352",
    different="#262d38",
    right="#343d4b",
    slot="#b6a4ff",
    slot_soft="#2a2350",
    heat=((0.0, "#1a2029"), (0.25, "#43241a"), (0.5, "#77381f"), (0.75, "#b04d2c"), (1.0, "#e0683f")),
    cool=((0.0, "#1a2029"), (0.25, "#16324a"), (0.5, "#1f5379"), (0.75, "#2f79ad"), (1.0, "#5aa9e0")),
)


def palette(dark: bool) -> Palette:
    """Return the colours of a theme."""
    return DARK if dark else LIGHT


def outcome_areas(colours: Palette) -> dict[Outcome, str]:
    """Return the area colour of each outcome."""
    return {
        "both_correct": colours.right,
        "negative_flip": colours.broke_area,
        "positive_flip": colours.fixed_area,
        "both_wrong_same": colours.same,
        "both_wrong_different": colours.different,
    }


def css_variables(colours: Palette) -> str:
    """Return the colours as CSS custom properties, for the components that are drawn as HTML."""
    names = ("text", "muted", "line", "card", "broke", "broke_soft", "broke_area", "fixed", "fixed_soft", "fixed_area")
    variables = {name: getattr(colours, name) for name in (*names, "slot", "slot_soft", "same")}
    return ":root{" + "".join(f"--{name.replace('_', '-')}:{value};" for name, value in variables.items()) + "}"


def layout(colours: Palette, height: int) -> dict[str, object]:
    """Return what all figures share: no frame, no toolbar clutter, the page's font."""
    return {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": colours.text},
        "hoverlabel": {"bgcolor": colours.card, "bordercolor": colours.line, "font": {"color": colours.text}},
        "showlegend": False,
        "dragmode": False,
    }


PLOT_CONFIG: Final[dict[str, object]] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
