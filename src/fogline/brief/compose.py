"""What is to be said of a day: changes, sectors, doubts, contradictions, forecasts, sources, and
what is not known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

import pyarrow as pa

from fogline.brief.brief import Brief, Section, Sentence
from fogline.brief.pictures import claims_chart
from fogline.brief.wording import Row, can_say, counted, key, listed, said, voice
from fogline.control import Control, ControlError
from fogline.front import Front, changes, draw
from fogline.notebook import chance
from fogline.require import MissingError
from fogline.sources import score
from fogline.theatre import Theatre

_DAYS = 7
_TURNS, _SECTORS, _LINES, _DISPUTES, _FORECASTS, _SOURCES = 8, 6, 6, 10, 10, 8
_SURE, _HALF = 0.8, 0.5
_DUE_DAYS = 30
_BEARING = ("capture", "withdraw", "hold")
_FIGHTING = ("attack", "advance", "repel", "fight", "capture", "withdraw", "encircle", "hold")


def compose(
    claims: pa.Table, control: Control, day: date | None = None, since: date | None = None
) -> Brief:
    """The brief of a day, the last of the estimate if none is given, since another one, a week
    earlier if none is given.

    ``claims`` are a ledger's view and ``control`` its estimate; views as of the day itself make a
    brief of what was known then. The charts need the extra 'charts'; without it the brief has none
    and says so (``Brief.left_out``).

    Raises:
        ControlError: a day that was not estimated, or ``since`` is not before it.
    """
    last = day or control.last
    first = since or max(control.first, last - timedelta(_DAYS))
    if first >= last:
        raise ControlError(f"since {first}: give a day before {last}")
    return _Composer(claims, control, first, last).brief()


class _Composer:
    def __init__(self, claims: pa.Table, control: Control, first: date, last: date) -> None:
        self.control, self.first, self.last = control, first, last
        self.theatre: Theatre = control.basis.field.theatre
        self.rows = [r for r in claims.to_pylist() if r["judged"] != "rejected"]
        self.told: set[str] = set()
        self.recent = [
            r for r in self.rows if _published(r, first, last) and can_say(r) and _fresh(r, first)
        ]
        position = control.basis.field.position
        self.names = control.basis.field.names
        self.region = {i: control.places[k].region for i, k in position.items()}
        self.front: Front = draw(control, last)
        self.moved = changes(control, first, last, explained=3 * _TURNS)

    def brief(self) -> Brief:
        """All sections with the claims that they cite."""
        sections = (
            Section("What changed", tuple(self._changed())),
            Section("By sector", tuple(self._sectors())),
            Section("In doubt, and who says what", tuple(self._doubts())),
            Section("Claimed and denied", tuple(self._disputes())),
            Section(
                "Alleged harm",
                tuple(self._said((r for r in self.recent if r["event"] == "harm"), _LINES)),
            ),
            Section("Forecasts that came due", tuple(self._forecasts())),
            Section("The sources", tuple(self._sources())),
            Section("What is not known", tuple(self._unknown())),
        )
        cited = {i for s in sections for sentence in s.sentences for i in sentence.claims}
        pictures = {f"The front on {self.last}": self.front.picture(760)}
        left = ""
        try:
            pictures["Ground held by day"] = _svg(self.moved.chart())
            if self.recent:
                pictures["Claims by day and publisher"] = _svg(claims_chart(self.recent))
        except MissingError as error:
            left = str(error)
        found = {r["id"]: r for r in self.rows if r["id"] in cited}
        title = f"{self.theatre.title}: {self.last}"
        return Brief(
            title,
            self.last,
            self.first,
            sections,
            found,
            pictures,
            self.control.rests_on,
            self.front.credits,
            left,
        )

    def _said(self, rows: Iterable[Row], most: int) -> list[Sentence]:
        """A sentence for each thing that is said, what most voices say first."""
        groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
        for row in rows:
            groups[key(row)].append(row)
        order = sorted(
            groups.values(), key=lambda g: (-len({voice(r) for r in g}), -len(g), g[0]["id"])
        )
        new = [
            s
            for group in order
            if (s := said(self.theatre, _once(group), self.names)).text not in self.told
        ][:most]
        self.told |= {s.text for s in new}
        return new

    def _changed(self) -> list[Sentence]:
        out = []
        for flow in self.moved.flows:
            if flow.region == "all" and flow.places:
                figures = tuple(f"{v:,.0f}" for v in (flow.km2, flow.low, flow.high))
                words = (
                    f"about {figures[0]} km2 went from {flow.lost_by} to {flow.gained_by} (80 %:"
                    f" {figures[1]} to {figures[2]})"
                )
                text = f"By the estimate {words} between {self.first} and {self.last}."
                out.append(
                    Sentence(
                        text,
                        (),
                        (
                            *figures,
                            flow.lost_by,
                            flow.gained_by,
                            "80",
                            "2",
                            str(self.first),
                            str(self.last),
                        ),
                    )
                )
        known = {r["id"]: r for r in self.rows}
        for turn in [t for t in self.moved.turns if t.claims][:_TURNS]:
            rows = [
                known[c["id"]]
                for c in turn.claims or ()
                if c["id"] in known and can_say(known[c["id"]])
            ]
            lines = self._said(rows, 2)
            if lines:
                now = (
                    "contested"
                    if turn.gained_by == self.control.states[-1]
                    else f"held by {turn.gained_by}"
                )
                was = "contested" if turn.lost_by == self.control.states[-1] else turn.lost_by
                text = (
                    f"{turn.place.name}: since {turn.day} by the estimate likeliest {now} (chance"
                    f" {chance(turn.after)}); before, {was}."
                )
                out.append(
                    Sentence(
                        text,
                        (),
                        (
                            turn.place.name,
                            turn.gained_by,
                            turn.lost_by,
                            chance(turn.after),
                            str(turn.day),
                        ),
                    )
                )
                out += lines
        return out

    def _sectors(self) -> list[Sentence]:
        by: dict[str, list[Row]] = defaultdict(list)
        for row in self.recent:
            region = self.region.get(row["place"] or "", "")
            if (
                region
                and row["event"] in _FIGHTING
                and row["status"] == "actual"
                and row["kind"] == "settlement"
            ):
                by[region].append(row)
        out = []
        for region, rows in sorted(by.items(), key=lambda item: (-len(item[1]), item[0]))[
            :_SECTORS
        ]:
            figures = counted(len(rows), "claim"), counted(len({voice(r) for r in rows}), "speaker")
            out.append(
                Sentence(
                    f"{region}: {figures[0]} of {figures[1]} bear on the ground; what most say and"
                    " is not said above:",
                    (),
                    (region, *figures),
                )
            )
            out += self._said(rows, _LINES)
        return out

    def _doubts(self) -> list[Sentence]:
        """Places that recent claims speak of and whose holder is in doubt, with the claims of each
        side.
        """
        chances = self.control.chances[self.control.day(self.last)]
        position = self.control.basis.field.position
        by: dict[int, list[Row]] = defaultdict(list)
        for row in self.recent:
            at = position.get(row["place"] or "", -1)
            if (
                at >= 0
                and row["event"] in _BEARING
                and row["status"] == "actual"
                and chances[:, at].max() < _SURE
            ):
                by[at].append(row)
        out = []
        for at, rows in sorted(by.items(), key=lambda item: (-len(item[1]), item[0]))[:_LINES]:
            place = self.control.places[at]
            spelled = [
                f"{state} {chance(float(p))}"
                for state, p in zip(self.control.states, chances[:, at], strict=True)
            ]
            figures = (place.name, *(w for s in spelled for w in s.split()))
            out.append(
                Sentence(f"{place.name} is in doubt: chances are {listed(spelled)}.", (), figures)
            )
            out += self._said(rows, 3)
        return out

    def _disputes(self) -> list[Sentence]:
        """What one voice says and another denies of the same days."""
        groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
        for row in self.recent:
            if row["status"] == "actual" and row["start"] and row["end"]:
                groups[
                    (
                        row["event"],
                        row["actor"],
                        row["place"] or row["name"],
                        row["relation"] in {"near", "toward", "area"},
                    )
                ].append(row)
        out = []
        for rows in groups.values():
            yes, no = ([r for r in rows if r["polarity"] == p] for p in ("positive", "negative"))
            both = {voice(r) for r in yes} & {voice(r) for r in no}
            yes, no = ([r for r in some if voice(r) not in both] for some in (yes, no))
            pair = [
                (y, n) for y in yes for n in no if y["start"] <= n["end"] and n["start"] <= y["end"]
            ]
            if pair:
                out.append([said(self.theatre, [row], self.names) for row in pair[0]])
        return [sentence for pair in out[:_DISPUTES] for sentence in pair]

    def _forecasts(self) -> list[Sentence]:
        """Forecasts that a side would take or leave a place that have come due, a week after they
        were made or on the last of their own days, and were not so when they were made.
        """
        position, labels = self.control.basis.field.position, self.theatre.labels
        out: dict[tuple[object, ...], Sentence] = {}
        for row in sorted(self.rows, key=lambda r: str(r["published_utc"]), reverse=True):
            if (
                row["status"] != "future"
                or not can_say(row)
                or row["actor"] not in labels
                or row["place"] not in position
            ):
                continue
            if row["relation"] not in {None, "in", "from"} or not _published(
                row, self.last - timedelta(_DUE_DAYS), self.last
            ):
                continue
            made = row["published_utc"].date()
            due = max(row["end"] or made, made + timedelta(_DAYS))
            if due > self.last or made < self.control.first:
                continue
            at, label = position[row["place"]], labels.index(row["actor"])
            then, now = (
                float(self.control.chances[self.control.day(d)][label, at]) for d in (made, due)
            )
            took = row["event"] == "capture"
            if (then >= _HALF) == took:
                continue
            right = now if took else 1 - now
            word = (
                "had come true"
                if right >= _SURE
                else "had not come true"
                if right <= 1 - _SURE
                else "was open"
            )
            sentence = said(self.theatre, [row], self.names)
            text = f"{sentence.text[:-1]}; published {made}; by the estimate of {due} it {word}."
            out.setdefault(
                (row["event"], row["actor"], row["place"]),
                Sentence(text, sentence.claims, (str(made), str(due))),
            )
        return list(out.values())[:_FORECASTS]

    def _sources(self) -> list[Sentence]:
        try:
            board = score(self.control, by="publisher", least=1)
        except ControlError:
            return []
        out = []
        for row in board.table().to_pylist()[:_SOURCES]:
            if row["confirmed_n"]:
                share, low, high = (f"{row[f'confirmed{n}']:.2f}" for n in ("", "_low", "_high"))
                n = str(row["confirmed_n"])
                name = row["name"] or "Documents without a publisher"
                text = (
                    f"{name}: a share of {share} of its {n} claims about control came true by the"
                    f" estimate without it (90 %: {low} to {high})."
                )
                out.append(Sentence(text, (), (name, share, low, high, n, "90")))
        return out

    def _unknown(self) -> list[Sentence]:
        metres = self.front.mesh.plane.metres
        doubt = f"{metres(self.front.doubt).area / 1e6:,.0f}"
        sure = f"{self.front.sure:.0%}".rstrip("%")
        out = [
            Sentence(
                f"Of {doubt} km2 the likeliest holder has a chance below {sure} %.",
                (),
                (doubt, sure, "2"),
            )
        ]
        window = [
            r
            for r in self.rows
            if r["published_utc"] and self.first < r["published_utc"].date() <= self.last
        ]
        lost = Counter(
            r["place_status"] for r in window if r["place_status"] in {"ambiguous", "unknown"}
        )
        for status, why in (
            ("ambiguous", "for several places have the name"),
            ("unknown", "for no gazetteer has the name"),
        ):
            if lost[status]:
                out.append(
                    Sentence(
                        f"{counted(lost[status], 'claim')} could not be placed, {why}.",
                        (),
                        (counted(lost[status], "claim"),),
                    )
                )
        spoken = {self.region.get(r["place"] or "", "") for r in window}
        quiet = sorted({p.region for p in self.control.places if p.region} - spoken)
        if quiet:
            out.append(
                Sentence(
                    f"No claim published since {self.first} names a place in {listed(quiet)}.",
                    (),
                    (*quiet, str(self.first)),
                )
            )
        out.append(
            Sentence(
                "Losses and intentions are what speakers say of them; nothing here verifies them."
            )
        )
        return out


def _published(row: Row, first: date, last: date) -> bool:
    """Whether a claim was published after one day and by the end of another."""
    return bool(row["published_utc"]) and first < row["published_utc"].date() <= last


def _fresh(row: Row, first: date) -> bool:
    """Whether a claim speaks of days around those of the brief, not of old ones."""
    return row["end"] is None or row["end"] >= first - timedelta(_DAYS)


def _once(rows: list[Row]) -> list[Row]:
    """The first claim of each voice."""
    return list({voice(r): r for r in reversed(rows)}.values())[::-1]


def _svg(chart: object) -> str:
    import io

    out = io.StringIO()
    chart.save(out, format="svg")  # type: ignore[attr-defined]
    return out.getvalue()
