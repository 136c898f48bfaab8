"""The nouns of a picture, in classes that move alike."""

from enum import Enum, auto

from photoplay.director.vocabulary.inflection import number_forms
from photoplay.director.vocabulary.lexicon import word_set


class Noun(Enum):
    """What a noun names, by the way it moves."""

    PERSON = auto()
    ANIMAL = auto()
    FLYER = auto()
    FISH = auto()
    VEHICLE = auto()
    BOAT = auto()
    AIRCRAFT = auto()
    WHEEL = auto()
    BALLOON = auto()
    WATER = auto()
    POND = auto()
    SEA = auto()
    WAVE = auto()
    RIPPLE = auto()
    WATERFALL = auto()
    RAIN = auto()
    SNOW = auto()
    FOG = auto()
    SMOKE = auto()
    STEAM = auto()
    FIRE = auto()
    CANDLE = auto()
    LAMP = auto()
    LIGHT = auto()
    RAY = auto()
    BEAM = auto()
    SUN = auto()
    DARKNESS = auto()
    DAYBREAK = auto()
    SHADOW = auto()
    CLOUD_SHADOW = auto()
    SKY = auto()
    CLOUD = auto()
    STAR = auto()
    LIGHTNING = auto()
    DUST = auto()
    SPARK = auto()
    EMBER = auto()
    PETAL = auto()
    LEAF = auto()
    FOLIAGE = auto()
    HAIR = auto()
    CLOTH = auto()
    FIREFLY = auto()
    BUBBLE = auto()
    FIREWORK = auto()
    CONFETTI = auto()
    WIND = auto()
    HEAD = auto()
    EYES = auto()
    EYELIDS = auto()
    BROWS = auto()
    MOUTH = auto()
    TAIL = auto()
    EARS = auto()
    CHEST = auto()
    HAND = auto()
    WING = auto()
    TEAR = auto()
    ANY = auto()
    """Stands in the tables for every noun."""


_COUNTED: dict[Noun, str] = {
    Noun.PERSON: "man woman boy girl child kid baby toddler infant teenager person lady gentleman guy fellow "
    "mother father mom mum dad parent son daughter brother sister grandmother grandfather grandma grandpa "
    "couple friend bride groom lover family crowd group team stranger passerby pedestrian tourist traveler "
    "traveller hiker climber runner walker swimmer surfer skater skier cyclist biker rider driver pilot "
    "dancer ballerina singer actor actress musician guitarist pianist violinist drummer artist painter "
    "potter sculptor writer poet teacher student pupil doctor nurse soldier warrior knight samurai ninja "
    "king queen prince princess emperor wizard witch monk nun priest farmer fisherman sailor captain pirate "
    "cowboy chef cook baker waiter waitress barista bartender worker builder engineer scientist astronaut "
    "explorer detective policeman officer firefighter athlete player boxer fighter model character figure "
    "hero heroine villain ghost zombie vampire angel fairy elf goblin giant monster demon robot android "
    "cyborg alien doll puppet mermaid businessman businesswoman shopkeeper vendor customer audience "
    "spectator commuter elder geisha magician juggler clown acrobat gymnast conductor portrait subject",
    Noun.ANIMAL: "animal creature beast pet dog puppy cat kitten horse pony foal donkey cow bull calf ox "
    "sheep lamb goat pig piglet rabbit bunny hare fox wolf bear cub panda koala lion lioness tiger leopard "
    "cheetah jaguar panther elephant rhino hippo giraffe zebra deer stag doe elk moose reindeer buffalo "
    "bison antelope camel llama alpaca monkey ape gorilla chimpanzee squirrel chipmunk hamster mouse rat "
    "hedgehog raccoon badger otter beaver seal walrus snake lizard gecko chameleon iguana crocodile "
    "alligator dinosaur dragon unicorn frog toad turtle tortoise snail crab spider kangaroo lemur sloth "
    "husky corgi poodle labrador retriever shepherd herd",
    Noun.FLYER: "bird seagull gull eagle hawk falcon owl crow raven pigeon dove sparrow swallow robin "
    "hummingbird parrot flamingo heron stork swan duck duckling goose pelican penguin peacock rooster hen "
    "chicken flock butterfly moth bee bumblebee dragonfly bat insect ladybug pterodactyl",
    Noun.FISH: "fish goldfish koi shark whale dolphin orca jellyfish octopus squid stingray manta seahorse "
    "salmon trout",
    Noun.VEHICLE: "car truck bus taxi van tram train locomotive motorcycle motorbike scooter bicycle bike "
    "carriage wagon cart vehicle tractor skateboard jeep limousine convertible lorry traffic",
    Noun.BOAT: "boat ship sailboat rowboat canoe kayak raft yacht ferry gondola vessel buoy lifeboat",
    Noun.AIRCRAFT: "airplane aeroplane plane jet aircraft helicopter spaceship spacecraft starship rocket "
    "glider biplane ufo",
    Noun.WHEEL: "wheel windmill fan propeller turbine globe planet carousel record vinyl gear cog rotor "
    "pinwheel weathervane roulette vane blade",
    Noun.BALLOON: "balloon airship kite feather parachute zeppelin",
    Noun.WATER: "river stream creek brook water current rapid fountain spring canal tap faucet waterway "
    "rivulet wine coffee tea milk lava honey liquid",
    Noun.POND: "lake pond puddle pool lagoon reflection",
    Noun.SEA: "sea ocean",
    Noun.WAVE: "wave surf swell tide breaker",
    Noun.RIPPLE: "ripple",
    Noun.WATERFALL: "waterfall cascade",
    Noun.RAIN: "rain raindrop drizzle rainfall rainstorm downpour thunderstorm monsoon",
    Noun.SNOW: "snow snowflake snowfall snowstorm blizzard flurry flake",
    Noun.FOG: "fog mist haze",
    Noun.SMOKE: "smoke fume",
    Noun.STEAM: "steam vapor vapour",
    Noun.FIRE: "fire flame campfire bonfire fireplace hearth blaze inferno wildfire torch",
    Noun.CANDLE: "candle candlelight tealight candlestick firelight candleflame",
    Noun.LAMP: "lamp lantern bulb lightbulb neon sign streetlight streetlamp chandelier headlight light "
    "screen television tv monitor signboard billboard fluorescent",
    Noun.LIGHT: "sunlight moonlight sunshine daylight glow highlight starlight lamplight glare caustic",
    Noun.RAY: "sunbeam sunray moonbeam godray ray shaft",
    Noun.BEAM: "beam spotlight searchlight lighthouse flashlight floodlight laser",
    Noun.SUN: "sun",
    Noun.DARKNESS: "dusk night nightfall darkness twilight evening",
    Noun.DAYBREAK: "dawn daybreak sunrise morning",
    Noun.SHADOW: "shadow",
    Noun.SKY: "sky sunset horizon day",
    Noun.CLOUD: "cloud cloudscape thundercloud stormcloud",
    Noun.STAR: "star starfield constellation galaxy",
    Noun.LIGHTNING: "lightning thunderbolt",
    Noun.DUST: "dust mote particle pollen sand",
    Noun.SPARK: "spark",
    Noun.EMBER: "ember cinder ash",
    Noun.PETAL: "petal blossom",
    Noun.LEAF: "leaf",
    Noun.FOLIAGE: "tree treetop grass flower plant reed wheat barley rice corn bush shrub branch twig bough "
    "fern foliage vine ivy palm bamboo willow pine birch oak maple fir meadow crop cornfield wildflower "
    "sunflower tulip rose daisy poppy lavender lily orchid bouquet dandelion stalk stem frond canopy "
    "vegetation hedge moss seaweed kelp algae lotus cattail forest wood field",
    Noun.HAIR: "hair ponytail mane fur plumage beard braid lock bangs fringe strand curl tress hairstyle "
    "moustache mustache whisker pigtail",
    Noun.CLOTH: "curtain drape dress robe cloak cape coat skirt scarf shawl flag banner sail veil ribbon "
    "shirt blouse kimono sari gown jacket sleeve hem tunic clothes clothing fabric cloth garment linen "
    "laundry sheet tent tarp canopies pennant kerchief handkerchief hijab turban tassel tablecloth silk "
    "sash toga hood apron poncho blanket awning lace tulle chiffon paper newspaper poster",
    Noun.FIREFLY: "firefly glowworm",
    Noun.BUBBLE: "bubble",
    Noun.FIREWORK: "firework",
    Noun.CONFETTI: "confetti streamer",
    Noun.WIND: "wind breeze gust draft draught gale",
    Noun.HEAD: "head face chin",
    Noun.EYES: "eye gaze pupil",
    Noun.EYELIDS: "eyelid eyelash lash lid",
    Noun.BROWS: "brow eyebrow",
    Noun.MOUTH: "mouth lip jaw",
    Noun.TAIL: "tail",
    Noun.EARS: "ear",
    Noun.CHEST: "chest belly stomach breast flank ribcage shoulder torso",
    Noun.HAND: "hand arm finger fist palms",
    Noun.WING: "wing",
    Noun.TEAR: "tear teardrop",
}

NOUNS: dict[str, Noun] = {
    spelling: noun
    for noun, singulars in _COUNTED.items()
    for singular in singulars.split()
    for spelling in number_forms(singular)
} | {"light": Noun.LIGHT}
"""The class of every noun the director knows, singular and plural."""

PERSONAL = word_set(
    "he she they you i who someone somebody everyone everybody anyone him them both one another others "
    "himself herself themselves"
)
"""Pronouns for somebody who can act."""

ACTORS = frozenset({Noun.PERSON, Noun.ANIMAL, Noun.FLYER, Noun.FISH})

BODY_PARTS = frozenset(
    {
        Noun.HEAD,
        Noun.EYES,
        Noun.EYELIDS,
        Noun.BROWS,
        Noun.MOUTH,
        Noun.TAIL,
        Noun.EARS,
        Noun.CHEST,
        Noun.HAND,
        Noun.WING,
        Noun.TEAR,
    }
)
"""Parts of somebody."""

MODIFIED: dict[tuple[str, str], Noun] = {
    (first, second): noun
    for noun, firsts, seconds in (
        (Noun.CANDLE, "candle", "flame flames wick"),
        (Noun.WATER, "water", "jet jets column"),
        (Noun.POND, "water lake pond", "surface"),
        (Noun.CLOUD_SHADOW, "cloud clouds", "shadow shadows"),
    )
    for first in firsts.split()
    for second in seconds.split()
}
"""Nouns that the noun before them puts in another class ("the candle flame")."""

COMPOUNDS = word_set(
    "shoe shoes boot boots stick sticks hall halls jacket jackets coat coats pool pools track tracks suit "
    "suits gear machine machines chair chairs glass glasses bag bags club clubs school lesson lessons trail "
    "trails path room rooms area areas detector alarm engine train trains gun globe ball balls man plow "
    "leopard queen forest barrel gutter gutters puddle puddles board boards mobile drifts peak peaks mountain "
    "mountains hill hills capped covered soaked stained colored coloured gray grey white pattern patterns "
    "cards card hat hats cap caps trousers pants shorts lane lanes floor floors festival competition "
    "studio bowl bowls utensils fountain bridge tower pole rod gloves emoji logo sign signs icon "
    "turbine turbines chimes farm instrument instruments tunnel table tables desk statue"
)
"""Nouns whose first part is no motion of its own ("running shoes", "rain coat")."""
