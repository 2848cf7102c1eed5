"""The checks of requests, the headers of responses, and what goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from web_help import HOST, answer, ledger_of

from fogline.errors import FoglineError
from fogline.web import Settings, claims_view, create_app

PAGES = ["/", "/claims", "/changes", "/pockets", "/sources", "/about", "/api"]
WRONG = [
    ("/api/v1/front", 422),
    ("/api/v1/front?day=yesterday", 422),
    ("/api/v1/front?day=1999-01-01", 422),
    ("/api/v1/front?day=2022-09-10&source=Nobody", 404),
    ("/api/v1/places/Atlantis?day=2022-09-10", 422),
    ("/api/v1/claims?event=dance", 422),
    ("/api/v1/claims?evnt=capture", 422),
    ("/api/v1/claims?since=2022-09-10&until=2022-09-01", 422),
    ("/api/v1/claims?limit=100000", 422),
    ("/api/v1/claims/none", 404),
    ("/api/v1/documents/none", 404),
    ("/api/v1/sources/Nobody", 422),
    ("/api/v1/compare?one=a&two=b", 422),
    ("/api/v1/changes?since=2022-09-12&day=2022-09-05", 422),
    ("/api/v1/nothing", 404),
    (f"/api/v1/search?q={'x' * 5000}", 414),
    (f"/api/v1/search?q={'x' * 101}", 422),
]


@pytest.mark.parametrize(("path", "status"), WRONG)
def test_all_that_goes_wrong_has_one_shape(client: TestClient, path: str, status: int) -> None:
    response = answer(client, path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert set(told) == {"type", "title", "status", "detail", "next"}
    assert told["status"] == status
    assert told["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/claims?event=dance",
        "/claims?since=never",
        "/documents/none",
        "/claims/none",
        "/nothing",
        "/pockets?neck_km=x",
        "/pockets?date=2022-09-10",
        "/changes?from=2022-09-05&to=2022-09-10",
    ],
)
def test_pages_say_what_is_wrong_as_pages(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code in {404, 422}
    assert response.headers["content-type"].startswith("text/html")
    assert "That did not work" in response.text


@pytest.mark.parametrize(
    "path",
    [
        *PAGES,
        "/api/v1/war",
        "/api/v1/nothing",
        "/static/app.js",
        "/vendor/maplibre-gl.js",
        "/sides.css",
    ],
)
def test_a_browser_may_do_nothing_else(client: TestClient, path: str) -> None:
    headers = answer(client, path).headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "", "127.0.0.1.evil.example"]
)
def test_other_host_names_are_refused(client: TestClient, host: str) -> None:
    response = client.get("/api/v1/war", headers={"Host": host})
    assert response.status_code == 400
    assert "content-security-policy" in response.headers


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:9", "[::1]:8000", "LOCALHOST"])
def test_names_of_the_loopback_are_served(client: TestClient, host: str) -> None:
    assert client.get("/api/v1/search?q=Izium", headers={"Host": host}).status_code in {200, 202}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/api/v1/claims", "/api/v1/claims/x/judgements", "/claims", "/"])
def test_nothing_can_be_written(client: TestClient, method: str, path: str) -> None:
    given = {"content": b"{}"} if method != "delete" else {}
    assert getattr(client, method)(path, **given).status_code in {404, 405}


def test_who_has_an_answer_does_not_get_it_again(client: TestClient) -> None:
    first = answer(client, "/api/v1/front?day=2022-09-10")
    again = client.get(
        "/api/v1/front?day=2022-09-10", headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(
        "/api/v1/front?day=2022-09-09", headers={"If-None-Match": first.headers["etag"]}
    )
    assert other.status_code == 200


def test_answers_are_packed_for_who_takes_them(client: TestClient) -> None:
    path = "/api/v1/front?day=2022-09-10"
    packed = answer(client, path)
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content


def test_a_limit_of_requests(war: Path) -> None:
    with TestClient(create_app(Settings(str(war), rate=5)), base_url=HOST) as client:
        statuses = [client.get("/api").status_code for _ in range(7)]
        limited = client.get("/api/v1/claims", headers={"X-Forwarded-For": "203.0.113.9"})
    assert statuses == [200] * 5 + [429] * 2
    assert limited.status_code == 429
    assert 1 <= int(limited.headers["retry-after"]) <= 60


def test_an_answer_that_takes_long_is_asked_for_again(war: Path) -> None:
    with TestClient(create_app(Settings(str(war), patience=1e-6)), base_url=HOST) as client:
        told = client.get("/api/v1/changes?since=2022-09-05&day=2022-09-12")
        page = client.get("/changes?since=2022-09-05&day=2022-09-12")
        assert told.status_code == page.status_code == 202
        assert set(told.json()) == {"working", "retry_after", "progress"}
        assert "data-again" in page.text
        assert answer(client, "/api/v1/changes?since=2022-09-05&day=2022-09-12").json()["turns"]
        assert "Izyum" in answer(client, "/changes?since=2022-09-05&day=2022-09-12").text


@pytest.mark.parametrize(
    "host",
    [
        "[",
        "[::1",
        "evil@localhost",
        "localhost#x",
        "localhost?x",
        "127.0.0.1:99999x",
        "",
        "evil.example",
    ],
)
def test_hosts_that_are_none(client: TestClient, host: str) -> None:
    response = client.get("/api/v1/claims", headers={"Host": host})
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert client.get("/", headers={"Host": host}).headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]", "[::1]:8000"]
)
def test_hosts_of_this_machine(client: TestClient, host: str) -> None:
    assert client.get("/api/v1/claims", headers={"Host": host}).status_code == 200


def test_head_has_all_but_the_body(client: TestClient) -> None:
    for path in ("/claims", "/vendor/maplibre-gl.js", "/static/app.js", "/api/v1/claims"):
        head, whole = client.head(path), client.get(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["etag"] == whole.headers["etag"]
        assert client.get(path, headers={"If-None-Match": head.headers["etag"]}).status_code == 304
    assert client.put("/claims").headers["allow"] == "GET"


@pytest.mark.parametrize(
    "path", ["/changes?day=0001-01-03", "/changes?day=2022-08-31", "/claims?page=9999"]
)
def test_days_and_pages_that_there_are_none_of(client: TestClient, path: str) -> None:
    assert answer(client, path).status_code in {404, 422}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"port": 70000}, "port 70000"),
        ({"review": "short"}, "at least 16"),
        ({"rate": -1}, "rate -1"),
        ({"lenses": 0}, "lenses 0"),
        ({"tiles": Path("nowhere.pmtiles")}, "nowhere.pmtiles"),
        ({"style": "file:///etc/passwd"}, "file:///etc/passwd"),
    ],
)
def test_settings_that_can_not_be_are_told(given: dict[str, object], words: str) -> None:
    with pytest.raises(FoglineError, match=words):
        Settings("war.db", **given)  # type: ignore[arg-type]


def test_a_style_of_the_users_opens_its_host_and_no_other(war: Path) -> None:
    with TestClient(
        create_app(Settings(str(war), style="https://maps.example/style.json?key=1")), base_url=HOST
    ) as client:
        response = client.get("/")
    policy = response.headers["content-security-policy"]
    assert "connect-src 'self' https://maps.example;" in policy
    assert "script-src 'self';" in policy
    assert "https://maps.example/style.json?key=1" in response.text


def test_tiles_of_the_users(war: Path, tmp_path: Path) -> None:
    from pmtiles.tile import Compression, TileType, zxy_to_tileid
    from pmtiles.writer import Writer

    path = tmp_path / "base.pmtiles"
    with path.open("wb") as out:
        writer = Writer(out)
        writer.write_tile(zxy_to_tileid(0, 0, 0), b"\x89PNG made up")
        writer.finalize(
            {
                "tile_type": TileType.PNG,
                "tile_compression": Compression.NONE,
                "min_zoom": 0,
                "max_zoom": 0,
                "min_lon_e7": 0,
                "min_lat_e7": 0,
                "max_lon_e7": 1,
                "max_lat_e7": 1,
                "center_zoom": 0,
                "center_lon_e7": 0,
                "center_lat_e7": 0,
            },
            {"attribution": "<a href='https://example.org'>A &amp; B maps</a>"},
        )
    with TestClient(create_app(Settings(str(war), tiles=path)), base_url=HOST) as client:
        assert '"credit": "A \\u0026 B maps"' in client.get("/").text
        assert client.get("/tiles/0/0/0").content == b"\x89PNG made up"
        assert client.get("/tiles/0/0/0").headers["content-type"] == "image/png"
        assert client.get("/tiles/5/0/0").status_code == 404
        assert '"kind": "raster"' in client.get("/").text
    broken = tmp_path / "broken.pmtiles"
    broken.write_bytes(b"no tiles at all")
    with pytest.raises(FoglineError, match=r"broken\.pmtiles"):
        create_app(Settings(str(war), tiles=broken))


def test_a_fault_of_our_own_has_the_same_shape(war: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("secret of the machine")

    monkeypatch.setattr(claims_view, "claims", fails)
    monkeypatch.setattr("fogline.web.claims_page.facets", fails)
    app = create_app(Settings(str(war)))
    with TestClient(app, base_url=HOST, raise_server_exceptions=False) as client:
        for path, kind in (
            ("/api/v1/claims", "application/problem+json"),
            ("/claims", "text/html; charset=utf-8"),
        ):
            response = client.get(path)
            assert response.status_code == 500
            assert response.headers["content-type"] == kind
            assert "default-src 'none'" in response.headers["content-security-policy"]
            assert "secret" not in response.text


def test_a_ledger_without_claims_says_so_on_every_page(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, [{"id": "rain", "text": "It rained.", "published": "2022-09-10"}])
    with TestClient(create_app(Settings(ledger, patience=20.0)), base_url=HOST) as client:
        assert "no claim in this view" in answer(client, "/api/v1/war").json()["detail"]
        assert "0 claims" in client.get("/claims").text
        about = answer(client, "/about")
        assert about.status_code == 200
        assert "There is no estimate: no claim" in about.text
        for path in ("/sources", "/changes", "/pockets"):
            response = answer(client, path)
            assert response.status_code == 422
            assert "no claim in this view" in response.text
