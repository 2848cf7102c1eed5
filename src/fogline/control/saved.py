"""An estimate as bytes, and back: what was worked out is kept, what it was made from is looked up
again.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fogline.control.control import Control
from fogline.control.copiers import Copying
from fogline.control.evidence import Items
from fogline.control.field import FieldControl
from fogline.control.field_model import Ground
from fogline.control.inputs import EstimateInputs, prepare
from fogline.control.learn import Classes
from fogline.control.learned import Learned
from fogline.control.options import ControlError, Options
from fogline.control.places import Floats
from fogline.control.worth import Worth
from fogline.control.zones import Zone

_FORMAT = 1
_ITEMS = tuple(f.name for f in fields(Items))
_CLASSES = tuple(f.name for f in fields(Classes))
_LEARNED = ("says", "found", "rates")
_ENDED = ("converged", "iterations", "last_change")
Arrays = dict[str, Any]


def pack(control: Control) -> bytes:
    """An estimate as a NumPy archive of plain arrays, for :func:`unpack`.

    Raises:
        ControlError: an estimate with more to it, by the estimator of another package.
    """
    inputs, more = control.inputs, {}
    arrays: Arrays = {"chances": control.chances}
    if control.alone is not control.chances:
        arrays["alone"] = control.alone
    for name in ("all_items", "items"):
        arrays |= {f"{name}.{n}": getattr(getattr(inputs, name), n) for n in _ITEMS}
    for name in ("all_zones", "zones"):
        believed = [z.believed for z in getattr(inputs, name)]
        arrays[name] = np.array(believed, dtype=np.float64)
    if isinstance(control, FieldControl):
        learned = control.learned
        arrays |= {f"classes.{n}": getattr(learned.classes, n) for n in _CLASSES}
        arrays |= {n: getattr(learned, n) for n in _LEARNED}
        more = {n: getattr(learned, n) for n in _ENDED}
        more["copying"] = [asdict(c) for c in learned.copying]
    elif type(control) is not Control:
        raise ControlError(f"an estimate by {control.made_by!r}", "only packaged ones can be kept")
    about = {
        "format": _FORMAT,
        "made_by": control.made_by,
        "claims": _digest(inputs),
        "judged": inputs.judged,
        "worth": [asdict(w) for w in inputs.worth],
        **more,
    }
    out = io.BytesIO()
    np.savez(out, about=np.frombuffer(json.dumps(about).encode(), np.uint8), **arrays)
    return out.getvalue()


def unpack(data: bytes, view: pa.Table, options: Options) -> Control:
    """The estimate that was packed, with the view and the options that it was made from.

    Raises:
        ControlError: it was made from something else, or these bytes are no estimate.
    """
    inputs = prepare(view, options)
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as found:
            arrays = {name: found[name] for name in found.files}
        about = json.loads(arrays.pop("about").tobytes())
        if (about["format"], about["claims"]) != (_FORMAT, _digest(inputs)):
            raise ControlError("a kept estimate", "it is of other claims")
        return _control(inputs, about, arrays)
    except (ValueError, KeyError, TypeError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ControlError("a kept estimate", f"it can't be used: {error!r}") from error


def _control(inputs: EstimateInputs, about: Mapping[str, Any], arrays: Arrays) -> Control:
    chances: Floats = arrays["chances"]
    if chances.shape != inputs.shape:
        raise ControlError("a kept estimate", "it is of other days or places")
    found: dict[str, Any] = {
        name: Items(**{n: arrays[f"{name}.{n}"] for n in _ITEMS}) for name in ("all_items", "items")
    }
    for name in ("all_zones", "zones"):
        found[name] = _believed(getattr(inputs, name), arrays[name])
    worth = tuple(Worth(**w) for w in about["worth"])
    inputs = replace(inputs, judged=about["judged"], worth=worth, **found)
    alone: Floats = arrays.setdefault("alone", chances)
    if "rates" not in arrays:
        return Control(inputs, chances, alone, about["made_by"])
    learned = Learned(
        classes=Classes(**{n: arrays[f"classes.{n}"] for n in _CLASSES}),
        copying=tuple(Copying(**c) for c in about["copying"]),
        **{n: arrays[n] for n in _LEARNED},
        **{n: about[n] for n in _ENDED},
    )
    ground = Ground(inputs, learned)
    return FieldControl(inputs, chances, alone, about["made_by"], learned=learned, ground=ground)


def _believed(zones: tuple[Zone, ...], believed: npt.NDArray[Any]) -> tuple[Zone, ...]:
    pairs = zip(zones, believed.tolist(), strict=True)
    return tuple(replace(zone, believed=share) for zone, share in pairs)


def _digest(inputs: EstimateInputs) -> str:
    """A hash of what an estimate's rows mean: its claims in their order, and its places."""
    said = hashlib.sha256("\n".join(inputs.claims.rows["id"].to_pylist()).encode())
    said.update("\n".join(p.id for p in inputs.settlements.places).encode())
    said.update(str((inputs.first_day, inputs.shape)).encode())
    return said.hexdigest()
