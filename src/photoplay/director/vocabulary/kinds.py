"""The names of everything a Plan can hold."""

from enum import StrEnum


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
    """Which way the camera goes, as the camera operator sees it; for a subject, as seen in the picture."""

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


class ActionKind(StrEnum):
    """What a person, an animal or a thing does."""

    BREATHE = "breathe"
    BLINK = "blink"
    GLANCE = "glance"
    SMILE = "smile"
    RAISE_BROWS = "raise_brows"
    TURN_HEAD = "turn_head"
    NOD = "nod"
    SHAKE_HEAD = "shake_head"
    TILT_HEAD = "tilt_head"
    LOOK_AROUND = "look_around"
    SWAY = "sway"
    LEAN = "lean"
    FLOAT = "float"
    BOB = "bob"
    SPIN = "spin"
    WAG_TAIL = "wag_tail"
    TWITCH_EARS = "twitch_ears"
    WALK = "walk"
    RUN = "run"
    RIDE = "ride"
    FLY = "fly"
    SWIM = "swim"
    DANCE = "dance"
    JUMP = "jump"
    FALL = "fall"
    SIT = "sit"
    STAND = "stand"
    TURN_AROUND = "turn_around"
    SPEAK = "speak"
    SING = "sing"
    LAUGH = "laugh"
    CRY = "cry"
    YAWN = "yawn"
    OPEN_MOUTH = "open_mouth"
    EAT = "eat"
    DRINK = "drink"
    KISS = "kiss"
    HUG = "hug"
    FIGHT = "fight"
    WAVE = "wave"
    GESTURE = "gesture"
    GRAB = "grab"
    PLAY = "play"


class EffectKind(StrEnum):
    """What the environment and the weather do."""

    FLOW = "flow"
    WATERFALL = "waterfall"
    WAVES = "waves"
    RIPPLE = "ripple"
    RAIN = "rain"
    SNOW = "snow"
    FOG = "fog"
    SMOKE = "smoke"
    STEAM = "steam"
    FLAMES = "flames"
    CLOUDS = "clouds"
    DUST = "dust"
    SPARKS = "sparks"
    EMBERS = "embers"
    PETALS = "petals"
    FALLING_LEAVES = "falling_leaves"
    FOLIAGE = "foliage"
    HAIR = "hair"
    CLOTH = "cloth"
    FIREFLIES = "fireflies"
    BUBBLES = "bubbles"
    STARS = "stars"
    FIREWORKS = "fireworks"
    CONFETTI = "confetti"


class LightKind(StrEnum):
    """What the light does."""

    FLICKER = "flicker"
    SWEEP = "sweep"
    RAYS = "rays"
    LIGHTNING = "lightning"
    CLOUD_SHADOW = "cloud_shadow"
    DUSK = "dusk"
    DAWN = "dawn"
    SHIMMER = "shimmer"
    GLOW = "glow"
    FLARE = "flare"


Motion = ActionKind | EffectKind | LightKind
"""What happens in front of the camera."""


class GradeKind(StrEnum):
    """How the picture is graded, and in what style."""

    CINEMATIC = "cinematic"
    NOIR = "noir"
    BLACK_AND_WHITE = "black_and_white"
    GOLDEN_HOUR = "golden_hour"
    VINTAGE = "vintage"
    DREAMY = "dreamy"
    WARM = "warm"
    COOL = "cool"
    VIVID = "vivid"
    MUTED = "muted"
    HIGH_CONTRAST = "high_contrast"
    LOW_KEY = "low_key"
    FILM_GRAIN = "film_grain"
    SLOW_MOTION = "slow_motion"
    TIME_LAPSE = "time_lapse"


class ShotSize(StrEnum):
    """How much of the subject the frame shows, from near to far."""

    EXTREME_CLOSE_UP = "extreme_close_up"
    CLOSE_UP = "close_up"
    MEDIUM_CLOSE_UP = "medium_close_up"
    MEDIUM = "medium"
    MEDIUM_WIDE = "medium_wide"
    WIDE = "wide"
    EXTREME_WIDE = "extreme_wide"


class CameraAngle(StrEnum):
    """From where the camera looks."""

    EYE_LEVEL = "eye_level"
    LOW = "low"
    HIGH = "high"
    OVERHEAD = "overhead"
    DUTCH = "dutch"
    POINT_OF_VIEW = "pov"
    OVER_THE_SHOULDER = "over_the_shoulder"


class LockKind(StrEnum):
    """What a negative prompt keeps out of the clip."""

    CAMERA_MOVEMENT = "camera_movement"
    MOVE = "move"
    """One camera move, named by `forbids`."""
    MOTION = "motion"
    """One action, effect or play of light, named by `forbids`."""
    HASTE = "haste"
    """Fast or sudden camera movement."""
    SHAKE = "shake"
    FLICKER = "flicker"
    MOTION_BLUR = "motion_blur"
    SOFT_FOCUS = "soft_focus"
    DISTORTION = "distortion"
    MORPHING = "morphing"
    TEXT = "text"
    STILLNESS = "stillness"


class ArrivalKind(StrEnum):
    """How a clip gets from its photograph to an end image."""

    MORPH = "morph"
    """Everything turns into what is in its place."""
    CAMERA = "camera"
    """The camera goes to where the end image was taken."""
    TRAVEL = "travel"
    """The subject goes to where it is in the end image."""
    CUT = "cut"
    DISSOLVE = "dissolve"
    PUSH = "push"
    """Towards the subject, and out of the same motion into the end image."""
    WHIP = "whip"
    """A pan too fast to see, from one to the other."""
    FOCUS = "focus"
    """Out of focus, and into focus again."""
    LIGHT = "light"
    """A sweep of light hides the change."""


class Language(StrEnum):
    """The language a prompt was read in."""

    ENGLISH = "en"
    CHINESE = "zh"
    OTHER = "other"
