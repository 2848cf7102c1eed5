"""Writes small PDF files: words at places."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

WIDTH, HEIGHT = 612, 792
_FIXED = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"",
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    b"<< /Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray"
    b" /BitsPerComponent 8 /Length 4 >>\nstream\n\x00\x40\x80\xff\nendstream",
)
IMAGE = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q"


class Spot(NamedTuple):
    """Words, where they begin (points from the left and from the bottom), and their size."""

    x: float
    y: float
    words: str
    size: float = 11
    turn: str = "1 0 0 1"


def column(x: float, lines: Sequence[str], top: float = 700, step: float = 14) -> list[Spot]:
    """Lines one below the other."""
    return [Spot(x, top - step * k, words) for k, words in enumerate(lines)]


def written(*pages: Sequence[Spot], images: Sequence[int] = ()) -> bytes:
    """A PDF of these pages; those numbered in ``images`` (from 0) are covered by an image."""
    parts, kids = [*_FIXED], []
    for number, spots in enumerate(pages):
        drawn = [
            f"BT /F1 {s.size} Tf {s.turn} {s.x} {s.y} Tm ({_escaped(s.words)}) Tj ET" for s in spots
        ]
        stream = "\n".join([*([IMAGE] if number in images else []), *drawn]).encode("latin-1")
        parts.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        parts.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R /Resources"
            b" << /Font << /F1 3 0 R >> /XObject << /I 4 0 R >> >> >>" % (WIDTH, HEIGHT, len(parts))
        )
        kids.append(b"%d 0 R" % len(parts))
    parts[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    objects = [b"%d 0 obj\n%s\nendobj\n" % (n, part) for n, part in enumerate(parts, 1)]
    head = b"%PDF-1.4\n"
    offsets = [*accumulate(map(len, objects), initial=len(head))]
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets[:-1])
    return (
        b"%s%sxref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\n"
        % (
            head,
            b"".join(objects),
            len(parts) + 1,
            table,
            len(parts) + 1,
        )
        + b"startxref\n%d\n%%%%EOF" % offsets[-1]
    )


def _escaped(words: str) -> str:
    return words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
