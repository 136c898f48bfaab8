"""The multiplane engine: one shot and its plan in, frames out."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import cv2
import numpy as np

from photoplay.director.plan import Plan
from photoplay.engines.engine import Capabilities, Frame, Tell, untold
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.easing import smootherstep
from photoplay.engines.multiplane.playing.cast import PLAYS
from photoplay.engines.multiplane.stage import Stage
from photoplay.progress import Part, Progress
from photoplay.shot import Shot
from photoplay.sight.networks import Networks
from photoplay.stills import Still

CAPABILITIES = Capabilities(name="multiplane", end_image=True, negative_prompt=True, plays=PLAYS)
BUILD_SHARE = 0.2
"""Share of a render's progress that building the stage takes."""
DISSOLVE = (0.58, 0.66)
"""Between which shares of the clip the end image's stage takes over from the first."""


class MultiplaneEngine:
    """A layered 2.5D stage filmed by a virtual camera, on the CPU."""

    def __init__(self, networks: Networks, threads: int = 0) -> None:
        self._networks = networks
        cv2.setNumThreads(threads if threads else -1)

    @property
    def capabilities(self) -> Capabilities:
        """See `Engine`."""
        return CAPABILITIES

    def warm(self) -> None:
        """See `Engine`."""
        self._networks.load()

    def render(self, shot: Shot, plan: Plan, progress: Progress, tell: Tell = untold) -> Iterator[Frame]:
        """See `Engine`."""
        view = View(*shot.frame_size)
        times = np.arange(shot.frame_count) / shot.fps
        build = Part(progress, 0.0, BUILD_SHARE if shot.end_image is None else BUILD_SHARE / 2)
        networks, seed = self._networks, shot.seed
        opening = Stage.build(shot.image, view, plan, times, networks, rest=0.0, seed=seed, progress=build)
        for note in opening.notes:
            tell(note)
        shoot: Callable[[int, Progress], Frame] = opening.frame
        if shot.end_image is not None:
            build = Part(progress, BUILD_SHARE / 2, BUILD_SHARE)
            shoot = self._dissolve(opening, shot.end_image, view, plan, seed, build)
        ends = np.linspace(BUILD_SHARE, 1.0, shot.frame_count + 1).tolist()
        for index, part in enumerate(pairwise(ends)):
            yield shoot(index, Part(progress, *part))

    def _dissolve(
        self, opening: Stage, end: Still, view: View, plan: Plan, seed: int, progress: Progress
    ) -> Callable[[int, Progress], Frame]:
        """Return what shoots the frames of a dissolve to a stage of `end`, on which the camera comes to rest."""
        times = opening.times
        share = smootherstep((times / times[-1] - DISSOLVE[0]) / (DISSOLVE[1] - DISSOLVE[0]))
        first = int(np.argmax(share > 0.0))
        fitted, rest = end.cropped(view.width / view.height), float(times[-1])
        networks = self._networks
        closing = Stage.build(
            fitted, view, plan, times[first:], networks, rest=rest, seed=seed, progress=progress
        )

        def shoot(index: int, progress: Progress) -> Frame:
            mix = float(share[index])
            if mix == 0.0:
                return opening.frame(index, progress)
            if mix == 1.0:
                return closing.frame(index - first, progress)
            before = opening.frame(index, Part(progress, 0.0, 0.5))
            after = closing.frame(index - first, Part(progress, 0.5, 1.0))
            return np.asarray(cv2.addWeighted(before, 1.0 - mix, after, mix, 0.0), np.uint8)

        return shoot
