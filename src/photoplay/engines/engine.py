"""The one interface that every engine stands behind."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from photoplay.director.honesty import Played
from photoplay.director.plan import Note, Plan
from photoplay.progress import Progress
from photoplay.shot import Shot

Frame = NDArray[np.uint8]
"""One picture, shape (height, width, 3), sRGB."""

Tell = Callable[[Note], None]
"""Called with each thing that turns out not to be honoured once the photograph has been looked at."""


def untold(_note: Note) -> None:
    """A note that nobody is told."""


@dataclass(frozen=True)
class Capabilities:
    """What an engine can do; what it cannot is refused before the render starts."""

    name: str
    end_image: bool
    negative_prompt: bool
    plays: frozenset[Played] = frozenset()
    """The actions, effects, lights and grades it plays; it plays every camera move."""


class Engine(Protocol):
    """Renders shots. One engine serves many renders, one at a time."""

    @property
    def capabilities(self) -> Capabilities:
        """What this engine can do."""
        ...

    def warm(self) -> None:
        """Load everything that the first render would otherwise wait for."""
        ...

    def render(self, shot: Shot, plan: Plan, progress: Progress, tell: Tell = untold) -> Iterator[Frame]:
        """Yield exactly ``shot.frame_count`` frames of ``shot.frame_size``, in order.

        The same shot and plan give the same frames. An exception raised by `progress` passes through. What of the
        plan this photograph has nothing for is told before the first frame.
        """
        ...
