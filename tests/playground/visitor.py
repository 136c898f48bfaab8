"""Somebody at the page: what they do, and what must hold whatever they do."""

import base64
import io
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

from tests.serving.running import Server

PROMPT = "Pan left, then tilt up. A man walks. Golden hour."
RENDER = 300_000
"""Milliseconds that a clip may take."""
EXPECTED = ("Failed to load resource: the server responded with a status of",)
"""What the browser itself writes to the console about an answer that is an error."""

DROP = """([text, name, type]) => {
    const content = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], name, {type}));
    return transfer;
}"""
PASTE = """(transfer) => document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: transfer, bubbles: true}))"""


def picture(width: int = 560, height: int = 315, kind: str = "JPEG") -> bytes:
    """Return a picture with something in it."""
    y, x = np.mgrid[0:height, 0:width]
    waves = 128 + 100 * np.sin(x / 9) * np.cos(y / 7)
    pixels = np.stack([x * 255 / width, y * 255 / height, waves], axis=-1)
    file = io.BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(file, kind)
    return file.getvalue()


@dataclass
class Visitor:
    """A page of the server, watched: nothing goes elsewhere, and nothing is complained about."""

    page: Page
    server: Server
    refused: bool = False
    """Whether this visitor does what the server refuses, which the browser writes to the console."""
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._request)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def come(self, key: str = "") -> None:
        """Follow the link that `photoplay serve` prints, or open the page without a key."""
        self.page.goto(f"{self.server.url}/{f'#key={key}' if key else ''}")
        if key:
            expect(self.go).to_contain_text("$")

    def choose(self, content: bytes, name: str = "photo.jpg", field: str = "image") -> None:
        """Pick a file."""
        kind = "image/png" if name.endswith("png") else "image/jpeg"
        self.page.set_input_files(f"#{field}", {"name": name, "mimeType": kind, "buffer": content})

    def transfer(self, content: bytes, name: str = "photo.jpg") -> Any:
        """Return what a drag or the clipboard carries."""
        text = base64.b64encode(content).decode()
        return self.page.evaluate_handle(DROP, [text, name, "image/jpeg"])

    def drop(self, selector: str, content: bytes, name: str = "photo.jpg") -> None:
        """Drag a file over something, and drop it there."""
        for event in ("dragover", "drop"):
            transfer = self.transfer(content, name)
            self.page.dispatch_event(selector, event, {"dataTransfer": transfer})

    def paste(self, content: bytes) -> None:
        """Paste a picture."""
        self.page.evaluate(PASTE, self.transfer(content))

    def direct(self, prompt: str = PROMPT, seed: str = "7") -> None:
        """Fill in a request for a clip of the smaller model."""
        self.page.locator("input[name=model]").nth(1).check()
        self.choose(picture())
        self.page.fill("#prompt", prompt)
        self.page.fill("#seed", seed)

    @property
    def go(self) -> Locator:
        return self.page.locator("#go")

    def panel(self, view: str) -> Locator:
        """The part of the stage for a view."""
        return self.page.locator(f"[data-panel={view}]")

    def problem(self, field: str) -> Locator:
        """The sentence beside a field."""
        return self.page.locator(f"#{field}-problem")

    @property
    def take(self) -> str:
        """The id of the take that the address names."""
        return self.page.url.partition("#take=")[2]

    def wait_for_clip(self) -> None:
        """Wait until the clip is there."""
        expect(self.panel("player")).to_be_visible(timeout=RENDER)
        expect(self.page.locator("#plan .rows li").first).to_be_visible()

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.server.url}/", "blob:", "data:")):
            self.complaints.append(f"asked for {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        is_expected = self.refused and message.text.startswith(EXPECTED)
        if message.type in ("error", "warning") and not is_expected:
            self.complaints.append(message.text)
