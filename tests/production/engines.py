"""A small engine: it shows the photograph for as long as the clip lasts, and has accidents on demand."""

from collections.abc import Callable, Iterator

import cv2
import numpy as np

from photoplay.director.plan import Plan
from photoplay.engines.engine import Capabilities, Frame, Tell, untold
from photoplay.progress import Progress
from photoplay.shot import Shot

Accident = Callable[[int, Frame], Frame]


class SlideProjector:
    """Shows a slide.

    Args:
        accident: called as (index, frame) for every frame, and gives the frame to show.
    """

    capabilities = Capabilities("slides", end_image=False, negative_prompt=False)

    def __init__(self, accident: Accident = lambda _, frame: frame) -> None:
        self._accident = accident

    def warm(self) -> None:
        pass

    def render(
        self,
        shot: Shot,
        plan: Plan,  # noqa: ARG002
        progress: Progress,
        tell: Tell = untold,  # noqa: ARG002
    ) -> Iterator[Frame]:
        slide = np.asarray(cv2.resize(shot.image.pixels, shot.frame_size), np.uint8)
        for index in range(shot.frame_count):
            progress("Filming", index / shot.frame_count)
            yield self._accident(index, slide)
