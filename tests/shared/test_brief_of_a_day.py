"""The brief of 2022-08-31, from the daily assessments beside the project."""

from __future__ import annotations

import io
from datetime import date

import pypdf
import pytest

from fogline.brief import check, compose, write
from fogline.control import Control

pytestmark = [pytest.mark.shared, pytest.mark.slow]


def test_the_brief_of_a_day_is_faithful_and_opens(control: Control) -> None:
    brief = compose(control.claims.rows, control, date(2022, 8, 31))
    assert [(f.kind, f.what, f.sentence) for f in check(brief, control)] == []
    assert sum(len(s.sentences) for s in brief.sections) > 50
    reader = pypdf.PdfReader(io.BytesIO(write(brief, "pdf")))
    assert len(reader.pages) == 2
    assert "Claimed and denied" in " ".join(page.extract_text() for page in reader.pages)
