"""No regular expression of the package takes long, whatever text it is given."""

from __future__ import annotations

import re

from tests.figures import figure
from tests.fuzz.patterns import patterns, slow_texts

# Half as long as a file of ours may be. A search that begins anew at each character takes half a second,
# any other some milliseconds; between them a slow machine makes no difference.
LENGTH, SECONDS = 32_000, 0.3


def test_a_pattern_takes_time_in_proportion_to_the_text() -> None:
    known = [*patterns()]
    assert len(known) > 100
    figure("patterns tried on hostile texts", len(known))
    slow = {
        name: texts
        for name, pattern, uses in known
        if (texts := [*slow_texts(pattern, uses, LENGTH, SECONDS)])
    }
    assert slow == {}


def test_one_that_begins_anew_at_each_character_is_found() -> None:
    assert [*slow_texts(re.compile("([a-z]{1,2})+:"), {"fullmatch"}, LENGTH, SECONDS)]
