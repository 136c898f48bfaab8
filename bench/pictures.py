"""The pictures of the README, filmed by the tool itself: `python -m bench.pictures` (or `make pictures`)."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

import photoplay
from photoplay.clips import Clip

EXAMPLES = Path("src/photoplay/playground/examples")
PICTURES = Path("docs/pictures")
SHOTS = {
    "moonwalk.jpg": "Orbit left around the astronaut while slowly dollying in",
    "astronaut.png": "Rack focus from the foreground to the background",
    "dandelion.jpg": "The camera cranes up, then a slow dolly in with a shallow depth of field",
}
TIMES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Shares of the clip that a strip shows."""
STRIP_HEIGHT = 200
PREVIEW_SIDE = 320
PREVIEW_FPS = 10


def main() -> None:
    """Film the examples; write a sheet of strips and a moving preview of the first."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    strips = []
    for name, prompt in SHOTS.items():
        with photoplay.animate(EXAMPLES / name, prompt, resolution="720p", seed=1) as clip:
            frames = list(clip.frames())
            strips.append(_strip(frames))
            if len(strips) == 1:
                _write_preview(clip, frames)
    sheet = Image.new("RGB", (max(strip.width for strip in strips), STRIP_HEIGHT * len(strips)), "white")
    for row, strip in enumerate(strips):
        sheet.paste(strip, (0, row * STRIP_HEIGHT))
    sheet.save(PICTURES / "examples.jpg", quality=85, optimize=True)


def _strip(frames: list[NDArray[np.uint8]]) -> Image.Image:
    shown = [Image.fromarray(frames[round(share * (len(frames) - 1))]) for share in TIMES]
    small = [frame.resize((STRIP_HEIGHT * frame.width // frame.height, STRIP_HEIGHT)) for frame in shown]
    strip = Image.new("RGB", (sum(frame.width for frame in small), STRIP_HEIGHT))
    left = 0
    for frame in small:
        strip.paste(frame, (left, 0))
        left += frame.width
    return strip


def _write_preview(clip: Clip, frames: list[NDArray[np.uint8]]) -> None:
    size = (PREVIEW_SIDE, PREVIEW_SIDE * clip.height // clip.width)
    step = clip.fps // PREVIEW_FPS
    small = [Image.fromarray(frame).resize(size) for frame in frames[::step]]
    pause = 1000 // PREVIEW_FPS
    there_and_back = small + small[::-1]
    there_and_back[0].save(
        PICTURES / "preview.webp",
        save_all=True,
        append_images=there_and_back[1:],
        duration=pause,
        loop=0,
        quality=45,
        method=5,
    )


if __name__ == "__main__":
    main()
