from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.ledger.evidence import EvidenceFolder
from fogline.model import Evidence


@given(raw=st.binary(max_size=300))
def test_bytes_come_back_as_they_were(raw: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = EvidenceFolder(tmp_path_factory.mktemp("kept"))
    for _ in range(2):
        folder.keep([Evidence(raw)])
    assert folder.read(Evidence(raw).sha256) == raw
    assert folder.flaw(Evidence(raw).sha256) == ""
    assert list(folder.names()) == [Evidence(raw).sha256]


def test_a_file_that_is_not_as_it_should_be_is_written_again(tmp_path: Path) -> None:
    evidence = Evidence(b"what was published")
    EvidenceFolder(tmp_path).keep([evidence])
    file = EvidenceFolder(tmp_path).path(evidence.sha256)
    assert not file.stat().st_mode & 0o222
    file.chmod(0o644)
    file.write_bytes(b"what was not")
    assert "its bytes have the hash" in EvidenceFolder(tmp_path).flaw(evidence.sha256)
    EvidenceFolder(tmp_path).keep([evidence])
    assert EvidenceFolder(tmp_path).flaw(evidence.sha256) == ""
    file.unlink()
    assert "can't be read" in EvidenceFolder(tmp_path).flaw(evidence.sha256)
    assert not list(tmp_path.rglob("*.part"))
