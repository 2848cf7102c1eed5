"""Two readers together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from large_model import answer, claim, endpoint

from fogline.model import Document, Reading
from fogline.reading import Reader, ReaderPool, ReadingError, open_model, open_reader
from fogline.reading.llm.pair import ROLES, how_read
from fogline.reading.llm.pair_calibration import PairCalibration
from fogline.reading.llm.scores import scores
from fogline.reading.reader import read_ahead
from fogline.theatre import load

UKRAINE = load("ukraine")
FIRST = "Russian forces shelled Izium on September 3."
SECOND = "Ukrainian forces may have captured Balakliia."
TEXT = f"{FIRST} {SECOND} Russian forces hold Lyman."
SHELL = claim(FIRST, "shelled", "shell", "Izium", actor_words="Russian forces")
MAY = {"certainty": "possible", "certainty_words": "may"}
TAKE = claim(
    SECOND, "captured", "capture", "Balakliia", actor_words="Ukrainian forces", **MAY
)  # fmt: skip


@contextmanager
def _pair(*stated: Any, judged: Any = ()) -> Iterator[Reader]:
    with endpoint(answer(*stated)) as playing:
        large = open_model("played", playing.url)
        yield open_reader("linear+llm", UKRAINE, large=large, judged=judged)


def _read(*stated: Any, judged: Any = ()) -> Reading:
    with _pair(*stated, judged=judged) as reader:
        return reader.read(Document(TEXT, "d", "Demo wire", date(2022, 9, 5)))


def _told(reading: Reading) -> dict[tuple[str, str], str]:
    return {(c.event, reading.places[c.place or 0].name): how_read(c.cues) for c in reading.claims}


def test_what_both_read_is_surer_than_what_one_reads() -> None:
    by = claim(SECOND, "have", "advance", "Balakliia", actor_words="Ukrainian forces")
    reading = _read(SHELL, TAKE, by)
    assert _told(reading) == {
        ("shell", "Izyum"): "agreed",
        ("capture", "Balakliya"): "agreed",
        ("advance", "Balakliya"): "llm",
        ("hold", "Lyman"): "other",
    }
    both, alone = (
        [c.score for c in reading.claims if (how_read(c.cues) == "agreed") is agreed]
        for agreed in (True, False)
    )
    assert min(both) > 0.9
    assert max(alone) < 0.5
    assert reading.reader == "fogline-reader 1 + llm 1 played"
    assert all(c.reader == reading.reader for c in reading.claims)
    assert len({c.id for c in reading.claims}) == 4
    assert reading.unread == ()


def test_how_sure_a_claim_is_may_be_read_differently() -> None:
    plain = {**TAKE, "certainty": "certain", "certainty_words": None}
    (one,) = [c for c in _read(plain).claims if c.event == "capture"]
    assert how_read(one.cues) == "differ"
    assert one.certainty == "certain"
    assert one.score == scores()["pair"]["differ"]
    assert any(cue.is_disagreement for cue in one.cues)


def test_claims_stand_at_the_places_of_both() -> None:
    reading = _read(TAKE)
    for c in reading.claims:
        assert c.place is not None
        assert c.sentence.covers(reading.places[c.place].span)
    assert list(reading.places) == sorted(reading.places, key=lambda m: m.span)


def test_what_the_pair_is_worth_is_learned_from_judgements() -> None:
    cues = {how_read(c.cues): c.cues for c in _read(SHELL).claims}
    few = [(cues["other"], True)] * 24
    many = [*few, (cues["agreed"], False)]
    assert _scores(few) == _scores([])
    learned = _scores(many)
    assert learned["other"] == round((0.45 * 8 + 24) / (8 + 24), 3)
    assert learned["agreed"] == round(0.96 * 20 / 21, 3)
    with _pair(judged=few) as one, _pair(judged=many) as two, _pair() as three:
        assert one.fingerprint == three.fingerprint != two.fingerprint


def _scores(judged: Any) -> dict[str, float]:
    return {how_read(c.cues): c.score for c in _read(SHELL, judged=judged).claims}


def test_judgements_count_from_step_to_step_and_of_the_pair_alone() -> None:
    verdicts = [("agreed", True)] * 40 + [("", False)] * 40
    assert PairCalibration.learned(verdicts).judged == (("agreed", 25, 25),)
    assert PairCalibration.learned(verdicts[:24]) == PairCalibration()
    assert set(ROLES) == set(scores()["pair"]) == set(scores()["weight"])


def test_an_encoder_can_be_the_other() -> None:
    with endpoint(answer(SHELL)) as playing:
        reader = open_reader("encoder+llm", UKRAINE, large=open_model("m", playing.url))
        reading = reader.read(Document(FIRST, "d", "Demo wire", date(2022, 9, 5)))
    assert [how_read(c.cues) for c in reading.claims] == ["agreed"]
    assert reader.name == "encoder+llm"


def test_documents_are_begun_before_they_are_read() -> None:
    documents = [Document(f"{FIRST} Part {k}.", published=date(2022, 9, 5)) for k in range(20)]
    with endpoint(answer()) as playing:
        reader = open_reader("linear+llm", UKRAINE, large=open_model("m", playing.url, at_once=2))
        steps = iter(read_ahead(reader, documents, lambda d: d))
        assert [len(reader.read(next(steps)).claims), len(list(steps))] == [1, 19]
    plain = open_reader("linear", UKRAINE)
    assert read_ahead(plain, documents, lambda d: d) is documents


def test_a_pool_begins_documents_before_their_turn() -> None:
    documents = [Document(f"{FIRST} Part {k}.", published=date(2022, 9, 5)) for k in range(20)]
    with endpoint(answer()) as playing:
        reader = open_reader("llm", UKRAINE, large=open_model("m", playing.url, at_once=2))
        begun: list[int] = []
        begin = reader.begin
        reader.begin = lambda d: (begun.append(1), begin(d))
        made = ReaderPool(reader).map(lambda r, d: r.read(d), ((d, d) for d in documents))
        assert next(made)[0] is documents[0]
        assert len(begun) == 4
        assert len(list(made)) == 19


@pytest.mark.parametrize(
    ("spec", "model", "why"),
    [
        ("llm", False, "none is named"),
        ("encoder+llm", False, "none is named"),
        ("linear", True, "asks no large model"),
        ("tables+llm", True, "reads no texts"),
        ("nobody+llm", True, "no such reader"),
    ],
)
def test_readers_that_do_not_go_together_are_refused(spec: str, model: bool, why: str) -> None:
    large = open_model("m") if model else None
    with pytest.raises(ReadingError, match=why):
        open_reader(spec, UKRAINE, large=large)
