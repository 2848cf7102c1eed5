"""What a ledger promises, on every database that it speaks."""

from __future__ import annotations

import json
import threading
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from reports import AGENCY, IZIUM, KUPIANSK, UKRAINE, Open, content, report
from sqlalchemy import Table, create_engine, text

from fogline.documents import Unreadable
from fogline.ledger import Judgement, Ledger, LedgerError, Query, open_ledger, schema, stored
from fogline.ledger.portable import reading
from fogline.ledger.walk import walk
from fogline.theatre import load


def rows(ledger: Ledger, **conditions: Any) -> list[dict[str, Any]]:
    return ledger.view(**conditions).to_pylist()


def all_rows(ledger: Ledger) -> list[tuple[str, dict[str, Any]]]:
    with reading(ledger._engine) as connection:
        return list(walk(connection))


def test_adding_twice_adds_nothing(book: Ledger) -> None:
    first = book.add([report(KUPIANSK), report(IZIUM)], UKRAINE)
    head = book.head()
    second = book.add([report(KUPIANSK), report(IZIUM), report(IZIUM)], UKRAINE)
    assert (first.new, first.seen) == (2, 0)
    assert (second.new, second.seen, second.claims) == (0, 3, 0)
    assert book.head() == head
    assert not book.verify().flaws


def test_summary_counts_what_came(book: Ledger) -> None:
    undated = report("Russian forces left Izium yesterday.", day="")
    future = report(KUPIANSK, day="2199-01-01")
    long = report("Izium. " * 50_000)
    found = book.add(
        [
            report(KUPIANSK),
            Unreadable("x.pdf", "scanned"),
            undated,
            future,
            long,
            Unreadable("http://x", "same", seen=True),
        ],
        UKRAINE,
    )
    assert (found.new, found.seen, found.claims, found.located) == (1, 1, 2, 2)
    reasons = " | ".join(p.why for p in found.unreadable)
    assert len(found.unreadable) == 4
    for words in ("scanned", "day of publication", "future", "split it"):
        assert words in reasons


def test_two_time_axes(book: Ledger) -> None:
    book.add(
        [report(KUPIANSK, day="2022-09-11T09:00+03:00"), report(IZIUM, day="2022-09-12")], UKRAINE
    )
    moment = datetime(2022, 9, 11, 6, tzinfo=UTC)
    assert not rows(book, as_of=moment.replace(hour=5))
    known = rows(book, as_of=moment)
    assert len(known) == 2
    assert rows(book, as_of=date(2022, 9, 11)) == known
    assert len(rows(book, as_of=date(2022, 9, 12))) > 2
    about = rows(book, start=date(2022, 9, 9), end=date(2022, 9, 10))
    assert [(r["event"], r["name"], r["start"]) for r in about if r["status"] == "actual"] == [
        ("capture", "Kupyansk", date(2022, 9, 10))
    ]
    assert about[0]["published"] == "2022-09-11T06:00:00+00:00"


def test_conditions(book: Ledger) -> None:
    book.add([report(KUPIANSK), report(IZIUM, "SouthFront")], UKRAINE)
    assert {r["name"] for r in rows(book, places=("Изюм",))} == {"Izyum"}
    assert {r["name"] for r in rows(book, places=("Kupyansk", "Izium"))} == {"Kupyansk", "Izyum"}
    assert {r["event"] for r in rows(book, events=("withdraw",))} == {"withdraw"}
    assert {r["speaker"] for r in rows(book, speakers=("general staff",))} == {
        "Ukrainian General Staff"
    }
    assert {r["source"] for r in rows(book, sources=("isw",))} == {"ISW"}
    assert {r["source"] for r in rows(book, without=("ISW",))} == {"SouthFront"}
    assert {r["status"] for r in rows(book, statuses=("future",))} == {"future"}
    assert {r["name"] for r in rows(book, area=(49.6, 37.5, 49.8, 37.7))} == {"Kupyansk"}
    assert {r["event"] for r in rows(book, text='captur* "on September"')} == {"capture"}
    assert len(rows(book, limit=1)) == 1
    for r in rows(book):
        assert (
            r["sentence"][
                r["trigger_start"] - r["sentence_start"] : r["trigger_end"] - r["sentence_start"]
            ]
            == r["trigger"]
        )


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"places": ("Xyzzy",)}, "Xyzzy"),
        ({"sources": ("Nobody",)}, "ISW"),
        ({"speakers": ("Nobody",)}, "Nobody"),
        ({"events": ("conquer",)}, "capture"),
        ({"text": "..."}, "phrase"),
        ({"area": (1.0, 2.0, 0.0, 3.0)}, "south"),
        ({"as_of": datetime(2022, 9, 11)}, "offset"),
        ({"start": date(2022, 9, 2), "end": date(2022, 9, 1)}, "end before"),
        ({"judged": "maybe"}, "accepted"),
        ({"reader": "nobody"}, "fogline-encoder"),
        ({"actors": ("XX",)}, "UA"),
        ({"as_of": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=3)))}, "calendar"),
    ],
)
def test_a_condition_that_cannot_be_is_named(
    opened: Open, condition: dict[str, Any], words: str
) -> None:
    book = opened()
    book.add([report(KUPIANSK)], UKRAINE)
    with pytest.raises(LedgerError, match=words):
        book.view(**condition)


def test_a_place_that_nobody_knows_is_found_by_its_name(book: Ledger) -> None:
    book.add([report("Russian forces captured the village of Hrybanovetske.")], UKRAINE)
    (row,) = rows(book, places=("hrybanovetske",))
    assert (row["name"], row["place_status"], row["place"], row["lat"]) == (
        "Hrybanovetske",
        "unknown",
        None,
        None,
    )
    assert row["reason"]


def test_a_new_reader_reads_beside_the_old(book: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    book.add([report(KUPIANSK)], UKRAINE)
    old = rows(book)
    with reading(book._engine) as connection:
        setting = connection.execute(text("SELECT setting FROM readings")).scalar()
    other = replace(UKRAINE, title="the same war under another title")
    again = book.add([report(KUPIANSK)], other)
    assert (again.new, again.read_again, again.seen) == (0, 1, 0)
    assert len(rows(book)) == len(old)
    assert rows(book, reader=setting) == old
    assert len(rows(book, reader="all")) == 2 * len(old)
    assert len([r for t, r in all_rows(book) if t == "readings"]) == 2
    assert not book.verify().flaws


def test_copies_count_once_and_quotes_are_none(book: Ledger) -> None:
    longer = (
        f"The weather was bad all week. {AGENCY} Nothing else is known, and the map of the district"
        " was drawn again by hand."
    )
    quote = "ISW said that Ukrainian forces captured the village of Staryi Saltiv."
    summary = book.add(
        [
            report(AGENCY, "Agency", "2022-09-10T08:00+00:00"),
            report(AGENCY.replace("heavy", "bitter"), "Paper", "2022-09-10T09:00+00:00"),
            report(longer, "Portal", "2022-09-10T10:00+00:00"),
            report(quote, "Radio", "2022-09-10T11:00+00:00"),
        ],
        UKRAINE,
    )
    assert summary.near_copies == 1
    captures = rows(book, events=("capture",))
    assert [(r["source"], r["copies"], r["copied_by"]) for r in captures] == [
        ("Agency", 2, ["Paper", "Portal"]),
        ("Radio", 0, []),
    ]
    assert len(rows(book, events=("capture",), copies=True)) == 4
    # Without the first print, the next one stands for the rest.
    assert rows(book, events=("capture",), without=("Agency",))[0]["source"] == "Paper"
    assert (
        rows(book, events=("capture",), as_of=datetime(2022, 9, 10, 8, tzinfo=UTC))[0]["copies"]
        == 0
    )


def test_everybody_prints_it(book: Ledger) -> None:
    """Sixty prints of one text are one claim, whatever was printed in weeks before."""
    old = [report(AGENCY, f"Old {n}", "2022-07-01") for n in range(55)]
    book.add([*old, *(report(AGENCY, f"Paper {n}", "2022-09-10") for n in range(60))], UKRAINE)
    found = rows(book, events=("capture",))
    assert sorted((r["published"], r["copies"]) for r in found) == [
        ("2022-07-01", 54),
        ("2022-09-10", 59),
    ]


def test_a_theatre_of_ones_own(opened: Open, tmp_path: Path) -> None:
    text = (resources.files("fogline.theatre") / "data" / "ukraine.toml").read_text(
        encoding="utf-8"
    )
    file = tmp_path / "mywar.toml"
    file.write_text(text.replace('name = "ukraine"', 'name = "mywar"', 1), encoding="utf-8")
    book = opened()
    book.add([report(KUPIANSK)], load(str(file)))
    (izium,) = rows(book, places=("Изюм",))
    book.judge([Judgement(izium["id"], "ann", "correct", "actor", "UA")])
    assert rows(book, actors=("UA",), places=("Izyum",))[0]["id"] == izium["id"]
    with pytest.raises(LedgerError, match="RU, UA"):
        rows(book, actors=("XX",))
    file.unlink()
    load.cache_clear()
    assert rows(book, places=("Izyum",))[0]["id"] == izium["id"]
    with pytest.raises(LedgerError, match="mywar"):
        book.judge([Judgement(izium["id"], "ann", "correct", "actor", "RU")])


def test_a_publisher_that_repeats_itself_on_another_day_says_it_again(book: Ledger) -> None:
    alert = (
        "Russian forces shelled Kharkiv from the north with rocket artillery during the night and"
        " again in the early morning hours."
    )
    book.add(
        [
            report(alert, "Channel", "2022-09-10"),
            report(alert, "Channel", "2022-09-11"),
            report(alert, "Other", "2022-10-30"),
        ],
        UKRAINE,
    )
    assert len(rows(book, events=("shell",))) == 3


def test_judgements_are_rows_and_apply(book: Ledger) -> None:
    book.add([report(KUPIANSK), report(IZIUM)], UKRAINE)
    (capture,) = rows(book, events=("capture",))
    before = len(all_rows(book))
    assert (
        book.judge(
            [Judgement(capture["id"], "ann", "correct", "event", "hold", "it was theirs before")]
        )
        == 1
    )
    assert (
        book.judge(
            [Judgement(capture["id"], "ann", "correct", "event", "hold", "it was theirs before")]
        )
        == 0
    )
    assert book.judge([Judgement(capture["id"], "ann", "correct", "place", "Izium")]) == 1
    assert len(all_rows(book)) == before + 2
    assert not rows(book, events=("capture",))
    (held,) = [r for r in rows(book, places=("Izium",)) if r["id"] == capture["id"]]
    assert (held["event"], held["name"], held["judged"], held["place_status"]) == (
        "hold",
        "Izyum",
        "corrected",
        "located",
    )
    assert held["lat"] != capture["lat"]
    assert rows(book, events=("capture",), as_read=True)[0]["name"] == "Kupyansk"
    book.judge([Judgement(capture["id"], "bob", "reject", why="no")])
    assert capture["id"] not in {r["id"] for r in rows(book)}
    assert [r["id"] for r in rows(book, judged="rejected")] == [capture["id"]]
    assert capture["id"] not in {r["id"] for r in rows(book, judged="open")}
    assert [(j.who, j.verdict, j.why) for j in book.judgements()][-1] == ("bob", "reject", "no")
    assert not book.verify().flaws


@pytest.mark.parametrize(
    ("judgement", "words"),
    [
        (("none", "ann", "accept"), "none of this id"),
        (("", "", "accept"), "--who"),
        (("", "ann", "maybe"), "accept, correct, reject"),
        (("", "ann", "correct", "colour", "red"), "certainty"),
        (("", "ann", "correct", "event", "conquer"), "capture"),
        (("", "ann", "correct", "event", None), "reject the claim"),
        (("", "ann", "correct", "actor", "XX"), "UA"),
        (("", "ann", "correct", "extent", "2"), "fraction"),
        (("", "ann", "correct", "start", "May"), "YYYY-MM-DD"),
        (("", "ann", "correct", "place", "Xyzzy"), "no such place"),
    ],
)
def test_a_judgement_that_cannot_be_is_refused_whole(
    book: Ledger, judgement: tuple[Any, ...], words: str
) -> None:
    book.add([report(KUPIANSK)], UKRAINE)
    id = rows(book)[0]["id"]
    with pytest.raises(LedgerError, match=words):
        book.judge([Judgement(id, "ann", "accept"), Judgement(judgement[0] or id, *judgement[1:])])
    assert not book.judgements()


def test_a_correction_is_emptied_by_none(book: Ledger) -> None:
    book.add([report(KUPIANSK)], UKRAINE)
    (capture,) = rows(book, events=("capture",))
    book.judge(
        [Judgement(capture["id"], "ann", "correct", name) for name in ("place", "actor", "start")]
    )
    (row,) = rows(book, events=("capture",))
    assert (row["place"], row["lat"], row["actor"], row["start"]) == (None, None, None, None)
    assert {r["event"] for r in rows(book, places=("Kupiansk",))} == set()
    assert {r["event"] for r in rows(book, events=("withdraw",), as_read=True)} == {"withdraw"}


def test_the_last_of_several_words_counts_and_is_kept_once(book: Ledger) -> None:
    book.add([report(KUPIANSK)], UKRAINE)
    id = rows(book)[0]["id"]
    both = [Judgement(id, "ann", "reject"), Judgement(id, "ann", "accept")]
    assert [book.judge(both), book.judge(both)] == [1, 0]
    assert [book.judge([j]) for j in (both[0], both[1], both[0])] == [1, 1, 1]
    assert [r["id"] for r in rows(book, judged="rejected")] == [id]
    corrected = Judgement(id, "ann", "correct", "certainty", "possible")
    assert [book.judge([j]) for j in (corrected, both[0], corrected, corrected)] == [1, 1, 1, 0]
    assert [r["id"] for r in rows(book, judged="corrected")] == [id]
    assert book.judge([both[1], corrected, both[0]]) == 1
    assert [r["id"] for r in rows(book, judged="rejected")] == [id]


def test_days_stay_in_order(book: Ledger) -> None:
    book.add([report(KUPIANSK)], UKRAINE)
    (capture,) = rows(book, events=("capture",))
    with pytest.raises(LedgerError, match="before it starts"):
        book.judge([Judgement(capture["id"], "ann", "correct", "end", "2022-09-01")])
    both = [
        Judgement(capture["id"], "ann", "correct", name, "2022-09-12") for name in ("start", "end")
    ]
    assert book.judge(both) == 2
    with pytest.raises(LedgerError, match="before it starts"):
        book.judge(
            [
                Judgement(capture["id"], "ann", "correct", "start", "2022-09-20"),
                Judgement(capture["id"], "ann", "correct", "end", "2022-09-15"),
            ]
        )
    book.judge([Judgement(capture["id"], "ann", "correct", "start", "2022-08-30")])
    book.judge([Judgement(capture["id"], "ann", "correct", "end", "2022-09-01")])
    assert [r["id"] for r in rows(book, start=date(2022, 8, 31), end=date(2022, 8, 31))] == [
        capture["id"]
    ]


def test_words_are_found_alike_on_both(book: Ledger) -> None:
    book.add(
        [report("Russian forces lost a T-72 tank near Izium/Lyman. The S-300 fired at Kharkiv.")],
        UKRAINE,
    )
    for words, count in (
        ("T-72", 1),
        ('"T-72 tank"', 1),
        ("lyman", 1),
        ("s-300", 1),
        ("iz*", 1),
        ("tank fired", 0),
    ):
        assert len({r["sentence"] for r in rows(book, text=words)}) == count, words


def test_odd_characters_do_no_harm(book: Ledger) -> None:
    odd = report(KUPIANSK, "ISW \ud800\0", name="a\udcff\0", title="\0\ud800")
    assert book.add([odd], UKRAINE).new == 1
    assert book.add([odd], UKRAINE).seen == 1
    book.judge([Judgement(rows(book)[0]["id"], "ann\0", "accept", why="\ud800")])
    assert not book.verify().flaws
    with pytest.raises(LedgerError, match="write it anew"):
        rows(book, places=("\ud800",))


def test_agreement_of_two_coders(book: Ledger) -> None:
    book.add([report(KUPIANSK), report(IZIUM)], UKRAINE)
    ids = [r["id"] for r in rows(book)]
    made = [Judgement(i, who, "accept") for i in ids for who in ("ann", "bob")]
    book.judge([*made, Judgement(ids[0], "bob", "correct", "certainty", "possible")])
    found = {a.field: a for a in book.agreement()}
    assert found["verdict"].alpha is None
    assert found["event"].alpha == 1
    assert (found["certainty"].claims, found["certainty"].values) == (len(ids), 2 * len(ids))
    assert (found["certainty"].alpha or 0) < 1


def test_backup_restores_to_the_same_chain(opened: Open) -> None:
    book, copy, back = opened(), opened("copy", empty=True), opened("back", empty=True)
    book.add([report(KUPIANSK), report(AGENCY, "A"), report(AGENCY, "B")], UKRAINE)
    assert (copied := book.copy_to(copy)).head == book.head()
    assert not copied.flaws
    assert copy.copy_to(back).head == book.head()
    assert all_rows(back) == all_rows(book)
    assert not back.verify().flaws
    assert rows(back, text="captured") == rows(book, text="captured")
    assert back.add([report(IZIUM)], UKRAINE).new == 1
    assert not back.verify().flaws


def test_merging_keeps_every_row_once(opened: Open) -> None:
    one, two, whole = opened("one"), opened("two"), opened("whole")
    reports = [
        report(KUPIANSK),
        report(AGENCY, "A"),
        report(IZIUM),
        report(AGENCY, "B"),
        report(AGENCY.replace("heavy", "bitter"), "C"),
    ]
    one.add(reports[:3], UKRAINE)
    two.add(reports[2:], UKRAINE)
    whole.add(reports, UKRAINE)
    id = rows(two, events=("capture",))[0]["id"]
    for book in (two, whole):
        book.judge([Judgement(id, "ann", "accept", at="2026-01-01T00:00:00Z")])
    added = one.merge(two)
    assert added["documents"] == 2
    assert not one.verify().flaws
    assert content(all_rows(one)) == content(all_rows(whole))
    assert set(one.merge(two)) <= {"acts"}
    assert len(rows(one)) == len(rows(whole))


def test_a_damaged_ledger_is_not_merged(opened: Open) -> None:
    one, two = opened("one"), opened("two")
    two.add([report(KUPIANSK)], UKRAINE)
    with two._engine.begin() as connection:
        connection.execute(text("UPDATE documents SET text = 'Nothing happened.'"))
    with pytest.raises(LedgerError, match="documents"):
        one.merge(two)
    assert one.head().seq == 1


def test_a_published_head_must_be_in_the_chain(book: Ledger) -> None:
    book.add([report(KUPIANSK)], UKRAINE)
    published = book.head().hash
    book.add([report(IZIUM)], UKRAINE)
    assert not book.verify(published).flaws
    assert "is not in this chain" in book.verify("0" * 63 + "1").flaws[0]


def test_custody_tells_everything_of_a_document(book: Ledger) -> None:
    book.add([report(KUPIANSK, name="monday"), report(IZIUM)], UKRAINE)
    (capture,) = rows(book, events=("capture",))
    book.judge([Judgement(capture["id"], "ann", "accept", why="read it")])
    record = book.custody("monday")
    assert record.document.text == KUPIANSK
    assert book.custody(record.document.id[:8]).claims == record.claims
    (receipt,) = record.receipts
    assert book.evidence.read(receipt.evidence) == KUPIANSK.encode()
    assert receipt.tool.startswith("fogline ")
    assert (record.judgements[0].who, record.judgements[0].why) == ("ann", "read it")
    assert {row.id for row in record.sentences} >= {row.sentence for row in record.claims}
    assert record.readings[0].reader.startswith("fogline-encoder")
    assert record.chain == book.head()
    written = json.loads(json.dumps(record.as_json()))
    assert list(written) == [
        "document", "receipts", "prints", "readings", "visits", "sentences", "mentions", "claims",
        "links", "copies", "judgements", "acts", "chain", "exported",
    ]  # fmt: skip
    assert written["chain"] == {"rows": record.chain.seq, "head": record.chain.hash}
    assert list(written["receipts"][0]) == [c.name for c in schema.RECEIPTS.columns]
    with pytest.raises(LedgerError, match="none of this id"):
        book.custody("tuesday")


@pytest.mark.parametrize(
    ("record", "table"),
    [
        (stored.ActRow, schema.ACTS),
        (stored.DocumentRow, schema.DOCUMENTS),
        (stored.ReceiptRow, schema.RECEIPTS),
        (stored.VisitRow, schema.VISITS),
        (stored.FingerprintRow, schema.FINGERPRINTS),
        (stored.ReadingRow, schema.READINGS),
        (stored.SentenceRow, schema.SENTENCES),
        (stored.MentionRow, schema.MENTIONS),
        (stored.StoredClaim, schema.CLAIMS),
        (stored.LinkRow, schema.LINKS),
        (stored.CopyRow, schema.COPIES),
        (stored.JudgementRow, schema.JUDGEMENTS),
    ],
)
def test_a_stored_record_has_the_columns_of_its_table(record: Any, table: Table) -> None:
    assert [f.name for f in fields(record)] == [c.name for c in table.columns]


def test_a_document_is_found_by_name_and_by_the_beginning_of_its_id(book: Ledger) -> None:
    book.add([report(KUPIANSK, name="monday"), report(IZIUM, name="tuesday")], UKRAINE)
    found = book.document("monday")
    assert found.text == KUPIANSK
    assert book.document(found.id[:8]) == found
    with pytest.raises(LedgerError, match="which one"):
        book.document("")
    with pytest.raises(LedgerError, match="none of this id"):
        book.document("wednesday")


def test_a_ledger_shows_itself_in_a_notebook(book: Ledger) -> None:
    assert ">none<" in book._repr_html_()
    book.add([report(KUPIANSK), report(IZIUM, "<b>")], UKRAINE)
    shown = book._repr_html_()
    assert book.head().hash in shown
    assert '<td style="text-align:left">2</td>' in shown
    assert "2022-09-10T23:59:59Z" in shown


def test_claims_are_rows_with_types(book: Ledger) -> None:
    book.add([report(KUPIANSK)], UKRAINE)
    (capture,) = book.claims(events=("capture",))
    assert (capture.name, capture.start) == ("Kupyansk", date(2022, 9, 10))
    assert capture.trigger_in_sentence.of(capture.sentence) == capture.trigger == "captured"
    assert [row.id for row in book.claims()] == [row["id"] for row in rows(book)]


def test_a_running_reader_never_blocks_the_writer(book: Ledger) -> None:
    book.add([report(KUPIANSK)], UKRAINE)
    with reading(book._engine) as connection:
        before = connection.execute(text("SELECT count(*) FROM claims")).scalar()
        writer = threading.Thread(target=book.add, args=([report(IZIUM)], UKRAINE))
        writer.start()
        writer.join(60)
        assert not writer.is_alive()
        assert connection.execute(text("SELECT count(*) FROM claims")).scalar() == before
    assert len(rows(book)) > 2


def test_a_ledger_that_is_not_there_is_named(tmp_path: Path) -> None:
    for where, words in (
        (str(tmp_path / "no.db"), "no such file"),
        (str(tmp_path), "a folder"),
        ("mysql://x/y", "postgresql"),
        ("postgresql://nobody@127.0.0.1:1/none", "ledger postgresql"),
        ("what://", "postgresql"),
    ):
        with pytest.raises(LedgerError, match=words):
            open_ledger(where)
    (tmp_path / "text.db").write_text(
        "not a database, but long enough to look like a file of some kind" * 20
    )
    with pytest.raises(LedgerError, match="not a database"):
        open_ledger(tmp_path / "text.db")


def test_another_schema_is_refused_with_advice(tmp_path: Path) -> None:
    open_ledger(tmp_path / "war.db", create=True).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'war.db'}")
    for version, words in (("9999", "newer fogline"), ("0000", "upgrade")):
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
        with pytest.raises(LedgerError, match=words):
            open_ledger(tmp_path / "war.db")
    engine.dispose()


def test_query_is_a_record() -> None:
    assert Query(places=("Izium",)) == Query(places=("Izium",))
