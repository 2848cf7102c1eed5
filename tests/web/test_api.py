from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import shapely
from fastapi.testclient import TestClient
from shapely.geometry import shape
from web_help import answer

DAY = "2022-09-10"
Get = Callable[..., Any]


def test_what_is_served(get: Get) -> None:
    war = get("/war")
    assert [s["label"] for s in war["sides"]] == ["UA", "RU"]
    assert (war["first"], war["last"]) == ("2022-08-31", "2022-09-15")
    assert len(war["publishers"]) == 6
    assert any("GeoNames" in line for line in war["credits"])


def test_the_map_opens_with_the_front_of_the_last_week_in_view(get: Get) -> None:
    west, south, east, north = get("/war")["view"]
    view = shapely.box(west - 0.01, south - 0.01, east + 0.01, north + 0.01)
    for day in ("2022-09-08", "2022-09-15"):
        lines = [
            f
            for f in get("/front", day=day)["features"]
            if (f["properties"]["layer"], f["properties"]["look"]) == ("line", "known")
        ]
        assert lines
        assert all(view.covers(shape(line["geometry"])) for line in lines)
    assert view.area < 0.5 * shapely.box(*get("/war")["box"]).area


def test_the_front_is_a_map_of_the_day(get: Get) -> None:
    found = get("/front", day=DAY)
    layers = {f["properties"]["layer"] for f in found["features"]}
    assert layers == {"area", "line"}
    areas: dict[str, Any] = {}
    for f in found["features"]:
        if f["properties"]["layer"] == "area":
            label = f["properties"]["label"]
            areas[label] = shapely.union_all([areas.get(label), shape(f["geometry"])])
    assert {"UA", "RU"} <= set(areas)
    kyiv, luhansk = shapely.Point(30.52, 50.45), shapely.Point(39.3, 48.57)
    assert areas["UA"].covers(kyiv)
    assert areas["RU"].covers(luhansk)
    assert {e["state"] for e in found["extents"]} >= {"UA", "RU"}


@pytest.mark.parametrize("words", ["Izum", "Ізюм", "Изюм", "Izyum", "izium"])
def test_a_place_is_found_in_any_spelling(get: Get, words: str) -> None:
    found = get("/search", q=words)["places"]
    assert found[0]["name"] in {"Izyum", "Izium"}
    assert found[0]["claims"] > 5


def test_a_place_with_its_evidence(get: Get) -> None:
    found = get("/places/Izium", day=DAY)
    days = (date(2022, 9, 15) - date(2022, 8, 31)).days + 1
    assert all(len(row) == days for row in found["chances"].values())
    for k in range(days):
        assert sum(row[k] for row in found["chances"].values()) == pytest.approx(1, abs=0.003)
    why = found["why"]
    assert why["state"] == "UA"
    assert all(r["nats"] > 0 for r in why["for"])
    assert all(r["nats"] < 0 for r in why["against"])
    for told in [r["claim"] for r in why["for"]] + found["beside"]:
        words = "".join(p["text"] for p in told["pieces"])
        marked = "".join(p["text"] for p in told["pieces"] if "trigger" in p["kinds"])
        assert marked == told["trigger"]
        assert told["trigger"] in words
    assert not {r["claim"]["id"] for r in why["for"]} & {c["id"] for c in found["beside"]}


def test_known_by_then_uses_nothing_from_later(get: Get) -> None:
    then, now = (
        get("/places/Izium", day="2022-09-09", **given) for given in ({"as_of": "2022-09-09"}, {})
    )
    told = [r["claim"] for r in then["why"]["for"] + then["why"]["against"]] + then["beside"]
    assert told
    assert all(c["published"] <= "2022-09-09" for c in told)
    assert any(
        c["published"] > "2022-09-09"
        for c in now["beside"] + [r["claim"] for r in now["why"]["for"] + now["why"]["against"]]
    )
    assert len(then["chances"]["UA"]) < len(now["chances"]["UA"])


def test_the_war_according_to_one_source(get: Get) -> None:
    name = "Demo Russian ministry bulletin"
    alone, everybody = (
        get("/places/Izium", day="2022-09-11", **given) for given in ({"source": name}, {})
    )
    told = [r["claim"] for r in alone["why"]["for"] + alone["why"]["against"]] + alone["beside"]
    assert all(name in (c["source"], *c["copied_by"]) for c in told)
    assert alone["why"]["chances"] != everybody["why"]["chances"]
    assert (
        get("/front", day="2022-09-11", source=name)["extents"]
        != get("/front", day="2022-09-11")["extents"]
    )


def test_symbols_stand_where_claims_of_the_day_are(get: Get) -> None:
    found = get("/symbols", day="2022-09-08")["features"]
    assert found
    for feature in found:
        name = feature["properties"]["id"]
        claims = get("/claims", place=name, since="2022-09-08", until="2022-09-08", limit=200)
        assert claims["total"] >= feature["properties"]["n"] > 0
    assert get("/symbols", day="2022-09-08", as_of="2022-09-01")["features"] == []


def test_changes_have_their_claims(get: Get) -> None:
    found = get("/changes", since="2022-09-05", day="2022-09-12")
    assert found["flows"][0]["region"] == "all"
    turned = {t["place"]["name"]: t for t in found["turns"]}
    izium = turned["Izyum"]
    assert (izium["lost_by"], izium["gained_by"]) == ("RU", "UA")
    assert izium["claims"][0]["claim"]["place"]["name"] == "Izyum"


def test_pockets_and_salients(get: Get) -> None:
    found = get("/pockets", day="2022-09-09", neck_km=80, least_km2=1000)
    assert [s["side"] for s in found["salients"]] == ["RU"]
    assert "Lyman" in found["salients"][0]["places"]


def test_sources_with_what_is_behind_each_figure(get: Get) -> None:
    rows = {r["name"]: r for r in get("/sources")["rows"]}
    assert len(rows) == 6
    for name, row in rows.items():
        cases = get(f"/sources/{name}")
        settled = cases["counts"].get("came true", 0) + cases["counts"].get("did not", 0)
        assert settled == row["confirmed_n"]
        undecided = ("undecided", "nobody else speaks of it")
        assert sum(cases["apart"].get(why, 0) for why in undecided) == row["open"]
        if settled >= 10:
            assert cases["counts"].get("came true", 0) / settled == pytest.approx(row["confirmed"])
        else:
            assert row["confirmed"] is None
        assert cases["apart"].get("may be misread", 0) == row["may_be_misread"]
        assert cases["record"] == row
        assert all(name in (c["told"]["source"], *c["told"]["copied_by"]) for c in cases["rows"])


def test_two_sources_compared(get: Get) -> None:
    rows = get("/compare", one="Demo assessment desk", two="Demo Ukrainian staff bulletin")["rows"]
    assert rows
    assert all(r["one"] != r["two"] for r in rows)


@pytest.mark.parametrize(
    ("given", "holds"),
    [
        ({"event": "capture"}, lambda c: c["event"] == "capture"),
        ({"actor": "RU"}, lambda c: c["actor"] == "RU"),
        ({"polarity": "negative"}, lambda c: c["polarity"] == "negative"),
        ({"status": "future"}, lambda c: c["status"] == "future"),
        ({"certainty": "possible"}, lambda c: c["certainty"] == "possible"),
        ({"placing": "ambiguous"}, lambda c: c["place"]["status"] == "ambiguous"),
        ({"place": "Ізюм"}, lambda c: c["place"]["name"] == "Izyum"),
        (
            {"source": "Demo wire service"},
            lambda c: "Demo wire service" in (c["source"], *c["copied_by"]),
        ),
        ({"text": "Lyman"}, lambda c: "lyman" in "".join(p["text"] for p in c["pieces"]).lower()),
        ({"as_of": "2022-09-05"}, lambda c: c["published"] <= "2022-09-05"),
        (
            {"since": "2022-09-10", "until": "2022-09-10"},
            lambda c: c["start"] <= "2022-09-10" <= c["end"],
        ),
    ],
    ids=lambda v: next(iter(v)) if isinstance(v, dict) else "",
)
def test_claims_meet_their_conditions(
    get: Get, given: dict[str, str], holds: Callable[[dict[str, Any]], bool]
) -> None:
    found = get("/claims", limit=200, **given)["claims"]
    everything = [
        c for offset in (0, 200) for c in get("/claims", limit=200, offset=offset)["claims"]
    ]
    assert 0 < len(found) < len(everything)
    assert all(holds(c) for c in found)
    chosen = {c["id"] for c in found}
    assert not any(
        holds(c) for c in everything if c["id"] not in chosen and c["place"] and c["start"]
    )


def test_pages_of_claims_are_the_whole(get: Get) -> None:
    total = get("/claims")["total"]
    ids = [
        c["id"]
        for offset in range(0, total, 70)
        for c in get("/claims", offset=offset, limit=70)["claims"]
    ]
    assert len(ids) == len(set(ids)) == total
    assert get(f"/claims/{ids[0]}")["id"] == ids[0]


def test_a_document_keeps_its_text(get: Get) -> None:
    claim = get("/claims", event="withdraw")["claims"][0]
    document = get(f"/documents/{claim['document']}")
    text = "".join(p["text"] for p in document["pieces"])
    assert "".join(p["text"] for p in claim["pieces"]) in text
    for told in document["claims"]:
        marked = [
            p["text"]
            for p in document["pieces"]
            if told["id"] in p["claims"] and "trigger" in p["kinds"]
        ]
        assert "".join(marked) == told["trigger"]


def test_harm_is_worded_as_an_allegation(get: Get, client: TestClient) -> None:
    found = get("/claims", event="harm")["claims"]
    assert found
    assert all(c["allegation"] and c["says"].startswith("alleged: ") for c in found)
    assert ">allegation<" in answer(client, "/claims?event=harm").text


def test_loaded_terms_of_both_sides_are_marked(get: Get) -> None:
    found = [
        p
        for c in get("/claims", limit=200)["claims"]
        for p in c["pieces"]
        if "loaded" in p["kinds"]
    ]
    assert found
    assert all(p["note"] for p in found)
