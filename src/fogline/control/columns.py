"""The columns of a view: which of them an estimate is made from, and their words as arrays."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fogline.control.places import Mask, Numbers

# The columns of a view that an estimate is made from, and that sources are scored by. A view with
# these alone takes a third of the memory, and gives no reasons: those show the claims themselves.
COLUMNS = (
    "id", "document", "source", "origin", "published_utc", "event", "actor", "target", "place",
    "kind", "relation", "extent", "start", "end", "speaker", "certainty", "status", "polarity",
    "trigger", "sentence_start", "feature", "cues", "score", "judged", "copied_by",
)  # fmt: skip


def coded(column: pa.ChunkedArray) -> tuple[Numbers, list[str]]:
    """A column of words as numbers, and the words; a missing one is the empty word."""
    encoded = pc.dictionary_encode(pc.fill_null(column, "")).unify_dictionaries().combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):
        none = pa.array([], pa.string()).dictionary_encode()
        encoded = encoded.chunk(0) if encoded.num_chunks else none
    return encoded.indices.to_numpy(zero_copy_only=False).astype(
        np.int32
    ), encoded.dictionary.to_pylist()


def among(rows: pa.Table, name: str, *values: str) -> Mask:
    """Which rows have one of some words in a column."""
    out: Mask = pc.is_in(rows[name], value_set=pa.array(values, pa.string())).to_numpy(
        zero_copy_only=False
    )
    return out


def marked(rows: pa.Table, role: str) -> Mask:
    """Which rows have a cue of a role.

    Only the cells that have the word somewhere are read, each distinct one once.
    """
    cells = pc.fill_null(rows["cues"], "")
    likely = pc.match_substring(cells, json.dumps(role))
    words = pc.unique(pc.filter(cells, likely)).to_pylist()
    having = pa.array([w for w in words if _has_cue(w, role)], pa.string())
    out: Mask = pc.is_in(cells, value_set=having).to_numpy(zero_copy_only=False)
    return out


def _has_cue(cell: str, role: str) -> bool:
    return any(cue["role"] == role for cue in json.loads(cell))
