"""What people, animals and things do: the verbs and the nouns that name an action."""

from dataclasses import dataclass

from photoplay.director.vocabulary.kinds import ActionKind
from photoplay.director.vocabulary.lexicon import word_set
from photoplay.director.vocabulary.nouns import Noun

K = ActionKind

END = "$"
"""Stands for the end of a clause among the words that may follow a verb."""

_TOWARD = "to toward towards"
_SIDES = "left right leftward leftwards rightward rightwards away sideways"


@dataclass(frozen=True)
class Act:
    """One sense of a verb that somebody does."""

    kind: ActionKind
    then: frozenset[str] = frozenset()
    """The words of which one must follow, adverbs aside; empty where any may."""
    but: frozenset[str] = frozenset()
    """Words that may not follow."""
    posed: bool = False
    """Whether a participle after a noun only describes a pose ("a woman leaning on a rail")."""
    takes_object: bool = False
    """Whether a thing may follow without a preposition."""


def _act(kind: ActionKind, then: str = "", but: str = "", *, posed: bool = False, takes: bool = False) -> Act:
    return Act(kind, word_set(then), word_set(but), posed, takes)


_ACTS: tuple[tuple[Act, str], ...] = (
    (_act(K.BREATHE), "breathe inhale exhale sigh"),
    (_act(K.BLINK), "blink wink squint"),
    (_act(K.LOOK_AROUND, "around about round"), "look glance gaze peer"),
    (_act(K.TURN_HEAD, "over back behind"), "look glance"),
    (
        _act(
            K.GLANCE,
            f"{_TOWARD} {_SIDES} at up down upward upwards downward downwards into out off in "
            "straight directly through forward aside past across",
            posed=True,
        ),
        "look gaze peer",
    ),
    (_act(K.GLANCE), "glance peek"),
    (_act(K.SMILE), "smile grin smirk beam"),
    (_act(K.NOD), "nod"),
    (_act(K.TURN_AROUND, "around round about"), "turn spin whirl"),
    (_act(K.TURN_HEAD, f"{_TOWARD} {_SIDES} back {END}"), "turn"),
    (_act(K.SWAY, but="a an the his her its their"), "sway swing rock"),
    (
        _act(
            K.LEAN,
            f"{_TOWARD} in forward forwards back backward backwards closer over away out down "
            "left right sideways",
        ),
        "lean bend",
    ),
    (_act(K.FLOAT), "float hover levitate drift glide"),
    (_act(K.BOB), "bob"),
    (_act(K.SPIN), "spin twirl whirl rotate revolve pirouette swirl"),
    (
        _act(K.WALK),
        "walk stroll step march stride pace wander stalk stomp tiptoe trudge amble "
        "saunter strut waddle crawl creep prowl limp hike climb trek roam shuffle approach cross",
    ),
    (_act(K.RUN), "run sprint jog gallop dash trot canter scamper scurry race hurry rush charge chase flee"),
    (
        _act(K.RIDE, takes=True),
        "ride drive cycle skate pedal ski skateboard snowboard bicycle row paddle surf sled",
    ),
    (_act(K.FLY), "fly soar"),
    (_act(K.SWIM), "swim dive snorkel"),
    (_act(K.DANCE), "dance waltz breakdance boogie groove"),
    (_act(K.JUMP), "jump leap hop skip bounce somersault vault pounce frolic"),
    (_act(K.FALL), "fall stumble collapse tumble trip topple faint"),
    (_act(K.SIT, "down up"), "sit kneel crouch squat lie bend lay"),
    (_act(K.STAND, "up"), "stand get"),
    (_act(K.STAND, "up from"), "rise"),
    (
        _act(K.SPEAK, takes=True),
        "talk speak say whisper shout yell scream chat converse argue mutter murmur reply recite "
        "announce explain discuss",
    ),
    (_act(K.OPEN_MOUTH), "bark meow howl roar growl gasp neigh moo bleat"),
    (_act(K.SING, takes=True), "sing hum chant chirp"),
    (_act(K.LAUGH), "laugh giggle chuckle cackle"),
    (_act(K.CRY), "cry weep sob"),
    (_act(K.YAWN), "yawn"),
    (_act(K.EAT, takes=True), "eat chew bite munch nibble graze feed"),
    (_act(K.DRINK, takes=True), "drink sip gulp slurp"),
    (_act(K.KISS, takes=True), "kiss smooch"),
    (_act(K.HUG, takes=True), "hug embrace cuddle"),
    (_act(K.FIGHT, but="up"), "kick"),
    (_act(K.FIGHT, takes=True), "fight punch wrestle spar duel battle attack"),
    (_act(K.WAVE, takes=True), "wave"),
    (_act(K.GRAB, "up"), "pick lift"),
    (_act(K.GRAB, "out for toward towards into"), "reach"),
    (_act(K.GRAB, takes=True), "grab grasp snatch clutch catch"),
    (
        _act(K.GESTURE, takes=True),
        "gesture gesticulate point clap applaud salute beckon shrug bow curtsy stretch throw swing "
        "toss adjust stroke caress pet touch scratch rub wipe type write stir knead sew knit paint draw sketch "
        "chop slice pray cheer",
    ),
    (_act(K.PLAY, but="out back", takes=True), "play strum juggle splash"),
    (_act(K.BREATHE), "pant snore"),
)

ACTS: dict[str, tuple[Act, ...]] = {}
"""The senses of every verb that somebody does alone, the first that fits wins."""
for _sense, _verbs in _ACTS:
    for _verb in _verbs.split():
        ACTS[_verb] = (*ACTS.get(_verb, ()), _sense)

_BODY: tuple[tuple[ActionKind, Noun, str], ...] = (
    (K.TURN_HEAD, Noun.HEAD, "turn rotate swivel move swing"),
    (K.SHAKE_HEAD, Noun.HEAD, "shake"),
    (K.TILT_HEAD, Noun.HEAD, "tilt cock incline lean tip lower raise lift drop dip bend"),
    (K.NOD, Noun.HEAD, "nod bob bow"),
    (K.BLINK, Noun.EYES, "open close shut blink squint narrow wink flutter"),
    (K.BLINK, Noun.EYELIDS, "open close shut blink flutter droop flicker bat lower raise lift move"),
    (K.RAISE_BROWS, Noun.EYES, "widen"),
    (
        K.GLANCE,
        Noun.EYES,
        "move dart shift look glance follow wander drift scan roll avert lower raise lift turn "
        "meet travel lock",
    ),
    (K.RAISE_BROWS, Noun.BROWS, "raise lift arch rise quirk move cock furrow wiggle"),
    (K.OPEN_MOUTH, Noun.MOUTH, "open part drop gape close fall"),
    (K.SMILE, Noun.MOUTH, "curl curve"),
    (K.SPEAK, Noun.MOUTH, "move quiver"),
    (K.WAG_TAIL, Noun.TAIL, "wag swish flick swing sway twitch move curl wave lash wiggle"),
    (K.TWITCH_EARS, Noun.EARS, "twitch flick wiggle perk move swivel flap prick rotate flutter"),
    (K.BREATHE, Noun.CHEST, "rise fall move heave expand breathe lift"),
    (K.GESTURE, Noun.CHEST, "shrug"),
    (K.WAVE, Noun.HAND, "wave"),
    (
        K.GESTURE,
        Noun.HAND,
        "raise lift move extend hold stretch clap fold cross tap drum fidget flex clench open close "
        "lower shake swing rub spread",
    ),
    (K.FLY, Noun.WING, "flap beat spread flutter unfold open stretch"),
    (K.CRY, Noun.TEAR, "stream roll fall run drip flow trickle well slide drop shed"),
    (K.FLY, Noun.FLYER, "fly soar glide flap circle swoop flutter wheel take scatter buzz"),
    (K.FLOAT, Noun.FLYER, "hover"),
    (K.SWIM, Noun.FISH, "swim glide dart drift circle move"),
    (
        K.RIDE,
        Noun.VEHICLE,
        "drive roll speed race cruise pass move travel rush ride zoom accelerate hurtle chug glide slide",
    ),
    (K.BOB, Noun.BOAT, "bob rock sway roll pitch toss"),
    (K.FLOAT, Noun.BOAT, "float drift sail glide move cruise"),
    (K.FLY, Noun.AIRCRAFT, "fly soar glide cross pass descend ascend launch cruise"),
    (K.SPIN, Noun.WHEEL, "turn spin rotate revolve whirl twirl move"),
    (K.FLOAT, Noun.BALLOON, "float drift rise hover fly glide soar ascend"),
    (K.FLOAT, Noun.LAMP, "float drift rise hover"),
    (K.SWAY, Noun.LAMP, "swing sway"),
)

BODY: dict[tuple[str, Noun], ActionKind] = {
    (verb, noun): kind for kind, noun, verbs in _BODY for verb in verbs.split()
}
"""What a verb means of a part of the body or of a thing, as its subject or as its object."""

AXIS = word_set("axis spot place pedestal turntable")
"""What a thing turns on."""

MANY_SENSED = word_set(
    "turn lean bend run climb rise stand get look lie lay wave reach catch point stretch race rush charge dive "
    "stroke type rub draw touch pet chop slice cycle surf drive hike "
    "cross feed beam play pitch step crawl sit trip peer point roam approach trail"
)
"""Verbs said of roads and walls as well, which somebody known to act must do."""

THINGS_CAN = frozenset({K.SPIN, K.FALL, K.FLOAT, K.BOB, K.SWAY})
"""Actions that need nobody who can act."""

GESTURES: dict[str, ActionKind] = {
    word: kind
    for kind, words in {
        K.SMILE: "smile smiles grin smirk smiling",
        K.NOD: "nod nods nodding",
        K.BLINK: "blink blinks wink blinking",
        K.GLANCE: "glance glances",
        K.BREATHE: "breath breaths breathing inhalation exhalation sigh breathe",
        K.LAUGH: "laugh laughter giggle chuckle",
        K.HUG: "hug embrace",
        K.KISS: "kiss kisses",
        K.YAWN: "yawn yawns",
        K.SWAY: "sway",
        K.WAVE: "wave",
        K.DRINK: "sip",
        K.EAT: "bite",
        K.SPIN: "twirl pirouette",
    }.items()
    for word in words.split()
}
"""Nouns that name an action ("a slow nod")."""

MEASURED_GESTURES = word_set("wave sip bite")
"""Of these nouns, those that name an action only after a verb such as "gives" or "takes"."""

GIVING = word_set("give take offer have share do make perform")
"""Verbs whose object is the action itself."""

IDLE_VERBS = (
    "hold wear carry watch see show reveal wait stay remain keep rest have use make let help leave lie sleep "
    "wrap cover surround fill become seem appear disappear emerge feel listen smell think read study work cook "
    "put place set take give bring push pull find meet join face gather line stand sit lean hang perch pose "
    "look stare open close raise lower lift turn enter exit arrive return pass follow lead create cast "
    "feature contain include want begin go come light illuminate bathe frame echo sound vibrate cling blanket "
    "shroud envelop obscure drench wet soak reach touch sprinkle stick cap"
)
"""Other verbs, which tell where a noun phrase ends."""
