"""The options that choose a reader, with those of a large model."""

from __future__ import annotations

from typing import Any

import click

from fogline.cli.options import DEFAULT_READER, count_option


class _Prices(click.ParamType[tuple[float, float]]):
    """Two numbers with a comma."""

    name = "prices"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        """The two numbers."""
        if isinstance(value, tuple):
            return value
        try:
            asked, answered = (float(part) for part in value.split(","))
        except ValueError:
            self.fail(f"{value!r}: give two numbers, such as 2.5,10", param, ctx)
        if not (0 <= asked < float("inf") and 0 <= answered < float("inf")):
            self.fail(f"{value!r}: prices are no less than 0", param, ctx)
        return asked, answered


READER_OPTIONS = (
    click.option(
        "--reader",
        "spec",
        default="",
        metavar="NAME_OR_FILE",
        help="The reader: its name, or a model made by `fogline train`; llm and encoder+llm ask a "
        f"large model.  [default: {DEFAULT_READER}]",
    ),
    click.option(
        "--model",
        default="",
        envvar="FOGLINE_LLM_MODEL",
        metavar="NAME",
        help="With llm, the model's name at its endpoint; else the same as --reader.",
    ),
    click.option(
        "--endpoint",
        default="",
        envvar="FOGLINE_LLM_ENDPOINT",
        metavar="URL",
        help="With llm, where the model is asked, such as http://localhost:8000/v1; else where "
        "this ledger's texts went last. none: use only answers that the ledger keeps.",
    ),
    click.option(
        "--key-file",
        default="",
        metavar="FILE",
        help="The file that holds the endpoint's key; or set FOGLINE_LLM_KEY.",
    ),
    count_option("--most-tokens", 0, 0, "Ask the model for at most so many tokens; 0: no limit."),
    click.option(
        "--most-cost",
        default=0.0,
        type=click.FloatRange(0),
        metavar="SUM",
        help="Ask the model for at most this sum; needs --prices.",
    ),
    click.option(
        "--prices",
        default="0,0",
        type=_Prices(),
        metavar="IN,OUT",
        help="What a million tokens cost, asked and answered.",
    ),
    count_option("--at-once", 1, 4, "Requests to the model on their way at one time."),
    click.option("--yes", is_flag=True, help="Ask the model without asking you first."),
)

answers_option = click.option(
    "--answers",
    default="",
    metavar="FILE_OR_URL",
    help="With llm, the ledger that keeps the model's answers.",
)
