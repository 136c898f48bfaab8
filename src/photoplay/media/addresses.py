"""Which network addresses a request may be sent to, and finding the addresses of a host."""

import queue
import socket
import threading
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NOT_PUBLIC: tuple[Network, ...] = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",  # this host on this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by a provider's customers
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # looks public, but is the host of an Azure machine
        "169.254.0.0/16",  # link-local, and the metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # multicast tunnels (AMT)
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
        "::/3",  # unspecified, loopback, IPv4 mapped, compatible, translated (NAT64), discard-only
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, with any IPv4 address inside
        "2620:4f:8000::/48",  # AS112
        "3ffe::/16",  # 6bone, given back
        "3fff::/20",  # documentation
        "4000::/2",  # never assigned; segment routing
        "8000::/1",  # never assigned; unique local, link-local, site-local, multicast
    )
)
"""Every block that is not for hosts on the public internet, after the special-purpose registries of IANA.

Of IPv6 only 2000::/3 has ever been handed out, so all around it is in the table too."""

_LOOPBACK = IPv4Address("127.0.0.1")


class UnknownHostError(OSError):
    """A host has no address."""


def may_dial(address: Address, allowed: Sequence[Network] = ()) -> bool:
    """Tell whether `address` is public, or inside one of the `allowed` networks."""
    return any(address in network for network in allowed) or not any(
        address in network for network in NOT_PUBLIC
    )


def literal(host: str) -> Address | None:
    """Return the address that `host` spells out, or None where it is a name to be looked up.

    Understands what the C library does too, such as ``127.1`` and ``0x7f000001``; ``localhost`` counts as 127.0.0.1.
    """
    host = host.removesuffix(".")
    if host == "localhost" or host.endswith(".localhost"):
        return _LOOPBACK
    try:
        return ip_address(host)
    except ValueError:
        try:
            return IPv4Address(socket.inet_aton(host))
        except OSError:
            return None


def resolve(host: str, port: int, seconds: float) -> list[Address]:
    """Look up every address of `host`, in the order the system prefers.

    Raises:
        TimeoutError: there was no answer within `seconds`.
        UnknownHostError: `host` has no address.
    """
    answers: queue.SimpleQueue[list[Address] | Exception] = queue.SimpleQueue()
    # The C library cannot be told how long to try; a thread that is still at it may be left behind.
    threading.Thread(target=_look_up, args=(host, port, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError(f"no address for {host} within {seconds:.0f} s") from None
    if isinstance(answer, Exception):
        raise UnknownHostError(f"no address for {host}") from answer
    return answer


def _look_up(host: str, port: int, answers: "queue.SimpleQueue[list[Address] | Exception]") -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        answers.put([ip_address(str(where[0])) for *_, where in found])
    except (OSError, ValueError) as error:
        answers.put(error)
