"""A Shot: one checked request."""

import math
from dataclasses import dataclass
from enum import StrEnum

from photoplay.errors import InvalidInputError
from photoplay.stills import Still

PROMPT_LENGTH = 2500
DURATIONS = (5, 10)
FRAME_RATES = (12, 24, 30)
"""Frames a second; 12 is for previews."""
MAX_SEED = 2**63 - 1
WIDE = 16 / 9
"""Aspect ratio of the frame that a resolution is named after."""


class Resolution(StrEnum):
    """The area of a frame; its sides follow the still's own aspect ratio."""

    P360 = "360p"
    P480 = "480p"
    P720 = "720p"
    P1080 = "1080p"

    @property
    def area(self) -> int:
        """Pixels in a frame."""
        return round(int(self.value[:-1]) ** 2 * WIDE)


@dataclass(frozen=True)
class Shot:
    """What a person asked for, every field checked.

    Raises:
        InvalidInputError: a field breaks its rule; the message names both.
    """

    image: Still
    prompt: str
    negative_prompt: str = ""
    end_image: Still | None = None
    guidance_scale: float = 0.5
    """0 follows the prompt loosely, 1 strictly."""
    duration: int = 5
    """Seconds, 5 or 10."""
    seed: int = 0
    resolution: Resolution = Resolution.P1080
    fps: int = 30

    def __post_init__(self) -> None:
        check_direction(self.prompt, self.negative_prompt, self.guidance_scale, self.duration)
        if self.fps not in FRAME_RATES:
            raise InvalidInputError("fps", "must be 12, 24 or 30 frames a second")
        if not 0 <= self.seed <= MAX_SEED:
            raise InvalidInputError("seed", f"must be an integer from 0 to {MAX_SEED}")

    @property
    def frame_size(self) -> tuple[int, int]:
        """(width, height) of every frame in pixels: even, the still's aspect ratio, the resolution's area."""
        width = math.sqrt(self.resolution.area * self.image.width / self.image.height)
        height = width * self.image.height / self.image.width
        return 2 * round(width / 2), 2 * round(height / 2)

    @property
    def frame_count(self) -> int:
        """Frames in the clip."""
        return self.duration * self.fps


def check_direction(prompt: str, negative_prompt: str, guidance_scale: float, duration: int) -> None:
    """Check what a director is told.

    Raises:
        InvalidInputError: a field breaks its rule.
    """
    if not prompt.strip():
        raise InvalidInputError("prompt", "must not be empty")
    for field, text in (("prompt", prompt), ("negative_prompt", negative_prompt)):
        if len(text) > PROMPT_LENGTH:
            raise InvalidInputError(
                field, f"must be at most {PROMPT_LENGTH} characters long; it has {len(text)}"
            )
    if not 0.0 <= guidance_scale <= 1.0:
        raise InvalidInputError("guidance_scale", "must be between 0.00 and 1.00")
    if duration not in DURATIONS:
        raise InvalidInputError("duration", "must be 5 or 10 seconds")
