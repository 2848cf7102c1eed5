"""The reader that asks a large model, with answers that were recorded and with bad ones."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from large_model import Endpoint, Played, answer, claim, endpoint, recorded, text_of

from fogline.errors import UsageError
from fogline.model import Answer, Claim, Document, Reading
from fogline.reading import open_model
from fogline.reading.errors import EndpointError, ReadingError
from fogline.reading.llm.answers import AnswersInMemory
from fogline.reading.llm.large_model import LargeModel
from fogline.reading.llm.passages import divide
from fogline.reading.llm.reader import LlmReader
from fogline.reading.model import load as load_bundle
from fogline.theatre import load

UKRAINE, BUNDLE = load("ukraine"), load_bundle()
TEXT = "Russian forces shelled Izium on September 3. Ukrainian forces entered Balakliia."
FIRST, SECOND = (
    "Russian forces shelled Izium on September 3.",
    "Ukrainian forces entered Balakliia.",
)
SHELL = claim(FIRST, "shelled", "shell", "Izium", actor_words="Russian forces")
ENTER = claim(SECOND, "entered", "advance", "Balakliia", actor_words="Ukrainian forces")


def _document(text: str = TEXT, source: str = "Demo wire") -> Document:
    return Document(text, "d", source, date(2022, 9, 5))


@contextmanager
def _playing(play: Any, **limits: Any) -> Iterator[tuple[Endpoint, LlmReader]]:
    with endpoint(play) as playing:
        model = open_model("played", playing.url, **limits)
        assert model.endpoint is not None
        model.endpoint._wait = 0.0
        yield playing, LlmReader(model, BUNDLE, UKRAINE)


def _read(play: Any, text: str = TEXT, **given: Any) -> Reading:
    with _playing(play) as (_, reader):
        return reader.read(_document(text, **given))


def _told(claim: Claim, reading: Reading) -> tuple[Any, ...]:
    place = reading.places[claim.place].name if claim.place is not None else None
    return claim.event, claim.actor, place, claim.relation


def test_recorded_answers_become_claims_bound_to_their_words() -> None:
    with _playing(recorded()) as (_, reader):
        for text in recorded():
            reading = reader.read(_document(text))
            stated = json.loads(recorded()[text])["claims"]
            assert len(reading.claims) == len(stated)
            assert reading.left_out == ()
            for c in reading.claims:
                assert c.trigger.of(text) == c.trigger_text
                assert c.sentence.covers(c.trigger)
                assert all(q.span.of(text) == q.text for q in c.cues)
                assert c.reader == "llm 1 played"


def test_places_sides_and_days_are_ours() -> None:
    text = next(t for t in recorded() if "conceded" in t)
    reading = _read(recorded(), text)
    first, second, third, last = reading.claims
    assert _told(first, reading) == ("capture", "UA", "Vysokopillya", "in")
    assert _told(second, reading) == ("withdraw", "RU", "Vysokopillya", "from")
    assert second.speakers == ("Demo wire", "Russian sources")
    assert first.when.start == first.when.end == date(2022, 9, 4)
    assert (first.when.precision, last.when.precision) == ("stated", "carried")
    assert third.place is not None
    assert reading.places[third.place].status in {"located", "unknown"}


def test_whom_words_mean_depends_on_who_speaks() -> None:
    text = next(t for t in recorded() if t.startswith("In the Sloviansk"))
    theirs = _read(recorded(), text, source="Demo Ukrainian staff bulletin")
    assert {c.actor for c in theirs.claims} == {"RU", "UA"}
    reading = _read(answer(claim("Our troops took Izium.", "took", "capture", "Izium",
                                 actor_words="Our troops")), "Our troops took Izium.")  # fmt: skip
    (one,) = reading.claims
    assert (one.actor, one.actor_text) == (None, "Our troops")
    assert ("unresolved", "Our troops") in {(q.role, q.text) for q in one.cues}


def test_words_that_name_no_place_leave_it_open_and_marked() -> None:
    text = "Russian forces shelled the plant."
    stated = claim(text, "shelled", "shell", "plant", actor_words="Russian forces")
    (one,) = _read(answer(stated), text).claims
    assert (one.actor, one.place, one.relation) == ("RU", None, None)
    assert ("unplaced", "plant") in {(q.role, q.text) for q in one.cues}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"sentence_words": "Russian forces fired at Izium."}, "its sentence does not stand"),
        ({"event_words": "bombed"}, "the words of its event do not stand"),
        ({"place_words": "Kharkiv"}, "the words for the place do not stand"),
        ({"actor_words": "Wagner"}, "the words for who acts do not stand"),
        ({"target_words": "civilians"}, "the words for whom it is done to do not stand"),
        ({"when_words": "on Monday"}, "the words for when it was do not stand"),
        ({"speaker": "named", "speaker_words": "Kyiv"}, "the words for who says so do not stand"),
        ({"speaker": "named"}, "the words for who says so do not stand"),
        ({"certainty": "probable", "certainty_words": "likely"}, "no words of the text make it"),
        ({"polarity": "negative"}, "no words of the text make it negative"),
        ({"status": "future", "status_words": "will"}, "no words of the text make it future"),
        ({"event": "invade"}, "its event is none that there is"),
    ],
)
def test_what_the_text_does_not_carry_is_dropped_and_counted(
    change: dict[str, Any], why: str
) -> None:
    reading = _read(answer({**SHELL, **change}, ENTER))
    assert [c.event for c in reading.claims] == ["advance"]
    (left,) = reading.left_out
    assert why in left.why
    assert not left.fault


def test_the_models_own_coordinates_and_names_count_for_nothing() -> None:
    odd = {**SHELL, "lat": 44.6, "lon": 33.5, "place_id": "geonames:1", "actor": "UA"}
    odd_reading, reading = _read(answer(odd)), _read(answer(SHELL))
    assert odd_reading == reading


def test_a_place_of_an_earlier_sentence_is_taken_up() -> None:
    text = "Fighting went on in Izium. Ukrainian forces left the city."
    reading = _read(
        answer(claim("Ukrainian forces left the city.", "left", "withdraw", "Izium",
                     relation="from", actor_words="Ukrainian forces")), text)  # fmt: skip
    (one,) = reading.claims
    assert _told(one, reading) == ("withdraw", "UA", "Izyum", "from")


def test_marks_that_a_page_left_in_a_text_do_not_hide_its_words() -> None:
    text = "Russian forces shel\u00adled Izium&nbsp;on September 3."
    plain = "Russian forces shelled Izium\u00a0on September 3."
    stated = claim(plain, "shelled", "shell", "Izium", actor_words="Russian forces")
    (one,) = _read(answer(stated), text).claims
    assert one.trigger_text == "shel\u00adled"
    assert one.sentence.of(text) == text


@pytest.mark.parametrize("broken", ["no JSON", '{"claims": [{"sentence', "```\n[]\n```"])
def test_an_answer_that_cannot_be_parsed_is_asked_for_once_more(broken: str) -> None:
    left = [broken, answer(SHELL)]
    with _playing(lambda _: Played(left.pop(0))) as (playing, reader):
        reading = reader.read(_document())
        assert [c.event for c in reading.claims] == ["shell"]
        assert playing.asked == 2
        again = playing.bodies[1]["messages"]
        assert again[-2] == {"role": "assistant", "content": broken}
        assert "could not be parsed" in again[-1]["content"]
        assert reader.large.tally.repaired == 1


@pytest.mark.parametrize(
    ("played", "why"),
    [
        (Played("still no JSON"), "the model's answer can't be parsed"),
        (Played("I can't help with that."), "the model's answer can't be parsed"),
        (Played(None, message={"refusal": "I won't read this."}), "the model refuses to read it"),
        (Played("", finish="content_filter"), "the model refuses to read it"),
    ],
)
def test_a_passage_that_is_not_read_is_a_fault(played: Played, why: str) -> None:
    with _playing(lambda _: played) as (playing, reader):
        reading = reader.read(_document())
        assert playing.asked <= 2
    (left,) = reading.left_out
    assert why in left.why
    assert left.fault
    assert reading.claims == ()
    assert [s.of(TEXT) for s in reading.unread] == [FIRST, SECOND]


def test_an_answer_that_was_cut_off_is_asked_for_in_halves() -> None:
    def play(body: dict[str, Any]) -> Played:
        whole = text_of(body) == TEXT
        one = answer(SHELL if text_of(body) == FIRST else ENTER)
        return Played(answer(SHELL)[:-40], finish="length") if whole else Played(one)

    with _playing(play) as (playing, reader):
        reading = reader.read(_document())
        assert playing.texts == [TEXT, FIRST, SECOND]
    assert [c.event for c in reading.claims] == ["shell", "advance"]


def test_one_sentence_that_cannot_be_answered_is_told_of() -> None:
    reading = _read(lambda _: Played('{"claims": [{"sen', finish="length"), FIRST)
    assert [one.why for one in reading.left_out] == ["the model's answer was cut off"]


def test_a_refused_passage_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fogline.reading.llm.passages.PASSAGE", 50)
    monkeypatch.setattr("fogline.reading.llm.reader.divide", divide.__wrapped__)  # anew

    def play(body: dict[str, Any]) -> Played:
        if text_of(body) == SECOND:
            return Played(status=413, raw=b"too long for me")
        return Played(answer(SHELL))

    with _playing(play, at_once=1) as (_, reader):
        reading = reader.read(_document())
    assert [c.event for c in reading.claims] == ["shell"]
    (left,) = reading.left_out
    assert "status 413: too long for me" in left.why


def test_a_long_text_is_asked_about_in_passages_with_what_stands_before() -> None:
    sentences = [f"Russian forces shelled Izium again, report {k} said." for k in range(120)]
    with _playing(answer()) as (playing, reader):
        reader.read(_document(" ".join(sentences)))
        assert sorted(" ".join(playing.texts).split()) == sorted(" ".join(sentences).split())
        assert all(len(text) <= 2_600 for text in playing.texts)
        before = [json.loads(b["messages"][-1]["content"])["before"] for b in playing.bodies]
    assert sum(not words for words in before) == 1
    assert all(0 < len(words) <= 520 for words in before if words)


def test_publisher_and_day_are_not_sent_and_a_copy_is_not_asked_for() -> None:
    with _playing(answer(SHELL)) as (playing, reader):
        for source in ("Demo wire", "Another paper of Thursday"):
            assert len(reader.read(_document(source=source)).claims) == 1
        assert playing.asked == 1
        sent = json.dumps(playing.bodies)
    assert not any(word in sent for word in ("Thursday", "Demo wire", "2022-09-05"))


def test_a_reading_is_played_again_without_the_endpoint() -> None:
    kept = AnswersInMemory()
    with _playing(recorded()) as (_, reader):
        reader.large.keep_in(kept)
        first = [reader.read(_document(text)) for text in recorded()]
    alone = LargeModel("played")
    alone.keep_in(kept)
    reader = LlmReader(alone, BUNDLE, UKRAINE)
    assert [reader.read(_document(text)) for text in recorded()] == first
    with pytest.raises(ReadingError, match="no answer is kept for a passage of it"):
        reader.read(_document("Nobody asked about Izium."))
    assert alone.stopped is None


def test_a_text_with_relative_days_is_refused_before_it_is_sent() -> None:
    with _playing(answer()) as (playing, reader):
        with pytest.raises(ReadingError, match="yesterday"):
            reader.read(Document("Troops left Izium yesterday.", "d"))
        assert playing.asked == 0


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({"most_tokens": 11_000}, "the budget of 11,000 tokens"),
        ({"most_cost": 0.11, "prices": (10.0, 10.0)}, "the budget of 0.11"),
    ],
)
def test_a_budget_is_not_passed(limits: dict[str, Any], told: str) -> None:
    texts = [f"Russian forces shelled Izium for hour {k}." for k in range(9)]
    with _playing(answer(), **limits) as (playing, reader):
        for text in texts:
            reader.begin(_document(text))  # all at once: what is on its way counts too
        refused = []
        for text in texts:
            try:
                reader.read(_document(text))
            except EndpointError as error:
                refused.append(str(error))
        assert 0 < len(refused) < len(texts)
        assert all(told in why for why in refused)
        assert 2 <= playing.asked < 9
        assert 0 < reader.large.tally.tokens <= 11_000
        assert reader.large.stopped is not None


def test_a_limit_of_cost_needs_prices() -> None:
    with pytest.raises(UsageError, match="--prices"):
        open_model("m", most_cost=1.0)


def test_tokens_that_an_endpoint_does_not_count_are_estimated() -> None:
    with _playing(lambda _: Played(answer(SHELL), usage=False)) as (_, reader):
        reader.read(_document())
        assert reader.large.tally.tokens_in > 1_000
        assert reader.large.tally.tokens_out > 50


def test_a_stopped_model_is_not_asked_again() -> None:
    with _playing(lambda _: Played(status=401)) as (playing, reader):
        for _ in range(3):
            with pytest.raises(EndpointError, match="it wants a key"):
                reader.read(_document())
        assert playing.asked == 1


def test_several_are_asked_at_once_and_kept_by_threads() -> None:
    texts = [f"Russian forces shelled Izium for hour {k}." for k in range(12)]
    gate = threading.Barrier(3, timeout=20)

    def play(_: dict[str, Any]) -> Played:
        gate.wait()
        return Played(answer())

    with _playing(play, at_once=3) as (playing, reader):
        for text in texts:
            reader.begin(_document(text))
        assert [reader.read(_document(text)).claims for text in texts] == [()] * 12
        assert playing.asked == 12
        assert playing.busiest == 3


def test_what_is_asked_is_known_by_model_prompt_and_words() -> None:
    kept: list[Answer] = []

    class Keeping(AnswersInMemory):
        def keep(self, answer: Answer) -> None:
            kept.append(answer)

    with _playing(answer(SHELL)) as (_, reader):
        reader.large.keep_in(Keeping())
        reader.read(_document())
    (one,) = kept
    assert (one.model, one.prompt, one.served) == ("played", "1", "served-name")
    assert len(one.request) == 64
    assert one.tokens_in > 0


@pytest.mark.parametrize(
    "text", ["Russian forces shelled Izium yesterday.", "Izium Balakliia Kupiansk " * 1_200]
)
def test_nothing_is_asked_about_what_is_refused(text: str) -> None:
    document = Document(text, "d", "Demo wire")
    with _playing(recorded()) as (playing, reader):
        reader.begin(document)
        with pytest.raises(ReadingError):
            reader.read(document)
        assert playing.asked == 0
