"""One service and one browser for all tests of the page, and a visitor for each."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from bench.browser import is_here, launched
from tests.playground.visitor import Visitor
from tests.serving.running import Server, serving

NewVisitor = Callable[..., Visitor]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A warm service, which must not have failed at anything by the end."""
    yield from serving(tmp_path_factory.mktemp("server"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not is_here():
        pytest.skip("This machine has neither Chromium nor npm, which would fetch one.")
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def key(server: Server) -> str:
    """The key of an account that can pay."""
    return server.new_key("visitor")


@pytest.fixture
def new_visitor(browser: Browser, server: Server) -> Iterator[NewVisitor]:
    """Open pages; at the end none of them may have complained or have asked for anything from elsewhere."""
    visitors: list[Visitor] = []

    def come(*, refused: bool = False, **context: Any) -> Visitor:
        visitor = Visitor(browser.new_context(**context).new_page(), server, refused)
        visitors.append(visitor)
        return visitor

    yield come
    for visitor in visitors:
        visitor.page.context.close()
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []


@pytest.fixture
def visitor(new_visitor: NewVisitor, key: str) -> Visitor:
    """Somebody with a key, at a desk."""
    visitor = new_visitor(viewport={"width": 1280, "height": 900})
    visitor.come(key)
    return visitor
