"""The brief of the demo's war: what it says, that it says no more than its claims, and its three
forms.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pypdf
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from war import BASELINE, FIRST, SIDES, Claims

import fogline
from fogline import claim_text
from fogline.brief import Brief, check, compose, write
from fogline.brief.brief import Section, Sentence
from fogline.brief.material import is_ground_combat, says_who_holds
from fogline.brief.sentences import saying_of, sentence_of
from fogline.cli.main import commands
from fogline.control import Control, ControlError, Options, estimate
from fogline.demo import run as run_demo
from fogline.errors import UsageError
from fogline.model import EVENTS, ClaimRow, claim_rows
from fogline.theatre import load

DAY, SINCE = date(2022, 9, 12), date(2022, 9, 5)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("brief") / "demo"
    run_demo(there, lambda _: None)
    return there


@pytest.fixture(scope="module")
def demo(folder: Path) -> tuple[pa.Table, Control]:
    with fogline.open_ledger(str(folder / "war.db")) as ledger:
        view = ledger.view(as_of=DAY)
    return view, estimate(
        view, Options(theatre=str(folder / "september.toml"), start=date(2022, 8, 31), end=DAY)
    )


@pytest.fixture(scope="module")
def made(demo: tuple[pa.Table, Control]) -> Brief:
    return compose(*demo, DAY, SINCE)


def _faults(brief: Brief, control: Control) -> list[tuple[str, str]]:
    return [(f.kind, f.what) for f in check(brief, control)]


def test_the_brief_says_what_happened_and_who_says_so(made: Brief) -> None:
    told = {s.title: " ".join(t.text for t in s.sentences) for s in made.sections}
    assert re.search(r"about [\d,]+ km2 went from RU to UA", told["What changed"])
    assert (
        "Demo assessment desk and Demo Ukrainian staff bulletin said that Ukrainian forces took"
        " Balakliya (2022-09-08)." in told["What changed"]
    )
    assert (
        "said that Russian forces did not leave Svatove (2022-09-12)." in told["Claimed and denied"]
    )
    assert "Demo assessment desk: a share of" in told["The sources"]
    assert "No claim published since 2022-09-05 names a place in" in told["What is not known"]
    assert list(made.pictures) == [
        "The front on 2022-09-12",
        "Ground held by day",
        "Claims by day and publisher",
    ]


def test_every_sentence_rests_on_claims_or_on_figures(made: Brief) -> None:
    for section in made.sections:
        for sentence in section.sentences:
            assert (
                sentence.claims
                or sentence.figures
                or sentence.text.startswith("Losses and intentions")
            )
    assert set(made.cited()) == set(made.claims)


def test_it_is_what_was_known_on_the_day(made: Brief, folder: Path) -> None:
    with fogline.open_ledger(str(folder / "war.db")) as ledger:
        later = [r for r in claim_rows(ledger.view()) if str(r.published) > DAY.isoformat()]
        estimated = estimate(
            ledger.view(),
            Options(
                theatre=str(folder / "september.toml"),
                start=date(2022, 8, 31),
                end=date(2022, 9, 15),
            ),
        )
        days_later = compose(ledger.view(), estimated, date(2022, 9, 14), SINCE)
    assert later
    assert all(str(r.published) <= DAY.isoformat() for r in made.claims.values())
    assert {r.id for r in later} & set(days_later.claims)


def test_the_check_finds_nothing_in_it(made: Brief, demo: tuple[pa.Table, Control]) -> None:
    assert _faults(made, demo[1]) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda t: t.replace("Balakliya", "Kherson"), ("place", "Kherson")),
        (lambda t: t.replace("Ukrainian forces", "Russian forces"), ("side", "Russian")),
        (lambda t: t.replace("2022-09-08", "2022-09-07"), ("number", "07")),
        (lambda t: t.replace("forces took", "forces killed 40 and took"), ("number", "40")),
        (lambda t: t + " Fighting goes on near Kupyansk.", ("place", "Kupyansk")),
        (lambda t: t.replace("Balakliya", "Balakliya on Kherson's road"), ("place", "Kherson")),
        (lambda t: t.replace("Balakliya", "the Balakliya-Kupyansk road"), ("place", "Kupyansk")),
        (lambda t: t.replace("Balakliya", "Kharkiv"), ("place", "Kharkiv")),
        (lambda t: t.replace("took", "did not take"), ("event", "forces took")),
        (lambda t: t.replace("said that", "said as possible that"), ("certainty", "said")),
        (
            lambda t: t.replace("Demo assessment desk", "Reuters"),
            ("speaker", "Demo assessment desk"),
        ),
        (
            lambda t: t.replace("Ukrainian forces", "Ukrainian forces against Russian troops"),
            ("side", "Russian"),
        ),
    ],
)
def test_the_check_finds_what_claims_do_not_say(
    made: Brief,
    demo: tuple[pa.Table, Control],
    change: Callable[[str], str],
    fault: tuple[str, str],
) -> None:
    text = "Demo assessment desk said that Ukrainian forces took Balakliya (2022-09-08)."
    claim = next(
        i
        for i, r in made.claims.items()
        if r.sentence == "Ukrainian forces liberated Balakliia on September 8."
    )
    good = Brief("t", DAY, SINCE, (Section("s", (Sentence(text, (claim,)),)),), made.claims, {})
    assert _faults(good, demo[1]) == []
    bad = replace(good, sections=(Section("s", (Sentence(change(text), (claim,)),)),))
    assert fault in _faults(bad, demo[1])


def test_a_claim_that_is_not_there_is_a_fault(made: Brief, demo: tuple[pa.Table, Control]) -> None:
    gone = replace(made, claims={})
    assert {kind for kind, _ in _faults(gone, demo[1])} >= {"claim"}


def _row(made: Brief, **more: Any) -> ClaimRow:
    row = next(
        r
        for r in made.claims.values()
        if r.sentence == "Ukrainian forces liberated Balakliia on September 8."
    )
    return replace(row, **more)


def _forecast(demo: tuple[pa.Table, Control], **more: Any) -> list[str]:
    """What the brief says of a forecast that UA will take Izium, published on 3 September unless
    ``more`` says otherwise.
    """
    view, control = demo
    row = next(
        r
        for r in view.to_pylist()
        if r["sentence"] == "Russian forces withdrew from Izium, leaving equipment behind."
    )
    row |= {
        "event": "capture",
        "actor": "UA",
        "status": "future",
        "relation": "in",
        "certainty": "possible",
        "id": "f" * 16,
    }
    row |= {
        "published_utc": datetime(2022, 9, 3, 12, tzinfo=UTC),
        "start": date(2022, 9, 3),
        "end": date(2022, 9, 10),
        **more,
    }
    told = compose(
        pa.Table.from_pylist([*view.to_pylist(), row], schema=view.schema), control, DAY, SINCE
    )
    return [
        s.text
        for section in told.sections
        if section.title.startswith("Forecasts")
        for s in section.sentences
        if "f" * 16 in s.claims
    ]


def test_a_forecast_that_came_due_is_judged_with_its_certainty(
    demo: tuple[pa.Table, Control],
) -> None:
    (text,) = _forecast(demo)
    assert "expected as possible that Ukrainian forces would take Izyum" in text
    assert text.endswith("by the estimate of 2022-09-10 it had come true.")


def test_forecasts_that_are_not_due_or_were_so_already_are_not_judged(
    demo: tuple[pa.Table, Control],
) -> None:
    assert _forecast(demo, end=date(2022, 12, 31)) == []
    assert _forecast(demo, actor="RU") == []
    assert _forecast(demo, relation="near") == []


def test_who_is_less_sure_is_told_apart(made: Brief, demo: tuple[pa.Table, Control]) -> None:
    theatre = demo[1].theatre

    def told(**more: Any) -> str:
        return sentence_of(theatre, [_row(made, **more)]).text

    assert told(certainty="probable").startswith("Demo assessment desk said as probable that")
    assert saying_of(_row(made)) != saying_of(_row(made, certainty="probable"))
    assert saying_of(_row(made)) != saying_of(_row(made, start=date(2022, 9, 1)))
    assert "(no day given)" in told(start=None, end=None)
    assert "(2022-09-08)" in told(end=None)


def test_a_claim_alone_is_worded_without_its_speaker(
    made: Brief, demo: tuple[pa.Table, Control]
) -> None:
    theatre = demo[1].theatre
    row = _row(made)
    assert claim_text.statement(theatre, row) in sentence_of(theatre, [row]).text


def test_a_sector_counts_fighting_on_the_ground_and_a_doubt_who_holds(made: Brief) -> None:
    """As the flags of the vocabulary have it; an event that it does not know is neither."""
    assert {e for e in EVENTS if is_ground_combat(_row(made, event=e))} == {
        "capture", "withdraw", "advance", "attack", "repel", "fight", "hold", "encircle",
    }  # fmt: skip
    assert {e for e in EVENTS if says_who_holds(_row(made, event=e))} == {
        "capture", "withdraw", "hold",
    }  # fmt: skip
    assert not is_ground_combat(_row(made, event="capability"))


def test_what_a_reviewer_corrected_says_so(made: Brief) -> None:
    claims = {i: replace(r, judged="corrected") for i, r in made.claims.items()}
    for form in ("md", "html"):
        assert write(replace(made, claims=claims), form).decode().count(
            "corrected by a reviewer"
        ) == len(claims)


def test_a_week_without_claims_has_a_brief_too(demo: tuple[pa.Table, Control]) -> None:
    view, control = demo
    brief = compose(view.slice(0, 0), control, DAY, SINCE)
    assert _faults(brief, control) == []
    assert write(brief, "pdf").startswith(b"%PDF")


def test_it_shows_itself_in_a_notebook(made: Brief) -> None:
    shown = made._repr_html_()
    assert "<h3>What changed</h3>" in shown
    assert "<svg" in shown
    evil = Brief("<b>", DAY, SINCE, (Section("s", (Sentence("<script>"),)),), {}, {})
    assert "<b>" not in evil._repr_html_()
    assert "<script>" not in evil._repr_html_()


@pytest.mark.parametrize("form", ["md", "html"])
def test_texts_stay_text(made: Brief, form: str) -> None:
    evil = "<script>alert(1)</script> [x](javascript:1) **b** `c`"
    claims = {i: replace(r, sentence=evil, source=evil) for i, r in made.claims.items()}
    told = write(replace(made, claims=claims), form).decode()
    assert "<script>" not in told
    if form == "md":
        assert not re.search(r"(?<!\\)\]\(javascript", told)
        assert not re.search(r"(?<!\\)\*\*b", told)
        lines = write(
            replace(
                made,
                claims={
                    i: replace(r, source="Wire\n\n# Owned ~~x~~") for i, r in made.claims.items()
                },
            ),
            "md",
        ).decode()
        assert not re.search(r"^# Owned", lines, re.MULTILINE)


def _printed(brief: Brief) -> tuple[int, str]:
    reader = pypdf.PdfReader(io.BytesIO(write(brief, "pdf")))
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    return len(reader.pages), text


def test_the_pdf_has_two_pages_with_every_claim_as_a_note(made: Brief) -> None:
    pages, text = _printed(made)
    assert pages == 2
    for id in made.cited():
        assert f"claim {id}" in text or f"claim {id[:8]}" in text.replace("- ", "")
    assert "What is not known" in text
    assert "Left out" not in text


def test_a_longer_brief_has_two_pages_too_and_says_what_is_left_out(made: Brief) -> None:
    """The first sentences of each section stay, and their claims with them."""
    longer = replace(
        made,
        sections=(
            made.sections[0],
            *(Section(s.title, s.sentences * 5) for s in made.sections[1:]),
        ),
    )
    pages, text = _printed(longer)
    assert pages == 2
    (left,) = re.findall(r"Left out for want of room: (\d+) sentences", text)
    whole = sum(len(s.sentences) for s in longer.sections[1:])
    shown = longer.shortened(whole - int(left))
    assert [s.title for s in shown.sections] == [s.title for s in longer.sections]
    assert set(shown.cited()) <= set(longer.cited())


def test_it_begins_with_five_lines(made: Brief) -> None:
    lines = [s.text for s in made.sections[0].sentences]
    assert [line.split(":")[0] for line in lines] == [
        "What changed", "Fighting", "Denied", "Uncertain", "Not known",
    ]  # fmt: skip
    assert re.search(r"[\d,]+ km2 went from RU to UA \([\d,]+ surely, [\d,]+ possibly\)", lines[0])
    assert "Kharkiv Oblast (" in lines[1]
    assert "said that Russian forces left Balakliya" in lines[2]
    assert "did not leave Balakliya" in lines[2]
    assert len(made.sections[0].sentences[2].claims) == 2
    html = write(made, "html").decode()
    assert html.index("In five lines") < html.index("<svg") < html.index("<h2>What changed")


def test_markdown_notes_are_all_there_once(made: Brief) -> None:
    told = write(made, "md").decode()
    used = set(re.findall(r"\[\^(\d+)\](?!:)", told))
    assert used == set(re.findall(r"^\[\^(\d+)\]:", told, re.MULTILINE))
    assert len(used) == len(made.claims)


def test_wrong_days_and_forms_are_told(demo: tuple[pa.Table, Control], made: Brief) -> None:
    with pytest.raises(UsageError, match="give a day before 2022-09-12"):
        compose(*demo, DAY, DAY)
    with pytest.raises(ControlError, match="estimated were"):
        compose(*demo, date(2023, 1, 1))
    with pytest.raises(ValueError, match="give one of md, html, pdf"):
        write(made, "doc")


def test_the_command_writes_all_forms(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOGLINE_LEDGER", str(folder / "war.db"))
    for form, start in (("md", b"# "), ("html", b"<!doctype html>"), ("pdf", b"%PDF")):
        out = tmp_path / f"brief.{form}"
        done = CliRunner().invoke(
            commands, ["brief", "--day", "2022-09-12", "--format", form, "--out", str(out)]
        )
        assert (done.exit_code, done.stderr) == (0, "")
        assert out.read_bytes().startswith(start)
    for words, told in (
        (["--format", "pdf"], "name a file with --out"),
        (["--since", "2022-09-12"], "give a day before"),
    ):
        done = CliRunner().invoke(commands, ["brief", "--day", "2022-09-12", *words])
        assert done.exit_code == 2
        assert told in done.stderr


@pytest.fixture(scope="module")
def war(grid: Callable[..., tuple[str, list[Any]]]) -> tuple[str, list[Any]]:
    return grid(rows=4, columns=5, baseline=BASELINE.format(lon=21.5))


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_no_war_makes_the_check_find_anything(
    war: tuple[str, list[Any]], data: st.DataObject
) -> None:
    theatre, places = war
    claims = Claims([])
    for _ in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.sampled_from([*places, None]))
        name = None
        if place is not None:
            name = f"p{place[0][1:]}"
        claims.add(
            place[0] if place else None, data.draw(st.integers(0, 9)),
            data.draw(st.sampled_from(EVENTS)), data.draw(st.sampled_from([*SIDES])),
            data.draw(st.sampled_from(["Wire", "Redish staff", "Bluish staff"])), name=name,
            judged=None, certainty=data.draw(st.sampled_from(["certain", "probable", "possible"])),
            status=data.draw(st.sampled_from(["actual", "future", "conditional"])),
            polarity=data.draw(st.sampled_from(["positive", "negative"])),
        )  # fmt: skip
    view = claims.view()
    control = estimate(
        view, Options(theatre=theatre, start=FIRST, end=FIRST + timedelta(10), learn=False)
    )
    assert _faults(compose(view, control), control) == []


@pytest.mark.parametrize(
    ("theatre", "label", "word"),
    [
        ("ukraine", "RU", "Russian"),
        ("sudan", "RSF", "RSF"),
        ("syria", "TUR", "Turkish"),
        ("syria", "OPP", "OPP"),
        ("gaza", "HAMAS", "HAMAS"),
    ],
)
def test_a_side_is_named_by_an_adjective_of_its_own(theatre: str, label: str, word: str) -> None:
    assert claim_text.side_name(load(theatre), label) == word
