"""Grades: what all owe the photograph, and what each is by itself."""

import numpy as np
import pytest

from photoplay.arrays import Picture
from photoplay.director.plan import Grade
from photoplay.director.vocabulary.kinds import GradeKind
from photoplay.engines.multiplane.playing.light.grade import PLAYERS
from photoplay.engines.multiplane.playing.light.looks import LOOKS
from photoplay.engines.multiplane.playing.setting import Setting
from tests.engines.multiplane.playing.light.lit import change, passes_on, under
from tests.engines.multiplane.playing.stages import setting_of
from tests.scenes import landscape

WIDTH, HEIGHT = 320, 180
SKIN = (214, 160, 132)
GREY = {GradeKind.NOIR, GradeKind.BLACK_AND_WHITE}


def staged(
    *kinds: GradeKind, amount: float = 1.0, picture: Picture | None = None, rest: float = 0.0
) -> Setting:
    picture = landscape(WIDTH, HEIGHT) if picture is None else picture
    return setting_of(picture, *(Grade(kind=kind, amount=amount, end=5) for kind in kinds), rest=rest)


def patch(*colour: int) -> Picture:
    return np.full((HEIGHT, WIDTH, 3), colour, np.uint8)


def middle(frame: Picture) -> list[float]:
    red, green, blue = frame[80:100, 150:170].reshape(-1, 3).mean(axis=0)
    return [float(red), float(green), float(blue)]


@pytest.mark.parametrize("kind", PLAYERS)
def test_at_rest_the_frame_is_the_photograph(kind: GradeKind) -> None:
    for rest in (0.0, 5.0):
        setting = staged(kind, rest=rest)
        assert np.array_equal(under(setting)(rest), setting.scene.picture)


@pytest.mark.parametrize("kind", LOOKS)
def test_a_grade_comes_in_two_seconds_and_stays(kind: GradeKind) -> None:
    lit = under(staged(kind))
    away = [np.abs(lit(time).astype(int) - lit(0.0)).mean() for time in (0.0, 0.1, 1.0, 2.0, 3.0)]
    assert away[1] < 0.6
    assert 0.0 < away[2] < away[3]
    assert away[4] == pytest.approx(away[3], rel=0.05)


@pytest.mark.parametrize("kind", LOOKS)
def test_more_is_more(kind: GradeKind) -> None:
    amounts = (0.0, 0.4, 0.8, 1.2)
    sizes = [
        np.abs(under(staged(kind, amount=amount))(3.0).astype(int) - landscape(WIDTH, HEIGHT)).mean()
        for amount in amounts
    ]
    assert sizes[0] == 0.0
    assert (np.diff(sizes) > 0.0).all()


@pytest.mark.parametrize("kind", LOOKS)
def test_black_stays_black_unless_the_look_is_faded_and_nothing_turns_flat_white(kind: GradeKind) -> None:
    ramp = np.linspace(0, 255, WIDTH).round().astype(np.uint8)[None, :, None]
    picture = np.ascontiguousarray(np.broadcast_to(ramp, (HEIGHT, WIDTH, 3)))
    graded = under(staged(kind, picture=picture))(4.0)
    if not any(LOOKS[kind].fade):
        assert graded[60:120, :2].max() <= 14
    row = graded[60:120].astype(np.float32).mean(axis=(0, 2))
    smooth = np.convolve(row, np.ones(9) / 9, "valid")[10 : WIDTH - 40]
    assert (np.diff(smooth) > -0.6).all()
    assert (row > 254).mean() < 0.08


@pytest.mark.parametrize("kind", sorted(set(LOOKS) - GREY))
def test_skin_stays_skin(kind: GradeKind) -> None:
    red, green, blue = middle(under(staged(kind, picture=patch(*SKIN)))(4.0))
    assert red > green > blue
    assert 0.55 < green / red < 0.9
    assert red > 100


@pytest.mark.parametrize("kind", sorted(GREY))
def test_black_and_white_has_no_colour(kind: GradeKind) -> None:
    graded = under(staged(kind))(4.0).astype(int)
    assert np.abs(graded[..., 0] - graded[..., 2]).mean() < 4
    assert graded.std() > 8


def test_cinematic_cools_shadows_and_warms_highlights() -> None:
    dark, light = (
        middle(under(staged(GradeKind.CINEMATIC, picture=patch(*[v] * 3)))(4.0)) for v in (60, 190)
    )
    assert dark[2] > dark[0] + 3
    assert light[0] > light[2] + 3


def test_warm_is_warmer_and_cool_cooler() -> None:
    warm, cool = (
        middle(under(staged(kind, picture=patch(128, 128, 128)))(4.0))
        for kind in (GradeKind.WARM, GradeKind.COOL)
    )
    assert warm[0] > warm[2] + 10
    assert cool[2] > cool[0] + 10


def test_grain_changes_with_time_alone_and_spares_black_and_white() -> None:
    setting = staged(GradeKind.FILM_GRAIN, picture=patch(128, 128, 128))
    lit = under(setting)
    assert np.array_equal(lit(3.0), lit(3.0))
    assert not np.array_equal(lit(3.0), lit(3.1))
    assert 2.0 < lit(3.0).std() < 7.0
    for value in (0, 255):
        assert under(staged(GradeKind.FILM_GRAIN, picture=patch(value, value, value)))(3.0).std() < 0.5


def test_several_grades_make_one_print() -> None:
    setting = staged(GradeKind.CINEMATIC, GradeKind.WARM, GradeKind.VINTAGE)
    assert len(passes_on(setting)) == 1
    together = change(setting, 3.0)
    assert np.abs(together - change(staged(GradeKind.CINEMATIC), 3.0)).mean() > 3


def test_tempo_is_no_grade() -> None:
    assert passes_on(staged(GradeKind.SLOW_MOTION)) == ()
    assert passes_on(staged(GradeKind.TIME_LAPSE)) == ()
