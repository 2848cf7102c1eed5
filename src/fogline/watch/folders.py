"""A visit of a folder, or of a folder of exports."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from fogline.documents import Unreadable, input_formats, leads_out, load
from fogline.model import Received
from fogline.watch.sources import Source
from fogline.watch.states import Item, Items
from fogline.watch.turn import Means, Outcome, Turn, failing, waits

# Files that are read, and then noted, together: what a kill makes the next start look at again.
TOGETHER = 64
# The beginnings of names that programs give to files that are open in them, or hidden.
_PASSED_OVER = (".", "~$")


def visit_folder(means: Means, source: Source, settle: float) -> Outcome:
    """Read the files of a folder, and of those in it, that are new or have changed.

    A file that was written to within ``settle`` seconds waits for the next visit.
    """
    folder = Path(source.address)
    if not folder.is_dir():
        return Outcome(failed="no such folder")
    items, start = means.states.items(source.address), means.clock.seconds()
    unlisted: list[Unreadable] = []
    look = _Look(means.now, items, settle, folder.resolve())
    wanted = look.changed(_files(folder, endings_of(source), unlisted))
    while batch := dict(islice(wanted, TOGETHER)):
        ended = _read(means, source, start, batch, look.outcome)
        if ended:
            look.outcome.waiting += 1
            return look.outcome
    look.outcome.unread += unlisted
    if not unlisted:
        look.outcome.items |= dict.fromkeys(items.keys() - look.names)  # those that are gone
    return look.outcome


def endings_of(source: Source) -> tuple[str, ...]:
    """The endings of the files that are read.

    Of an export, which brings attachments and pictures too, only those of files that hold many
    documents.
    """
    export = source.kind == "export"
    return tuple(e for f in input_formats() if f.many or not export for e in f.endings)


def _files(folder: Path, endings: tuple[str, ...], unread: list[Unreadable]) -> Iterator[Path]:
    """The files of a folder and of those in it, in order; what can't be listed is ``unread``."""

    def note(error: OSError) -> None:
        unread.append(Unreadable(str(error.filename), error.strerror or str(error)))

    for at, inner, names in os.walk(folder, onerror=note):
        inner.sort()
        for name in sorted(names):
            if name.lower().endswith(endings) and not name.startswith(_PASSED_OVER):
                yield Path(at, name)


@dataclass
class _Look:
    """A look at the files of a folder; ``names`` are those that were found."""

    now: float
    items: Items
    settle: float
    root: Path
    outcome: Outcome = field(default_factory=Outcome)
    names: set[str] = field(default_factory=set)

    def changed(self, files: Iterator[Path]) -> Iterator[tuple[str, Item]]:
        """The files to be read, as they are now."""
        for file in files:
            self.names.add(str(file))
            try:
                found = self._look(file)
            except OSError as error:
                self.outcome.unread.append(Unreadable(str(file), error.strerror or str(error)))
                continue
            if found is not None:
                yield str(file), found

    def _look(self, file: Path) -> Item | None:
        """A file as it is now; none if it is not to be read."""
        name, status = str(file), file.stat()
        if not stat.S_ISREG(status.st_mode):
            return None  # to open a pipe would wait for whoever writes to it
        before = self.items.get(name, Item())
        same = (status.st_size, status.st_mtime_ns) == (before.size, before.changed)
        if same and (not before.failures or waits(self.items, name, self.now)):
            return None
        # A clock that was put back leaves files of the future: they have not just been written.
        if abs(self.now - status.st_mtime) < self.settle:
            self.outcome.waiting += 1
            return None
        if leads_out(file, self.root):  # to be told, and not opened
            return before if same else Item(status.st_size, status.st_mtime_ns)
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        if digest != before.sha256:
            return Item(status.st_size, status.st_mtime_ns, digest)
        item = replace(before, size=status.st_size, changed=status.st_mtime_ns)
        if before.failures:
            return item
        self.outcome.items[name] = item  # touched, and not changed
        return None


@dataclass
class _Batch:
    """The documents of some files.

    ``done`` are the files that were read to their end, ``flawed`` says why what of a file can't be
    read.
    """

    means: Means
    source: Source
    names: tuple[str, ...]
    done: list[str] = field(default_factory=list)
    flawed: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def found(self) -> Iterator[Received | Unreadable]:
        """What comes of the files, one after the other."""
        means, folder = self.means, Path(self.source.address).resolve()
        for name in self.names:
            if leads_out(Path(name), folder):
                self.flawed[name] = "a link to a file outside of the folder"
                yield Unreadable(name, self.flawed[name])
                self.done.append(name)
                continue
            loading = load([name], means.defaults(self.source), sandbox=means.sandbox)
            for one in loading:
                if isinstance(one, Unreadable):
                    if one.kind != "part":
                        self.flawed[name] = one.why
                    yield one
                else:
                    yield replace(one, asked=(name,))
            self.done.append(name)
            self.left_out += loading.left_out


def _read(
    means: Means, source: Source, start: float, files: dict[str, Item], outcome: Outcome
) -> bool:
    """Read files and note it; whether the visit is to end before all were read."""
    batch = _Batch(means, source, tuple(files))
    turn = Turn(batch.found(), means, start)
    summary = means.ledger.add(turn, means.theatre, reader=means.reader)
    for name in summary.unkept:
        batch.flawed[name] = summary.unreadable[-1].why
    outcome.new += summary.new + summary.read_again
    outcome.claims += summary.claims
    outcome.unread += [*turn.unread, *summary.unreadable]
    outcome.left_out += batch.left_out
    items: dict[str, Item | None] = {}
    for name in batch.done:
        why, item = batch.flawed.get(name), files[name]
        read = Item(item.size, item.changed, item.sha256)
        items[name] = failing(item, why, means.now) if why else read
    means.states.note(source.address, items)
    return turn.ended
