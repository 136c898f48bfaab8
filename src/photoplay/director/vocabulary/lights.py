"""What the light does: the verbs of each class of noun, and the nouns that act alone."""

from photoplay.director.vocabulary.kinds import LightKind
from photoplay.director.vocabulary.nouns import Noun

K = LightKind

_LIGHTS: tuple[tuple[LightKind, Noun, str], ...] = (
    (K.SWEEP, Noun.BEAM, "sweep move pass slide travel glide turn rotate pan swing scan search cross circle"),
    (K.SWEEP, Noun.LIGHT, "sweep move pass slide travel glide crawl creep shift drift spread"),
    (K.SWEEP, Noun.LAMP, "sweep move pass slide travel glide"),
    (K.SWEEP, Noun.SHADOW, "sweep move pass slide travel glide crawl creep shift drift lengthen stretch"),
    (K.SWEEP, Noun.RAY, "sweep travel crawl"),
    (
        K.CLOUD_SHADOW,
        Noun.CLOUD_SHADOW,
        "sweep move pass slide travel glide crawl creep shift drift race roll",
    ),
    (K.FLICKER, Noun.SHADOW, "dance flicker waver play"),
    (K.RAYS, Noun.LIGHT, "stream filter pour beam slant pierce break shine burst shaft"),
    (K.RAYS, Noun.LAMP, "stream filter"),
    (K.RAYS, Noun.RAY, "stream filter pour beam slant pierce break shine fall move shift dance"),
    (K.RAYS, Noun.SUN, "stream filter pour pierce break burst peek"),
    (K.RAYS, Noun.BEAM, "stream filter pour pierce slant break"),
    (K.SHIMMER, Noun.LIGHT, "dance play ripple flash bounce reflect sparkle"),
    (K.SHIMMER, Noun.LAMP, "shimmer twinkle sparkle glitter glimmer dance"),
    (K.SHIMMER, Noun.SUN, "dance"),
    (K.SHIMMER, Noun.EYES, "shine"),
    (K.FLICKER, Noun.LAMP, "flicker pulse pulsate blink flash strobe buzz stutter waver dim swell"),
    (K.FLICKER, Noun.CANDLE, "flicker waver dance sway pulse sputter gutter tremble move quiver"),
    (K.FLICKER, Noun.LIGHT, "flicker pulse pulsate waver strobe fluctuate"),
    (K.GLOW, Noun.CANDLE, "glow"),
    (K.GLOW, Noun.LAMP, "glow brighten"),
    (K.GLOW, Noun.LIGHT, "glow brighten pulse"),
    (K.DUSK, Noun.SUN, "set sink dip go"),
    (K.DUSK, Noun.LIGHT, "fade dim dwindle"),
    (K.DUSK, Noun.SKY, "darken fade dim"),
    (K.DUSK, Noun.DARKNESS, "fall descend come settle approach arrive deepen close spread"),
    (K.DAWN, Noun.SUN, "rise climb emerge come"),
    (K.DAWN, Noun.SKY, "brighten lighten"),
    (K.DAWN, Noun.DAYBREAK, "break come arrive dawn rise spread"),
    (K.LIGHTNING, Noun.LIGHTNING, "flash strike crack flicker illuminate light split fork streak crackle"),
    (K.FLARE, Noun.SUN, "flare"),
    (K.FLARE, Noun.LIGHT, "flare"),
    (K.FLARE, Noun.LAMP, "flare"),
    (K.FLICKER, Noun.ANY, "flicker"),
    (K.SHIMMER, Noun.ANY, "shimmer sparkle glitter glisten glint gleam twinkle glimmer scintillate"),
    (K.GLOW, Noun.ANY, "glow"),
)

LIGHTS: dict[tuple[str, Noun], LightKind] = {}
"""What a verb means of a class of nouns; of two entries the earlier wins."""
for _kind, _noun, _verbs in _LIGHTS:
    for _verb in _verbs.split():
        LIGHTS.setdefault((_verb, _noun), _kind)

PLAYS: dict[str, LightKind] = {
    word: kind
    for kind, words in {
        K.LIGHTNING: "lightning thunderbolt thunderbolts",
        K.RAYS: "godrays sunrays sunbeams moonbeams sunbeam godray",
    }.items()
    for word in words.split()
}
"""Words that ask for a play of light by themselves."""

PAIRED_PLAYS: dict[tuple[str, str], LightKind] = {
    (first, second): kind
    for kind, firsts, seconds in (
        (K.RAYS, "god sun light volumetric crepuscular", "ray rays beams shafts"),
        (K.RAYS, "light sunlight", "shaft shafts beams"),
        (K.RAYS, "volumetric", "light lighting"),
        (K.FLARE, "lens light sun anamorphic", "flare flares"),
    )
    for first in firsts.split()
    for second in seconds.split()
}
"""Pairs of words that ask for a play of light."""

TURNS_OF_DAY: dict[tuple[str, str], LightKind] = {
    ("day", "night"): K.DUSK,
    ("day", "dusk"): K.DUSK,
    ("afternoon", "dusk"): K.DUSK,
    ("afternoon", "evening"): K.DUSK,
    ("sunset", "night"): K.DUSK,
    ("dusk", "night"): K.DUSK,
    ("night", "day"): K.DAWN,
    ("night", "dawn"): K.DAWN,
    ("night", "morning"): K.DAWN,
}
"""Times of day, from one to the other ("day turns to night")."""
