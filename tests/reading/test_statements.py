"""A speaker speaks on in "he said" and in quotations that run over several sentences."""

from __future__ import annotations

from datetime import date

from fogline import read
from fogline.model import Document


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


def test_a_ministry_is_no_he() -> None:
    text = "The defence ministry said Russian troops left Izium. He said they shelled Bakhmut."
    assert ("shell", "source") in _speakers(text)


def test_an_organisation_keeps_its_name_before_its_short_form() -> None:
    text = "The Free Press Union (FPU) say Russian forces shelled Bakhmut."
    assert _speakers(text) == [("shell", "Free Press Union")]
