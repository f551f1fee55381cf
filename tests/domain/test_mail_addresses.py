"""Which text is a mail address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.domain.mail_addresses import wire_address


@pytest.mark.parametrize(
    "address, wired",
    [
        ("a@example.com", "a@example.com"),
        ("a.b+c=d@localhost", "a.b+c=d@localhost"),
        ("ánh@viện.example", "ánh@xn--vin-5kz.example"),
    ],
)
def test_a_domain_goes_over_the_line_in_ascii(address: str, wired: str) -> None:
    assert wire_address(address) == wired


@pytest.mark.parametrize(
    "address",
    [
        "", "@", "a", "a@", "@b", "a b@c", "a@b c", "a@b..c", "a@.b", "a@-b", "a..b@c", ".a@b",
        "<a@b>", "A <a@b>", "a@b>", "a,b@c", "a@b,c@d", "a@b\r\nDATA", "a\n@b", "a@b\n", "a@b\u2028",
        '"a"@b', "a@[127.0.0.1]", "a@" + "b" * 64, "a@" + "b." * 130 + "c", "a\u00a0b@c",
    ],
)  # fmt: skip
def test_what_is_no_bare_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="no mail address"):
        wire_address(address)


@given(st.text(max_size=20), st.text(max_size=20))
def test_whatever_passes_is_one_word_of_a_command(local: str, domain: str) -> None:
    try:
        wired = wire_address(f"{local}@{domain}")
    except ValueError:
        return
    assert wired.isprintable()
    assert not set(wired) & set(' <>,;:\\"()[]\r\n\0')
    assert wired.rpartition("@")[2].isascii()
