from __future__ import annotations

import pytest

from fogline.errors import InputError
from fogline.extras import MissingError, needed


def test_a_missing_library_says_how_to_get_it() -> None:
    with pytest.raises(
        MissingError,
        match=r"this needs no_such_library, which is not installed: pip install 'fogline\[geo\]'",
    ):
        needed("no_such_library", "geo")
    assert issubclass(MissingError, InputError)
    assert needed("json", "geo").dumps([1]) == "[1]"
