"""Connections to checked addresses only, every one of them under its thread's deadline."""

import ssl
import threading
import time
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore2

from photoplay.media.addresses import Network, UnknownHostError, may_dial, resolve

ATTEMPT_S = 5.0
"""For one of several addresses of a host, so that a dead one does not use up the time of the others."""


class ForbiddenAddressError(Exception):
    """A host has an address that nothing may be sent to."""


class Clock(threading.local):
    """The deadline of what the current thread is doing."""

    deadline = 0.0

    def start(self, seconds: float) -> None:
        """Set the deadline to `seconds` from now."""
        self.deadline = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds until the deadline; raise `TimeoutError` when it is over."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline is over")
        return left


class GuardedDialer(httpcore2.NetworkBackend):
    """Dials a host at the very addresses it has checked.

    One lookup serves both the check and the connection, so a name server cannot answer them differently.
    """

    def __init__(self, allowed: Sequence[Network], clock: Clock) -> None:
        self._allowed = tuple(allowed)
        self._clock = clock
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the clock knows better
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to `host`, trying its addresses in turn.

        Raises:
            ForbiddenAddressError: one of its addresses is not public, nor in an allowed network.
            UnknownHostError: it has no address.
            httpcore2.NetworkError, httpcore2.TimeoutException, TimeoutError: none of them answered.
        """
        addresses = resolve(host, port, self._clock.left())
        if not all(may_dial(address, self._allowed) for address in addresses):
            raise ForbiddenAddressError(host)
        failure: Exception = UnknownHostError(f"no address for {host}")
        for address in addresses:
            patience = min(ATTEMPT_S, self._clock.left())
            try:
                stream = self._sockets.connect_tcp(
                    str(address), port, patience, local_address, socket_options
                )
            except (httpcore2.NetworkError, httpcore2.TimeoutException) as error:
                failure = error
            else:
                return _TimedStream(stream, self._clock)
        raise failure


class _TimedStream(httpcore2.NetworkStream):
    """A connection on which each step gets what is left of the time, whatever it asks for."""

    def __init__(self, stream: httpcore2.NetworkStream, clock: Clock) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, self._clock.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._clock.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._clock.left())
        return _TimedStream(secured, self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
