"""The map in a frame of another site, and nothing else in one."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from web_help import HOST

from fogline.errors import UsageError
from fogline.web import Settings, create_app

SITE = "https://news.example.org"
POLICY = "content-security-policy"


def test_only_the_embedded_page_may_be_framed_and_only_by_the_sites_named(war: Path) -> None:
    with TestClient(create_app(Settings(str(war), embed_on=(SITE,))), base_url=HOST) as client:
        framed = client.get("/embed?day=2022-09-12")
        assert framed.status_code == 200
        assert f"frame-ancestors {SITE}" in framed.headers[POLICY]
        assert "x-frame-options" not in framed.headers
        assert "script-src 'self';" in framed.headers[POLICY]
        for path in ("/", "/about", "/embed/", "/static/style.css"):
            other = client.get(path).headers
            assert "frame-ancestors 'none'" in other[POLICY]
            assert other["x-frame-options"] == "DENY"


def test_nobody_may_frame_it_without_the_setting(client: TestClient) -> None:
    found = client.get("/embed")
    assert found.status_code == 200
    assert "frame-ancestors 'none'" in found.headers[POLICY]
    assert found.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    "origin", ["example.org", "https://a.org/page", "https://a.org; script-src *", "*", "'self'"]
)
def test_an_origin_that_is_none_is_told(war: Path, origin: str) -> None:
    with pytest.raises(UsageError, match="give its scheme and host") as told:
        Settings(str(war), embed_on=(origin,))
    assert repr(origin) in str(told.value)
