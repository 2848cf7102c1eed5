from __future__ import annotations

from fogline.model import EVENTS, event_types


def test_every_event_has_its_codes_and_its_label() -> None:
    for name in EVENTS:
        event = event_types()[name]
        assert event.label
        assert event.acled[0]
        assert len(event.plover) == len(event.acled_by_state) == 2
        assert event.sign in {-1, 0, 1}
        assert set(event.phrase) <= {"actual", "denied", "future", "by"}


def test_what_says_who_holds_ground_is_territorial() -> None:
    assert {n for n in EVENTS if event_types()[n].territorial} == {"capture", "withdraw", "hold"}
    assert all(event_types()[n].sign for n in EVENTS if event_types()[n].territorial)
