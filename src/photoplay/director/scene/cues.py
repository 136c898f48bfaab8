"""A Cue: one thing that happens in front of the camera, before it is given its seconds."""

from dataclasses import dataclass

from photoplay.director.camera.pacing import Pacing
from photoplay.director.reading.clocks import Clock
from photoplay.director.vocabulary.kinds import Direction, Motion


@dataclass(frozen=True)
class Cue:
    """An action, an effect or a play of light found in a clause."""

    kind: Motion
    subject: str
    """Who or what does it, in the words of the prompt; empty where nobody is named."""
    direction: Direction | None
    """Which way in the picture; in and out for a lean toward and away from the camera."""
    pacing: Pacing
    phrase: str
    clock: Clock | None = None
