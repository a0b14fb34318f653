"""Options that several commands share."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final, TypeAlias, TypeVar

import typer

from analysis.causes import CAUSES
from loaders.errors import InputError
from loaders.formats.recognise import Format
from loaders.schema import OUTCOMES, UNITS, Outcome, Unit

WarehouseDir: TypeAlias = Annotated[
    Path,
    typer.Option("--warehouse", envvar="FLIPSCOPE_WAREHOUSE", metavar="DIR", help="Folder of evalsets and runs."),
]
Files: TypeAlias = Annotated[
    list[str], typer.Argument(metavar="FILE", help="Files to load, or globs; gzip and zstd are read as they are.")
]
FileFormat: TypeAlias = Annotated[Format, typer.Option("--format", help="Format of the files.")]
Columns: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="OURS=THEIRS", help="Name of a column in the files; may be repeated."),
]
MaxRejected: TypeAlias = Annotated[int, typer.Option(min=0, metavar="N", help="Load although N rows are rejected.")]
Baseline: TypeAlias = Annotated[str, typer.Argument(metavar="BASELINE", help="Run in production.")]
Candidate: TypeAlias = Annotated[str, typer.Argument(metavar="CANDIDATE", help="Run that would replace it.")]
WhereOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="COLUMN=VALUE",
        help="Keep these utterances only; values of one column are alternatives, columns combine, COLUMN= is null. "
        "Also has_slot (of several all), length, frequency_band and swing; flips also verdict.",
    ),
]
ByOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--by", metavar="COLUMN", help="Break down by this column; several are crossed."),
]
WeightOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--weight", metavar="COLUMN", help="Sum this column instead of counting 1, as in frequency."),
]
OutcomeOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--outcome",
        metavar="|".join((*OUTCOMES, "all")),
        autocompletion=lambda: [*OUTCOMES, "all"],
        help="Keep these outcomes; may be repeated, negative flips by default.",
    ),
]
CauseOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--cause",
        metavar="|".join(CAUSES),
        autocompletion=lambda: list(CAUSES),
        help="Keep flips with this cause; may be repeated, any of several.",
    ),
]
SearchOption: TypeAlias = Annotated[
    str,
    typer.Option(
        "--search",
        metavar="TEXT",
        help="Keep utterances with this text, in any case; /like this/ it is a regular expression.",
    ),
]
OneUnit: TypeAlias = Annotated[Unit, typer.Option("--unit", help="What is judged right or wrong.")]
Units: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--unit",
        metavar="|".join(UNITS),
        autocompletion=lambda: list(UNITS),
        help="What is judged right or wrong; may be repeated, all by default.",
    ),
]
Host: TypeAlias = Annotated[str, typer.Option(help="Address to serve on.")]
Port: TypeAlias = Annotated[int, typer.Option(min=1, max=65535, help="Port to serve on.")]

DEFAULT_WAREHOUSE: Final = Path("warehouse")

Where: TypeAlias = Mapping[str, tuple[str | None, ...]]


def parse_where(options: Sequence[str]) -> dict[str, tuple[str | None, ...]]:
    """Read `--where COLUMN=VALUE` options; an empty value is null.

    >>> parse_where(["locale=de-DE", "locale=", "domain=music"])
    {'locale': ('de-DE', None), 'domain': ('music',)}
    """
    where: dict[str, tuple[str | None, ...]] = {}
    for option in options:
        column, equals, value = option.partition("=")
        if not (equals and column):
            raise InputError(f"--where {option!r}: write COLUMN=VALUE, as in --where locale=de-DE")
        where[column] = (*where.get(column, ()), value or None)
    return where


Choice = TypeVar("Choice", bound=str)


def choose(option: str, given: Sequence[str], allowed: Sequence[Choice]) -> tuple[Choice, ...]:
    """Return the values of an option that may be repeated, each once; Typer knows no choices for those.

    >>> choose("--unit", ["slot", "frame", "slot"], ("frame", "intent", "slot"))
    ('slot', 'frame')
    """
    known: dict[str, Choice] = {choice: choice for choice in allowed}
    for value in given:
        if value not in known:
            raise InputError(f"{option} {value!r}: choose from {', '.join(allowed)}")
    return tuple(known[value] for value in dict.fromkeys(given))


def chosen_outcomes(given: Sequence[str] | None) -> tuple[Outcome, ...]:
    """Return the outcomes of `--outcome` in their order, `all` standing for each; negative flips where none is given.

    >>> chosen_outcomes(["positive_flip", "negative_flip"]), chosen_outcomes(None)
    (('negative_flip', 'positive_flip'), ('negative_flip',))
    """
    chosen = choose("--outcome", given or ("negative_flip",), (*OUTCOMES, "all"))
    return tuple(one for one in OUTCOMES if "all" in chosen or one in chosen)
