"""Whether a picture is fit to be shown at work, as OpenNSFW (Mahadeokar and Pesavento 2016) judges it."""

import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from PIL import Image
from PIL.Image import Resampling

THRESHOLD = 0.8
"""Its authors take a score under .2 for safe and one over .8 for not; what lies between they leave open.

A mark is to be right, so only what is over .8 gets one."""
RESIZED = 256
CROPPED = 224
MEAN_BGR = np.array([104, 117, 123], np.float32)


@dataclass(frozen=True)
class Classifier:
    """Scores pictures; without weights it finds fault with none.

    Attributes:
        path: the weights, or None while they are missing.
        threshold: the score from which a picture is marked.
    """

    path: Path | None
    threshold: float = THRESHOLD

    @classmethod
    def of(cls, path: Path | None) -> Self:
        """Return a classifier with the weights at `path`, if any."""
        return cls(path)

    @property
    def available(self) -> bool:
        """Whether its judgement means anything."""
        return self.path is not None

    def load(self) -> None:
        """Load the weights now rather than at the first picture."""
        _ = self._session

    def nsfw(self, picture: NDArray[np.uint8]) -> bool:
        """Tell whether `picture`, shape (H, W, 3), sRGB, is to be marked."""
        return self.available and self.score(picture) >= self.threshold

    def score(self, picture: NDArray[np.uint8]) -> float:
        """Return how surely `picture`, shape (H, W, 3), sRGB, is not safe: 0 to 1, and 0 without weights."""
        if self._session is None:
            return 0.0
        (scores,) = self._session.run(None, {"input:0": _prepared(picture)[None]})
        return float(np.asarray(scores)[0, 1])

    @cached_property
    def _session(self) -> ort.InferenceSession | None:
        if self.path is None:
            return None
        options = ort.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 1  # the engine renders on the others
        return ort.InferenceSession(str(self.path), options, providers=["CPUExecutionProvider"])


def _prepared(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the middle of `picture` as the network was trained to see it: shape (224, 224, 3), BGR about 0."""
    edge = (RESIZED - CROPPED) // 2
    small = Image.fromarray(picture).resize((RESIZED, RESIZED), Resampling.BILINEAR)
    middle = small.crop((edge, edge, edge + CROPPED, edge + CROPPED))
    seen = io.BytesIO()
    middle.save(seen, "JPEG")  # as its authors do, and the scores depend on it
    pixels = np.asarray(Image.open(seen), np.float32)
    return np.ascontiguousarray(pixels[:, :, ::-1] - MEAN_BGR)
