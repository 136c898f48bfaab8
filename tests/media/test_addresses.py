import socket
import threading
import time
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoplay.media.addresses import NOT_PUBLIC, UnknownHostError, literal, may_dial, resolve

PUBLIC = ["1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.32.0.1", "192.0.1.1", "223.255.255.255"]
PUBLIC6 = ["2001:200::1", "2606:4700:4700::1111", "2a00:1450:4001::8a", "2003::1", "2620:0:860::1"]
FORBIDDEN = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1
127.255.255.254 168.63.129.16 169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1
192.0.0.192 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1 192.168.255.255 192.175.48.1
198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 ::
::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:127.0.0.1 64:ff9b::7f00:1
64:ff9b::808:808 64:ff9b:1::1 64:ff9b:1:ffff::a9fe:a9fe 100::1 100:0:0:1::1 2001::1
2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1::1
2002:a9fe:a9fe:: 2620:4f:8000::1 3ffe::1 3fff::1 3fff:fff::1 4000::1 5f00::1 8000::1 fc00::1 fd00:ec2::254
fdff::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1
""".split()  # noqa: SIM905 - a table


@pytest.mark.parametrize("text", [*PUBLIC, *PUBLIC6])
def test_public_addresses_may_be_dialled(text: str) -> None:
    assert may_dial(ip_address(text))


@pytest.mark.parametrize("text", FORBIDDEN)
def test_special_addresses_may_not(text: str) -> None:
    assert not may_dial(ip_address(text))


@given(st.ip_addresses())
def test_nothing_that_python_knows_as_special_gets_through(address: IPv4Address | IPv6Address) -> None:
    if not address.is_global or address.is_multicast:
        assert not may_dial(address)


def test_an_allowed_network_lets_its_own_through_and_no_more() -> None:
    allowed = (ip_network("10.1.0.0/16"), ip_network("fd00:1::/32"))
    assert may_dial(ip_address("10.1.2.3"), allowed)
    assert may_dial(ip_address("fd00:1::5"), allowed)
    for other in ("10.2.0.1", "127.0.0.1", "::ffff:10.1.2.3", "fd00:2::5", "::1"):
        assert not may_dial(ip_address(other), allowed)


def test_the_table_has_no_block_twice() -> None:
    assert len(set(NOT_PUBLIC)) == len(NOT_PUBLIC)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("8.8.8.8", "8.8.8.8"),
        ("127.0.0.1.", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("0", "0.0.0.0"),
        ("::1", "::1"),
        ("::ffff:127.0.0.1", "::ffff:127.0.0.1"),
        ("localhost", "127.0.0.1"),
        ("localhost.", "127.0.0.1"),
        ("app.localhost", "127.0.0.1"),
        ("example.com", None),
        ("1e100.net", None),
        ("mylocalhost", None),
        ("", None),
    ],
)
def test_addresses_in_every_spelling(host: str, address: str | None) -> None:
    assert literal(host) == (None if address is None else ip_address(address))


def test_localhost_is_looked_up() -> None:
    assert IPv4Address("127.0.0.1") in resolve("localhost", 80, 10)
    assert resolve("127.1", 80, 10) == [IPv4Address("127.0.0.1")]
    assert resolve("::1", 80, 10) == [IPv6Address("::1")]


@pytest.mark.parametrize("host", ["nothing.invalid", f"{'a' * 70}.com", "a..b", "-"])
def test_a_host_without_an_address(host: str) -> None:
    with pytest.raises(UnknownHostError):
        resolve(host, 80, 20)


def test_a_name_server_that_keeps_silent_costs_no_more_than_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    gives_up = threading.Event()

    def keep_silent(*_: object, **__: object) -> None:
        gives_up.wait(10)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", keep_silent)
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        resolve("slow.example", 80, 0.1)
    assert time.monotonic() - started < 5
    gives_up.set()
