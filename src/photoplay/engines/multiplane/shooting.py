"""What films a clip, frame by frame."""

from typing import Protocol

from photoplay.director.plan import Note
from photoplay.engines.engine import Frame
from photoplay.progress import Progress, unwatched


class Shooting(Protocol):
    """Films the frames of a clip, in any order."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """What is done otherwise than the plan asks, and how the clip arrives at its end image."""
        ...

    def frame(self, index: int, progress: Progress = unwatched) -> Frame:
        """Return one frame, shape (rows, columns, 3); `progress` is called meanwhile, raise to stop."""
        ...
