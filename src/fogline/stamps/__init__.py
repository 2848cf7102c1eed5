"""Stamps: what others say of when some bytes were there (RFC 3161, OpenTimestamps)."""

from fogline.stamps.authority import authority_name
from fogline.stamps.kind import Attested, StampError, StampKind, Trusted
from fogline.stamps.registry import stamp_kinds

__all__ = ["Attested", "StampError", "StampKind", "Trusted", "authority_name", "stamp_kinds"]
