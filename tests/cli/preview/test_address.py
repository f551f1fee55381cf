"""Where a preview is, and under which names it may be asked."""

from __future__ import annotations

import pytest

from notices.cli.preview.address import Address, read_address


@pytest.mark.parametrize(
    "text, expected",
    [
        ("127.0.0.1:8000", Address("127.0.0.1", 8000)),
        ("localhost:0", Address("localhost", 0)),
        ("[::1]:8000", Address("::1", 8000)),
        (" 0.0.0.0:65535 ", Address("0.0.0.0", 65535)),
    ],
)
def test_an_address_is_a_host_and_a_port(text: str, expected: Address) -> None:
    assert read_address(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "8000", ":8000", "localhost", "localhost:", "localhost:x", "a:-1", "a:65536", "a:²"],
)
def test_anything_else_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match=r"^expected HOST:PORT, as in 127\.0\.0\.1:8000, not '"):
        read_address(text)


def test_an_ipv6_address_needs_brackets() -> None:
    with pytest.raises(ValueError, match=r"needs brackets, as in \[::1\]:8000, not '::1:8000'"):
        read_address("::1:8000")


@pytest.mark.parametrize(
    "address, url",
    [
        (Address("127.0.0.1", 8000), "http://127.0.0.1:8000"),
        (Address("::1", 8000), "http://[::1]:8000"),
        (Address("0.0.0.0", 8000), "http://localhost:8000"),
        (Address("::", 8000), "http://localhost:8000"),
    ],
)
def test_the_url_is_one_that_a_browser_can_open(address: Address, url: str) -> None:
    assert address.url == url


@pytest.mark.parametrize(
    "header",
    ["127.0.0.1:8000", "localhost:8000", "LocalHost:8000", "[::1]:8000", "preview.example:8000"],
)
def test_a_preview_answers_to_its_own_names_with_its_port(header: str) -> None:
    assert Address("Preview.example", 8000).is_ours(header, "10.0.0.7")


@pytest.mark.parametrize(
    "header",
    [
        "evil.example:8000",
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:8001",
        "127.0.0.1:80000",
        "localhost.evil.example:8000",
        "evil.example@localhost:8000",
        "localhost:8000.evil.example",
        "10.0.0.7:8000",
        "0.0.0.0:8000",
        "::1:8000",
        "",
    ],
)
def test_a_preview_answers_to_no_other_name(header: str) -> None:
    assert not Address("127.0.0.1", 8000).is_ours(header, "127.0.0.1")


def test_without_a_port_a_name_means_port_80() -> None:
    assert Address("localhost", 80).is_ours("localhost", "127.0.0.1")
    assert Address("localhost", 80).is_ours("localhost:80", "127.0.0.1")


def test_bound_to_every_address_it_answers_to_the_one_that_it_was_reached_at() -> None:
    address = Address("0.0.0.0", 8000)
    assert address.is_ours("10.0.0.7:8000", "10.0.0.7")
    assert not address.is_ours("10.0.0.8:8000", "10.0.0.7")
    assert not address.is_ours("evil.example:8000", "10.0.0.7")
