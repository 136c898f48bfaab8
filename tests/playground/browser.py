"""A real Chromium: the machine's own, or the one that `make test` unpacks from npm where there is none."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
UNPACKED = Path(__file__).parents[2] / ".clients/node/chromium/unpacked"
PACKED = ["--no-zygote", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
LIBRARIES = {"LD_LIBRARY_PATH": str(UNPACKED / "al2023/lib"), "XDG_DATA_HOME": str(UNPACKED / "fonts")}


@contextmanager
def launched() -> Iterator[Browser]:
    """Give a browser; the test is skipped where there is none."""
    system = next(filter(None, map(shutil.which, NAMES)), None)
    packed = UNPACKED / "chromium"
    if system is None and not packed.exists():
        pytest.skip("This machine has neither Chromium nor npm, which would fetch one.")
    with sync_playwright() as playwright:
        if system:
            browser = playwright.chromium.launch(executable_path=system)
        else:
            browser = playwright.chromium.launch(
                executable_path=packed, args=PACKED, env=os.environ | LIBRARIES
            )
        yield browser
        browser.close()
