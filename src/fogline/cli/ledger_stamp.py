"""``fogline ledger stamp``: what others say of when the rows of a ledger were there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fogline.cli.options import FILE, ledger_option
from fogline.cli.reporting import FAILED, fail
from fogline.errors import UsageError

if TYPE_CHECKING:
    from fogline.ledger import Ledger
    from fogline.stamps import StampKind

_QUERY, _HEAD = ".tsq", ".txt"


@click.command("stamp")
@ledger_option
@click.option(
    "--tsa", "authorities", multiple=True, envvar="FOGLINE_TSA", metavar="URL",
    help="Ask a time-stamping authority (RFC 3161). May be given again; or set FOGLINE_TSA.",
)  # fmt: skip
@click.option(
    "--calendar", "calendars", multiple=True, envvar="FOGLINE_CALENDAR", metavar="URL",
    help="Ask a calendar of OpenTimestamps. May be given again; or set FOGLINE_CALENDAR.",
)  # fmt: skip
@click.option(
    "--request", type=FILE,
    help="Write what is to be stamped elsewhere: a query (.tsq), or the head (.txt).",
)  # fmt: skip
@click.option(
    "--receipt", "receipts", multiple=True, type=FILE,
    help="Take in a receipt that was got elsewhere (.tsr or .ots). May be given again.",
)  # fmt: skip
@click.option(
    "--upgrade", is_flag=True,
    help="Ask the calendars for the blocks of Bitcoin that earlier stamps wait for.",
)  # fmt: skip
def stamp(
    ledger: str,
    authorities: tuple[str, ...],
    calendars: tuple[str, ...],
    request: Path | None,
    receipts: tuple[Path, ...],
    upgrade: bool,
) -> int:
    """Have the head of the chain stamped, and keep the receipts as rows.

    Only a hash leaves this machine. `fogline verify` checks receipts without a network.
    """
    from fogline.ledger import open_ledger
    from fogline.stamps import stamp_kinds

    if not (authorities or calendars or request or receipts or upgrade):
        why, advice = "nobody is named", "give --tsa URL or --calendar URL, or --request FILE"
        raise UsageError("stamp", why, advice)
    rfc3161, opentimestamps = (stamp_kinds()[n] for n in ("rfc3161", "opentimestamps"))
    asked = [(rfc3161, url) for url in authorities]
    asked += [] if upgrade else [(opentimestamps, url) for url in calendars]
    with open_ledger(ledger) as book:
        failed = [not _take_in(book, path) for path in receipts]
        failed += [not _upgraded(book, calendars)] if upgrade else []
        if request:
            _write_request(book, request)
        failed += [not _asked(book, kind, url) for kind, url in asked]
    return FAILED if any(failed) else 0


def _asked(book: Ledger, kind: StampKind, url: str) -> bool:
    """Whether an authority gave its receipt, or had done so before."""
    from fogline.stamps import StampError, authority_name

    name, head = authority_name(url), book.stamps.seal()
    known = [r for r in book.stamps.standing() if (r.head, r.authority) == (head.hash, name)]
    if any(row.kind == kind.name for row in known):
        sys.stdout.write(f"{name} stamped row {head.seq:,} before, and nothing came since\n")
        return True
    try:
        receipt = kind.ask(url, book.stamps.message(head))
        book.stamps.keep(head, kind.name, receipt, name)
    except StampError as error:
        fail(f"{name}: {error}")
        return False
    sys.stdout.write(f"{name} stamped row {head.seq:,} ({kind.name})\nhead {head.hash}\n")
    return True


def _take_in(book: Ledger, path: Path) -> bool:
    from fogline.stamps import StampError, stamp_kinds

    kind = next((k for k in stamp_kinds().values() if k.ending == path.suffix.lower()), None)
    if kind is None:
        endings = " or ".join(k.ending for k in stamp_kinds().values())
        raise UsageError(str(path), "no receipt by its ending", f"give {endings}")
    try:
        receipt = path.read_bytes()
        head = book.stamps.head_of(kind.digest(receipt))
        is_new = book.stamps.keep(head, kind.name, receipt, path.name)
    except (StampError, OSError) as error:
        fail(f"{path}: {error.strerror if isinstance(error, OSError) else error}")
        return False
    sys.stdout.write(
        f"{path}: row {head.seq:,} {'is stamped' if is_new else 'was stamped before'}\n"
    )
    return True


def _write_request(book: Ledger, path: Path) -> None:
    from fogline.cli.output import save
    from fogline.stamps import stamp_kinds

    if path.suffix.lower() not in (_QUERY, _HEAD):
        why = "what is to be stamped ends in .tsq or .txt"
        raise UsageError(str(path), why, "use head.tsq for RFC 3161, head.txt for OpenTimestamps")
    head = book.stamps.seal()
    words = book.stamps.message(head)
    query = path.suffix.lower() == _QUERY
    save(stamp_kinds()["rfc3161"].request(words) if query else words, path)
    sys.stdout.write(f"{path}: have it stamped, and give the receipt with --receipt\n")
    sys.stdout.write(f"row {head.seq:,}\nhead {head.hash}\n")


def _upgraded(book: Ledger, calendars: tuple[str, ...]) -> bool:
    """Whether every calendar that was asked answered."""
    from fogline.stamps import StampError, stamp_kinds

    sound, newer = True, 0
    for row in book.stamps.standing():
        kind, receipt = stamp_kinds()[row.kind], book.stamps.receipt(row)
        try:
            more = kind.complete(receipt, calendars)
            if more != receipt:
                newer += book.stamps.keep(
                    book.stamps.head(row), row.kind, more, row.authority or ""
                )
        except StampError as error:
            fail(f"stamp of {row.authority}: {error}")
            sound = False
    sys.stdout.write(f"{newer} stamps have more than before\n")
    return sound
