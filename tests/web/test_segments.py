"""Texts in segments."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fogline.web.segments import Mark, split_at_marks

MARKS = st.lists(
    st.builds(
        Mark,
        st.integers(-3, 40),
        st.integers(-3, 40),
        st.sampled_from(["trigger", "cue", "loaded", "place"]),
        st.text(max_size=3),
        st.just(("c",)),
    ),
    max_size=8,
)


@given(st.text(max_size=40), MARKS)
def test_segments_are_the_text_and_lie_in_their_marks(text: str, marks: list[Mark]) -> None:
    segments = split_at_marks(text, marks)
    assert "".join(s.text for s in segments) == text
    at = 0
    inside = [m for m in marks if 0 <= m.start < m.end <= len(text)]
    for segment in segments:
        covering = {m.kind for m in inside if m.start <= at and at + len(segment.text) <= m.end}
        assert set(segment.kinds) == covering
        at += len(segment.text)
