"""What a prompt asks the picture itself to do, and who or what does it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photoplay.director.reading.clauses import split_clauses
from photoplay.director.reading.negation import negated_positions
from photoplay.director.reading.words import read
from photoplay.director.scene.cues import Cue
from photoplay.director.scene.find import find_cues, motions_in
from photoplay.director.vocabulary.nouns import NOUNS
from photoplay.director.vocabulary.scene_words import VERBS


def cues(text: str, carried: str = "") -> list[Cue]:
    return [
        cue
        for clause in split_clauses(read(text))
        for cue in find_cues(clause, negated_positions(clause, continues=False), frozenset(), carried)
    ]


def kinds(text: str, carried: str = "") -> list[str]:
    return [cue.kind.value for cue in cues(text, carried)]


EXPECTED = {
    "breathe": "he breathes deeply; her chest rises and falls; she takes a deep breath; the old dog inhales "
    "slowly; the dragon is breathing; shoulders rising and falling",
    "blink": "she blinks; the cat blinks twice; he opens his eyes; the baby closes her eyes slowly; her eyelids "
    "flutter; a slow blink; the owl winks at us; his eyes are closing",
    "glance": "her eyes move to the left; he glances sideways; she looks up; the girl looks at the viewer; she is "
    "looking toward the window; the man gazes out of the window; his gaze shifts to the door; the boy "
    "looks down at his shoes; eyes darting left; he looks directly at the camera",
    "smile": "she smiles; a gentle smile spreads across her face; the smiling woman; make her smile; the old man "
    "is grinning; her lips curl into a smile; smiling softly; the corners of his mouth curve",
    "raise_brows": "he raises an eyebrow; her eyebrows lift; the clown arches his brows",
    "turn_head": "she turns her head; he turns to the camera; the girl turns slowly to the left; she looks over her "
    "shoulder; her face turns toward us; the horse turns its head; he turns away; the robot turns its "
    "head to the right",
    "nod": "he nods; the woman gives a small nod; nodding slowly; the monk nods his head",
    "shake_head": "she shakes her head; shaking his head; the child shakes its head no",
    "tilt_head": "the dog tilts its head; the puppy cocks its head; she tilts her head back; he lowers his head",
    "look_around": "he looks around; the meerkat glances around; the tourists look about",
    "sway": "the couple sways to the music; she rocks back and forth; the lantern swings from the beam",
    "lean": "she leans in; he leans forward; the teacher leans closer to the page; the man bends over",
    "float": "the astronaut floats; the hummingbird hovers in place; a sailboat drifts across the bay; paper "
    "lanterns rise into the sky; the crystal levitates; hot air balloons drift over the hills",
    "bob": "the boat bobs on the water; a small boat rocks gently at its mooring; the duck bobs up and down",
    "spin": "the bottle rotates; the vase turns on its axis; the dancer spins; windmill blades rotating; the "
    "ferris wheel turns; the record is spinning; a slowly rotating globe; the ballerina twirls",
    "wag_tail": "the dog wags its tail; its tail swishes; a dog with a wagging tail; the cat flicks its tail",
    "twitch_ears": "its ears twitch; the rabbit twitches its ears; the fox's ears perk up",
    "walk": "a man walks down the street; two women stroll along the beach; the knight marches forward; people "
    "walking in the park; the cat prowls; walking through the forest; the robot steps forward; he "
    "paces; a child wanders off; let the man walk",
    "run": "the boy runs; a horse galloping across the field; she sprints to the door; two dogs run; joggers "
    "jog past; a running horse; the fox dashes away",
    "ride": "a woman rides a bicycle; the car drives off; a cyclist pedals uphill; kids skating on the ice; the "
    "train speeds past; a man riding a horse; riding bikes",
    "fly": "birds fly across the sky; an eagle soars; the owl spreads its wings; a plane flies overhead",
    "swim": "a dolphin swims; fish swimming in the reef; the swimmers dive",
    "dance": "the couple dances; children dancing; two skeletons dance; a dancing bear",
    "jump": "the frog jumps; the dancer leaps into the air; kids jumping on a trampoline",
    "fall": "the knight falls; the vase falls off the shelf; he stumbles",
    "sit": "she sits down; he sits down on the bench; the man kneels down",
    "stand": "he stands up; the woman gets up; the king rises from his throne",
    "turn_around": "she turns around; the man turns around slowly",
    "speak": "he talks; the two men are talking; she whispers a secret; her lips move; the teacher speaks",
    "sing": "she sings; the choir boy sings a song; a singing bird",
    "laugh": "they laugh; the laughing girl; she bursts into laughter; a baby giggles",
    "cry": "she cries; tears roll down his cheeks; the child weeps",
    "yawn": "the kitten yawns; a yawning lion",
    "open_mouth": "he opens his mouth; her lips part; his jaw drops; the lion roars",
    "eat": "the panda eats bamboo; a woman eating noodles; the cow is grazing; she takes a bite",
    "drink": "he drinks coffee; she takes a sip of tea; the man sips his wine",
    "kiss": "the couple kiss; she kisses his cheek",
    "hug": "the sisters hug; he embraces his son",
    "fight": "two samurai fight; the boxer punches",
    "wave": "he waves; she waves at the camera; the child waves his hand; the queen gives a wave",
    "gesture": "she points at the map; the crowd claps; he shrugs; the man raises his hand",
    "grab": "he picks up the cup; she reaches for the door; the thief grabs the bag",
    "play": "she plays the violin; children playing; playing guitar",
    "flow": "the river flows; water pours from the tap; a flowing stream; the brook babbles",
    "waterfall": "the waterfall cascades; water cascading down the rocks; a cascading waterfall",
    "waves": "waves crash against the rocks; the sea swells; gentle waves lap at the shore; the ocean is "
    "rolling; crashing waves; waves rolling in",
    "ripple": "ripples spread across the pond; the lake ripples; the water surface ripples",
    "rain": "it rains; it is raining; in the rain; heavy rain; rain falls; raindrops hit the window; rain "
    "streaks down the glass; a rainy street",
    "snow": "it is snowing; snow falls; light snow; snowflakes drift down; softly falling snow",
    "fog": "a foggy street; fog rolls in; mist drifts over the lake; misty hills; fog clings to the ground",
    "smoke": "smoke rises from the chimney; rising smoke; smoke curls upward; a smoking chimney",
    "steam": "steam rising from the cup; a steaming cup of coffee; steam drifts up",
    "flames": "the fire burns; flames dance; a burning candle; a crackling campfire",
    "clouds": "clouds drift by; drifting clouds; the clouds move left; clouds roll over the peaks",
    "dust": "dust floats in the light; dust motes; dust swirls; floating dust particles",
    "sparks": "sparks fly; sparks rise from the anvil; with sparks",
    "embers": "embers glow; embers float up; glowing embers",
    "petals": "petals fall; cherry blossoms drift down; falling petals",
    "falling_leaves": "leaves fall; falling leaves; autumn leaves drift to the ground",
    "foliage": "swaying grass; leaves rustling; the trees sway; a light breeze moves the leaves; wheat in the "
    "wind; flowers nod in the breeze; the tall grass sways gently; palm trees swaying",
    "hair": "her hair blows; her hair sways in the wind; wind in her hair; a girl with long hair blowing in the "
    "wind; the breeze ruffles his hair; windblown hair; her hair is blown by the wind",
    "cloth": "wind lifts his robe; a flag waves; curtains billow; stirring the curtains; the sails flutter; a "
    "fluttering dress; her scarf flutters behind her; laundry flapping on the line",
    "fireflies": "fireflies; fireflies glow in the dark; floating fireflies",
    "bubbles": "bubbles rise; bubbles float up",
    "stars": "stars twinkle; twinkling stars; the stars shimmer",
    "fireworks": "fireworks explode; fireworks light up the sky",
    "confetti": "confetti falls; falling confetti",
    "flicker": "a flickering candle; the candle flame flickers; neon lights flicker; the screen flickers; "
    "flickering light",
    "sweep": "light sweeps across the wall; headlights sweep past; the searchlight sweeps the yard; shadows "
    "lengthen",
    "rays": "god rays; sunlight streams through the window; light filters through the leaves; sunbeams; shafts "
    "of light",
    "lightning": "lightning flashes; lightning; lightning strikes the tower",
    "cloud_shadow": "cloud shadows glide over the hills; shadows of clouds drift across the field",
    "dusk": "the sun sets; night falls; day turns to night; the sky darkens; the light fades",
    "dawn": "the sun rises; dawn breaks; night becomes day",
    "shimmer": "the water shimmers; sunlight glints on the lake; her earrings sparkle; shimmering sequins; light "
    "dances on the water",
    "glow": "the lantern glows; a glowing orb; neon signs glow; the crystal glows softly",
    "flare": "lens flare; anamorphic flares",
}
"""Each kind with prompts that ask for it and nothing else."""


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in EXPECTED.items() for text in texts.split("; ")]
)
def test_one_kind(kind: str, text: str) -> None:
    assert kinds(text) == [kind]


DESCRIBED = (
    "a river in a valley; a girl with long hair; a candle on the table; leaves on the ground; a walking "
    "stick; running shoes; white running shoes; a pair of running shoes; a dancing hall; the wave "
    "pattern; smoke-coloured glass; a rain coat; a snow-capped mountain; a snowy peak; she stands by "
    "the window; he sits on a chair; holding a cup; wearing a flying jacket; light brown hair; long "
    "waves in her hair; a street after the rain; the wooden steps; stone steps; a woman looking at the "
    "camera; a man leaning on a rail; her eyes closed; a turned head; the camera floats through the "
    "hall; we walk through the forest; a swimming pool; a steam train; a fog machine; rain boots on the "
    "floor; the path turns right; she turns the page; he looks happy; a dress that falls to her knees; "
    "light falls on the table; a leaning tower; a flowing dress; the man leaves the room; a riding "
    "jacket; a red car on the road; portrait of a king; a drinking glass; snow on the roof; a wind "
    "turbine; a town at night; the sun is high; a field of wheat; playing cards on a table; the falls; "
    "a crystal ball on a stand; fallen leaves; a wooden rocking chair; the brush strokes; a stone "
    "angel; she holds her hat"
)
"""Prompts in which nothing moves."""


@pytest.mark.parametrize("text", ["", *DESCRIBED.split("; ")])
def test_what_is_only_described_does_not_move(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("she turns her head and smiles", ["turn_head", "smile"]),
        ("a man walks and a dog runs", ["walk", "run"]),
        ("the woman with flowing hair walks along the river", ["walk"]),
        ("the river flows and leaves rustle in the wind", ["flow", "foliage"]),
        ("she blinks, nods and laughs", ["blink", "nod", "laugh"]),
        ("her hair and dress blow in the wind", ["hair", "cloth"]),
        ("the man holds a cup and drinks", ["drink"]),
        ("the woman in a red coat smiles", ["smile"]),
        ("smoke rises while the candle flickers", ["smoke", "flicker"]),
        ("the clouds drift, the grass sways, birds fly", ["clouds", "foliage", "fly"]),
        ("an old fisherman by the sea breathes slowly", ["breathe"]),
        ("people walk in the rain", ["walk", "rain"]),
        ("a lighthouse in a storm, waves crashing, lightning flashing", ["waves", "lightning"]),
        ("the woman turned her head and smiled", ["turn_head", "smile"]),
        ("she looks at the camera and smiles", ["glance", "smile"]),
    ],
)
def test_several_in_the_order_of_their_words(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("rain", ["rain"]),
        ("no smile", ["smile"]),
        ("talking", ["speak"]),
        ("walking people", ["walk"]),
        ("hair movement", ["hair"]),
        ("flickering light", ["flicker"]),
        ("blinking", ["blink"]),
        ("moving clouds", ["clouds"]),
        ("low quality", []),
        ("extra limbs", []),
        ("long hair", []),
    ],
)
def test_motions_of_a_negative_term(term: str, expected: list[str]) -> None:
    assert [kind.value for kind in motions_in(term.split())] == expected


def test_every_part_that_moves_is_meant_by_its_movement() -> None:
    assert {"open_mouth", "speak"} <= {kind.value for kind in motions_in(["mouth", "movement"])}


LEXICON = sorted(
    {*NOUNS, *VERBS, "the", "her", "and", "it", "in", "of", "with", "no", "camera", ",", "left", "slowly"}
)


@given(st.lists(st.sampled_from(LEXICON), max_size=40) | st.lists(st.text(max_size=12), max_size=20))
@settings(max_examples=150, deadline=None)
def test_any_words_are_read(words: list[str]) -> None:
    text = " ".join(words)
    said = {part for word in read(text) for part in word.source.split()}
    for cue in cues(text):
        assert cue.phrase
        assert said.issuperset(cue.subject.split())


@pytest.mark.parametrize(
    "text", ["the dog runs and ", "swaying ", "the the ", "her hair leaves waves of ", "x "]
)
def test_a_long_prompt_is_read_in_time(text: str) -> None:
    clauses = split_clauses(read((text * 2500)[:2500]))
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        for clause in clauses:
            list(find_cues(clause, frozenset(), frozenset()))
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.02
