"""A real Chromium: the machine's own, or the one that `make test` unpacks from npm where there is none."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
UNPACKED = Path(__file__).parents[1] / ".clients/node/chromium/unpacked"
PACKED = ["--no-zygote", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
LIBRARIES = {"LD_LIBRARY_PATH": str(UNPACKED / "al2023/lib"), "XDG_DATA_HOME": str(UNPACKED / "fonts")}


def is_here() -> bool:
    """Return whether there is a browser."""
    return _of_the_machine() is not None or (UNPACKED / "chromium").exists()


@contextmanager
def launched() -> Iterator[Browser]:
    """Give a browser."""
    with sync_playwright() as playwright:
        own = _of_the_machine()
        if own:
            browser = playwright.chromium.launch(executable_path=own)
        else:
            packed = UNPACKED / "chromium"
            browser = playwright.chromium.launch(
                executable_path=packed, args=PACKED, env={**os.environ, **LIBRARIES}
            )
        yield browser
        browser.close()


def _of_the_machine() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)
