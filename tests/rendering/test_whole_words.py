"""Short words with a hyphen stay on one line; nothing else of a text is changed."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from notices.rendering.locale.texts import LocalizedText
from notices.rendering.locale.whole_words import whole_words


@pytest.mark.parametrize(
    "text, kept",
    [
        ("Accounting, E-invoices", ["E-invoices"]),
        ("Approvals and e-signature", ["e-signature"]),
        ("Retouren mit QR-Code und Lager-API", ["QR-Code", "Lager-API"]),
        ("Two-step sign-in", ["sign-in"]),
        ("Well-known end-to-end long-winded 10-20 a-b", ["10-20"]),
    ],
)
def test_short_words_with_a_hyphen_stay_whole(text: str, kept: list[str]) -> None:
    html = whole_words(text)

    assert re.findall(r'<span class="nt-whole">(.*?)</span>', html) == kept
    assert re.sub("<[^>]+>", "", html) == text


def test_what_is_text_stays_text_and_no_attribute_is_touched() -> None:
    assert whole_words('<b title="E-mail">') == (
        '&lt;b title=&#34;<span class="nt-whole">E-mail</span>&#34;&gt;'
    )
    assert whole_words(LocalizedText("Lohn", "de-AT", foreign=True)) == (
        '<span lang="de-AT">Lohn</span>'
    )
    assert whole_words(Markup('<a href="x-ray">x-ray</a>')) == (
        '<a href="x-ray"><span class="nt-whole">x-ray</span></a>'
    )
