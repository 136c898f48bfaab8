"""What holds for every test: nothing is fetched, no weights are at hand unless a test brings its own, and no GPU is."""

from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

from photoplay.settings import get_settings

settings.register_profile("photoplay", deadline=None, derandomize=True)
settings.load_profile("photoplay")


FIRST, LAST = ("serving", "clients"), ("playground",)
"""Folders of tests: those that wait longest, and those whose browser leaves its event loop running in the process."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slowest tests, so that no process is left with one of them while the others have ended."""

    def turn(item: pytest.Item) -> int:
        folder = item.path.parent.name
        return (folder in LAST) - (folder in FIRST)

    items.sort(key=turn)


@pytest.fixture(scope="session", autouse=True)
def plain_logs() -> None:
    """Tracebacks in logs as Python writes them: with every variable in colours, one takes seconds."""
    console = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], console])


@pytest.fixture(scope="session", autouse=True)
def bare_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Settings of a machine without network, weights and GPU, here and in child processes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PHOTOPLAY_OFFLINE", "1")
        patch.setenv("CUDA_VISIBLE_DEVICES", "")
        patch.setenv("PHOTOPLAY_WEIGHTS_DIR", str(tmp_path_factory.mktemp("weights")))
        get_settings.cache_clear()
        yield
    get_settings.cache_clear()
