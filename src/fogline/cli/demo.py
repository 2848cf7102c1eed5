"""``fogline demo``: the whole chain on dispatches that were written for it."""

from __future__ import annotations

from pathlib import Path

import click

from fogline.cli.options import PATH


@click.command("demo")
@click.option(
    "--out",
    type=PATH,
    default=Path("fogline-demo"),
    show_default=True,
    help="The folder to make.",
)
def command(out: Path) -> None:
    """Run the whole chain on a fortnight of made-up dispatches: claims, control, front, sources,
    exports.
    """
    from fogline import demo

    left = demo.run(out, click.echo)
    for reason in left:
        click.echo(f"left out: {reason}", err=True)
    click.echo(f"\nLook at it in a browser: fogline serve --ledger {out / 'war.db'}")
