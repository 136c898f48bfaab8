"""The remote engine: a video server films, Photoplay does what comes before and after."""

import io
from collections.abc import Iterator

import av
import numpy as np
from PIL import Image

from photoplay.arrays import Picture
from photoplay.director.plan import Plan
from photoplay.engines.engine import Capabilities, Frame, Tell, check_asked, untold
from photoplay.engines.generative.joining import joined
from photoplay.engines.generative.sizes import size_of
from photoplay.engines.generative.stills import Stills
from photoplay.engines.generative.wording import prompt_of
from photoplay.engines.remote.server import Order, Server
from photoplay.errors import EngineFailedError
from photoplay.progress import Part, Progress
from photoplay.settings import Settings
from photoplay.shot import MAX_SEED, Shot
from photoplay.sight.networks import Network

CAPABILITIES = Capabilities(
    name="remote",
    end_image=False,
    negative_prompt=True,
    invents=True,
    model="a video server",
    silence=300.0,
)
TAKE = 5
"""Seconds of one video; longer ones are more than most models were taught."""
OVERLAP = 0.5
"""Seconds, about, in which two videos show the same."""
AREAS = (832 * 480, 1280 * 720)
"""Pixels of the pictures that open models were taught."""
MULTIPLE = 16
GUIDANCE = 5.0
"""What guidance_scale 1 adds to a guidance of 1."""
FILMED = 0.92
"""Share of a render's progress at which every video is here."""


class RemoteEngine:
    """A video server."""

    def __init__(self, settings: Settings, interpolator: Network | None = None) -> None:
        self._settings = settings
        self._interpolator = interpolator

    @property
    def capabilities(self) -> Capabilities:
        """See `Engine`."""
        return CAPABILITIES

    def warm(self) -> None:
        """See `Engine`; the server has its own way of being warm."""

    def render(self, shot: Shot, plan: Plan, progress: Progress, tell: Tell = untold) -> Iterator[Frame]:
        """See `Engine`. The same shot gives the same frames as far as the server keeps to the seed.

        Raises:
            InvalidInputError: a video server cannot do what is asked.
        """
        check_asked(
            self.capabilities,
            end_image=shot.end_image is not None,
            negative_prompt=shot.negative_prompt,
        )
        stills = Stills.of(shot, tell)
        native = self._videos(shot, plan, stills, Part(progress, 0.0, FILMED))
        yield from stills.clip(native, shot, self._interpolator, Part(progress, FILMED, 1.0))

    def _videos(self, shot: Shot, plan: Plan, stills: Stills, progress: Progress) -> list[Picture]:
        """Have a video made for every few seconds, each beginning shortly before the end of the one before."""
        width, height = shot.frame_size
        filled = [area for area in AREAS if area <= width * height]
        size = size_of(width / height, max(filled, default=AREAS[0]), MULTIPLE)
        opening, frames = stills.first.resized(*size), list[Picture]()
        count = shot.duration // TAKE
        for index in range(count):
            part = Part(progress, index / count, (index + 1) / count)
            order = Order(
                still=_png(opening),
                prompt=prompt_of(plan, shot.prompt, index * TAKE, (index + 1) * TAKE),
                negative_prompt=shot.negative_prompt,
                size=size,
                seconds=TAKE,
                cfg=1.0 + GUIDANCE * shot.guidance_scale,
                seed=(shot.seed + index) % (MAX_SEED + 1),
                fps=self._settings.video_server_fps,
            )
            made = self._filmed(order, part)
            overlap = max(round(OVERLAP / TAKE * len(made)), 1)
            frames = joined(frames, made, overlap, len(made) / TAKE, self._interpolator) if frames else made
            opening = np.ascontiguousarray(frames[-overlap])
        return frames

    def _filmed(self, order: Order, progress: Progress) -> list[Picture]:
        progress("Waiting for the video server", 0.0)
        with Server(self._settings) as server:
            video = server.film(order, lambda share: progress("Waiting for the video server", share))
        try:
            with av.open(io.BytesIO(video), "r") as container:
                frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
        except av.FFmpegError as error:
            raise EngineFailedError(
                f"What the video server sent is no video ({error.strerror}); look into its log."
            ) from error
        if len(frames) < 2:
            raise EngineFailedError("The video server sent a video without frames; look into its log.")
        return [np.asarray(frame, np.uint8) for frame in frames]


def _png(picture: Picture) -> bytes:
    content = io.BytesIO()
    Image.fromarray(picture).save(content, "PNG", compress_level=1)
    return content.getvalue()
