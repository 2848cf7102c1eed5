"""A speaker speaks on in "he said" and in quotations that run over several sentences."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from fogline import read
from fogline.model import Document
from fogline.reading.statements import Quotations
from fogline.reading.text import split


def _speakers(text: str) -> list[tuple[str, str]]:
    claims = read(Document(text, "x", "wire", date(2022, 6, 10))).claims
    return [(c.event, c.speakers[-1]) for c in claims]


def test_he_added_is_said_by_whom_the_sentence_before_names() -> None:
    text = (
        "Petro Lysenko, the mayor of the town, said Russian forces entered Lysychansk. He also "
        "said that they shelled Bakhmut. Ukrainian troops left Rubizhne."
    )
    assert _speakers(text) == [
        ("advance", "Petro Lysenko"), ("shell", "Petro Lysenko"), ("withdraw", "source"),
    ]  # fmt: skip


def test_a_quotation_goes_on_until_it_ends() -> None:
    for start, end in ("“”", '""', "«»"):
        text = (
            f"{start}Russian forces entered Lysychansk,{end} Lysenko said. {start}They shelled "
            f"Bakhmut at night. They left Rubizhne.{end} Russian forces attacked Siversk."
        )
        *quoted, last = (who for _, who in _speakers(text))
        assert len(quoted) > 1
        assert (set(quoted), last) == ({"Lysenko"}, "source")


def test_a_plain_mark_ends_a_quotation() -> None:
    text = (
        "Russia was unable to create a “people's republic,\" Lysenko said. Russian forces shelled "
        "Bakhmut. The council called it a “republic.”"
    )
    assert ("shell", "source") in _speakers(text)


def test_a_ministry_is_no_he() -> None:
    text = "The defence ministry said Russian troops left Izium. He said they shelled Bakhmut."
    assert ("shell", "source") in _speakers(text)


def test_it_is_a_body_and_they_are_several() -> None:
    for speaker, again in (
        ("Ukrainian General Staff", "It"), ("observatory", "It"), ("local officials", "They"),
    ):  # fmt: skip
        text = f"The {speaker} said people left. {again} said Russian troops had shelled Siversk."
        assert ("shell", speaker) in _speakers(text)
    told = _speakers("Petro Lysenko said people left. It said Russian troops had shelled Siversk.")
    assert ("shell", "source") in told


def test_an_aside_is_not_what_they_say() -> None:
    text = (
        "Local officials said people left. Russian forces will bisect Mariupol, as they claim, and "
        "will shell Siversk."
    )
    assert {w for e, w in _speakers(text) if e == "shell"} == {"source"}


def test_a_speaker_begins_behind_a_date_or_another_clause() -> None:
    dated = "Published April 2 2022 Opposition sources said Russian forces shelled Bakhmut."
    assert _speakers(dated) == [("shell", "Opposition sources")]
    other = "The army and what it called brave men said Russian forces shelled Bakhmut."
    assert "what it" not in {who for _, who in _speakers(other)}


def test_an_organisation_keeps_its_name_before_its_short_form() -> None:
    text = "The Free Press Union (FPU) say Russian forces shelled Bakhmut."
    assert _speakers(text) == [("shell", "Free Press Union")]


def test_a_mark_that_nothing_ends_is_no_quotation() -> None:
    title = "Russian forces left Irpin, Lysenko said « War in Ukraine | Gazette\n"
    body = "Russian forces shelled Bakhmut. They attacked Siversk. They captured Lyman."
    told = {who for event, who in _speakers(title + body) if event != "withdraw"}
    assert told == {"source"}
    lost = "Lysenko said: “The enemy left Irpin. Russian forces shelled Bakhmut on Monday. "
    later = "The council met in Lviv. " * 8 + "Russian forces captured Lyman on Friday."
    assert ("capture", "source") in _speakers(lost + later)


@given(st.lists(st.text(alphabet='“”«»" .ab', max_size=12), max_size=12))
def test_quotations_end_within_some_sentences(lines: list[str]) -> None:
    sentences = split("\n\n".join(lines))
    ends = Quotations.of(sentences).ends
    assert len(ends) == len(sentences) + 1
    runs = "".join("x" if mark else "-" for mark in ends).split("-")
    assert max(map(len, runs)) <= 5
    assert not ends[0]
