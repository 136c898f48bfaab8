"""The head: our own small network, which judges depth and regions from self-supervised features, and water's readout.

`training/` in the repository trains it.
"""

import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import onnxruntime as ort

from photoplay.arrays import Floats
from photoplay.sight.features import Features
from photoplay.sight.names import PARTS, WHOLES


@dataclass(frozen=True)
class Judgement:
    """What the head makes of every patch."""

    root: Floats
    """The root of inverse depth, about 0 at infinity to 1 at the nearest, shape (rows, columns)."""
    wholes: Floats
    """Scores of `WHOLES` before a softmax, shape (names, rows, columns)."""
    parts: Floats
    """Scores of `PARTS` before a logistic function each, shape (names, rows, columns)."""
    water: Floats
    """How much every patch looks like water, 0 to 1 and somewhat beyond, shape (rows, columns): a second opinion."""


def judge(features: Features) -> Judgement:
    """Return what the head makes of `features`."""
    tokens = np.ascontiguousarray(features.tokens.transpose(2, 0, 1)[None])
    root, scores = (np.asarray(found, np.float32)[0] for found in _head().run(None, {"tokens": tokens}))
    wholes, parts = scores[: len(WHOLES)], scores[len(WHOLES) : len(WHOLES) + len(PARTS)]
    readout = _water()
    return Judgement(root, wholes, parts, features.tokens @ readout[:-1] + readout[-1])


@cache
def _head() -> ort.InferenceSession:
    return ort.InferenceSession((files("photoplay.sight") / "heads" / "head.onnx").read_bytes())


@cache
def _water() -> Floats:
    content = (files("photoplay.sight") / "heads" / "water.npy").read_bytes()
    return np.asarray(np.load(io.BytesIO(content)), np.float32)
