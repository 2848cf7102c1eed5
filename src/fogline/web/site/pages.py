"""Pages of the server as pages of a site: their links lead to files, and parts that need a server
are left out.

In a template ``data-served`` marks such a part. It is removed, or hidden where scripts know an
element in it by its id.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from lxml import html

from fogline.web.security_headers import content_security_policy
from fogline.web.site.addresses import Addresses

_LINKS = ("href", "src", "action")
_DOCTYPE = "<!doctype html>"


class PageWriter:
    """Makes pages of a site; ``title`` is its name, and ``facts`` is what its scripts are told."""

    def __init__(self, addresses: Addresses, title: str, facts: Mapping[str, object]) -> None:
        self._addresses, self._title = addresses, title
        self._facts = {"rows": addresses.records(), **facts}

    def page(self, served: bytes, file: str, *, note: bytes = b"") -> bytes:
        """A whole page for a file; ``note`` stands below its heading."""
        root = html.document_fromstring(served.decode())
        root.set("data-site", "")
        if note:
            root.find(".//main").insert(1, html.fragment_fromstring(note.decode()))
        self._rewrite(root)
        for link in root.xpath(f"//nav/a[@href='{file}']"):
            link.set("aria-current", "page")
        self._entitle(root)
        head = root.find("head")
        head.insert(
            1, _element("meta", {"http-equiv": "Content-Security-Policy", "content": _csp()})
        )
        head.append(_element("link", {"rel": "stylesheet", "href": "static/site.css"}))
        told = _element("script", {"type": "application/json", "id": "site"})
        told.text = json.dumps(self._facts, ensure_ascii=False).replace("<", "\\u003c")
        head.append(told)
        written: bytes = html.tostring(root, doctype=_DOCTYPE, encoding="utf-8")
        return written

    def _rewrite(self, root: Any) -> None:
        for element in root.xpath("//*[@data-served]"):
            if not element.xpath("descendant-or-self::*[@id]"):
                element.drop_tree()
        for element in root.iter("*"):
            for name in _LINKS:
                address = element.get(name, "")
                if not address.startswith("/"):
                    continue
                link = self._addresses.link(address)
                if link is None:
                    del element.attrib[name]
                else:
                    element.set(name, link)

    def _entitle(self, root: Any) -> None:
        if not self._title:
            return
        title, brand = root.find("head/title"), root.find(".//a[@class='brand']")
        title.text = f"{title.text.rpartition(' - ')[0]} - {self._title}"
        brand.text = self._title


def main_of(served: bytes) -> str:
    """What a page of the server says, without its frame."""
    main = html.document_fromstring(served.decode()).find(".//main")
    parts = [main.text or "", *(html.tostring(e, encoding="unicode") for e in main)]
    return "".join(parts).strip()


def _element(tag: str, attributes: Mapping[str, str]) -> Any:
    made = html.Element(tag)
    for name, value in attributes.items():
        made.set(name, value)
    return made


def _csp() -> str:
    """The server's policy, but for what a page can't say of itself."""
    policy = content_security_policy("").split("; ")
    return "; ".join(d for d in policy if not d.startswith("frame-ancestors"))
