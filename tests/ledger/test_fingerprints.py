from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fogline.ledger import fingerprints
from fogline.ledger.agreement import alpha
from fogline.ledger.chain import Head, content, extend, identify, link

_WORDS = st.lists(st.sampled_from([f"word{n}" for n in range(400)]), min_size=0, max_size=120)


@settings(max_examples=150, deadline=None)
@given(
    _WORDS,
    _WORDS,
    _WORDS,
    _WORDS,
    st.lists(st.integers(0, 10**6), min_size=fingerprints.PASSAGE, max_size=60, unique=True),
)
def test_every_shared_passage_is_found(
    a: list[str], b: list[str], c: list[str], d: list[str], shared: list[int]
) -> None:
    passage = [f"shared{n}" for n in shared]
    one, two = (" ".join([*x, *passage, *y]) for x, y in ((a, b), (c, d)))
    words = fingerprints.words_of(one), fingerprints.words_of(two)
    entries = [{(v, at) for kind, v, at in fingerprints.grams(w) if kind == "g"} for w in words]
    seeds = [(i, j) for v, i in entries[0] for w, j in entries[1] if v == w]
    found = fingerprints.passages(*words, seeds)
    text = " ".join(passage)
    assert any(
        text in one[p.start : p.end] and one[p.start : p.end] == two[p.other_start : p.other_end]
        for p in found
    )
    for p in found:
        assert one[p.start : p.end].split() == two[p.other_start : p.other_end].split()
        assert len(one[p.start : p.end].split()) >= fingerprints.PASSAGE


@given(_WORDS)
def test_likeness_is_a_share(words: list[str]) -> None:
    text = fingerprints.words_of(" ".join(words))
    assert fingerprints.likeness(text, text) == 1
    other = fingerprints.words_of(" ".join([*words, "more"]))
    assert 0 <= fingerprints.likeness(text, other) <= 1
    assert fingerprints.likeness(text, other) == fingerprints.likeness(other, text)


def test_near_texts_share_a_band() -> None:
    text = [f"w{n}" for n in range(300)]
    changed = ["x" if n in {50, 200} else w for n, w in enumerate(text)]
    one, two = (fingerprints.words_of(" ".join(t)) for t in (text, changed))
    bands = [{e[:2] for e in fingerprints.grams(w) if e[0] == "b"} for w in (one, two)]
    assert bands[0] & bands[1]
    assert fingerprints.likeness(one, two) > fingerprints.NEAR


def test_a_print_without_words_is_empty() -> None:
    assert fingerprints.grams(fingerprints.words_of("... --- !!!")) == []


# The example of K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C:
# nominal data, four observers, values missing; the paper computes 0.743.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def test_alpha_of_the_published_example() -> None:
    units = [[v for v in column if v is not None] for column in zip(*OBSERVERS, strict=True)]
    assert alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_alpha_at_its_ends() -> None:
    assert alpha([["a", "a"], ["b", "b"]]) == 1
    assert alpha([["a", "b"], ["b", "a"]]) == pytest.approx(-0.5)
    assert alpha([["a", "a"], ["a", "a"]]) is None
    assert alpha([["a"], []]) is None


@given(
    st.dictionaries(
        st.text(max_size=5),
        st.one_of(st.none(), st.text(max_size=9), st.integers(), st.floats(allow_nan=False)),
        max_size=5,
    )
)
def test_empty_columns_do_not_count(row: dict[str, object]) -> None:
    assert content(row) == content({**row, "later": None})
    assert link("0", "t", row) != link("1", "t", row)


def test_rows_are_numbered_from_the_head() -> None:
    head, tables = extend(Head(7, "abc"), [("a", {"id": "x"}), ("b", {"id": "y"})])
    assert [(t, r["seq"]) for t, rows in tables.items() for r in rows] == [("a", 8), ("b", 9)]
    assert head == Head(9, tables["b"][0]["hash"])
    assert identify("a", None) != identify("a", "b")
