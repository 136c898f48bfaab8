"""How heavy the playground is, and how soon it is there: `python -m bench.page`.

Every figure is of a browser with an empty cache, on the same machine as the service, which renders nothing meanwhile;
the median of several visits.
"""

import gzip
import statistics
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from playwright.sync_api import Browser, ViewportSize

from bench.browser import launched
from bench.serving import Service, served

VISITS = 7
SIZES: dict[str, ViewportSize] = {
    "desk": {"width": 1440, "height": 900},
    "phone": {"width": 390, "height": 844},
}
PAINTS = """() => new Promise((resolve) => {
    let largest = 0;
    new PerformanceObserver((list) => { largest = list.getEntries().at(-1).startTime; })
        .observe({type: "largest-contentful-paint", buffered: true});
    setTimeout(() => resolve({
        first: performance.getEntriesByName("first-contentful-paint")[0].startTime,
        largest,
        requests: performance.getEntriesByType("resource").length + 1,
        bytes: [...performance.getEntriesByType("resource"), ...performance.getEntriesByType("navigation")]
            .reduce((sum, each) => sum + each.transferSize, 0),
    }), 500);
})"""


def main() -> None:
    """Measure and print."""
    print(f"{'':12}{'files':>7}{'kB':>8}{'kB gzip':>9}")
    root = files("photoplay").joinpath("playground")
    for name, ending in (("page", "html"), ("styles", "css"), ("scripts", "js")):
        contents = [content for path, content in read(root) if path.endswith(ending)]
        packed = sum(len(gzip.compress(content)) for content in contents)
        print(f"{name:12}{len(contents):7}{sum(map(len, contents)) / 1000:8.1f}{packed / 1000:9.1f}")
    print(f"\n{'':12}{'first paint, ms':>16}{'largest, ms':>13}{'requests':>10}{'kB sent':>9}")
    with served(credit=1) as service, launched() as browser:
        for name, size in SIZES.items():
            visits = [visit(browser, service, size) for _ in range(VISITS)]
            first, largest, requests, sent = (
                statistics.median(each[what] for each in visits)
                for what in ("first", "largest", "requests", "bytes")
            )
            print(f"{name:12}{first:16.0f}{largest:13.0f}{requests:10.0f}{sent / 1000:9.0f}")


def read(folder: Traversable) -> list[tuple[str, bytes]]:
    """Return the files of a folder and of those in it, by name."""
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        found += read(entry) if entry.is_dir() else [(entry.name, entry.read_bytes())]
    return found


def visit(browser: Browser, service: Service, size: ViewportSize) -> Any:
    """Open the page for the first time; return when it was painted, and what that took."""
    context = browser.new_context(viewport=size)
    page = context.new_page()
    page.goto(f"{service.url}/#key={service.key}")
    page.locator("#price", has_text="$").wait_for()
    paints = page.evaluate(PAINTS)
    context.close()
    return paints


if __name__ == "__main__":
    main()
