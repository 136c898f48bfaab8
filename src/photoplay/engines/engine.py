"""The one interface that every engine stands behind."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from photoplay.director.honesty import Played
from photoplay.director.plan import Note, Plan
from photoplay.errors import InvalidInputError
from photoplay.progress import Progress
from photoplay.shot import Shot

Frame = NDArray[np.uint8]
"""One picture, shape (height, width, 3), sRGB."""

FILMING = "Filming"
"""What progress is told of while frames are made."""

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
    invents: bool = False
    """Whether it shows what the photograph does not, so that anything may be asked of it."""
    model: str = ""
    """Who of the engine cannot do what it cannot, for people; the engine itself where it is empty."""
    silence: float = 0.0
    """Seconds that may pass between two calls of `progress` while all is well, where they are more than a few."""
    plays: frozenset[Played] = frozenset()
    """The actions, effects, lights and grades it plays; it plays every camera move."""


def check_asked(capabilities: Capabilities, *, end_image: bool, negative_prompt: str) -> None:
    """Check that an engine can do what is asked.

    Raises:
        InvalidInputError: it cannot; the message names the field.
    """
    who = capabilities.model or f"the {capabilities.name} engine"
    if end_image and not capabilities.end_image:
        raise InvalidInputError("end_image", f"cannot be arrived at by {who}; leave it out or use another")
    if negative_prompt.strip() and not capabilities.negative_prompt:
        raise InvalidInputError("negative_prompt", f"is not read by {who}; leave it out or use another")


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
