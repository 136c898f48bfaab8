"""Paths as clients happen to build them: doubled slashes and one at the end mean nothing."""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

_SLASHES = re.compile(r"/{2,}")


class TidyPaths:
    """Middleware that takes superfluous slashes out of a request's path."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        path = scope.get("path", "/")
        tidy = _SLASHES.sub("/", path).rstrip("/") or "/"
        await self.app(scope if tidy == path else {**scope, "path": tidy}, receive, send)
