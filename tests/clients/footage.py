"""Looking at the clips that clients come back with."""

import io
from dataclasses import dataclass

import av
import httpx2


@dataclass(frozen=True)
class Footage:
    """What a clip turns out to be once every frame of it is decoded."""

    frames: int
    short_side: int


FIVE_SECONDS_720P = Footage(frames=150, short_side=720)
FIVE_SECONDS_1080P = Footage(frames=150, short_side=1080)


def watch(content: bytes) -> Footage:
    """Decode a whole clip."""
    with av.open(io.BytesIO(content), "r") as container:
        sizes = [(frame.width, frame.height) for frame in container.decode(video=0)]
    return Footage(frames=len(sizes), short_side=min(sizes[0]))


def fetch(url: str) -> Footage:
    """Download a clip as anybody who has its link can, and decode it."""
    answer = httpx2.get(url, trust_env=False)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "video/mp4"
    return watch(answer.content)
