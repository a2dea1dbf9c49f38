"""The time zone of a business."""

import pytest

from webmagic.hunter.normal import places


@pytest.mark.parametrize("given, phone, country, position, expected", [
    ("America/Boise", "", "US", (39.77, -86.15), ("America/Boise", "")),
    ("", "", "US", (39.77, -86.15), ("America/Indiana/Indianapolis", "latitude")),
    ("", "", "IN", (28.6, 77.2), ("Asia/Kolkata", "latitude")),
    ("", "", "", (14.6, -90.5), ("America/Guatemala", "latitude")),
    ("", "America/Denver", "US", (28.6, 77.2), ("America/Denver", "phone")),  # it cannot lie there
    ("", "", "GT", (0.0, -150.0), ("America/Guatemala", "country")),  # at sea
    ("", "", "GT", (None, None), ("America/Guatemala", "country")),
    ("", "", "US", (None, None), ("", "")),
])  # fmt: skip
def test_the_listings_word_comes_first_then_where_it_lies(given, phone, country, position, expected):
    assert places.timezone(given, phone, country, *position) == expected
