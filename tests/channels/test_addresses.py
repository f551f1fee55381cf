"""Which addresses a call may go to."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.channels.addresses import is_public, receiver
from tests.channels.servers import machine


@pytest.mark.parametrize(
    "address",
    [
        "93.184.215.14", "1.1.1.1", "2606:4700::1111", "2a00:1450:4001:80b::200e",
        "64:ff9b::5db8:d70e", "::ffff:93.184.215.14",
    ],
)  # fmt: skip
def test_an_address_of_the_internet_may_be_called(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255",
        "192.168.0.1", "169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1",
        "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1",
        "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
        "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:5db8:d70e::1",
        "2001:0:5db8:d70e:0:0:f5ff:fffe", "100::1",
    ],
)  # fmt: skip
def test_any_other_may_not(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_within_another_is_judged_by_itself(inner: ipaddress.IPv4Address) -> None:
    plain = is_public(str(inner))

    for wrapped in (
        ipaddress.IPv6Address((0xFFFF << 32) | int(inner)),
        ipaddress.IPv6Address((0x64FF9B << 96) | int(inner)),
    ):
        assert is_public(str(wrapped)) == plain


@pytest.mark.parametrize(
    "url, host, port, target, name",
    [
        ("https://example.com", "example.com", 443, "/", "example.com"),
        ("https://EXAMPLE.com:443/a/b?c=d#e", "example.com", 443, "/a/b?c=d", "example.com"),
        (" https://example.com:8443/\n", "example.com", 8443, "/", "example.com:8443"),
        ("https://[2606:4700::1]:8443/", "2606:4700::1", 8443, "/", "[2606:4700::1]:8443"),
        ("http://localhost:8080/x", "localhost", 8080, "/x", "localhost:8080"),
    ],
)
def test_a_receiver_is_read_from_its_address(
    url: str, host: str, port: int, target: str, name: str
) -> None:
    found = receiver(url, machine())

    assert (found.host, found.port, found.target, found.name) == (host, port, target, name)


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f.1", "localhost", "[::1]"])
def test_this_machine_is_recognised_however_it_is_written(host: str) -> None:
    found = receiver(f"https://{host}/", machine(allows_loopback=False))

    with pytest.raises(OSError, match="not public"):
        found.addresses(machine(allows_loopback=False))
