from __future__ import annotations

import pytest

from fogline.errors import FoglineError
from fogline.require import MissingError, require


def test_a_missing_library_says_how_to_get_it() -> None:
    with pytest.raises(
        MissingError,
        match=r"this needs no_such_library, which is not installed: pip install 'fogline\[geo\]'",
    ):
        require("no_such_library", "geo")
    assert issubclass(MissingError, FoglineError)
    assert require("json", "geo").dumps([1]) == "[1]"
