"""Every word that can call a camera move, and how sure its use must be before it does."""

from dataclasses import dataclass
from enum import Enum, auto

from photoplay.director.vocabulary.inflection import Form, forms
from photoplay.director.vocabulary.kinds import Direction, MoveKind, Pace
from photoplay.director.vocabulary.lexicon import word_set

D = Direction
K = MoveKind


class Use(Enum):
    """What a word needs around it to call a camera move."""

    VERB = auto()
    """An everyday word: the camera as its subject, or a film noun right after it."""
    TERM = auto()
    """A film term: an imperative or a noun will do, with a direction or a film noun beside it."""
    BARE_TERM = auto()
    """A film term that needs nothing beside it."""


class Gesture(Enum):
    """What an everyday verb does to a camera; the direction beside it decides the move."""

    TRAVEL = auto()
    TURN = auto()
    CIRCLE = auto()


@dataclass(frozen=True)
class Head:
    """One entry of the lexicon."""

    calls: MoveKind | Gesture
    use: Use = Use.VERB
    implied: Direction | None = None
    """The direction the word itself means ("rises")."""
    pace: Pace | None = None
    """The pace the word itself means ("whips")."""


_ENTRIES: dict[Head, str] = {
    Head(
        Gesture.TRAVEL
    ): "move glide drift slide travel go float shift creep ease sail head crawl proceed bring "
    "edge draw nudge come venture journey roam wander walk run race rush hurtle charge weave snake thread "
    "navigate jerk lurch cruise coast sneak prowl skim step stroll pass cross movement motion",
    Head(Gesture.TURN): "turn look pivot",
    Head(Gesture.CIRCLE): "rotate spin swirl swing whirl rotation",
    Head(K.PAN, Use.TERM): "pan yaw",
    Head(K.PAN): "sweep scan swivel",
    Head(K.PAN, pace=Pace.WHIP): "whip",
    Head(K.TILT, Use.TERM): "tilt",
    Head(K.TILT): "pitch",
    Head(K.ROLL, Use.TERM): "roll",
    Head(K.ROLL, Use.BARE_TERM): "barrelroll",
    Head(K.ROLL): "tip cant bank",
    Head(K.TRUCK, Use.TERM): "truck crab slider",
    Head(K.PEDESTAL, Use.TERM): "pedestal",
    Head(K.PEDESTAL, implied=D.UP): "rise ascend climb lift elevate levitate raise",
    Head(K.PEDESTAL, implied=D.DOWN): "lower descend sink drop fall",
    Head(K.DOLLY, Use.TERM): "dolly",
    Head(K.DOLLY, Use.TERM, D.IN): "push",
    Head(K.DOLLY, implied=D.IN): "approach advance press inch",
    Head(K.DOLLY, Use.TERM, D.OUT): "pull",
    Head(K.DOLLY, implied=D.OUT): "retreat recede withdraw back",
    Head(K.ZOOM, Use.BARE_TERM): "zoom",
    Head(K.ZOOM, implied=D.IN): "tighten punch",
    Head(K.ZOOM, implied=D.OUT): "widen",
    Head(K.DOLLY_ZOOM, Use.BARE_TERM): "dollyzoom",
    Head(K.ORBIT, Use.BARE_TERM): "orbit",
    Head(K.ORBIT, Use.TERM): "arc",
    Head(K.ORBIT): "circle encircle revolve spiral corkscrew wrap loop curve wheel",
    Head(K.CRANE, Use.TERM): "crane jib boom",
    Head(K.AERIAL, Use.BARE_TERM): "flyover flythrough airborne fpv",
    Head(K.AERIAL): "fly soar hover",
    Head(K.AERIAL, implied=D.DOWN): "dive plunge swoop",
    Head(K.HANDHELD, Use.BARE_TERM): "handheld",
    Head(K.HANDHELD): "shake tremble wobble jitter sway bob shudder",
    Head(K.TRACKING, Use.TERM): "track",
    Head(K.TRACKING): "follow trail chase pursue accompany shadow",
    Head(K.TRACKING, implied=D.OUT): "lead",
    Head(K.RACK_FOCUS, Use.BARE_TERM): "rackfocus",
}

NOUNS_FIRST = word_set("rose wound drew saw lent")
"""Past forms that prompts use as other words."""

HEADS: dict[str, tuple[Head, Form]] = {
    spelling: (head, form)
    for head, bases in _ENTRIES.items()
    for base in bases.split()
    for spelling, form in forms(base).items()
    if spelling not in NOUNS_FIRST
}
"""Every spelling that can call a move."""

READINGS: dict[tuple[MoveKind | Gesture, Direction], tuple[MoveKind, Direction]] = {
    (Gesture.TRAVEL, D.LEFT): (K.TRUCK, D.LEFT),
    (Gesture.TRAVEL, D.RIGHT): (K.TRUCK, D.RIGHT),
    (Gesture.TRAVEL, D.UP): (K.PEDESTAL, D.UP),
    (Gesture.TRAVEL, D.DOWN): (K.PEDESTAL, D.DOWN),
    (Gesture.TRAVEL, D.IN): (K.DOLLY, D.IN),
    (Gesture.TRAVEL, D.OUT): (K.DOLLY, D.OUT),
    (Gesture.TRAVEL, D.CLOCKWISE): (K.ORBIT, D.CLOCKWISE),
    (Gesture.TRAVEL, D.COUNTERCLOCKWISE): (K.ORBIT, D.COUNTERCLOCKWISE),
    (Gesture.TURN, D.LEFT): (K.PAN, D.LEFT),
    (Gesture.TURN, D.RIGHT): (K.PAN, D.RIGHT),
    (Gesture.TURN, D.UP): (K.TILT, D.UP),
    (Gesture.TURN, D.DOWN): (K.TILT, D.DOWN),
    (Gesture.TURN, D.CLOCKWISE): (K.ROLL, D.CLOCKWISE),
    (Gesture.TURN, D.COUNTERCLOCKWISE): (K.ROLL, D.COUNTERCLOCKWISE),
    (Gesture.CIRCLE, D.LEFT): (K.PAN, D.LEFT),
    (Gesture.CIRCLE, D.RIGHT): (K.PAN, D.RIGHT),
    (Gesture.CIRCLE, D.UP): (K.TILT, D.UP),
    (Gesture.CIRCLE, D.DOWN): (K.TILT, D.DOWN),
    (Gesture.CIRCLE, D.CLOCKWISE): (K.ROLL, D.CLOCKWISE),
    (Gesture.CIRCLE, D.COUNTERCLOCKWISE): (K.ROLL, D.COUNTERCLOCKWISE),
    (K.PAN, D.UP): (K.TILT, D.UP),
    (K.PAN, D.DOWN): (K.TILT, D.DOWN),
    (K.PAN, D.CLOCKWISE): (K.PAN, D.RIGHT),
    (K.PAN, D.COUNTERCLOCKWISE): (K.PAN, D.LEFT),
    (K.TILT, D.LEFT): (K.ROLL, D.COUNTERCLOCKWISE),
    (K.TILT, D.RIGHT): (K.ROLL, D.CLOCKWISE),
    (K.TILT, D.CLOCKWISE): (K.ROLL, D.CLOCKWISE),
    (K.TILT, D.COUNTERCLOCKWISE): (K.ROLL, D.COUNTERCLOCKWISE),
    (K.ROLL, D.LEFT): (K.ROLL, D.COUNTERCLOCKWISE),
    (K.ROLL, D.RIGHT): (K.ROLL, D.CLOCKWISE),
    (K.TRUCK, D.IN): (K.DOLLY, D.IN),
    (K.TRUCK, D.OUT): (K.DOLLY, D.OUT),
    (K.TRUCK, D.UP): (K.PEDESTAL, D.UP),
    (K.TRUCK, D.DOWN): (K.PEDESTAL, D.DOWN),
    (K.DOLLY, D.LEFT): (K.TRUCK, D.LEFT),
    (K.DOLLY, D.RIGHT): (K.TRUCK, D.RIGHT),
    (K.DOLLY, D.UP): (K.PEDESTAL, D.UP),
    (K.DOLLY, D.DOWN): (K.PEDESTAL, D.DOWN),
    (K.ORBIT, D.LEFT): (K.ORBIT, D.CLOCKWISE),
    (K.ORBIT, D.RIGHT): (K.ORBIT, D.COUNTERCLOCKWISE),
    (K.ORBIT, D.UP): (K.PEDESTAL, D.UP),
    (K.ORBIT, D.DOWN): (K.PEDESTAL, D.DOWN),
    (K.CRANE, D.LEFT): (K.TRUCK, D.LEFT),
    (K.CRANE, D.RIGHT): (K.TRUCK, D.RIGHT),
    (K.AERIAL, D.LEFT): (K.TRUCK, D.LEFT),
    (K.AERIAL, D.RIGHT): (K.TRUCK, D.RIGHT),
    (K.AERIAL, D.CLOCKWISE): (K.ORBIT, D.CLOCKWISE),
    (K.AERIAL, D.COUNTERCLOCKWISE): (K.ORBIT, D.COUNTERCLOCKWISE),
}
"""How a word is read with a direction that is not its kind's own."""

NOT_ORDERED = word_set(
    "go fall drop come head bring movement motion rotation float shift draw spin swirl whirl"
)
"""Everyday verbs that are no order to the operator even where they open a clause."""

NAMED_TERMS = word_set("pan tilt zoom dolly orbit dollyzoom rackfocus")
"""Film terms that are hardly anything else even right after the name of what is filmed."""

SHAKY = word_set("shaky jittery wobbly shaking trembling jerky")
"""Adjectives that make a camera handheld."""

STILL = word_set("static stationary fixed locked still motionless unmoving immobile steady stable frozen")
"""Adjectives that make a camera static."""

STAYING = word_set(
    "is are be stays stay staying remains remain remaining keeps keep held hold holds holding being"
)
"""Verbs between a camera and the adjective that makes it static."""

FALSE_FRIENDS: dict[str, frozenset[str]] = {
    "pan": word_set("frying fry sauce stove kitchen gold bread oil flute peter cake baking egg eggs"),
    "roll": word_set("film paper sushi bread dice sleeves sleeve eyes thunder tape egg hills"),
    "zoom": word_set("call calls meeting meetings car cars lens"),
    "crane": word_set("bird birds container containers construction harbour harbor lifts paper"),
    "dolly": word_set("sheep parton doll"),
    "truck": word_set("driver road pickup drives"),
    "orbit": word_set("planet planets moon moons satellite satellites spaceship station"),
    "boom": word_set("explosion microphone mic thunder"),
    "tilt": word_set("tiltshift"),
    "track": word_set("race train railway snow sand mud"),
    "handheld": word_set("phone device fan console radio torch"),
}
"""Company in which a film term, without the camera as its subject, means something else."""

BASE_OF: dict[str, str] = {
    spelling: base
    for bases in _ENTRIES.values()
    for base in bases.split()
    for spelling in forms(base)
    if spelling not in NOUNS_FIRST
}
