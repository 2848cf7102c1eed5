"""The options that several commands share, and what their values become."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import available_timezones

import click

from fogline.errors import UsageError

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator = Callable[[Any], Any]
Area = tuple[float, float, float, float]
DEFAULT_THEATRE = "ukraine"
DEFAULT_READER, DEFAULT_ESTIMATOR = "encoder", "judged"


class _Day(click.ParamType[date]):
    """A day written as YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day."""
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"{value!r} is not a day: give YYYY-MM-DD, such as 2022-09-10", param, ctx)


class _Moment(click.ParamType[date | datetime | None]):
    """A day, or a moment with its offset from UTC."""

    name = "day or moment"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | datetime | None:
        """The day or moment; nothing for an empty value."""
        if not value:
            return None
        try:
            if len(value) == len("2022-09-10"):
                return date.fromisoformat(value)
            return datetime.fromisoformat(value)
        except ValueError as error:
            raise UsageError(
                f"as of {value!r}",
                "give a day, YYYY-MM-DD, or a moment with its offset, 2022-09-10T18:00+03:00",
            ) from error


class _Area(click.ParamType[Area | None]):
    """South, west, north and east, in degrees."""

    name = "area"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Area | None:
        """The four numbers; nothing for an empty value."""
        if not value:
            return None
        try:
            south, west, north, east = (float(v) for v in value.split(","))
        except ValueError as error:
            raise UsageError(
                f"area {value!r}",
                "give south,west,north,east in degrees, such as 49.5,37,50,38",
            ) from error
        if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):
            raise UsageError(
                f"area {value!r}",
                "south must be below north, and west before east",
                "give south,west,north,east, such as 49.5,37,50,38",
            )
        return south, west, north, east


class _List(click.ParamType[tuple[str, ...]]):
    """A list with commas."""

    name = "list"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """The parts without the blanks around them."""
        return tuple(part.strip() for part in value.split(",") if part.strip())


class _Zone(click.ParamType[str]):
    """A time zone's IANA name."""

    name = "zone"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name; nothing for an empty value."""
        if value and value not in available_timezones():
            raise UsageError(f"zone {value!r}", "give an IANA name such as Europe/Kyiv")
        return str(value)


class NamesOf(click.Choice[str]):
    """A choice among names that are looked up when they are needed, as those of a registry."""

    def __init__(self, names: Callable[[], Iterable[str]]) -> None:
        self._names = names
        super().__init__(())

    def __getattribute__(self, name: str) -> Any:
        """``choices`` are the names as they are now."""
        if name == "choices":
            return tuple(super().__getattribute__("_names")())
        return super().__getattribute__(name)


DAY, MOMENT, AREA, LIST, ZONE = _Day(), _Moment(), _Area(), _List(), _Zone()
FILE = click.Path(dir_okay=False, path_type=Path)
PATH = click.Path(path_type=Path)


def new_path(path: Path, advice: str) -> Path:
    """A path where nothing is yet.

    Raises:
        UsageError: there is something.
    """
    if path.exists():
        raise UsageError(str(path), "there already", advice)
    return path


def day_option(*names: str, help: str, required: bool = False) -> Decorator:
    """An option that takes a day."""
    return click.option(*names, type=DAY, metavar="YYYY-MM-DD", required=required, help=help)


def count_option(name: str, least: int, default: int, help: str, metavar: str = "N") -> Decorator:
    """An option that takes a whole number from ``least`` on; a default of 0 is not shown."""
    return click.option(
        name,
        default=default,
        show_default=bool(default),
        type=click.IntRange(least),
        metavar=metavar,
        help=help,
    )


def format_option(*forms: str) -> Decorator:
    """The option that names the output's format; the first one is the default."""
    return click.option(
        "--format", "form", type=click.Choice(forms), default=forms[0], show_default=True
    )


def area_option(help: str) -> Decorator:
    """The option that takes an area."""
    return click.option("--area", default="", type=AREA, metavar="S,W,N,E", help=help)


def ledger_option(command: Command, *, required: bool = True) -> Command:
    """The option that names the ledger."""
    return click.option(
        "--ledger",
        required=required,
        envvar="FOGLINE_LEDGER",
        metavar="FILE_OR_URL",
        help="The ledger: a file, or a postgresql:// URL; or set FOGLINE_LEDGER.",
    )(command)


def places_option(help: str) -> Decorator:
    """The option that names places."""
    return click.option("--place", "places", multiple=True, metavar="NAME", help=help)


sources_option = click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="NAME",
    help="Use only this publisher. May be given again.",
)
without_option = click.option(
    "--without", multiple=True, metavar="NAME", help="Leave this publisher out. May be given again."
)
as_of_option = click.option(
    "--as-of",
    default="",
    type=MOMENT,
    metavar="DAY_OR_MOMENT",
    help="Use only what was published by then.",
)
theatre_option = click.option(
    "--theatre",
    default=DEFAULT_THEATRE,
    show_default=True,
    help="A theatre's name, or a .toml file of your own.",
)
served_theatre_option = click.option(
    "--theatre",
    default="",
    metavar="NAME_OR_FILE",
    help="The theatre; needed if the ledger was read in several.",
)
zone_option = click.option(
    "--zone",
    default="",
    type=ZONE,
    metavar="ZONE",
    help="Time zone of times without an offset, such as Europe/Kyiv; they are refused otherwise.",
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(1),
    metavar="N",
    help="How many processes read; otherwise one for each core.",
)
estimator_option = click.option(
    "--estimator",
    default=DEFAULT_ESTIMATOR,
    show_default=True,
    metavar="NAME",
    help="The estimator: judged or field, a simpler rule, or one that is installed.",
)
out_option = click.option("--out", type=FILE, help="Write to a file instead of the screen.")
by_option = click.option(
    "--by",
    type=click.Choice(["speaker", "publisher"]),
    default="speaker",
    show_default=True,
    help="What a source is: a group of speakers that count as one voice, or a publisher.",
)
_THEATRE_OF_LEDGER = click.option(
    "--theatre", default="", help="A theatre's name or file; otherwise the ledger's own."
)
_FIRST = day_option("--from", "start", help="First day; otherwise the theatre's first day.")
_LAST = day_option("--to", "end", help="Last day; otherwise the last claim's day.")
_VIEW = (as_of_option, sources_option, without_option, _THEATRE_OF_LEDGER, estimator_option)


def _with(command: Command, options: Iterable[Decorator]) -> Command:
    for option in reversed(tuple(options)):
        command = option(command)
    return command


def estimate_options(command: Command) -> Command:
    """The options of an estimate whose days are asked for: an ``EstimateRequest``."""
    return _with(command, (ledger_option, _FIRST, _LAST, *_VIEW))


def estimate_of_day_options(command: Command) -> Command:
    """The options of an estimate whose days follow from the question: an ``EstimateRequest``."""
    return _with(command, (ledger_option, *_VIEW))
