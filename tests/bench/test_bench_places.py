"""What plays in the picture is not taken for the camera, nor the camera for what plays."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from bench import camera, metrics
from bench.metrics import Picture, Tracks
from bench.places import EVERY, around, outside, unplayed
from photoplay.arrays import Picture as Pixels
from photoplay.director.direct import direct
from photoplay.director.vocabulary.kinds import Direction, MoveKind
from photoplay.sight.scene import Scene
from tests.bench.test_bench_camera import HEIGHT, STEPS, WIDTH, Pose, along, film

D, M = Direction, MoveKind
STILL: Pose = (0, 0, 0, 0, 0, 0, 0)
TILT: Pose = (0, 0, 0, 0, 0.06, 0, 0)


def waving(frames: Sequence[Picture], every: int = 1) -> list[Picture]:
    """Return frames, `every` so many steps, whose right two thirds rise and lean more and more."""
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    place = np.clip((x - WIDTH / 3) / 40, 0, 1)
    bent = []
    for index, frame in enumerate(frames):
        strength = 14.0 * index * every / (STEPS - 1)
        shift = strength * place * (1 + 0.5 * np.sin(x / 45))
        bent.append(
            cv2.remap(frame, x - 0.4 * shift, y - shift, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        )
    return [np.asarray(frame, np.uint8) for frame in bent]


def followed(frames: Sequence[Picture]) -> Tracks:
    """Return the tracks of a clip, without what plays in it."""
    locked = waving([*film([STILL] * len(range(0, STEPS, EVERY)))], EVERY)
    return unplayed(metrics.follow(frames), locked)


def test_what_plays_is_not_taken_for_the_camera() -> None:
    clip = waving([*film(along(TILT))])
    everything, witnesses = metrics.follow(clip), followed(clip)
    assert not camera.shows(everything, M.TILT, D.UP)
    assert camera.shows(witnesses, M.TILT, D.UP)
    right = everything.positions[0][..., 0] > WIDTH / 3 + 40
    assert not witnesses.trusted[right].any()
    assert witnesses.trusted.sum() > 0.8 * everything.trusted[~right].sum()


def test_a_still_camera_is_still_before_what_plays() -> None:
    clip = waving([*film([STILL] * STEPS)])
    assert not camera.shows(metrics.follow(clip), M.STATIC, None)
    assert camera.shows(followed(clip), M.STATIC, None)


@pytest.mark.parametrize("end", [TILT, (0, 0, 0, 0, 0, 0, 0.02), (0.13, 0, 0, 0, 0, 0, 0)])
def test_another_move_than_the_one_asked_for_is_found(end: Pose) -> None:
    witnesses = followed(waving([*film(along(end))]))
    assert not camera.shows(witnesses, M.STATIC, None)
    assert not camera.shows(witnesses, M.TILT, D.DOWN)
    assert not camera.shows(witnesses, M.DOLLY, D.OUT)


def test_where_all_of_it_plays_no_move_is_shown() -> None:
    clip = [*film(along(TILT))]
    none = unplayed(metrics.follow(clip), clip)
    assert not camera.shows(none, M.TILT, D.UP)


def test_around_a_place_is_near_it() -> None:
    place = np.zeros((50, 100), bool)
    place[25, 50] = True
    assert around(place)[25, 54]
    assert not around(place)[25, 55]


def test_outside_is_what_nothing_plays() -> None:
    picture: Pixels = np.zeros((50, 100, 3), np.uint8)
    sky = np.zeros((50, 100), np.float32)
    sky[:20] = 1.0
    scene = Scene(
        picture, matte=None, inverse_depth=None, attention=None, regions={"clouds": sky, "sky": sky}
    )
    rest = outside(direct("clouds drift, static camera", duration=5), scene)
    assert not rest[:20].any()
    assert rest[30:].all()
    assert outside(direct("static camera", duration=5), scene).all()
    assert not outside(direct("snow falls, static camera", duration=5), scene).any()
