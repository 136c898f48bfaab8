import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.sight.faces import OVAL, Face
from photoplay.sight.features import Features
from photoplay.sight.figures import Figure
from photoplay.sight.head import Judgement
from photoplay.sight.names import PARTS, WHOLES
from photoplay.sight.objects import Box, Thing
from photoplay.sight.regions import find_regions
from tests.scenes import Floats, Picture

ROWS, COLUMNS = 24, 36
WIDTH, HEIGHT = 540, 360
HALF = HEIGHT // 2
ABOVE, BELOW = (200, 220, 250), (90, 110, 60)
SURE, DOUBTFUL = 6.0, 0.5
BOX = Box(0.4, 0.3, 0.6, 0.9)


def two_halves() -> Picture:
    picture = np.full((HEIGHT, WIDTH, 3), ABOVE, np.uint8)
    picture[HALF:] = BELOW
    return picture


def judged(below: str = "ground", sure: float = SURE, watery: float = 0.0, **parts: float) -> Judgement:
    """Return a judgement of sky above and of something else below, which looks `watery`."""
    root = np.zeros((ROWS, COLUMNS), np.float32)
    wholes = np.zeros((len(WHOLES), ROWS, COLUMNS), np.float32)
    wholes[WHOLES.index("sky"), : ROWS // 2] = SURE
    wholes[WHOLES.index(below), ROWS // 2 :] = sure
    root[ROWS // 2 :] = 0.7
    scores = np.full((len(PARTS), ROWS, COLUMNS), -SURE, np.float32)
    for name, score in parts.items():
        scores[list(PARTS).index(name)] = score
    water = np.zeros((ROWS, COLUMNS), np.float32)
    water[ROWS // 2 :] = watery
    return Judgement(root, wholes, scores, water)


def inside(box: Box, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    y, x = (np.arange(length) / length for length in shape)
    return ((y >= box.top) & (y < box.bottom))[:, None] & ((x >= box.left) & (x < box.right))[None]


def matte() -> Floats:
    return inside(BOX, (HEIGHT, WIDTH)).astype(np.float32)


def test_each_place_belongs_to_what_it_was_judged_to_be_up_to_the_picture_s_edge() -> None:
    regions = find_regions(two_halves(), judged())
    assert set(regions) == {"sky", "ground"}
    sky = regions["sky"]
    assert max(sky.shape) == 384
    edge = len(sky) // 2
    assert sky[: edge - 2].min() > 0.9
    assert sky[edge + 2 :].max() < 0.1
    assert regions["ground"][edge + 2 :].min() > 0.9


def test_a_place_that_nothing_is_sure_of_belongs_nowhere() -> None:
    assert set(find_regions(two_halves(), judged(sure=DOUBTFUL))) == {"sky"}


def patches() -> Features:
    """Return features of two kinds of patches, above and below."""
    chance = np.random.default_rng(3)
    tokens = 0.3 * chance.normal(size=(ROWS, COLUMNS, 64)) + chance.normal(size=64)
    tokens[: ROWS // 2] += chance.normal(size=64)
    return Features(tokens.astype(np.float32))


def test_what_the_prompt_names_is_looked_for_where_it_is_likeliest() -> None:
    doubtful = judged("still_water", sure=DOUBTFUL)
    assert "still_water" not in find_regions(two_halves(), doubtful, patches())
    named = find_regions(two_halves(), doubtful, patches(), named={"still_water", "nothing we know"})
    assert named["still_water"][-10:].min() > 0.9
    assert named["still_water"][:10].max() == 0.0


def test_water_that_a_second_opinion_confirms_need_not_be_named() -> None:
    doubtful = judged("flowing_water", sure=DOUBTFUL, watery=0.8)
    unnamed = find_regions(two_halves(), doubtful, patches())
    assert unnamed["flowing_water"][-10:].min() > 0.9
    assert unnamed["flowing_water"][:10].max() == 0.0


def test_a_second_opinion_does_not_make_what_the_judgement_denies() -> None:
    regions = find_regions(two_halves(), judged(watery=0.8), patches())
    assert set(regions) == {"sky", "ground"}


def test_a_name_does_not_make_what_the_judgement_denies() -> None:
    assert "smoke" not in find_regions(two_halves(), judged(), patches(), named={"smoke"})


@pytest.mark.parametrize("named", ["still_water", "flowing_water"])
def test_water_is_seen_whether_or_not_it_flows_and_the_prompt_settles_which(named: str) -> None:
    either = judged("still_water", sure=4.0)
    either.wholes[WHOLES.index("flowing_water"), ROWS // 2 :] = 4.0
    regions = find_regions(two_halves(), either, named={named})
    assert set(regions) & {"still_water", "flowing_water"} == {named}
    assert regions[named][-10:].min() > 0.9


@pytest.mark.parametrize(("thing", "region"), [("person", "people"), ("dog", "animals"), ("bus", "vehicles")])
def test_what_the_detector_names_takes_its_matte(thing: str, region: str) -> None:
    things = (Thing(thing, 0.8, BOX),)
    regions = find_regions(two_halves(), judged(), subject=matte(), things=things)
    drawn = inside(BOX, regions[region].shape)
    assert regions[region][drawn].mean() > 0.95
    assert regions[region][~drawn].mean() < 0.02
    assert regions["sky"][drawn].mean() < 0.02


def test_figures_are_what_they_are_called() -> None:
    regions = find_regions(two_halves(), judged(), figures=[Figure("car", BOX, matte())])
    assert regions["vehicles"][inside(BOX, regions["vehicles"].shape)].mean() > 0.95


def test_people_that_the_detector_does_not_see_are_doubted() -> None:
    assert "people" not in find_regions(two_halves(), judged("people", sure=3.0))


def test_near_things_are_no_sky() -> None:
    near = judged()
    near.root[:] = 0.8
    assert "sky" not in find_regions(two_halves(), near)


def test_faces_and_eyes_are_drawn_from_their_landmarks() -> None:
    turn = np.linspace(0, 2 * np.pi, len(OVAL), endpoint=False)
    landmarks = np.full((478, 2), 0.5, np.float32)
    landmarks[list(OVAL)] = np.stack([0.5 + 0.1 * np.cos(turn), 0.5 + 0.2 * np.sin(turn)], axis=1)
    face = find_regions(two_halves(), judged(), faces=[Face(landmarks)])["face"]
    rows, columns = face.shape
    assert face[rows // 2, columns // 2] == 1.0
    assert face.mean() == pytest.approx(np.pi * 0.1 * 0.2, rel=0.15)
    assert "face" not in find_regions(two_halves(), judged(face=SURE))


def test_clouds_are_the_whiter_part_of_a_sky_and_only_in_it() -> None:
    picture = two_halves()
    picture[:HALF] = (90, 140, 230)
    picture[40:100] = picture[300:] = 235
    clouds = find_regions(picture, judged())["clouds"]
    scale = len(clouds) / HEIGHT
    assert clouds[round(50 * scale) : round(90 * scale)].min() > 0.9
    assert clouds[: round(30 * scale)].max() < 0.1
    assert clouds[round(190 * scale) :].max() < 0.1


def test_an_even_sky_has_none() -> None:
    assert "clouds" not in find_regions(two_halves(), judged(clouds=SURE))


def test_flames_are_told_by_their_colour_where_the_prompt_has_fire() -> None:
    picture = two_halves()
    picture[250:300, 200:260] = (255, 150, 40)
    assert "fire" not in find_regions(picture, judged())
    fire = find_regions(picture, judged(), named={"fire"})["fire"]
    rows, columns = fire.shape
    assert fire[round(275 / HEIGHT * rows), round(230 / WIDTH * columns)] > 0.9
    assert fire.mean() == pytest.approx(50 * 60 / (HEIGHT * WIDTH), rel=0.3)


def test_cloth_that_the_prompt_names_is_what_is_most_like_it_and_never_sky() -> None:
    judgement = judged("other")
    part = judgement.parts[list(PARTS).index("cloth")]
    part[ROWS // 2 :] = np.linspace(-1.6, -1.2, COLUMNS)
    cloth = find_regions(two_halves(), judgement, patches(), named={"cloth"})["cloth"]
    assert cloth[-10:].min() > 0.9
    assert cloth[:10].max() == 0.0
