"""Properties of estimates: sums, order, publication, updates, changes and explanations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from war import BASELINE, FIRST, SIDES, Claims, published_by

from fogline.control import (
    Control,
    ControlError,
    Options,
    estimate,
    explain,
    leaving_out,
    updated,
)
from fogline.control.columns import marked
from fogline.control.evaluate import as_known
from fogline.control.field import FieldControl
from fogline.errors import UsageError

DAYS = 30
EVENTS = (
    "hold",
    "capture",
    "withdraw",
    "attack",
    "shell",
    "repel",
    "fight",
    "advance",
    "encircle",
    "move",
    "harm",
)
SEVERAL = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
CLAIM = st.tuples(
    st.integers(0, 35),
    st.integers(0, DAYS - 1),
    st.sampled_from(EVENTS),
    st.sampled_from(SIDES),
    st.sampled_from(["Alpha", "Bravo"]),
    st.sampled_from(["in", "from", "toward", "near", "part"]),
    st.sampled_from(["certain", "probable", "possible"]),
    st.sampled_from(["actual", "future", "conditional"]),
    st.sampled_from(["positive", "negative"]),
    st.integers(0, 5),
)


@pytest.fixture(scope="module")
def small(grid: Callable[..., tuple[str, list[Any]]]) -> Options:
    theatre, _ = grid(rows=6, columns=6, baseline=BASELINE.format(lon=21.5))
    return Options(theatre=theatre, start=FIRST, end=FIRST + timedelta(DAYS - 1))


def _view(drawn: list[tuple[Any, ...]]) -> pa.Table:
    claims = Claims([])
    for place, day, event, actor, source, relation, certainty, status, polarity, late in drawn:
        claims.add(
            f"p{place}",
            day,
            event,
            actor,
            source,
            relation=relation,
            certainty=certainty,
            status=status,
            polarity=polarity,
            published=day + late,
        )
    return claims.view()


@SEVERAL
@given(st.lists(CLAIM, max_size=40))
def test_chances_sum_to_one_and_are_chances(small: Options, drawn: list[tuple[Any, ...]]) -> None:
    control = estimate(_view(drawn), small)
    for chances in (control.chances, control.alone):
        assert np.isfinite(chances).all()
        assert chances.min() >= 0
        assert np.abs(chances.sum(axis=1) - 1).max() < 1e-4
    assert sum(control.used.values()) == len(drawn)


@SEVERAL
@given(st.lists(CLAIM, max_size=40), st.randoms())
def test_the_order_of_claims_does_not_matter(
    small: Options, drawn: list[tuple[Any, ...]], random: Any
) -> None:
    view = _view(drawn)
    order = list(range(view.num_rows))
    random.shuffle(order)
    one, two = estimate(view, small), estimate(view.take(pa.array(order, pa.int64())), small)
    assert np.abs(one.chances - two.chances).max() < 1e-3


def test_what_was_known_by_a_day_rests_on_no_later_publication(small: Options) -> None:
    claims = Claims([])
    for day in (5, 6):
        claims.add("p0", day, "capture", "BLU", f"Paper {day}", published=12)
    claims.add("p1", 8, "hold", "BLU")
    view, day = claims.view(), 10
    control = estimate(view, small)
    of_day, last = published_by(view), FIRST + timedelta(day)
    known = as_known(of_day, control)
    then = estimate(of_day(last), replace(small, end=last))
    # With the view of a later day the capture of the fifth shows; on the tenth nobody had told it.
    assert np.array_equal(known[day], then.chances[-1])
    at = control.find("p0")
    assert known[day, 0, at] > 0.6
    assert known[13, 1, at] > 0.6
    assert control.chances[day, 1, at] > 0.6


@SEVERAL
@given(st.lists(CLAIM, max_size=30), st.lists(CLAIM, max_size=10))
def test_an_update_is_an_estimate_with_all_claims(
    small: Options, first: list[tuple[Any, ...]], then: list[tuple[Any, ...]]
) -> None:
    options = replace(small, learn=False)
    whole = _view([*first, *then])
    control = updated(estimate(whole.slice(0, len(first)), options, "field"), whole)
    wanted = estimate(whole, options, "field")
    assert np.abs(control.alone - wanted.alone).max() < 1e-4
    assert (
        np.abs(control.chances[-10:] - wanted.chances[-10:]).max() < 0.02
    )  # neighbours are asked again on the last days
    assert np.abs(control.chances.sum(axis=1) - 1).max() < 1e-4


def test_an_update_adds_days(small: Options) -> None:
    claims = Claims([])
    claims.add("p0", 3, "capture", "BLU")
    options = Options(theatre=small.theatre, start=FIRST)
    control = estimate(claims.view(), options)
    assert control.days == 4
    claims.add("p1", 6, "capture", "BLU")
    later = updated(control, claims.view())
    assert (later.days, later.last) == (7, FIRST + timedelta(6))
    assert later.at("p1", later.last)["BLU"] > 0.6
    assert control.days == 4


def _captured(small: Options, *more: tuple[Any, ...]) -> Control:
    claims = Claims([])
    claims.add("p0", 10, "capture", "BLU", "Alpha")
    for row in more:
        claims.add(*row[:5], **(row[5] if len(row) > 5 else {}))
    return estimate(claims.view(), small)


def test_a_capture_changes_hands_on_its_day(small: Options) -> None:
    control = _captured(small)
    assert control.at("p0", FIRST + timedelta(9))["RED"] > 0.6
    assert control.at("p0", FIRST + timedelta(10))["BLU"] > 0.6


@pytest.mark.parametrize(
    ("relation", "status", "polarity"),
    [
        ("near", "actual", "positive"),
        ("in", "conditional", "positive"),
        ("in", "future", "positive"),
        ("in", "actual", "negative"),
    ],
)
def test_what_is_no_capture_takes_nothing(
    small: Options, relation: str, status: str, polarity: str
) -> None:
    claims = Claims([])
    claims.add("p0", 10, "capture", "BLU", relation=relation, status=status, polarity=polarity)
    control = estimate(claims.view(), small)
    assert control.at("p0", FIRST + timedelta(20))["RED"] > 0.6


def test_a_part_of_a_town_is_contested(small: Options) -> None:
    claims = Claims([])
    for day in (10, 12, 14):
        claims.add("p0", day, "capture", "BLU", relation="part", extent=0.5)
    found = estimate(claims.view(), small).at("p0", FIRST + timedelta(14))
    assert found["contested"] > 0.3


def test_an_admission_counts_more_than_praise(grid: Callable[..., tuple[str, list[Any]]]) -> None:
    speakers = "".join(
        f'[[speaker]]\nnames = ["{side.title()} Staff"]\nside = "{side}"\nkind = "military"\n'
        f'group = "{side.lower()}"\n'
        for side in SIDES
    )
    theatre, _ = grid(rows=4, columns=4, baseline=BASELINE.format(lon=21.5), speakers=speakers)
    found = {}
    for source in ("Red Staff", "Wire", "Blu Staff"):
        claims = Claims([])
        claims.add("p0", 10, "capture", "BLU", source)
        found[source] = estimate(claims.view(), Options(theatre=theatre, start=FIRST)).at(
            "p0", FIRST + timedelta(10)
        )["BLU"]
    assert found["Red Staff"] > found["Wire"] > found["Blu Staff"]


def test_one_voice_counts_once(small: Options) -> None:
    once = _captured(small, ("p5", 10, "shell", "BLU", "Bravo"))
    again = _captured(small, *[("p5", 10, "shell", "BLU", "Bravo")] * 5)
    assert np.abs(once.chances - again.chances).max() < 1e-5
    assert again.used["repeats its speaker or a source"] == 4


def test_changes_are_rows_where_something_changes(small: Options) -> None:
    control = _captured(small)
    rows = control.changes(control.within(names=["p0"])).to_pylist()
    assert [*rows[0]][:6] == ["id", "name", "lat", "lon", "date", "state"]
    assert [n for n in rows[0] if n.startswith("p_")] == ["p_RED", "p_BLU", "p_contested"]
    assert rows[0]["date"] == FIRST
    (taken,) = [r for r in rows if r["date"] == FIRST + timedelta(10)]
    assert (taken["state"], rows[0]["state"]) == ("BLU", "RED")
    for before, now in pairwise(rows):
        moved = max(abs(before[n] - now[n]) for n in ("p_RED", "p_BLU", "p_contested"))
        assert moved > 0.049 or before["state"] != now["state"]


def test_an_explanation_has_each_claim_with_its_weight(small: Options) -> None:
    control = _captured(small, ("p0", 20, "hold", "RED", "Bravo"))
    why = explain(control, "p0", FIRST + timedelta(12))
    assert why.state == "BLU"
    assert [(r.claim.event, r.claim.source) for r in why.reasons] == [
        ("capture", "Alpha"),
        ("hold", "Bravo"),
    ]
    assert why.reasons[0].nats > 1 > 0 > why.reasons[1].nats
    assert why.sources["Alpha"]["BLU"] > 0.6 > 0.3 > why.sources["Bravo"]["BLU"]
    assert why.unclaimed["RED"] > 0.6
    assert abs(sum(why.chances.values()) - 1) < 1e-3


def test_five_reports_of_one_capture_share_its_weight(small: Options) -> None:
    control = _captured(small, *[("p0", 10, "capture", "BLU", f"Paper {k}") for k in range(4)])
    why = explain(control, "p0", FIRST + timedelta(12))
    assert len(why.reasons) == 5
    assert min(r.nats for r in why.reasons) > 0.5


def test_places_that_nobody_names_follow_those_around(small: Options) -> None:
    claims = Claims([])
    # All but one of the eastern settlements were taken.
    for k in range(36):
        if k % 6 >= 3 and k != 16:
            claims.add(f"p{k}", 5, "capture", "RED")
    control = estimate(claims.view(), small)
    alone = estimate(claims.view(), replace(small, neighbours=False))
    day = FIRST + timedelta(25)
    assert control.at("p16", day)["RED"] > alone.at("p16", day)["RED"] + 0.2


def test_ground_between_places_that_changed_hands_is_in_doubt_at_once(
    grid: Callable[..., tuple[str, list[Any]]],
) -> None:
    """A baseline of late in a war is still fresh, but not where the front has moved on."""
    late = BASELINE.format(lon=22.4).replace("day =", "began = 2029-01-01\nday =")
    theatre, _ = grid(rows=6, columns=6, baseline=late)
    claims = Claims([])
    for k in (8, 9, 14, 20, 21):  # around p15
        for source in ("Alpha", "Beta"):
            claims.add(f"p{k}", 5, "capture", "BLU", source)
    control = estimate(
        claims.view(), Options(theatre=theatre, start=FIRST, end=FIRST + timedelta(8))
    )
    before, after = (control.at("p15", FIRST + timedelta(day))["RED"] for day in (4, 6))
    assert before > 0.95
    assert after < 0.8


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda c: c.at("Nowhere", FIRST), "'Nowhere': no settlement of the gazetteer"),
        (lambda c: c.at("p0", date(2031, 1, 1)), "estimated were 2030-01-01 to 2030-01-30"),
        (lambda c: c.within((0.0, 0.0, 1.0, 1.0)), "it has no settlement"),
    ],
)
def test_questions_without_an_answer(
    small: Options, call: Callable[[Control], Any], words: str
) -> None:
    with pytest.raises(ControlError, match=words):
        call(_captured(small))


def test_options_are_checked(small: Options) -> None:
    with pytest.raises(UsageError, match="give a last day that is not before the first"):
        Options(start=FIRST, end=FIRST - timedelta(1))
    with pytest.raises(UsageError, match="iterations -1"):
        Options(iterations=-1)
    with pytest.raises(ControlError, match="no claim in this view says on which day"):
        estimate(Claims([]).view(), Options(theatre=small.theatre))
    with pytest.raises(ControlError, match="baseline begins on 2030-01-01"):
        estimate(
            Claims([]).view(), Options(theatre=small.theatre, start=FIRST - timedelta(3), end=FIRST)
        )


def test_a_capture_told_again_was_not_lost_in_between(small: Options) -> None:
    claims = Claims([])
    for day, sources in ((5, ("Alpha", "Bravo")), (20, ("Carol", "Delta"))):
        for source in sources:
            claims.add("p0", day, "capture", "BLU", source)
    control = estimate(claims.view(), small)
    assert min(control.at("p0", FIRST + timedelta(d))["BLU"] for d in range(5, 25)) > 0.5


def test_many_voices_that_contradict_each_other_give_numbers(small: Options) -> None:
    claims = Claims([])
    for k in range(120):
        claims.add("p8", 10, "capture", SIDES[k % 2], f"Paper {k}")
    control = estimate(claims.view(), small)
    assert np.isfinite(control.chances).all()
    assert isinstance(control, FieldControl)
    assert np.isfinite(control.learned.rates).all()


@pytest.mark.parametrize(
    "name",
    [
        "status",
        "polarity",
        "certainty",
        "relation",
        "extent",
        "actor",
        "target",
        "speaker",
        "source",
        "cues",
        "place",
        "published_utc",
        "end",
        "trigger",
    ],
)
def test_what_a_view_does_not_say_is_no_error(small: Options, name: str) -> None:
    claims = Claims([])
    claims.add("p0", 10, "capture", "BLU")
    claims.add("p1", 11, "hold", "BLU")
    claims.rows[0][name] = None
    control = estimate(claims.view(), small)
    assert sum(control.used.values()) == 2
    assert control.at("p1", FIRST + timedelta(12))["BLU"] > 0.3


def test_the_baseline_is_known_on_its_own_day_only(small: Options) -> None:
    claims = Claims([])
    for source in ("Alpha", "Bravo", "Carol"):
        claims.add("p0", 8, "capture", "BLU", source)
    later = replace(small, start=FIRST + timedelta(20))
    for options in (small, later):
        assert estimate(claims.view(), options).at("p0", FIRST + timedelta(25))["BLU"] > 0.7


def test_without_one_print_its_repeat_counts(small: Options) -> None:
    claims = Claims([])
    for paper in ("Reuters Red", "AP Red"):
        claims.add(
            "p0",
            10,
            "capture",
            "BLU",
            paper,
            speaker="General Staff",
            speakers=[paper, "General Staff"],
        )
    control = estimate(claims.view(), small)
    without = leaving_out(control, np.array([True, False]))
    assert without.at("p0", FIRST + timedelta(12))["BLU"] == pytest.approx(
        control.at("p0", FIRST + timedelta(12))["BLU"], abs=1e-4
    )
    assert set(explain(control, "p0", FIRST + timedelta(12)).sources) == {"Reuters Red", "AP Red"}


def test_routine_words_about_safe_ground_make_nobody_infallible(small: Options) -> None:
    claims = Claims([])
    for day in range(DAYS):
        for k in range(36):
            if k % 6 >= 4 and (k != 10 or day < 20):
                claims.add(f"p{k}", day, "hold", "BLU", "Routine")
    for source in ("Alpha", "Bravo", "Carol"):
        claims.add("p10", 20, "capture", "RED", source)
    claims.add("p10", 22, "hold", "BLU", "Routine")
    control = estimate(claims.view(), small)
    assert (
        max(max(row.after[0] / row.after[1], row.after[1] / row.after[0]) for row in control.table)
        <= 21
    )
    assert control.at("p10", FIRST + timedelta(21))["RED"] > 0.5


def test_a_role_is_no_word_that_a_cue_says() -> None:
    claims = Claims([])
    for cues in (
        '[{"role": "object", "start": 0, "end": 3, "text": "aim"}]',
        '[{"role": "aim", "start": 0, "end": 3, "text": "object"}]',
        '[{"role":"aim","start":0,"end":8,"text":"goal is"}, {"role":"object","text":"x"}]',
        None,
        "[]",
    ):
        claims.add("p0", 1, "capture", "BLU", cues=cues)
    rows = claims.view()
    assert marked(rows, "aim").tolist() == [False, True, True, False, False]
    assert marked(rows, "object").tolist() == [True, False, True, False, False]


def test_a_capture_whose_object_is_called_aim_is_a_capture(small: Options) -> None:
    claims = Claims([])
    cues = '[{"role": "object", "start": 0, "end": 3, "text": "aim"}]'
    claims.add("p0", 10, "capture", "BLU", cues=cues)
    assert estimate(claims.view(), small).at("p0", FIRST + timedelta(12))["BLU"] > 0.6


def test_results_show_themselves(small: Options) -> None:
    why = explain(_captured(small), "p0", FIRST + timedelta(12))
    shown = why._repr_html_()
    assert "claims for and against BLU" in shown
    assert "BLU capture p0" in shown
