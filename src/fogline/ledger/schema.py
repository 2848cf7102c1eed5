"""The tables, in SQLAlchemy Core; one schema for SQLite and PostgreSQL.

Rows of ``CHAINED`` tables are never changed: each carries its place in the chain (``seq``) and the
hash that binds it to all rows before it. ``grams`` is an index made from documents, bound to the
chain by a digest in ``prints``; ``head`` repeats where the chain ends, for the writers.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index, Integer, MetaData, Table, Text

METADATA = MetaData()
VERSION = "0004"


def _chained(name: str, *columns: Column[object]) -> Table:
    return Table(
        name,
        METADATA,
        Column("seq", BigInteger, primary_key=True, autoincrement=False),
        Column("hash", Text, nullable=False),
        *columns,
    )


def _text(name: str, *, needed: bool = False, unique: bool = False) -> Column[object]:
    return Column(name, Text, nullable=not needed, unique=unique)


def _id() -> Column[object]:
    return _text("id", needed=True, unique=True)


def _int(name: str) -> Column[object]:
    return Column(name, Integer)


def _float(name: str) -> Column[object]:
    return Column(name, Float(53))


# What was done to the ledger as a whole: founded, merged, restored.
ACTS = _chained(
    "acts",
    _id(),
    _text("kind", needed=True),
    _text("at", needed=True),
    _text("tool", needed=True),
    _text("detail"),
)
DOCUMENTS = _chained(
    "documents", _id(), _text("name"), _text("source"), _text("published"), _text("published_utc"),
    _text("lang"), _text("url"), _text("title"), _text("author"), _text("text", needed=True),
    _text("sha256", needed=True), _text("key"), _text("origin"), _text("written"), _text("stated"),
    _text("edited"), _text("edited_utc"), _text("context"),
)  # fmt: skip
# The bytes that a document was read from, and how they came.
RECEIPTS = _chained(
    "receipts", _id(), _text("document", needed=True), _text("evidence", needed=True),
    _int("size"), _text("media"), _text("part"), _text("origin"), _text("url"), _text("headers"),
    _text("at", needed=True), _text("tool", needed=True),
)  # fmt: skip
# Answers to requests, for asking politely the next time.
VISITS = _chained(
    "visits",
    _id(),
    _text("url", needed=True),
    _text("at", needed=True),
    _text("setting"),
    _text("etag"),
    _text("modified"),
    _text("stamp"),
)
FINGERPRINTS = _chained("prints", _id(), _text("method", needed=True), _text("digest", needed=True))
READINGS = _chained(
    "readings", _id(), _text("document", needed=True), _text("reader", needed=True),
    _text("setting", needed=True), _text("theatre", needed=True), _text("origin"),
    _text("at", needed=True), _text("tool", needed=True), _int("claims"), _int("located"),
    _int("ambiguous"), _int("unknown"),
)  # fmt: skip
SENTENCES = _chained(
    "sentences",
    _id(),
    _text("document", needed=True),
    _int("start"),
    _int("end"),
    _text("text", needed=True),
)
MENTIONS = _chained(
    "mentions", _id(), _text("reading", needed=True), _int("n"), _int("start"), _int("end"),
    _text("text"), _text("name"), _text("kind"), _text("status"), _text("reason"), _text("place"),
    _float("lat"), _float("lon"), _text("region"), _text("candidates"),
)  # fmt: skip
CLAIMS = _chained(
    "claims", _id(), _text("claim", needed=True), _text("reading", needed=True),
    _text("document", needed=True), _text("sentence", needed=True), _text("event", needed=True),
    _text("actor"), _text("actor_text"), _text("target"), _text("mention"), _text("place"),
    _text("toponym"), _text("relation"), _float("extent"), _text("start"), _text("end"),
    _text("precision"), _text("speaker", needed=True), _text("speakers", needed=True),
    _text("certainty"), _text("status"), _text("polarity"), _int("trigger_start"),
    _int("trigger_end"), _text("trigger"), _text("cues"), _text("wording"), _float("score"),
)  # fmt: skip
# Passages that two documents share, and the claims in them that say the same.
LINKS = _chained(
    "links", _id(), _text("kind", needed=True), _text("document", needed=True),
    _text("other", needed=True), _float("likeness"), _int("start"), _int("end"),
    _int("other_start"), _int("other_end"),
)  # fmt: skip
COPIES = _chained(
    "copies",
    _id(),
    _text("link", needed=True),
    _text("claim", needed=True),
    _text("other", needed=True),
)
JUDGEMENTS = _chained(
    "judgements", _id(), _text("claim", needed=True), _text("who", needed=True),
    _text("at", needed=True), _text("verdict", needed=True), _text("field"), _text("value"),
    _text("why"),
)  # fmt: skip
# What authorities attest of the chain up to a head; a receipt is base64.
STAMPS = _chained(
    "stamps", _id(), _text("kind", needed=True), _text("head", needed=True), _int("rows"),
    _text("authority"), _text("at", needed=True), _text("receipt", needed=True),
    _text("tool", needed=True),
)  # fmt: skip
# What large models answered, by the hash of what they were asked.
ANSWERS = _chained(
    "answers", _id(), _text("prompt", needed=True), _text("model", needed=True),
    _text("text", needed=True), _text("ended"), _int("tokens_in"), _int("tokens_out"),
    _text("served"), _text("at", needed=True), _text("tool", needed=True),
)  # fmt: skip
CHAINED = (
    ACTS,
    DOCUMENTS,
    RECEIPTS,
    VISITS,
    FINGERPRINTS,
    READINGS,
    SENTENCES,
    MENTIONS,
    CLAIMS,
    LINKS,
    COPIES,
    JUDGEMENTS,
    STAMPS,
    ANSWERS,
)

# Winnowed word n-grams and bands of MinHash of each document (its ``seq``), to find what it shares
# with others.
GRAMS = Table(
    "grams", METADATA, Column("document", BigInteger, nullable=False),
    Column("kind", Text, nullable=False), Column("value", BigInteger, nullable=False),
    Column("at", Integer, nullable=False), Column("day", Integer),
)  # fmt: skip
HEAD = Table(
    "head",
    METADATA,
    Column("one", Integer, primary_key=True),
    Column("seq", BigInteger),
    Column("hash", Text),
)

Index("claims_by_place", CLAIMS.c.place, CLAIMS.c.start)
Index("claims_by_toponym", CLAIMS.c.toponym, CLAIMS.c.start)
Index("claims_by_day", CLAIMS.c.start)
Index("claims_by_document", CLAIMS.c.document)
Index("mentions_by_reading", MENTIONS.c.reading)
Index("documents_by_name", DOCUMENTS.c.name)
Index("documents_by_edit", DOCUMENTS.c.published_utc, DOCUMENTS.c.edited_utc)
Index("claims_by_speaker", CLAIMS.c.speaker)
Index("documents_by_source", DOCUMENTS.c.source)
Index("claims_by_claim", CLAIMS.c.claim)
Index("claims_by_reading", CLAIMS.c.reading)
Index("claims_by_sentence", CLAIMS.c.sentence)
Index("readings_by_document", READINGS.c.document, READINGS.c.seq)
Index("readings_by_theatre", READINGS.c.theatre)
Index("receipts_by_document", RECEIPTS.c.document)
Index("receipts_by_url", RECEIPTS.c.url)
Index("visits_by_url", VISITS.c.url)
Index("sentences_by_document", SENTENCES.c.document)
Index("copies_by_claim", COPIES.c.claim)
Index("copies_by_other", COPIES.c.other)
Index("judgements_by_claim", JUDGEMENTS.c.claim)
Index("links_by_document", LINKS.c.document)
Index("links_by_other", LINKS.c.other)
Index("grams_by_value", GRAMS.c.value, GRAMS.c.kind, GRAMS.c.day)
Index("grams_by_document", GRAMS.c.document)
