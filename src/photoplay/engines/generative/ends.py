"""The first and the last frame of a clip as the photographs they must be: no decoder of a model keeps them."""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, soften
from photoplay.engines.generative.retiming import eased
from photoplay.sight.between import Between

DETAIL_SECONDS = 0.35
"""In which what is finer than the model draws goes over."""
TONE_SECONDS = 1.2
"""In which what differs in colour and light goes over."""
FINE = 0.02
"""Deviation of the blur that tells detail from tone, as a share of the frame's width."""


@dataclass(frozen=True)
class End:
    """What a frame of a model lacks to be a photograph, carried over to the frames beside it.

    Attributes:
        made: the frame as the model has it, shape (rows, columns, 3).
    """

    photograph: Picture
    made: Picture
    tone: Floats
    detail: Floats

    @classmethod
    def of(cls, photograph: Picture, made: Picture) -> "End":
        """Compare the two, both of the clip's size."""
        lacking = photograph.astype(np.float32) - made
        tone = soften(lacking, max(FINE * made.shape[1], 1.0))
        return cls(photograph, made, tone, np.asarray(lacking - tone, np.float32))

    def given(self, frame: Picture, seconds: float) -> Picture:
        """Return `frame`, which is `seconds` away from this end, with what it lacks; at the end the photograph."""
        if seconds <= 0.0:
            return self.photograph
        tone, detail = (1.0 - eased(min(seconds / whole, 1.0)) for whole in (TONE_SECONDS, DETAIL_SECONDS))
        if tone <= 0.0:
            return frame
        # What is added is rounded once, in one pass over the frame.
        if detail <= 0.0:
            return cast(Picture, cv2.add(frame, self.tone * np.float32(tone), dtype=cv2.CV_8U))
        # Detail belongs to things: it goes where they have gone, and where they are hidden it is left out.
        carried = Between.of(frame, self.made, None).carried(self.detail)
        lacking = cv2.addWeighted(self.tone, tone, carried, detail, 0.0)
        return cast(Picture, cv2.add(frame, lacking, dtype=cv2.CV_8U))
