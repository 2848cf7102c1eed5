"""Claims for judging as CSV or as tasks of Label Studio, and judgements back from both."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from fogline.errors import FoglineError, UsageError
from fogline.escaping import escape_formula
from fogline.ledger import Judgement
from fogline.model import ClaimRow

FIELDS = Judgement.FIELDS
_CONTEXT = ("name", "trigger", "sentence", "source", "published", "url", "reader")
_HEAD = ("id", "verdict", "why", "who", *FIELDS, *_CONTEXT)
Claims = Mapping[str, ClaimRow]


def spell(row: ClaimRow, name: str) -> str:
    """The value of a claim's field as text; empty for none."""
    value = getattr(row, name)
    return "" if value is None else str(value)


def as_csv(claims: Claims) -> str:
    """A CSV with empty columns for verdict, reason and name.

    Coders correct a field by writing over it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEAD)
    for id, row in claims.items():
        cells = [escape_formula(spell(row, n)) for n in (*FIELDS, *_CONTEXT)]
        writer.writerow([id, "", "", "", *cells])
    return out.getvalue()


def from_csv(text: str, claims: Claims, who: str) -> Iterator[Judgement]:
    """The judgements of a filled CSV; rows without a verdict or a change are passed over."""
    # A quote that never closes would swallow all rows behind it: strict, it is an error.
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    missing = {"id", "verdict"} - set(reader.fieldnames or ())
    if missing:
        raise FoglineError(
            f"column {sorted(missing)[0]!r} is missing",
            "keep the head that `fogline review --export` wrote",
        )
    for row in reader:
        given = {n: (row[n] or "").strip() for n in FIELDS if row.get(n) is not None}
        yield from _judgements(
            row["id"],
            row["verdict"] or "",
            given,
            claims,
            row.get("who") or who,
            row.get("why") or "",
        )


def _judgements(
    id: str, verdict: str, given: Mapping[str, str], claims: Claims, who: str, why: str
) -> Iterator[Judgement]:
    word = verdict.strip().lower()
    if word not in {"", "accept", "correct", "reject"}:
        raise FoglineError(
            f"claim {id}: verdict {verdict!r}",
            "give accept, correct or reject, or nothing to pass it over",
        )
    if id not in claims and not word:
        return
    if id not in claims:
        raise FoglineError(f"claim {id!r}", "the ledger has none of this id")
    if word == "reject":
        yield Judgement(id, who, "reject", why=why)
        return
    changed = {
        n: v
        for n, v in given.items()
        if v not in {spell(claims[id], n), escape_formula(spell(claims[id], n))}
    }
    if word == "correct" and not changed:
        raise FoglineError(
            f"claim {id}: verdict correct, but no field differs",
            "write the right value over the wrong one",
        )
    for name, value in changed.items():
        yield Judgement(id, who, "correct", name, value or None, why)
    if word == "accept" and not changed:
        yield Judgement(id, who, "accept", why=why)


def as_tasks(claims: Claims) -> str:
    """Label Studio's JSON: a task a claim, with the reader's values as its prediction."""
    tasks = []
    for id, row in claims.items():
        trigger = row.trigger_in_sentence
        span = {
            "start": trigger.start,
            "end": trigger.end,
            "text": row.trigger,
            "labels": ["trigger"],
        }
        result: list[dict[str, Any]] = [
            {"from_name": "words", "to_name": "sentence", "type": "labels", "value": span}
        ]
        for name in FIELDS:
            if spell(row, name) and name in CHOICES:
                result.append(
                    {
                        "from_name": name,
                        "to_name": "sentence",
                        "type": "choices",
                        "value": {"choices": [spell(row, name)]},
                    }
                )
        data = {"claim": id, **{n: spell(row, n) for n in (*FIELDS, *_CONTEXT)}}
        tasks.append(
            {"data": data, "predictions": [{"model_version": row.reader, "result": result}]}
        )
    return json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"


CHOICES = {"verdict": ("accept", "reject"), **Judgement.VALUES}


def labelling() -> str:
    """The labelling configuration for Label Studio that fits the tasks."""
    lines = [
        "<View>",
        '  <Header value="$source $published: $event, $actor, $name, $speaker"/>',
        '  <Text name="sentence" value="$sentence"/>',
        '  <Labels name="words" toName="sentence"><Label value="trigger"/></Labels>',
    ]
    for name, values in CHOICES.items():
        choices = "".join(f"<Choice value={quoteattr(v)}/>" for v in values)
        lines.append(f'  <Choices name="{name}" toName="sentence">{choices}</Choices>')
    free = [n for n in (*FIELDS, "why") if n not in CHOICES]
    lines += [
        f'  <Header value="{n}"/><TextArea name="{n}" toName="sentence" maxSubmissions="1"/>'
        for n in free
    ]
    return "\n".join([*lines, "</View>", ""])


def from_tasks(text: str, claims: Claims, who: str) -> Iterator[Judgement]:
    """The judgements of an export of Label Studio (JSON, with annotations)."""
    try:
        tasks = json.loads(text)
        parsed = [
            (str(t["data"]["claim"]), a)
            for t in tasks
            for a in t.get("annotations", ())
            if not a.get("was_cancelled")
        ]
        filled = [(claim, _coder(a) or who, _values(a["result"])) for claim, a in parsed]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise FoglineError(
            f"not an export of Label Studio with claims ({type(error).__name__}: {error})",
            "export as JSON",
        ) from error
    for claim, coder, values in filled:
        given = {n: v for n, v in values.items() if n in FIELDS}
        yield from _judgements(
            claim, values.get("verdict", ""), given, claims, coder, values.get("why", "")
        )


def _coder(annotation: Mapping[str, Any]) -> str:
    by = annotation.get("completed_by")
    return str(by.get("email") or by.get("id") or "") if isinstance(by, dict) else str(by or "")


def _values(result: list[dict[str, Any]]) -> dict[str, str]:
    values = {}
    for item in result:
        if item.get("type") in {"choices", "textarea"}:
            given = item["value"].get("choices") or item["value"].get("text")
            values[item["from_name"]] = str(given if isinstance(given, str) else given[0]).strip()
    return values


def is_csv(path: Path) -> bool:
    """Whether a file is CSV; JSON otherwise.

    Raises:
        UsageError: neither, by its ending.
    """
    if path.suffix.lower() not in {".csv", ".json"}:
        raise UsageError(str(path), "give a .csv, or a .json for Label Studio")
    return path.suffix.lower() == ".csv"
