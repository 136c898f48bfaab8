"""What the environment and the weather do: the verbs of each class of noun, and the nouns that act alone."""

from photoplay.director.vocabulary.kinds import EffectKind
from photoplay.director.vocabulary.lexicon import word_set
from photoplay.director.vocabulary.nouns import Noun

K = EffectKind

_BLOWN = (
    "sway blow flutter ripple wave move dance flow billow swing rustle tremble stir float drift swirl whip "
    "shake quiver bend toss ruffle lift tousle shift flap bob sweep play stream fly fan undulate nod rock twist "
    "bounce shiver wiggle"
)

_EFFECTS: tuple[tuple[EffectKind, Noun, str], ...] = (
    (
        K.FLOW,
        Noun.WATER,
        "flow run rush stream pour gush trickle move swirl churn babble course "
        "roar tumble surge burble gurgle drip bubble spill splash spray glide sweep race dance circulate "
        "drain sprinkle jet shoot squirt spurt",
    ),
    (K.WATERFALL, Noun.WATER, "cascade fall plunge plummet"),
    (K.RIPPLE, Noun.WATER, "ripple lap undulate wobble slosh"),
    (
        K.RIPPLE,
        Noun.POND,
        "ripple lap undulate move stir wobble tremble quiver shift sway swirl flow waver distort dance",
    ),
    (
        K.WAVES,
        Noun.SEA,
        "roll crash break lap surge swell heave churn move wave flow wash rise rage roar foam "
        "undulate sway toss pound",
    ),
    (K.RIPPLE, Noun.SEA, "ripple"),
    (
        K.WAVES,
        Noun.WAVE,
        "roll crash break lap surge swell heave churn move wash rise foam curl hit pound come "
        "splash slam smash rush beat wave sweep recede retreat approach rock flow tumble",
    ),
    (K.RIPPLE, Noun.RIPPLE, "spread move expand form dance run radiate travel cross ripple appear widen"),
    (
        K.WATERFALL,
        Noun.WATERFALL,
        "cascade fall plunge flow pour rush tumble roar crash drop run stream thunder spill gush surge",
    ),
    (
        K.RAIN,
        Noun.RAIN,
        "fall pour drizzle patter drum hit lash pelt beat run splash trickle drip streak start "
        "begin come drop stream sweep continue slide roll blow hammer soak",
    ),
    (
        K.SNOW,
        Noun.SNOW,
        "fall drift swirl float blow dance flutter come start begin land settle descend drop "
        "whirl continue glide tumble",
    ),
    (
        K.FOG,
        Noun.FOG,
        "roll drift creep swirl float move rise hang lift spread curl flow thicken crawl hover "
        "cling slide seep settle blanket fill cover shroud envelop come pour billow blow glide surround obscure",
    ),
    (
        K.SMOKE,
        Noun.SMOKE,
        "rise drift curl swirl billow float waft pour spiral blow move twist spread fill puff "
        "coil drift ascend flow seep escape climb emerge hang come dissipate trail snake plume",
    ),
    (
        K.STEAM,
        Noun.STEAM,
        "rise drift curl swirl billow float waft pour spiral blow move twist spread puff coil "
        "ascend flow escape come dissipate drift emerge hiss climb",
    ),
    (
        K.FLAMES,
        Noun.FIRE,
        "burn flicker dance crackle blaze roar leap rage lick rise flare glow move sway "
        "spread engulf smolder smoulder waver jump shoot grow erupt consume",
    ),
    (K.FLAMES, Noun.CANDLE, "burn"),
    (
        K.CLOUDS,
        Noun.CLOUD,
        "drift move roll float race pass scud sail glide gather part swirl build billow "
        "churn sweep travel cross slide shift rush flow stream form boil crawl blow race hurry creep change "
        "dissolve speed",
    ),
    (
        K.DUST,
        Noun.DUST,
        "float drift swirl dance rise blow fly hang whirl move settle billow glitter sparkle shimmer "
        "kick glow spin twirl fall twinkle catch dance",
    ),
    (
        K.SPARKS,
        Noun.SPARK,
        "fly rise drift float dance shoot scatter burst glow leap fall spray swirl jump "
        "erupt rain shower crackle",
    ),
    (
        K.EMBERS,
        Noun.EMBER,
        "glow float drift rise fly swirl dance fall pulse smolder smoulder flicker scatter burn",
    ),
    (
        K.PETALS,
        Noun.PETAL,
        "fall drift float swirl flutter blow drop scatter dance rain fly shower twirl whirl "
        "descend tumble move spin glide sail",
    ),
    (
        K.FALLING_LEAVES,
        Noun.LEAF,
        "fall drift float swirl drop whirl twirl scatter tumble descend fly spiral spin glide",
    ),
    (K.FOLIAGE, Noun.LEAF, _BLOWN),
    (K.FOLIAGE, Noun.FOLIAGE, _BLOWN + " whisper breathe roll"),
    (K.HAIR, Noun.HAIR, _BLOWN + " flip"),
    (K.CLOTH, Noun.CLOTH, _BLOWN + " swish trail swirl fill unfurl flare twirl whirl swoosh snap"),
    (
        K.FIREFLIES,
        Noun.FIREFLY,
        "glow float drift blink flicker dance fly hover twinkle rise swarm flash move light swirl circle",
    ),
    (K.BUBBLES, Noun.BUBBLE, "rise float drift fizz pop burst ascend move dance stream form swirl fly"),
    (
        K.STARS,
        Noun.STAR,
        "twinkle shimmer sparkle glitter flicker move shine rotate wheel glow pulse spin turn "
        "drift shoot fall streak blink glimmer trail",
    ),
    (
        K.FIREWORKS,
        Noun.FIREWORK,
        "explode burst go erupt light bloom shoot launch flash boom crackle pop "
        "illuminate fire rise fill flare sparkle",
    ),
    (K.CONFETTI, Noun.CONFETTI, "fall rain drift float swirl shower flutter drop fly explode burst tumble"),
)

EFFECTS: dict[tuple[str, Noun], EffectKind] = {}
"""What a verb means of a class of nouns; of two entries the earlier wins."""
for _kind, _noun, _verbs in _EFFECTS:
    for _verb in _verbs.split():
        EFFECTS.setdefault((_verb, _noun), _kind)

STIRRED = frozenset(
    {Noun.HAIR, Noun.CLOTH, Noun.FOLIAGE, Noun.LEAF, Noun.FIRE, Noun.CANDLE, Noun.PETAL, Noun.POND}
)
"""What something else can set in motion, as the object of a verb."""

STIRRING = word_set(
    "move lift ruffle stir sway blow toss sweep tousle rustle shake bend catch flutter tug brush billow ripple "
    "rock whip scatter carry fan caress swing disturb animate"
)
"""Verbs that set their object in motion."""

WIND_MOVES: dict[Noun, EffectKind] = {
    Noun.HAIR: K.HAIR,
    Noun.CLOTH: K.CLOTH,
    Noun.FOLIAGE: K.FOLIAGE,
    Noun.LEAF: K.FOLIAGE,
    Noun.PETAL: K.PETALS,
}
"""What the wind sets in motion wherever both are named."""

WINDY = word_set("windy breezy windswept windblown gusty")
"""Adjectives that name the wind."""

WORN = word_set("flow trail fly")
"""Verbs whose participle before hair or cloth tells its cut, not its motion ("a flowing dress")."""

WEATHER: dict[str, EffectKind] = {
    word: kind
    for kind, words in {
        K.RAIN: "rain raindrop raindrops drizzle rainfall rainstorm downpour thunderstorm monsoon raining rains rained "
        "drizzling drizzles rainy",
        K.SNOW: "snowflake snowflakes snowfall snowstorm blizzard flurry flurries snowing snows",
        K.FOG: "fog mist haze foggy misty",
        K.SMOKE: "smoke fumes smoking smokes",
        K.STEAM: "steam vapor vapour steaming",
        K.RIPPLE: "ripples",
        K.WAVES: "waves surf",
        K.FLAMES: "campfire campfires bonfire bonfires flames",
        K.CLOUDS: "clouds",
        K.SPARKS: "sparks",
        K.EMBERS: "embers",
        K.FIREFLIES: "fireflies",
        K.BUBBLES: "bubbles",
        K.FIREWORKS: "fireworks",
        K.CONFETTI: "confetti",
        K.DUST: "motes",
    }.items()
    for word in words.split()
}
"""Words that ask for an effect by themselves."""

WEATHER_BY_STRENGTH: dict[str, EffectKind] = {"snow": K.SNOW}
"""Words that ask for an effect where their strength is told ("light snow")."""
