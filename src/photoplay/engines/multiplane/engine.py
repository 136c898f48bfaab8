"""The multiplane engine: one shot and its plan in, frames out."""

from collections.abc import Iterator

import cv2
import numpy as np
from threadpoolctl import threadpool_limits

from photoplay.director.plan import Plan
from photoplay.engines.engine import FILMING, Capabilities, Frame, Tell, untold
from photoplay.engines.multiplane.arrival.arrive import arrive
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.playing.cast import PLAYS
from photoplay.engines.multiplane.shooting import Shooting
from photoplay.engines.multiplane.stage import Stage
from photoplay.parallel import several_at_once
from photoplay.progress import Part, Progress, unwatched
from photoplay.shot import Shot
from photoplay.sight.networks import Networks

CAPABILITIES = Capabilities(name="multiplane", end_image=True, negative_prompt=True, plays=PLAYS)
BUILD_SHARE = 0.2
"""Share of a render's progress that building the stage takes."""


class MultiplaneEngine:
    """A layered 2.5D stage filmed by a virtual camera, on the CPU."""

    def __init__(self, networks: Networks, threads: int = 0) -> None:
        self._networks = networks
        cv2.setNumThreads(threads if threads else -1)
        # Those of numpy's algebra wait busily for each other, which costs seconds beside other work.
        threadpool_limits(1, "blas")

    @property
    def capabilities(self) -> Capabilities:
        """See `Engine`."""
        return CAPABILITIES

    def warm(self) -> None:
        """See `Engine`."""
        self._networks.load()

    def render(self, shot: Shot, plan: Plan, progress: Progress, tell: Tell = untold) -> Iterator[Frame]:
        """See `Engine`."""
        shooting = self.prepare(shot, plan, Part(progress, 0.0, BUILD_SHARE))
        for note in shooting.notes:
            tell(note)
        filming = Part(progress, BUILD_SHARE, 1.0)
        for index, frame in enumerate(several_at_once(shooting.frame, range(shot.frame_count))):
            filming(FILMING, index / shot.frame_count)
            yield frame

    def prepare(self, shot: Shot, plan: Plan, progress: Progress = unwatched) -> Shooting:
        """Build all that is needed to film any frame of a shot: the slow part of a render."""
        try:
            return self._prepared(shot, plan, progress)
        finally:
            self._networks.rest()

    def _prepared(self, shot: Shot, plan: Plan, progress: Progress) -> Shooting:
        view = View(*shot.frame_size)
        times = np.arange(shot.frame_count) / shot.fps
        if shot.end_image is not None:
            return arrive(shot, shot.end_image, plan, times, self._networks, progress)
        return Stage.build(
            shot.image, view, plan, times, self._networks, rest=0.0, seed=shot.seed, progress=progress
        )
