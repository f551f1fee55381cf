"""A character of a value is found in the file, in whichever style of YAML the value is."""

from __future__ import annotations

import pytest
import yaml

from notices.loading import position_within
from notices.loading.located import read

STYLES = {
    "literal": "body: |\n  one\n\n    two <x>\n  three\n",
    "literal, with a comment": "body:   |- # note\n  one <two> <x>\n",
    "literal, with an indent": "a: 1\nbody:\n  vi: |2\n     one\n    <x>\n",
    "folded": "body: >\n  one\n  two\n\n  three\n  four <x> five\n",
    "plain": "body: one\n  two <x>\n  three\n",
    "single quotes": "body: 'it''s one\n\n  and ''<x>'' too'\n",
    "double quotes": 'body: "a \\"b\\" \\u1ea1\\x41\\U0001F600 \\n\\t\\\\ c \\\n   d <x>"\n',
    "in braces": "body: {vi: \"một\", en: 'a <x> b'}\n",
    "in brackets": "body: [a, b <x>]\n",
    "after a mark": "\ufeffbody: đổi <x>\n",
    "lines of Windows": "a: 1\r\nbody: |\r\n  one\r\n  <x>\r\n",
}


@pytest.mark.parametrize("text", STYLES.values(), ids=STYLES)
def test_the_place_in_the_file_is_that_of_the_character(text: str) -> None:
    data = text.encode()
    document = read("a.yml", data)
    assert not document.problems
    found = [
        position_within(data, document.places[name], value.partition("<x>")[0])
        for name, value in values("", yaml.safe_load(text))
        if "<x>" in value
    ]
    lines = text.removeprefix("\ufeff").split("\n")
    number = next(n for n, line in enumerate(lines) if "<x>" in line)
    assert found == [(number + 1, lines[number].index("<x>") + 1)]


def values(path: str, value: object) -> list[tuple[str, str]]:
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        return [pair for name, each in items for pair in values(f"{path}.{name}", each)]
    return [(path.removeprefix("."), str(value))]


def test_a_place_that_the_file_does_not_have_is_the_values_own() -> None:
    assert position_within(b"body: a\n", (1, 7), "much more than there is") == (1, 7)
    assert position_within(b"body: a\n", (9, 1), "") == (9, 1)
