"""The seam of readers: names, model files, and a reader that is plugged in."""

from __future__ import annotations

import gc
import weakref
from datetime import date
from importlib import resources
from pathlib import Path

import pytest
from plugin import install

import fogline
from fogline.model import Document
from fogline.reading import Reader, ReadingError, open_reader, reader_names
from fogline.reading.text_reader import TextReader
from fogline.theatre import load

UKRAINE = load("ukraine")
TEXT = "Ukrainian forces liberated Izium on September 10."


def test_an_installed_reader_is_opened_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "flags" not in reader_names()
    install(tmp_path, monkeypatch)
    assert reader_names()[:3] == ("encoder", "linear", "maps")
    assert "flags" in reader_names()
    reading = fogline.read("A flag over the town hall", published=date(2022, 9, 10), reader="flags")
    (claim,) = reading.claims
    assert (claim.event, claim.actor, claim.trigger_text) == ("hold", "UA", "flag")
    assert open_reader("flags", UKRAINE).limits.characters == 300_000


def test_a_reader_whose_package_is_broken_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch)
    with pytest.raises(ReadingError, match="reader 'broken': flagreader:Missing can't be loaded"):
        open_reader("broken", UKRAINE)


def test_an_unknown_reader_says_which_there_are() -> None:
    with pytest.raises(
        ReadingError, match="reader 'lineal': no such reader: there are encoder, linear, maps"
    ):
        open_reader("lineal", UKRAINE)
    with pytest.raises(ReadingError, match="a map needs a holder"):
        open_reader("maps", UKRAINE)


def test_a_model_file_is_a_reader(tmp_path: Path) -> None:
    packaged = resources.files("fogline.reading") / "data" / "model.zip"
    copy = tmp_path / "own.zip"
    copy.write_bytes(packaged.read_bytes())
    document = Document(TEXT, published=date(2022, 9, 12))
    own, shipped = (open_reader(spec, UKRAINE) for spec in (str(copy), "linear"))
    assert own.read(document) == shipped.read(document) == fogline.read(document, model=str(copy))
    with pytest.raises(ReadingError, match="not a model of fogline"):
        open_reader(str(tmp_path / "none.zip"), UKRAINE)


def test_texts_in_ukrainian_have_models_of_their_own(tmp_path: Path) -> None:
    """A model file serves in all languages; the packaged models for Ukrainian and Russian make the
    fingerprint another.
    """
    copy = tmp_path / "own.zip"
    copy.write_bytes((resources.files("fogline.reading") / "data" / "model.zip").read_bytes())
    own, shipped = (open_reader(spec, UKRAINE) for spec in (str(copy), "linear"))
    assert own.fingerprint != shipped.fingerprint
    assert isinstance(own, TextReader)
    assert isinstance(shipped, TextReader)
    assert own._models_for("uk").bundle is own._models_for("en").bundle
    assert shipped._models_for("uk").bundle is shipped._models_for("ru").bundle
    assert shipped._models_for("uk").bundle is not shipped._models_for("en").bundle


def test_a_fingerprint_is_made_once() -> None:
    """A batch asks for it with each document."""
    reader = open_reader("linear", UKRAINE)
    assert reader.fingerprint is reader.fingerprint


def test_a_fingerprint_tells_theatres_apart() -> None:
    assert (
        open_reader("linear", UKRAINE).fingerprint
        != open_reader("linear", load("syria")).fingerprint
    )


def test_a_dropped_reader_frees_its_model() -> None:
    reader: Reader = open_reader("linear", UKRAINE)
    assert isinstance(reader, TextReader)
    model = weakref.ref(reader._models.bundle)
    reader.read(Document(TEXT, published=date(2022, 9, 12)))
    del reader
    gc.collect()
    assert model() is None


def test_another_kind_of_model_takes_the_place_of_the_linear_ones() -> None:
    class Doubter:
        """Halves every chance."""

        version, digest = "doubter 1", "d"

        def verdicts(self, linear, layout, places, sentences):  # type: ignore[no-untyped-def]
            assert layout.document.text == TEXT
            assert len(sentences) == 1
            found = linear.events

            class Halved(type(linear)):  # type: ignore[misc]
                def events(self, c):  # type: ignore[no-untyped-def]
                    rows, table = found(c)
                    return rows, table / 10

            return Halved(linear._models)

    sure = open_reader("linear", UKRAINE)
    assert isinstance(sure, TextReader)
    doubting = TextReader(sure._models.bundle, UKRAINE, judge=Doubter())
    document = Document(TEXT, published=date(2022, 9, 12))
    assert sure.read(document).claims
    assert not doubting.read(document).claims
    assert doubting.fingerprint != sure.fingerprint
    assert doubting.read(document).reader == "doubter 1"
