"""Words of the page that other modules own."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from fastapi.testclient import TestClient
from lxml import html

from fogline.model import EventType, event_types
from fogline.web import claim_facets, texts
from fogline.web.claim_filter import VALUES


def test_a_new_event_type_is_served_with_its_label(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = ("Battles", "Armed clash")
    retake = EventType("retake", "took again", codes, codes, codes)
    added = MappingProxyType({**event_types(), "retake": retake})
    monkeypatch.setattr(texts, "event_types", lambda: added)
    served = texts.script_texts()["events"]
    assert served["retake"] == "took again"
    assert list(served) == list(added)


def test_the_certainty_of_a_claim_is_worded_as_everywhere() -> None:
    assert texts.certainty_words() == {
        "certain": "stated as fact",
        "probable": "as probable",
        "possible": "as possible",
        "future": "forecast",
        "conditional": "conditional",
        "negative": "denied",
    }


def test_every_value_of_a_facet_has_a_word(client: TestClient) -> None:
    page = html.fromstring(client.get("/claims").text)
    facets = {
        section.xpath("string(h2)"): section.xpath(".//li/a/text()")
        for section in page.xpath("//section[@class='facet']")
    }
    labels = {kind.label for kind in event_types().values()}
    assert len(facets["event"]) > 5
    assert set(facets["event"]) <= labels
    standing = ["happened", "denied", "expected", "on a condition"]
    assert facets["happened, denied or expected"] == standing
    for name in VALUES:
        words = claim_facets.facet_words(name)
        assert not [v for v in VALUES[name] if v not in words], name
