"""A worker whose jobs are waits: `python -m bench.fleet.worker NUMBER SECONDS`."""

import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from photoplay.clips import write_clip
from photoplay.engines.engine import Frame
from photoplay.engines.multiplane.engine import CAPABILITIES
from photoplay.media.moderation import Classifier
from photoplay.production.crew import name_of
from photoplay.production.house import House
from photoplay.production.steps import Reporter, Steps
from photoplay.production.worker import run
from photoplay.settings import get_settings
from photoplay.shot import Shot
from photoplay.store.predictions import Prediction

STEP = 0.05
FPS, SECONDS, SIZE = 12, 5, (64, 36)


class Idle:
    """An engine that is never asked for a frame."""

    capabilities = CAPABILITIES

    def warm(self) -> None:
        """Load nothing."""

    def render(self, *_: object) -> Iterator[Frame]:
        raise NotImplementedError


class Waiting(Steps):
    """Does all that a worker does, but for the render: it waits as long, and keeps the same small clip."""

    seconds = 1.0

    def _render(self, prediction: Prediction, shot: Shot, output_key: str) -> list[bool]:
        reporter = self.reporter = Reporter(self.house, prediction.id)
        try:
            began = time.monotonic()
            while (share := (time.monotonic() - began) / self.seconds) < 1.0:
                reporter("Filming", share)
                time.sleep(min(STEP, self.seconds))
            self.house.storage.put(output_key, clip(), "video/mp4")
        finally:
            self.reporter = None
        return [False] * min(shot.frame_count, 3)


@cache
def clip() -> bytes:
    """Return a clip of black."""
    black = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        write_clip((black for _ in range(FPS * SECONDS)), path, fps=FPS, size=SIZE, frame_count=FPS * SECONDS)
        return path.read_bytes()


def warm(house: House) -> tuple[Steps, list[str]]:
    """Return steps that wait."""
    steps = Waiting(house, Idle(), Classifier.of(None))
    clip()
    return steps, []


if __name__ == "__main__":
    Waiting.seconds = float(sys.argv[2])
    run(name_of(get_settings(), int(sys.argv[1])), warm=warm)
