"""Addresses that a page may link to."""

from __future__ import annotations

import pytest

from fogline.web.links import safe_link


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "http:",
        "https://",
        "ht\ntp://x.example",
        "",
        None,
        "http://[bad",
    ],
)
def test_links_that_are_none(url: str | None) -> None:
    assert safe_link(url) == ""


def test_links_of_the_web() -> None:
    assert safe_link("https://example.org/a?b=c") == "https://example.org/a?b=c"
