"""Photoplay turns a photograph and a director's prompt into a video clip."""

from photoplay.clips import Clip
from photoplay.director.direct import direct
from photoplay.director.plan import Plan
from photoplay.drafts import Storyboard, preview, storyboard
from photoplay.errors import (
    CancelledError,
    EngineFailedError,
    EngineUnavailableError,
    InvalidInputError,
    PhotoplayError,
    WeightsUnavailableError,
)
from photoplay.planning import load_plan
from photoplay.studio import animate

__all__ = [
    "CancelledError",
    "Clip",
    "EngineFailedError",
    "EngineUnavailableError",
    "InvalidInputError",
    "PhotoplayError",
    "Plan",
    "Storyboard",
    "WeightsUnavailableError",
    "animate",
    "direct",
    "load_plan",
    "preview",
    "storyboard",
]
