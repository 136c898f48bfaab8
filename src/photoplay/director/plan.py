"""The Plan: what the director understood, as a typed timeline. JSON in and out, versioned."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

PLAN_VERSION: Literal[1] = 1


class MoveKind(StrEnum):
    """A camera move, by its name on a film set."""

    STATIC = "static"
    PAN = "pan"
    TILT = "tilt"
    ROLL = "roll"
    TRUCK = "truck"
    PEDESTAL = "pedestal"
    DOLLY = "dolly"
    ZOOM = "zoom"
    DOLLY_ZOOM = "dolly_zoom"
    ORBIT = "orbit"
    CRANE = "crane"
    AERIAL = "aerial"
    HANDHELD = "handheld"
    TRACKING = "tracking"
    RACK_FOCUS = "rack_focus"


class Direction(StrEnum):
    """Which way the camera goes, as the camera operator sees it (never the picture's own motion)."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"
    CLOCKWISE = "clockwise"
    COUNTERCLOCKWISE = "counterclockwise"
    NEAR = "near"
    FAR = "far"


D = Direction
DIRECTIONS: dict[MoveKind, tuple[Direction, ...]] = {
    MoveKind.STATIC: (),
    MoveKind.PAN: (D.LEFT, D.RIGHT),
    MoveKind.TILT: (D.UP, D.DOWN),
    MoveKind.ROLL: (D.CLOCKWISE, D.COUNTERCLOCKWISE),
    MoveKind.TRUCK: (D.LEFT, D.RIGHT),
    MoveKind.PEDESTAL: (D.UP, D.DOWN),
    MoveKind.DOLLY: (D.IN, D.OUT),
    MoveKind.ZOOM: (D.IN, D.OUT),
    MoveKind.DOLLY_ZOOM: (D.IN, D.OUT),
    MoveKind.ORBIT: (D.CLOCKWISE, D.COUNTERCLOCKWISE),
    MoveKind.CRANE: (D.UP, D.DOWN),
    MoveKind.AERIAL: (D.IN, D.OUT, D.UP, D.DOWN),
    MoveKind.HANDHELD: (),
    MoveKind.TRACKING: (D.IN, D.OUT, D.LEFT, D.RIGHT),
    MoveKind.RACK_FOCUS: (D.NEAR, D.FAR),
}
"""The directions a move of each kind can take; the first is its default. Seen from above, an orbit
clockwise carries the camera to its own left. A dolly zoom `in` dollies in while it zooms out."""


class Pace(StrEnum):
    """How fast a move feels; with the clip's length fixed, a slower move travels less far."""

    VERY_SLOW = "very_slow"
    SLOW = "slow"
    NORMAL = "normal"
    FAST = "fast"
    WHIP = "whip"


class Easing(StrEnum):
    """How a move starts and stops. Every easing is twice continuously differentiable."""

    EASE_IN_OUT = "ease_in_out"
    EASE_IN = "ease_in"
    EASE_OUT = "ease_out"
    LINEAR = "linear"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CameraMove(_Frozen):
    """One camera move on the timeline."""

    kind: MoveKind
    direction: Direction | None = None
    amount: Annotated[float, Field(ge=0.0, le=3.0)] = 1.0
    """How large, as a multiple of the move's usual size ("slightly" .5, "dramatic" 1.5)."""
    pace: Pace = Pace.NORMAL
    easing: Easing = Easing.EASE_IN_OUT
    start: Annotated[float, Field(ge=0.0)] = 0.0
    """Seconds from the start of the clip."""
    end: Annotated[float, Field(gt=0.0)]
    """Seconds from the start of the clip; greater than `start`."""
    phrase: str = ""
    """The words of the prompt that called the move; empty where the director chose it."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        allowed = DIRECTIONS[self.kind]
        if (self.direction is None) != (not allowed) or (self.direction and self.direction not in allowed):
            names = ", ".join(allowed) or "no direction"
            raise ValueError(f"a {self.kind} move takes {names}")
        if self.end <= self.start:
            raise ValueError("a move must end after it starts")
        return self


class Lens(_Frozen):
    """What the lens does through the whole clip."""

    depth_of_field: Annotated[float, Field(ge=0.0, le=1.0)] = 0.0
    """0 leaves the photograph's own focus, 1 is the shallowest."""
    motion_blur: Annotated[float, Field(ge=0.0, le=1.0)] = 0.5
    """Shutter angle over 360 degrees; 0.5 is the cinema's 180 degrees, 0 switches it off."""


class Plan(_Frozen):
    """What will be filmed."""

    version: Literal[1] = PLAN_VERSION
    duration: Annotated[float, Field(gt=0.0)]
    """Length of the clip in seconds."""
    moves: tuple[CameraMove, ...]
    """In order of their start; moves that overlap in time happen together. Never empty."""
    lens: Lens = Lens()
    amplitude: Annotated[float, Field(ge=0.0)] = 1.0
    """Scales every move: .6 + .8 x guidance."""
    drift: Annotated[float, Field(ge=0.0, le=1.0)] = 0.0
    """Natural micro-drift of a living camera operator: 1 - guidance, 0 where the camera is locked."""
    notes: tuple[str, ...] = ()
    """Sentences on what could not be honoured, and why."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.moves:
            raise ValueError("a plan needs at least one move (static is one)")
        if any(move.end > self.duration + 1e-6 for move in self.moves):
            raise ValueError("a move ends after the clip does")
        return self
