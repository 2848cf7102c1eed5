from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram_files import EVENING, HOUR, chat, dumped, message, photo, service

from fogline.documents import SourceDefaults, Unreadable, load
from fogline.documents.errors import DocumentError
from fogline.documents.formats.telegram import parse
from fogline.model import Document, Received
from fogline.reading import open_reader
from fogline.theatre import load as theatre

UKRAINE = theatre("ukraine")
STAFF = "Генеральний штаб ЗСУ"
GIVEN = SourceDefaults(theatre=UKRAINE)
Loaded = tuple[list[Document], list[Unreadable], list[str]]


def _load(folder: Path, content: Any, defaults: SourceDefaults = GIVEN) -> Loaded:
    """The documents of a file, what can't be read, and what was left out."""
    file = folder / "result.json"
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return _loaded(file, defaults)


def _loaded(file: Path, defaults: SourceDefaults = GIVEN) -> Loaded:
    loading = load([str(file)], defaults)
    found = list(loading)
    return (
        [f.document for f in found if isinstance(f, Received)],
        [f for f in found if isinstance(f, Unreadable)],
        loading.left_out,
    )


@pytest.mark.parametrize(
    ("more", "origin"),
    [
        ({}, ""),
        ({"forwarded_from": STAFF, "forwarded_from_id": "channel15"}, "Ukrainian General Staff"),
        ({"forwarded_from": "Somebody Else", "forwarded_from_id": "channel9"}, "Somebody Else"),
        ({"forwarded_from": None, "forwarded_from_id": "user9"}, "user9"),
        ({"forwarded_from": None}, "unnamed origin"),
        ({"forwarded_from": "Rybar", "forwarded_from_id": "channel1314"}, ""),
        ({"forwarded_from": "Renamed", "forwarded_from_id": "channel1314"}, ""),
    ],
)
def test_a_forward_has_its_origin(tmp_path: Path, more: dict[str, Any], origin: str) -> None:
    (document,), _, _ = _load(tmp_path, chat(message(7, "Our troops left Izium.", **more)))
    assert (document.source, document.origin) == ("Rybar", origin)


def test_whoever_a_saved_message_is_saved_from_published_it(tmp_path: Path) -> None:
    origin = {"forwarded_from": STAFF, "forwarded_from_id": "channel15"}
    saved = chat(
        message(7, "Izium fell.", saved_from="Rybar", **origin), message(8, "Lyman fell.", **origin)
    )
    del saved["name"]
    (first, second), _, _ = _load(tmp_path, saved)
    assert (first.source, first.origin) == ("Rybar", "Ukrainian General Staff")
    assert (second.source, second.origin) == ("Ukrainian General Staff", "")


def test_the_user_names_the_publisher_and_not_the_origin(tmp_path: Path) -> None:
    export = chat(
        message(7, "Izium fell.", forwarded_from=STAFF, forwarded_from_id="channel15"),
        message(8, "Lyman fell.", forwarded_from="Rybar", forwarded_from_id="channel1314"),
    )
    given = SourceDefaults("Mine", theatre=UKRAINE)
    (first, second), _, _ = _load(tmp_path, export, given)
    assert (first.source, first.origin) == ("Mine", "Ukrainian General Staff")
    assert (second.source, second.origin) == ("Mine", "")


def test_an_album_is_one_document(tmp_path: Path) -> None:
    export = chat(
        message(6, **photo(1)),
        message(7, ["Shelled: ", {"type": "bold", "text": "Izium"}, "."], **photo(2)),
        message(8, **photo(3)),
        message(9, "Lyman is shelled.", EVENING + 1, **photo(4)),
        message(10, "Kreminna is shelled.", EVENING + 1, **photo(5)),
        message(11, "They are back.", EVENING + 2, reply_to_message_id=6),
    )
    found, _, left_out = _load(tmp_path, export)
    assert [(d.id, d.text) for d in found] == [
        ("result:7", "Shelled: Izium."),
        ("result:9", "Lyman is shelled."),
        ("result:10", "Kreminna is shelled."),
        ("result:11", "They are back."),
    ]
    assert found[3].context == "Shelled: Izium."
    assert left_out == []


def test_what_has_no_text_is_counted(tmp_path: Path) -> None:
    poll = {"question": "Who?", "closed": False, "total_voters": 3, "answers": []}
    export = chat(
        service(1),
        message(2, "Izium fell."),
        message(3, media_type="sticker", sticker_emoji="x", file="s.webp"),
        message(4, poll=poll),
        message(5, at=EVENING + 9, **photo(1)),
        "odd",  # type: ignore[arg-type]
    )
    found, problems, (told,) = _load(tmp_path, export)
    assert ([d.id for d in found], problems) == (["result:2"], [])
    assert told.endswith(
        "result.json: left out messages without a text: 1, polls: 1, rows that are no messages: 1, "
        "service messages: 1, stickers: 1"
    )


def test_chats_that_were_left_are_read_too(tmp_path: Path) -> None:
    account = {
        "about": "x",
        "chats": {"about": "y", "list": [chat(message(1, "Izium fell."))]},
        "left_chats": {"about": "z", "list": [chat(message(2, "Lyman fell."), name="TASS")]},
    }
    found, _, _ = _load(tmp_path, account)
    assert [(d.source, d.text) for d in found] == [
        ("Rybar", "Izium fell."),
        ("TASS", "Lyman fell."),
    ]


def test_a_zone_is_asked_for_once(tmp_path: Path) -> None:
    messages = [message(k, f"Shelled {k} times in Izium.") for k in (1, 2, 3)]
    for each in messages:
        del each["date_unixtime"]
    found, (problem,), _ = _load(tmp_path, chat(*messages))
    assert found == []
    assert "3 messages" in problem.why
    assert "--zone" in problem.why
    berlin = SourceDefaults(zone="Europe/Berlin", theatre=UKRAINE)
    found, problems, _ = _load(tmp_path, chat(*messages), berlin)
    assert problems == []
    assert {d.published_at for d in found} == {datetime(2022, 9, 10, 18, tzinfo=UTC)}


def test_an_edit_has_its_moment(tmp_path: Path) -> None:
    never = message(2, "Lyman fell.", edited=0)
    (first, second), _, _ = _load(
        tmp_path, chat(message(1, "Izium.", edited=EVENING + HOUR), never)
    )
    assert first.edited_at == datetime(2022, 9, 10, 19, tzinfo=UTC)
    assert second.edited_at is None


def test_today_is_that_of_the_channels_zone(tmp_path: Path) -> None:
    (late,), _, _ = _load(tmp_path, chat(message(1, "Izium fell today.", EVENING + 4 * HOUR)))
    assert late.published == date(2022, 9, 11)
    assert late.stated == "2022-09-10T22:00:00+00:00"


FORWARD = {
    "_": "MessageFwdHeader", "date": "2022-09-08T21:30:00+00:00", "from_name": STAFF,
    "from_id": {"_": "PeerChannel", "channel_id": 15}, "channel_post": 4,
}  # fmt: skip
PICTURE = {"_": "MessageMediaPhoto"}
DUMP = [
    {"_": "MessageService", "id": 1, "peer_id": {"channel_id": 1314}, "date": "2022-09-10",
     "action": {"_": "MessageActionPinMessage"},
     "chat": {"id": 1314, "title": "Rybar", "username": "rybar"}},
    dumped(3, "Our troops entered Kupiansk today.", fwd_from=FORWARD),
    dumped(4, media=PICTURE, grouped_id=77),
    dumped(5, "Shelled: Izium.", media=PICTURE, grouped_id=77),
    dumped(6, "Shelled: Lyman.", media=PICTURE, grouped_id=77),
    dumped(7, "They are back.", reply_to={"_": "MessageReplyHeader", "reply_to_msg_id": 4}),
    dumped(8, "Kreminna fell.", edit_date="2022-09-10T19:00:00+00:00"),
    dumped(9, "Svatove fell.", edit_date="2022-09-10T19:00:00+00:00", edit_hide=True),
    dumped(10, media={"_": "MessageMediaPoll", "poll": {}}),
    dumped(11, media={"document": {"attributes": [{"_": "DocumentAttributeSticker"}]}}),
]  # fmt: skip


@pytest.mark.parametrize("name", ["dump.json", "dump.jsonl", "dump.ndjson"])
def test_dumps_of_messages(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in DUMP)
    file.write_text(json.dumps(DUMP) if file.suffix == ".json" else lines, encoding="utf-8")
    found, problems, (left_out,) = _loaded(file)
    assert problems == []
    assert left_out.endswith("left out polls: 1, service messages: 1, stickers: 1")
    by_id = {d.id.partition(":")[2]: d for d in found}
    assert list(by_id) == ["3", "5", "7", "8", "9"]
    forward, album = by_id["3"], by_id["5"]
    assert (forward.source, forward.origin) == ("Rybar", "Ukrainian General Staff")
    assert (forward.published, forward.written) == (date(2022, 9, 10), date(2022, 9, 9))
    assert forward.today == date(2022, 9, 9)
    assert forward.url == "https://t.me/rybar/3"
    assert album.text == "Shelled: Izium.\n\nShelled: Lyman."
    assert by_id["7"].context == album.text
    assert by_id["8"].edited_at == datetime(2022, 9, 10, 19, tzinfo=UTC)
    assert by_id["9"].edited_at is None


def test_a_dump_without_names_has_its_channels_number(tmp_path: Path) -> None:
    row = dumped(3, "Izium fell.", fwd_from={"_": "MessageFwdHeader", "from_id": None})
    del row["chat"]
    (document,), _, _ = _load(tmp_path, [row])
    assert (document.source, document.origin) == ("channel1314", "unnamed origin")


def test_lines_of_documents_stay_documents(tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    file.write_text(json.dumps({"id": "a", "text": "Izium.", "published": "2022-09-10"}))
    (document,), _, _ = _loaded(file)
    assert (document.id, document.published) == ("a", date(2022, 9, 10))


def test_a_damaged_line_of_a_dump_is_named(tmp_path: Path) -> None:
    file = tmp_path / "dump.jsonl"
    file.write_text(json.dumps(DUMP[1]) + "\n{broken\n")
    found, (problem,), _ = _loaded(file)
    assert found == []
    assert "line 2" in problem.why


def test_an_export_with_no_text_says_so(tmp_path: Path) -> None:
    found, (problem,), (left_out,) = _load(tmp_path, chat(service(1)))
    assert found == []
    assert "nothing has a text" in problem.why
    assert "service messages: 1" in left_out


_NAMES = ("text", "date_unixtime", "forwarded_from", "edited_unixtime", "reply_to_message_id", "id")
_VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=9), st.lists(st.text(max_size=3)),
    st.dictionaries(st.text(max_size=3), st.text(max_size=3)),
)  # fmt: skip


@given(st.lists(st.dictionaries(st.sampled_from(_NAMES), _VALUES), max_size=4))
def test_any_messages_give_documents_or_an_error(rows: list[dict[str, Any]]) -> None:
    for content in (chat(*rows), [{**dumped(1), **r} for r in rows]):
        try:
            found = parse(json.dumps(content).encode())
        except DocumentError:
            continue  # said why
        assert all(bool(p.left_out) or p.text.strip() for p in found)


@pytest.fixture(scope="module")
def reader() -> Any:
    return open_reader("linear", UKRAINE)


_PIECES = st.lists(
    st.sampled_from(
        ["Our troops captured Kupiansk.", " ", "\n\n", "«Enemy»", "🇺🇦", "Today shells hit Izium.",
         "&amp;", "Наші відбили атаку біля Лимана."]
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(deadline=None, max_examples=30)
@given(pieces=_PIECES, bold=st.integers(0, 5))
def test_the_words_of_a_claim_stand_in_the_text(
    reader: Any, tmp_path_factory: pytest.TempPathFactory, pieces: list[str], bold: int
) -> None:
    words = [{"type": "bold", "text": p} if k == bold else p for k, p in enumerate(pieces)]
    export = chat(message(1, words, forwarded_from=STAFF, **photo(1)), message(2, **photo(2)))
    found, _, _ = _load(tmp_path_factory.mktemp("x"), export)
    for document in found:
        assert document.text == "".join(pieces)
        for claim in reader.read(document).claims:
            assert claim.trigger.of(document.text) == claim.trigger_text
            assert claim.speakers[:2] == ("Rybar", "Ukrainian General Staff")
            assert all(q.span.of(document.text) == q.text for q in claim.cues)
