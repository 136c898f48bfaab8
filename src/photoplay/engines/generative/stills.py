"""The photographs of a shot, and the clip between them that a model's frames become."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from photoplay.arrays import Picture
from photoplay.director.plan import Note
from photoplay.engines.engine import FILMING, Tell
from photoplay.engines.generative.ends import End
from photoplay.engines.generative.retiming import at_size, retimed
from photoplay.progress import Progress
from photoplay.shot import Shot
from photoplay.sight.networks import Network
from photoplay.stills import Still

SAME_SHAPE = 0.005
"""Difference of two aspect ratios that is not to be seen: the picture is then stretched."""


@dataclass(frozen=True)
class Stills:
    """The first and, where there is one, the last photograph, in the frame's shape."""

    first: Still
    last: Still | None

    @classmethod
    def of(cls, shot: Shot, tell: Tell) -> Self:
        """Take those of a shot; of an end image of another shape its middle, which is told."""
        end, shape = shot.end_image, shot.image.width / shot.image.height
        if end is not None and abs(end.width / end.height / shape - 1.0) > SAME_SHAPE:
            tell(
                Note(phrase="", text="The end image has another aspect ratio: it was cropped to its middle.")
            )
            end = end.cropped(shape)
        return cls(shot.image, end)

    def clip(
        self, native: Sequence[Picture], shot: Shot, network: Network | None, progress: Progress
    ) -> Iterator[Picture]:
        """Yield a shot's frames: `native` ones at the shot's rate and size, with the photographs at the ends.

        Args:
            native: a model's frames of the whole clip, of one size.
            network: an interpolator, or None for dense search.
        """
        size, count = shot.frame_size, shot.frame_count
        first = End.of(self.first.resized(*size), at_size(native[0], size))
        last = End.of(self.last.resized(*size), at_size(native[-1], size)) if self.last else None
        for index, frame in enumerate(retimed(native, count, network)):
            progress(FILMING, index / count)
            given = first.given(at_size(frame, size), index / shot.fps)
            yield last.given(given, (count - 1 - index) / shot.fps) if last else given
