"""The Plan: what the director understood, as a typed timeline. JSON in and out, versioned."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from photoplay.director.vocabulary.kinds import (
    DIRECTIONS,
    ActionKind,
    ArrivalKind,
    CameraAngle,
    Direction,
    Easing,
    EffectKind,
    GradeKind,
    Language,
    LightKind,
    LockKind,
    MoveKind,
    Pace,
    ShotSize,
)
from photoplay.director.vocabulary.stand_ins import STAND_INS

PLAN_VERSION: Literal[2] = 2

Amount = Annotated[float, Field(ge=0.0, le=3.0)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class _Timed(_Frozen):
    """Something with its seconds on the timeline."""

    amount: Amount = 1.0
    """How large or strong, as a multiple of the usual ("slightly" .5, "dramatic" 1.5)."""
    pace: Pace = Pace.NORMAL
    start: Annotated[float, Field(ge=0.0)] = 0.0
    """Seconds from the start of the clip."""
    end: Annotated[float, Field(gt=0.0)]
    """Seconds from the start of the clip; greater than `start`."""
    phrase: str = ""
    """The words of the prompt that called it, in lower case; empty where the director chose it."""

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.end <= self.start:
            raise ValueError("must end after it starts")
        return self


class CameraMove(_Timed):
    """One camera move."""

    kind: MoveKind
    direction: Direction | None = None
    easing: Easing = Easing.EASE_IN_OUT
    target: str = ""
    """What the camera heads for, circles or follows, in the words of the prompt; empty where it names nothing."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        allowed = DIRECTIONS[self.kind]
        if (self.direction is None) != (not allowed) or (self.direction and self.direction not in allowed):
            names = ", ".join(allowed) or "no direction"
            raise ValueError(f"a {self.kind} move takes {names}")
        return self


class _Cue(_Timed):
    """Something that happens in front of the camera."""

    subject: str = ""
    """Who or what does it, in the words of the prompt; empty where it names nobody."""
    direction: Direction | None = None
    """Which way, as seen in the picture."""


class Action(_Cue):
    """What a person, an animal or a thing does."""

    kind: ActionKind
    played_as: ActionKind
    """What the stage plays for it: the action itself, or the nearest thing that one photograph allows."""

    @model_validator(mode="after")
    def _playable(self) -> Self:
        if self.played_as in STAND_INS:
            raise ValueError(f"{self.played_as} cannot be played from one photograph")
        return self


class Effect(_Cue):
    """What the environment or the weather does."""

    kind: EffectKind


class Light(_Cue):
    """What the light does."""

    kind: LightKind


class Grade(_Timed):
    """A grade or a style, eased in from the photograph's own."""

    kind: GradeKind


class Framing(_Frozen):
    """How the shot is framed. A photograph's framing is its own: this steers where moves lead and how far."""

    size: ShotSize | None = None
    closing: ShotSize | None = None
    """The size the shot ends in, where the prompt names one."""
    angle: CameraAngle | None = None


class Lens(_Frozen):
    """What the lens does through the whole clip."""

    depth_of_field: Share = 0.0
    """0 leaves the photograph's own focus, 1 is the shallowest."""
    motion_blur: Share = 0.5
    """Shutter angle over 360 degrees; 0.5 is the cinema's 180 degrees, 0 switches it off."""
    focal_length: Annotated[float, Field(ge=8.0, le=1200.0)] | None = None
    """Millimetres on a 35 mm camera: the longer, the flatter the depth; None for the director's usual lens."""


class Arrival(_Frozen):
    """How the clip gets to its end image, where it has one and the prompt says how."""

    kind: ArrivalKind
    phrase: str = ""
    """The words of the prompt that called it, in lower case."""


class Lock(_Frozen):
    """Something the negative prompt keeps out of the clip."""

    kind: LockKind
    forbids: MoveKind | ActionKind | EffectKind | LightKind | None = None
    """The move or motion, for the kinds `move` and `motion`."""
    direction: Direction | None = None
    """The one direction a move is forbidden in; None for every direction."""
    phrase: str = ""
    """The words of the negative prompt, in lower case."""


class Note(_Frozen):
    """What could not be honoured, and why."""

    phrase: str
    """The words of the prompt it is about; empty where it is about the whole."""
    text: str
    """A sentence for a person."""


Timed = CameraMove | Action | Effect | Light | Grade
"""Everything that has its seconds on the timeline."""


class Plan(_Frozen):
    """What will be filmed."""

    version: Literal[2] = PLAN_VERSION
    """Of this layout."""
    language: Language = Language.ENGLISH
    """The language the prompt was read in."""
    duration: Annotated[float, Field(gt=0.0)]
    """Length of the clip in seconds."""
    moves: tuple[CameraMove, ...]
    """In order of their start; moves that overlap in time happen together. Never empty."""
    actions: tuple[Action, ...] = ()
    """What people, animals and things do."""
    effects: tuple[Effect, ...] = ()
    """What the environment and the weather do."""
    lights: tuple[Light, ...] = ()
    """What the light does."""
    grades: tuple[Grade, ...] = ()
    """How the picture is graded, and its style."""
    framing: Framing = Framing()
    """Shot size and angle."""
    lens: Lens = Lens()
    """Focus, blur and focal length."""
    arrival: Arrival | None = None
    """How to get to an end image; None leaves it to the engine, and without an end image it is no matter."""
    amplitude: Annotated[float, Field(ge=0.0)] = 1.0
    """Scales the size of everything that moves: .6 + .8 x guidance."""
    drift: Share = 0.0
    """Natural micro-drift of a living camera operator: 1 - guidance, 0 where the camera is locked."""
    locks: tuple[Lock, ...] = ()
    """What the negative prompt keeps out."""
    notes: tuple[Note, ...] = ()
    """What could not be honoured, and why."""

    @property
    def timed(self) -> tuple[Timed, ...]:
        """Everything on the timeline: moves, actions, effects, lights and grades."""
        return (*self.moves, *self.cues)

    @property
    def cues(self) -> tuple[Action | Effect | Light | Grade, ...]:
        """What happens in front of the camera and how it looks."""
        return (*self.actions, *self.effects, *self.lights, *self.grades)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.moves:
            raise ValueError("a plan needs at least one move (static is one)")
        for one in self.timed:
            if one.end > self.duration + 1e-6:
                raise ValueError(f"{one.kind} ends at {one.end:g} s, after the clip ({self.duration:g} s)")
        return self
