"""The director's vocabulary as data: spellings, directions, paces, amounts and the small words of English."""

from photoplay.director.plan import Direction, Easing, Pace

TIME_UNITS = frozenset("s sec secs second seconds half".split())

NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate("zero one two three four five six seven eight nine ten".split())
} | {"a": "1", "couple": "2"}


def _phrases(table: dict[str, str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {tuple(spelling.split()): tuple(canonical.split()) for spelling, canonical in table.items()}


PHRASES = _phrases(
    {
        "close up": "closeup",
        "close ups": "closeup",
        "hand held": "handheld",
        "locked off": "locked",
        "locked down": "locked",
        "lock off": "locked",
        "dolly zoom": "dollyzoom",
        "dolly zooms": "dollyzoom",
        "dolly zooming": "dollyzoom",
        "vertigo effect": "dollyzoom",
        "vertigo shot": "dollyzoom",
        "vertigo zoom": "dollyzoom",
        "hitchcock zoom": "dollyzoom",
        "hitchcock effect": "dollyzoom",
        "contra zoom": "dollyzoom",
        "reverse tracking zoom": "dollyzoom",
        "trombone shot": "dollyzoom",
        "zolly": "dollyzoom",
        "whip pan": "whip pan",
        "swish pan": "whip pan",
        "rack focus": "rackfocus",
        "racks focus": "rackfocus",
        "racking focus": "rackfocus",
        "racks the focus": "rackfocus",
        "rack the focus": "rackfocus",
        "focus rack": "rackfocus",
        "focus racks": "rackfocus",
        "rack focuses": "rackfocus",
        "pull focus": "rackfocus",
        "pulls focus": "rackfocus",
        "pulling focus": "rackfocus",
        "focus pull": "rackfocus",
        "focus pulls": "rackfocus",
        "shift focus": "rackfocus",
        "shifts focus": "rackfocus",
        "shifting focus": "rackfocus",
        "shift the focus": "rackfocus",
        "shifts the focus": "rackfocus",
        "focus shift": "rackfocus",
        "focus shifts": "rackfocus",
        "change focus": "rackfocus",
        "changes focus": "rackfocus",
        "changing focus": "rackfocus",
        "follow focus": "",
        "bullet time": "orbit",
        "fly over": "fly over",
        "fly through": "fly through",
        "fly by": "flyover",
        "counter clockwise": "counterclockwise",
        "anti clockwise": "counterclockwise",
        "anticlockwise": "counterclockwise",
        "from left to right": "rightwards",
        "left to right": "rightwards",
        "from the left to the right": "rightwards",
        "from right to left": "leftwards",
        "right to left": "leftwards",
        "from the right to the left": "leftwards",
        "from bottom to top": "upwards",
        "bottom to top": "upwards",
        "bottom up": "upwards",
        "from the bottom to the top": "upwards",
        "from top to bottom": "downwards",
        "top to bottom": "downwards",
        "from the top to the bottom": "downwards",
        "upside down": "upsidedown",
        "top down": "overhead",
        "bird's eye": "birdseye",
        "birds eye": "birdseye",
        "depth of field": "dof",
        "point of view": "pov",
        "steadi cam": "steadicam",
        "time lapse": "timelapse",
        "first person": "firstperson",
        "side to side": "rightwards",
        "back and forth": "rightwards",
        "right away": "now",
        "right through": "through",
        "right into": "into",
        "right up to": "toward",
        "right up": "up",
        "up to": "toward",
        "all the way": "fully",
        "followed by": "then",
        "after that": "then",
        "after which": "then",
        "next up": "then",
        "ends with": "then",
        "ends on": "then",
        "ends by": "then",
        "ending with": "then",
        "ending on": "then",
        "ending by": "then",
        "concludes with": "then",
        "concludes by": "then",
        "concluding with": "then",
        "moments later": "then",
        "at the same time": "while",
        "in one continuous": "continuous",
        "as well as": "and",
        "as well": "also",
        "as if": "like",
        "as though": "like",
        "such as": "like",
        "instead of": "without",
        "rather than": "without",
        "free of": "without",
        "free from": "without",
        "not only": "",
        "not just": "",
        "no longer": "",
        "in front of": "infrontof",
        "face to face": "facing",
        "slow motion": "slowmotion",
        "slow mo": "slowmotion",
        "a little": "slightly",
        "a bit": "slightly",
        "a touch": "slightly",
        "a tad": "slightly",
        "a lot": "dramatically",
        "dutch tilt": "roll",
        "dutch roll": "roll",
        "dutch angle": "dutchangle",
        "tilt shift": "tiltshift",
        "pan out": "zoom out",
        "pans out": "zooms out",
        "panning out": "zooming out",
        "pan in": "zoom in",
        "pans in": "zooms in",
        "panning in": "zooming in",
    }
)
"""Spellings of more than one word, and the word or words each becomes."""

DIRECTION_WORDS: dict[str, Direction] = {
    word: direction
    for direction, words in {
        Direction.LEFT: "left leftward leftwards lefthand",
        Direction.RIGHT: "right rightward rightwards righthand",
        Direction.UP: "up upward upwards rising ascending skyward skywards",
        Direction.DOWN: "down downward downwards descending lowering falling",
        Direction.IN: "in inward inwards into forward forwards closer nearer toward towards ahead on deeper through onto",
        Direction.OUT: "out outward outwards back backward backwards away off wider",
        Direction.CLOCKWISE: "clockwise",
        Direction.COUNTERCLOCKWISE: "counterclockwise",
    }.items()
    for word in words.split()
}

PREPOSITIONS_OF_APPROACH = frozenset("into toward towards on onto through in".split())
"""Direction words that may also open a place; another direction beside them wins."""

COMPLEMENTS = frozenset("across over along around about past between beside alongside from above".split())
"""Prepositions that may follow a camera term in place of a direction ("pan across the valley")."""

NOT_AFTER_A_SIDE = frozenset("hand hands eye eyes arm arms shoulder foot leg ear cheek wing paw of behind".split())
"""After "left" or "right" these make it a part of something, or no direction at all."""

PACES: dict[str, Pace] = {
    word: pace
    for pace, words in {
        Pace.VERY_SLOW: "imperceptible imperceptibly barely glacial glacially",
        Pace.SLOW: "slow slowly gradual gradually gentle gently soft softly subtle subtly calm calmly leisurely "
        "unhurried restrained creeping lingering languid languidly patient patiently delicate delicately",
        Pace.FAST: "fast quick quickly rapid rapidly swift swiftly sudden suddenly abrupt abruptly energetic "
        "energetically aggressive aggressively crash snap speedy hurried frantic punchy racing",
        Pace.WHIP: "whip instantly lightning",
    }.items()
    for word in words.split()
}

AMOUNTS: dict[str, float] = {
    word: amount
    for amount, words in {
        0.35: "tiny minimal imperceptible imperceptibly barely minute",
        0.5: "slight slightly subtle subtly small little short faint modest",
        1.5: "dramatic dramatically big large sweeping extensive strong strongly far long epic grand",
        2.0: "extreme extremely huge massive fully completely full complete vast",
    }.items()
    for word in words.split()
}

EASINGS: dict[str, Easing] = {
    word: easing
    for easing, words in {
        Easing.LINEAR: "constant constantly linear linearly steady steadily uniform uniformly continuous continuously",
        Easing.EASE_IN: "accelerating accelerates accelerate",
        Easing.EASE_OUT: "decelerating decelerates decelerate slowing settling settles",
    }.items()
    for word in words.split()
}

INTENSIFIERS = frozenset("very extremely super ultra really incredibly".split())

MANNERS = frozenset(
    "smooth steady stable fluid graceful elegant cinematic dynamic natural nervous continuous continued constant "
    "beautiful simple single quiet organic wide medium close closeup long full low high angle eye level overhead "
    "establishing aerial great partial half complete intimate moody epic further slowmotion professional "
    "documentary style oblique first second third last final opening closing mild light perfect perfectly "
    "straight diagonal diagonally still just again together simultaneously also now gradually there here".split()
)
"""Words that only colour a move."""

SMALL_WORDS = frozenset(
    "a an the its this that very and or to is are be being been was will should would can may must does do "
    "begins begin beginning starts start starting continues continue continuing keeps keep keeping by more "
    "both degree degrees proceeds proceed please let lets let's have has having make makes direction manner "
    "fashion way it at speed pace get gets seems then so try tries".split()
)

SUBJECT_PRONOUNS = frozenset("he she they you i someone somebody everyone who".split())

OBJECT_MARKERS = frozenset(
    "at toward towards to of for facing faces face from past into on behind near holding holds hold infrontof "
    "looking looks look via raises raising carries toward onto through her his their my".split()
)
"""Before a camera noun these say that the camera is looked at or held, not moving."""

FILM_OPENERS = frozenset("with in using via through featuring by add adds do perform performs make makes for execute "
                         "executes use uses includes including combined combine plus into on as like after during over within until at".split())
"""Words after which a camera term is named as a noun."""

CAMERA_NOUNS = frozenset(
    "camera cam cameras lens shot view viewpoint viewer perspective pov frame framing we steadicam gimbal "
    "footage cameraman cinematographer drone dolly".split()
)

PICTURE_NOUNS = frozenset("lens shot view viewpoint perspective pov frame framing footage dolly".split())
"""Camera nouns that also name what is seen."""

FILM_NOUNS = frozenset("shot shots movement movements motion motions move moves camera cam effect reveal".split())

AERIAL_NOUNS = frozenset("drone aerial airborne fpv helicopter".split())

SIDE_BY_SIDE = frozenset("beside alongside".split())

DETERMINERS = frozenset((word,) for word in "the a an her his its their my your this that some".split())

NEGATORS = frozenset(
    "no not never without avoid avoids avoiding zero nor neither cannot cant can't don't dont doesn't doesnt "
    "didn't isn't isnt aren't won't wont shouldn't mustn't minus none".split()
)


def is_filler(word: str) -> bool:
    """Whether a word may stand between a camera and its verb without changing who moves."""
    return (
        word in _FILLERS
        or (word.endswith("ly") and len(word) > 4 and word not in _NOT_ADVERBS)
        or word[:1].isdigit()
        or word in TIME_UNITS
        or word == "-"
    )


_FILLERS = (
    SMALL_WORDS
    | MANNERS
    | INTENSIFIERS
    | PACES.keys()
    | AMOUNTS.keys()
    | EASINGS.keys()
    | (DIRECTION_WORDS.keys() - PREPOSITIONS_OF_APPROACH)
)
_NOT_ADVERBS = frozenset("family butterfly dragonfly belly jelly italy july assembly firefly ally bully rally".split())
