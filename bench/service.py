"""How fast the service answers while it renders.

    python -m bench.service [--clients 100] [--seconds 30]

Starts `photoplay serve` on a data directory of its own and keeps its worker filming. Each client behaves as the
published ones do: it asks for its result every second, and submits a new prediction every ten. The empty endpoint is
`/healthz` of the same server under the same load, so that the ratio does not depend on the machine.
"""

import argparse
import asyncio
import base64
import json
import random
import ssl
import statistics
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from bench.serving import served

PHOTOGRAPH = Path("src/photoplay/playground/examples/moonwalk.jpg")
MODEL = "kwaivgi/kling-v1.6-i2v-pro"
POLL_EVERY, SUBMIT_EVERY = 1.0, 10.0


@dataclass
class Timings:
    """Seconds that each kind of request took."""

    taken: dict[str, list[float]] = field(default_factory=dict)

    async def take(self, kind: str, request: Awaitable[httpx2.Response]) -> httpx2.Response:
        """Time one request, which must go well."""
        started = time.perf_counter()
        response = await request
        self.taken.setdefault(kind, []).append(time.perf_counter() - started)
        response.raise_for_status()
        return response


async def client(
    http: httpx2.AsyncClient, bodies: dict[str, bytes], seconds: float, timings: Timings
) -> None:
    """Be one client for a while."""
    await asyncio.sleep(random.random() * SUBMIT_EVERY)
    started, submitted = time.perf_counter(), -SUBMIT_EVERY
    result = ""
    while (now := time.perf_counter() - started) < seconds:
        if now - submitted >= SUBMIT_EVERY:
            submitted = now
            kind = random.choice(list(bodies))
            answer = await timings.take(kind, http.post(f"/api/v3/{MODEL}", content=bodies[kind]))
            result = answer.json()["data"]["urls"]["get"]
        await asyncio.sleep(POLL_EVERY / 2)
        await timings.take("poll", http.get(result))
        await asyncio.sleep(POLL_EVERY / 2)
        await timings.take("empty endpoint", http.get("/healthz"))


async def load(url: str, key: str, clients: int, seconds: float) -> Timings:
    """Run all the clients at once."""
    content = PHOTOGRAPH.read_bytes()
    headers = {"Authorization": f"Bearer {key}"}
    # One TLS context for all: making a hundred would stall the first answers.
    verify = ssl.create_default_context()
    crowd = [
        httpx2.AsyncClient(base_url=url, headers=headers, timeout=60.0, trust_env=False, verify=verify)
        for _ in range(clients)
    ]
    uploaded = await crowd[0].post("/api/v3/media/upload/binary", files={"file": (PHOTOGRAPH.name, content)})
    prompt = {"prompt": "slow dolly in"}
    inputs = {
        "submit, uploaded picture": {**prompt, "image": uploaded.json()["data"]["download_url"]},
        f"submit, {len(content) / 1000:.0f} kB inline": {
            **prompt,
            "image": base64.b64encode(content).decode(),
        },
    }
    bodies = {kind: json.dumps(asked).encode() for kind, asked in inputs.items()}
    timings = Timings()
    await asyncio.gather(*(client(http, bodies, seconds, timings) for http in crowd))
    await asyncio.gather(*(http.aclose() for http in crowd))
    return timings


def report(timings: Timings) -> None:
    """Print the table."""
    empty = _percentile(timings.taken["empty endpoint"], 99)
    print(f"{'':28}{'count':>7}{'p50 ms':>9}{'p99 ms':>9}{'worst':>9}{'p99 / empty':>13}")
    for kind, taken in timings.taken.items():
        median, high = statistics.median(taken), _percentile(taken, 99)
        print(
            f"{kind:28}{len(taken):7}{median * 1e3:9.1f}{high * 1e3:9.1f}{max(taken) * 1e3:9.1f}{high / empty:13.1f}"
        )


def _percentile(taken: list[float], percent: int) -> float:
    return sorted(taken)[min(len(taken) * percent // 100, len(taken) - 1)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time the service's answers while it renders.")
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=30.0)
    arguments = parser.parse_args()
    with served(credit=1_000_000) as service:
        timings = asyncio.run(load(service.url, service.key, arguments.clients, arguments.seconds))
    report(timings)


if __name__ == "__main__":
    main()
