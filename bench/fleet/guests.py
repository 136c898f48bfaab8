"""Clients that do not give up: each asks again, under the same key, until it is told that it is taken on."""

import base64
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO

import httpx2
import numpy as np
from PIL import Image

from bench.fleet.fleet import Fleet

MODEL = "kwaivgi/kling-v1.6-i2v-standard"
AGAIN = 0.3
AT_ONCE = 4
PATIENCE = 120.0


@dataclass
class Guests:
    """Accounts that order, and what they have ordered."""

    fleet: Fleet
    keys: list[str]
    webhook: str | None = None
    ids: dict[int, str] = field(default_factory=dict)
    """By the number of the order."""

    def order(self, count: int, pause: float = 0.0) -> None:
        """Place so many more orders, in turn by each account and to each front end."""
        first = len(self.ids)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            asked = []
            for number in range(first, first + count):
                asked.append(pool.submit(self._insist, number))
                time.sleep(pause)
            for each in asked:
                each.result()

    def _insist(self, number: int) -> None:
        headers = {
            "Authorization": f"Bearer {self.keys[number % len(self.keys)]}",
            "Idempotency-Key": f"order-{number}",
        }
        params = {"webhook": self.webhook} if self.webhook else {}
        attempt, deadline = number, time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                answer = httpx2.post(
                    f"{self.fleet.url(attempt)}/api/v3/{MODEL}",
                    params=params,
                    json={"prompt": "slow dolly in", "image": PICTURE},
                    headers=headers,
                    timeout=30.0,
                    trust_env=False,
                )
            except httpx2.TransportError:
                answer = None
            if answer is not None and answer.status_code == 200:
                self.ids[number] = answer.json()["data"]["id"]
                return
            attempt += 1
            time.sleep(AGAIN)
        raise TimeoutError(f"Order {number} is not taken on; see the logs in {self.fleet.folder}.")


def _picture() -> str:
    rows, columns = np.mgrid[:320, :480]
    pixels = np.dstack([rows % 256, columns % 256, (rows + columns) % 256]).astype(np.uint8)
    content = BytesIO()
    Image.fromarray(pixels).save(content, "JPEG")
    return base64.b64encode(content.getvalue()).decode()


PICTURE = _picture()
