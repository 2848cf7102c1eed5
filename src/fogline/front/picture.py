"""The map of a front as SVG: ground in the sides' colours, by how well it is known, the line,
and the largest places.
"""

from __future__ import annotations

from html import escape
from textwrap import wrap
from typing import Any

import numpy as np
import scipy

from fogline.front.holders import UNCLEAR, Extent
from fogline.front.looks import BELIEVED, HELD, KNOWN, UNKNOWN
from fogline.front.picture_frame import Drawn, PictureFrame
from fogline.land import CREDIT, land_within
from fogline.require import require

_CONTESTED, _UNKNOWN, _PAPER, _INK = "#8d7aa8", "#e4e2dc", "#f4f2ee", "#1c1c1c"
_SEA, _RIVER, _BORDER = "#dfe7ec", "#7f9fb3", "#6d6a60"
# The most names, and in points: a letter's width, a line's height, the heading's.
_NAMES, _LETTER, _LINE, _HEAD = 34, 6.2, 17, 52
# How much of a side's colour its ground has by how well it is known, and the specks of unknown
# ground: open rings, far apart.
_STRENGTH = {HELD: ".55", BELIEVED: ".24", UNKNOWN: ".1"}
_SPECKS = "M3 4.5a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0M12 13.5a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0"
# Kilometres that a scale may show.
_SCALES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
# A quarter of a town lies so near to it, and the town has so many claims more.
_SUBURB_M, _FEW_CLAIMS = 8_000.0, 20
_DASHES = ' stroke-dasharray="5 3"'  # a border's
_LINES = {
    KNOWN: 'stroke-width="2.2"',
    UNKNOWN: 'stroke-width="1.2" stroke-opacity=".7" stroke-dasharray="4 3"',
}


def draw_picture(front: Drawn, width: int, box: tuple[float, float, float, float] | None) -> str:
    """The map as SVG, ``width`` points wide; ``box`` is south, west, north, east in degrees.

    Raises:
        ControlError: a box without ground of the theatre in it.
    """
    view = PictureFrame(front, width, box)
    theatre = front.control.theatre
    colours = {b.label: b.colour for b in theatre.belligerents} | {
        "contested": _CONTESTED,
        UNCLEAR: _UNKNOWN,
    }
    ground = "".join(
        _ground(view.path(shape), colours[state], look)
        for (state, look), shape in front.grounds.items()
    )
    lines = "".join(
        f'<path d="{view.path(line)}" fill="none" stroke="{_INK}" {_LINES[look]}/>'
        for (_, look), line in front.line_looks.items()
    )
    below, above = _land(front, view)
    foot = _legend(front, colours, view, whole=box is not None)
    tall = view.height + _HEAD + foot.count("<text") * _LINE + 14
    title = f"{theatre.title}: the front on {front.day}"
    size = f'width="{width}" height="{tall:.0f}"'
    frame = f'<rect width="{width}" height="{view.height:.0f}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {tall:.0f}" {size} '
        f'role="img" aria-label="{escape(title)}" font-family="sans-serif" font-size="11" '
        f'fill="{_INK}"><defs><pattern id="unknown" width="18" height="18" '
        'patternUnits="userSpaceOnUse">'
        f'<path d="{_SPECKS}" fill="none" stroke="{_INK}" stroke-opacity=".45"/></pattern>'
        f'<clipPath id="frame">{frame}/></clipPath></defs><rect {size} fill="#fff"/>'
        f'<text x="8" y="22" font-size="15" font-weight="bold">{escape(title)}</text>'
        f'<text x="8" y="41">{escape("Estimated from " + front.rests_on)}</text>'
        f'<g transform="translate(0 {_HEAD})" clip-path="url(#frame)">{frame} fill="{_SEA}"/>'
        f"{below}{ground}{above}{lines}{_names(front, view)}{_scale(view)}</g>{foot}</svg>"
    )


def _ground(path: str, colour: str, look: str) -> str:
    """Ground of a state: strong where it is held, pale where it is believed, and nearly without
    colour where it is unknown.
    """
    shape = f'<path d="{path}" fill="{{}}" fill-opacity="{{}}" fill-rule="evenodd"/>'
    if look != UNKNOWN:
        return shape.format(colour, _STRENGTH[look])
    return "".join(
        shape.format(*paint)
        for paint in ((_UNKNOWN, ".6"), (colour, _STRENGTH[look]), ("url(#unknown)", "1"))
    )


def as_png(svg: str) -> bytes:
    """A picture as PNG, at twice its size.

    Raises:
        FoglineError: the extra 'charts' is not installed.
    """
    return bytes(require("vl_convert", "charts").svg_to_png(svg, scale=2))


def _land(front: Drawn, view: PictureFrame) -> tuple[str, str]:
    """The land below the sides' ground, and the rivers and borders above it."""
    found = land_within(front.control.theatre, view.degrees())
    above = "".join(
        f'<path d="{view.path(lines)}" fill="none" stroke="{colour}"{dashes}/>'
        for lines, colour, dashes in ((found.rivers, _RIVER, ""), (found.borders, _BORDER, _DASHES))
    )
    return f'<path d="{view.path(found.land)}" fill="{_PAPER}" fill-rule="evenodd"/>', above


def _names(front: Drawn, view: PictureFrame) -> str:
    """The largest places in the picture that leave each other room."""
    places, at = front.control.places, view.points(front.mesh.points)
    inside = np.flatnonzero(
        (at > 12).all(axis=1) & (at[:, 0] < view.width - 60) & (at[:, 1] < view.height - 12)
    )
    inside = inside[~_suburbs(front)[inside]]
    taken: list[tuple[float, float, float, float]] = []
    out = []
    for k in sorted(inside.tolist(), key=lambda k: (-places[k].weight, places[k].id)):
        x, y, wide = at[k, 0], at[k, 1], _LETTER * len(places[k].name) + 10
        label = (x - 4, y - 9, x + wide, y + 9)
        if any(
            label[0] < t[2] and t[0] < label[2] and label[1] < t[3] and t[1] < label[3]
            for t in taken
        ):
            continue
        taken.append(label)
        out.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.2"/><text x="{x + 5:.1f}" y="{y + 4:.1f}" '
            f'stroke="{_PAPER}" stroke-width="2.4" paint-order="stroke">'
            f"{escape(places[k].name)}</text>"
        )
        if len(out) == _NAMES:
            break
    return "".join(out)


def _suburbs(front: Drawn) -> Any:
    """Places beside one that far more claims speak of: quarters of a town, which gazetteers list
    with all its people.
    """
    control = front.control
    spoken = control.spoken
    towns = np.flatnonzero(spoken)
    out = np.zeros(len(control.places), dtype=np.bool_)
    if len(towns):
        near, at = scipy.spatial.cKDTree(front.mesh.points[towns]).query(
            front.mesh.points, k=min(6, len(towns)), distance_upper_bound=_SUBURB_M
        )
        at = np.append(spoken[towns], 0)[
            np.where(np.isfinite(near), at, len(towns)).reshape(len(out), -1)
        ]
        out = at.max(axis=1) > 5 * spoken + _FEW_CLAIMS
    return out


def _scale(view: PictureFrame) -> str:
    km = max((s for s in _SCALES if s * 1000 / view.metres <= view.width / 5), default=_SCALES[0])
    long, y = km * 1000 / view.metres, view.height - 12
    bar = f'<path d="M12 {y:.1f}h{long:.1f}" stroke="{_INK}" stroke-width="3"/>'
    return f'{bar}<text x="12" y="{y - 6:.1f}">{km} km</text>'


def _legend(front: Drawn, colours: dict[str, str], view: PictureFrame, *, whole: bool) -> str:
    """What the colours mean, with the sizes of the areas, what the map is, and whom to credit; a
    line of text each.
    """
    out: list[str] = []
    top = view.height + _HEAD + 20

    def line(words: str, x: float = 8.0) -> None:
        out.append(f'<text x="{x:.0f}" y="{top + len(out) * _LINE:.0f}">{escape(words)}</text>')

    for state, extent in front.extents.items():
        if extent.places:
            y = top + len(out) * _LINE - 10
            box = (
                f'<rect x="8" y="{y:.0f}" width="14" height="12" fill="{colours[state]}" '
                'fill-opacity=".5"/>'
            )
            line(f"{state} {_sizes(extent)}{', in the whole theatre' if whole else ''}", 27)
            out[-1] = box + out[-1]
    notes = [
        f"Sure: a chance of {front.sure:.0%} or more; possible: {1 - front.sure:.0%} or more. "
        f"Strong colour: held, with a chance of {front.sure:.0%} or more and claims of late near "
        "by. Pale: believed, by what is said around it or less surely. Grey with rings: unknown, "
        "nothing said of late, or the sides are about as likely; the line through it is dashed.",
        "By settlement; what texts make likely, not a map of positions.",
        "; ".join((*front.credits, CREDIT)),
    ]
    for note in notes:
        for part in wrap(note, int(view.width / _LETTER)):
            line(part)
    return "".join(out)


def _sizes(extent: Extent) -> str:
    mapped = f"{extent.mapped:,.0f} km² on the map"
    if extent.low is None or extent.high is None:
        return mapped
    return f"{mapped} ({extent.low:,.0f} sure, {extent.high:,.0f} possible)"
