"""Sitemaps, as websites publish them: lists of addresses, which are fetched."""

from __future__ import annotations

from fogline.documents.formats import DocumentError, Format, Parsed


def parse(raw: bytes) -> list[Parsed]:
    """The addresses of a sitemap, or of an index of sitemaps."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        tree = fromstring(raw)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        reason = str(error)[:100] or type(error).__name__
        raise DocumentError(f"not a readable sitemap ({reason})") from error
    found = []
    for node in tree:
        values = {child.tag.rsplit("}", 1)[-1]: (child.text or "").strip() for child in node}
        kind = {"url": "page", "sitemap": "sitemap"}.get(node.tag.rsplit("}", 1)[-1])
        if kind and values.get("loc"):
            found.append(Parsed(listed=kind, url=values["loc"], date=values.get("lastmod", "")))
    if not found:
        raise DocumentError("neither a feed nor a sitemap", "give the address of one, or of a page")
    return found


FORMAT = Format(name="sitemap", label="sitemaps", parse=parse, many=True)
