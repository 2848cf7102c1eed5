"""Sources as groups of claims: by speaker, those who count as one voice together; by publisher; or
by side, all who speak for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fogline.control import Control, ControlError
from fogline.errors import UsageError
from fogline.sources.figure import Figure, figure


@dataclass(frozen=True)
class Groups:
    """Names of the sources, the side of each (empty for none), and the source of every claim as
    a position among them.
    """

    by: str
    names: tuple[str, ...]
    sides: tuple[str, ...]
    of: npt.NDArray[np.int64]

    def find(self, name: str) -> int:
        """Position of a source by name.

        Raises:
            ControlError: no such source; it lists those there are.
        """
        at = [k for k, n in enumerate(self.names) if n.casefold() == name.casefold()]
        if not at:
            counts = np.bincount(self.of, minlength=len(self.names))
            most = [self.names[k] for k in np.argsort(-counts, kind="stable")[:15]]
            raise ControlError(
                f"{self.by} {name!r}",
                "no claim is of it",
                f"those with most claims are {', '.join(most)}",
            )
        return at[0]

    def copied(self, control: Control, k: int) -> Figure:
        """Share of a source's claims that repeat another's: by the ledger's copies of texts, or
        as learned of voices; no figure of sides.
        """
        if self.by == "side":
            return figure([])
        if self.by == "publisher":
            others = pc.list_flatten(control.claims.rows["copied_by"])
            repeated = int(pc.sum(pc.equal(others, self.names[k])).as_py() or 0)
            return figure([True] * repeated + [False] * int((self.of == k).sum()))
        found = [c for c in control.copying if control.claims.voices[c.voice] == self.names[k]]
        total = int((self.of == k).sum())
        repeated = round(max((c.share for c in found), default=0.0) * total)
        return figure([True] * repeated + [False] * (total - repeated))


def groups(control: Control, by: str) -> Groups:
    """The sources of a control's claims.

    Raises:
        UsageError: ``by`` is none of ``speaker``, ``publisher`` and ``side``.
    """
    claims = control.claims
    if by == "side":
        # Those who speak for no side come last, under no name.
        names = (*control.theatre.labels, "")
        side = np.array([names.index(s) for s in claims.sides], dtype=np.int64)
        return Groups(by, names, names, side[claims.voice.astype(np.int64)])
    if by == "speaker":
        return Groups(by, claims.voices, claims.sides, claims.voice.astype(np.int64))
    if by != "publisher":
        raise UsageError(f"by {by!r}", "give speaker, publisher or side")
    published = pc.fill_null(claims.rows["source"], "")
    names = tuple(sorted(pc.unique(published).to_pylist()))
    theatre = control.theatre
    return Groups(
        by,
        names,
        tuple(theatre.side_of(n) or "" for n in names),
        pc.index_in(published, pa.array(names, pa.string())).to_numpy().astype(np.int64),
    )
