"""The director's vocabulary as data: directions, paces, amounts and the small words of English."""

from functools import lru_cache

from photoplay.director.vocabulary.kinds import Direction, Easing, Pace


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


TIME_UNITS = word_set("s sec secs second seconds half")

SIZE_UNITS = word_set("x times percent degree degrees deg")

CLOCK_WORDS = word_set(
    "start beginning end outset throughout halfway midway clip video mark whole entire time first last"
)
"""Words that, with small words and numbers, make up a clock time and nothing else."""

NUMBER_WORDS = {
    **dict(
        zip(
            ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
            map(str, range(1, 11)),
            strict=True,
        )
    ),
    "a": "1",
    "couple": "2",
}
"""Read as numbers before a unit of time."""

DIRECTION_WORDS: dict[str, Direction] = {
    word: direction
    for direction, words in {
        Direction.LEFT: "left leftward leftwards lefthand",
        Direction.RIGHT: "right rightward rightwards righthand",
        Direction.UP: "up upward upwards rising ascending skyward skywards",
        Direction.DOWN: "down downward downwards descending lowering falling",
        Direction.IN: "in inward inwards into forward forwards closer nearer toward towards ahead on deeper "
        "through onto",
        Direction.OUT: "out outward outwards reverse back backward backwards away off wider",
        Direction.CLOCKWISE: "clockwise",
        Direction.COUNTERCLOCKWISE: "counterclockwise",
    }.items()
    for word in words.split()
}

PREPOSITIONS_OF_APPROACH = word_set("into toward towards on onto through in")
"""Direction words that may also open a place; another direction beside them wins."""

COMPLEMENTS = word_set("across over along around about past between beside alongside from above")
"""Prepositions that may follow a camera term in place of a direction ("pan across the valley")."""

NOT_AFTER_A_SIDE = word_set("hand hands eye eyes arm arms shoulder foot leg ear cheek wing paw of")
"""After "left" or "right" these make it a part of something, or no direction at all."""

PACES: dict[str, Pace] = {
    word: pace
    for pace, words in {
        Pace.VERY_SLOW: "imperceptible imperceptibly barely glacial glacially",
        Pace.SLOW: "slow slowly gradual gradually gentle gently soft softly subtle subtly calm calmly "
        "leisurely unhurried restrained creeping lingering languid languidly patient patiently delicate "
        "delicately",
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
        Easing.LINEAR: "constant constantly linear linearly steady steadily uniform uniformly continuous "
        "continuously",
        Easing.EASE_IN: "accelerating accelerates accelerate",
        Easing.EASE_OUT: "decelerating decelerates decelerate slowing settling settles",
    }.items()
    for word in words.split()
}

INTENSIFIERS = word_set("very extremely super ultra really incredibly")

MANNERS = word_set(
    "semi circular vertical horizontal smooth steady stable fluid graceful elegant cinematic dynamic "
    "natural nervous continuous continued constant beautiful simple single quiet organic wide medium "
    "close closeup long full low high angle eye level overhead establishing aerial great partial half "
    "complete intimate moody epic further slowmotion professional documentary style oblique first "
    "second third last final opening closing mild perfect perfectly straight side lateral "
    "diagonal diagonally still just again together simultaneously also now gradually there here only true "
    "proper classic seamless unbroken measured controlled deliberate careful stately hypnotic majestic lazy "
    "dreamy floating telephoto anamorphic optical digital tense ominous playful confident relaxed rhythmic "
    "noticeable perceptible visible brisk flowing weightless effortless precise sharp tight loose "
    "broad sustained prolonged"
)
"""Words that only colour a move."""

SMALL_WORDS = word_set(
    "opens a an the its this that very and or to is are be being been was will should would can may "
    "must does do begins begin beginning starts start starting continues continue continuing keeps keep "
    "keeping by more both degree degrees proceeds proceed please let lets let's have has having make "
    "makes direction manner fashion way it at speed pace get gets seems then so try tries"
)

OBJECT_MARKERS = word_set(
    "at toward towards to of for facing faces face from past into on behind near holding holds hold "
    "infrontof looking looks look via raises raising carries onto through her his their my"
)
"""Before a camera noun these say that the camera is looked at or held, not moving."""

FILM_OPENERS = word_set(
    "except besides with in using via through featuring by add adds do perform performs make makes for "
    "execute executes use uses includes including combined combine plus into on as like from after "
    "during over within until at"
)
"""Words after which a camera term is named as a noun."""

POSSESSIVES = word_set("her his their my its")

CAMERA_NOUNS = word_set(
    "camera cam cameras lens shot view viewpoint viewer perspective pov frame framing we steadicam "
    "gimbal camcorder handycam gopro footage cameraman cinematographer drone"
)

SCENE_NOUNS = word_set("scene sequence clip video film take animation")
"""What a camera may be spoken of in ("the sequence opens with the camera ...")."""

SHOWING = word_set(
    "is are has have capture captures capturing captured show shows showing reveal reveals revealing frame frames "
    "framing focus focuses focusing focused highlight highlights highlighting emphasize emphasizes emphasizing "
    "present presents film films filmed record records see sees"
)
"""What is said of a camera without asking it to move."""

PICTURE_NOUNS = word_set("lens shot view viewpoint perspective pov frame framing footage")
"""Camera nouns that also name what is seen."""

SURE_FILM_NOUNS = word_set("shot shots twoshot movement camera cam footage feel style")

FILM_NOUNS = SURE_FILM_NOUNS | word_set("movements motion motions move effect view freeze take sequence")

PERFORMERS = word_set(
    "perform performs performing execute executes executing make makes do does use uses complete completes"
)
"""Verbs whose object is the move itself."""

PASSAGES = word_set(
    "street road hallway corridor aisle path alley tunnel hall lane track trail river canyon avenue "
    "highway stairs"
)
"""Down or up these, a camera goes forward."""

RELATIVES = word_set("who whose that")

AERIAL_NOUNS = word_set("drone aerial airborne fpv helicopter")

SIDE_BY_SIDE = word_set("beside alongside")

LATERAL = SIDE_BY_SIDE | word_set("lateral laterally side sideways sideward")

DETERMINERS = word_set("the a an her his its their my your this that some")

NEGATORS = word_set(
    "no not never without avoid avoids avoiding zero nor neither cannot cant can't don't dont doesn't "
    "doesnt didn't isn't isnt aren't won't stop stops stopping cease ceases wont shouldn't mustn't "
    "minus none"
)


def is_number(word: str) -> bool:
    """Whether a word is a number in digits."""
    return word[:1] in frozenset("0123456789")


@lru_cache(maxsize=8192)
def is_filler(word: str) -> bool:
    """Whether a word may stand between a camera and its verb without changing who moves."""
    return (
        word in _FILLERS
        or (word.endswith("ly") and len(word) > 4 and word not in _NOT_ADVERBS)
        or is_number(word)
        or word in TIME_UNITS
        or word == "-"
    )


_FILLERS = (
    SMALL_WORDS
    | MANNERS
    | INTENSIFIERS
    | NEGATORS
    | SIZE_UNITS
    | PACES.keys()
    | AMOUNTS.keys()
    | EASINGS.keys()
    | (DIRECTION_WORDS.keys() - PREPOSITIONS_OF_APPROACH)
)
_NOT_ADVERBS = word_set("family butterfly dragonfly belly jelly italy july assembly firefly ally bully rally")
