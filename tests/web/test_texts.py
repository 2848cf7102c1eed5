"""Words of the page that other modules own."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from fastapi.testclient import TestClient
from lxml import html

from fogline.model import EventType, event_types
from fogline.web import texts


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


def test_the_filter_has_every_event_and_a_word_for_every_value(client: TestClient) -> None:
    page = html.fromstring(client.get("/claims").text)
    events = page.xpath("//select[@name='event']/option[@value!='']")
    labels = [(option.get("value"), option.text) for option in events]
    assert labels == [(name, kind.label) for name, kind in event_types().items()]
    statuses = page.xpath("//select[@name='status']/option[@value!='']/text()")
    assert statuses == ["happened", "forecast", "conditional"]
