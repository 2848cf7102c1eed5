"""Words of documents stay words: a hostile title, text or address never becomes markup."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from lxml import html
from web_help import HOST, answer, ledger_of

from fogline.web import Settings, create_app

_SHAPES = [
    "<script>{}</script>",
    "<img src=x onerror={}>",
    "<svg/onload={}>",
    '"><script>{}</script>',
    "'><img src=x onerror={}>",
    "</textarea><script>{}</script>",
    "<iframe src=javascript:{}>",
    "<a href=javascript:{}>x</a>",
    "{{{{{}}}}}",
    "{{% print {} %}}",
    "${{{}}}",
    "</script><script>{}</script>",
    "<!--<script>{}</script>-->",
    "<style>@import '{}'</style>",
    "<body onload={}>",
    "<math><mi xlink:href=javascript:{}>",
    "<details open ontoggle={}>",
    "<input autofocus onfocus={}>",
    "&lt;script&gt;{}&lt;/script&gt;",
    "<svg><animate onbegin={} attributeName=x>",
    "<template><script>{}</script></template>",
    "]]><script>{}</script>",
    "\\u003cscript\\u003e{}",
    "<scr<script>ipt>{}</script>",
    "%3Cscript%3E{}%3C/script%3E",
]
PAYLOADS = [
    shape.format(call) for shape in _SHAPES for call in ("alert(1)", "document.title='owned'")
]
WORD = "Russian forces captured Izium {} on 9 September."


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("hostile")
    lines = [
        {
            "id": f"payload-{k}",
            "text": f"{payload} said a speaker. {WORD.format(payload)}",
            "title": payload,
            "author": payload,
            "source": f"S{k} {payload}",
            "url": payload if k % 2 else f"https://example.org/{payload}",
            "published": "2022-09-10",
        }
        for k, payload in enumerate(PAYLOADS)
    ]
    with TestClient(
        create_app(Settings(ledger_of(folder, lines), patience=20.0)), base_url=HOST
    ) as client:
        yield client


def _is_clean(text: str) -> None:
    """No element, attribute or address that the templates do not have."""
    page = html.fromstring(text)
    for element in page.iter():
        if not isinstance(element.tag, str):
            raise AssertionError("a comment")
        assert element.tag not in {
            "iframe",
            "object",
            "embed",
            "img",
            "style",
            "base",
            "math",
            "template",
            "textarea",
            "animate",
        }
        if element.tag == "script":
            assert element.get("type") == "application/json" or str(
                element.get("src", "")
            ).startswith(("/static/", "/vendor/"))
            assert element.get("src") is None or not (element.text or "").strip()
        for name, value in element.attrib.items():
            assert not name.startswith("on"), (element.tag, name)
            if name in {"href", "src", "action"}:
                assert value.startswith(("/", "#", "https://example.org/")) or value == "", value


def test_fifty_payloads_stay_text(hostile: TestClient) -> None:
    client = hostile
    assert len(PAYLOADS) == 50
    claims = [
        c
        for offset in range(0, 400, 200)
        for c in client.get(f"/api/v1/claims?limit=200&offset={offset}").json()["claims"]
    ]
    assert len(claims) >= 30
    for path in (
        "/",
        "/claims",
        "/changes",
        "/sources",
        "/sources?by=speaker",
        "/about",
        "/panel/places/Izium?day=2022-09-09",
    ):
        response = answer(client, path)
        assert response.status_code == 200, path
        _is_clean(response.text)
    for k in range(len(PAYLOADS)):
        response = client.get(f"/documents/payload-{k}")
        assert response.status_code == 200
        _is_clean(response.text)
    for claim in claims[:60]:
        response = client.get(f"/claims/{claim['id']}")
        _is_clean(response.text)
        assert html.fromstring(response.text).xpath("//blockquote")[0].text_content().strip()


def test_payloads_in_questions_stay_text(client: TestClient) -> None:
    for payload in PAYLOADS:
        for path in ("/claims", "/api/v1/claims"):
            for name in ("text", "place", "speaker", "event"):
                response = client.get(path, params={name: payload})
                assert response.status_code in {200, 422}
                if response.headers["content-type"].startswith("text/html"):
                    _is_clean(response.text)
        response = client.get(f"/claims/{payload}")
        assert response.status_code in {404, 422}
        _is_clean(response.text)


def test_the_text_is_shown_letter_by_letter(hostile: TestClient) -> None:
    client = hostile
    claim = client.get("/api/v1/claims").json()["claims"][0]
    document = client.get(f"/api/v1/documents/{claim['document']}").json()
    page = html.fromstring(client.get(f"/documents/{claim['document']}").text)
    shown = page.xpath("//div[@class='text']")[0]
    for note in shown.xpath(".//small[@class='neutral']"):
        note.drop_tree()
    assert " ".join(shown.text_content().split()) == " ".join(
        "".join(p["text"] for p in document["pieces"]).split()
    )
