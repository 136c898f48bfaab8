"""Faces that blink, glance, smile and raise their brows."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from photoplay.arrays import Floats, Picture
from photoplay.director.plan import Action
from photoplay.director.vocabulary.kinds import ActionKind, Direction
from photoplay.engines.multiplane.filming.acts import Acts
from photoplay.engines.multiplane.playing.cast import cast
from photoplay.engines.multiplane.playing.faces.landmarks import LOWER, MOUTH, UPPER
from photoplay.engines.multiplane.playing.faces.mimicry import PLAYERS
from photoplay.engines.multiplane.playing.performance import Performance
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing
from tests.engines.multiplane.playing.faces.portraits import (
    EYES,
    MIDDLE,
    OPEN,
    SIZE,
    action,
    drawn,
    face_of,
    portrait_of,
)

LAYER = 1
MOMENTS = np.arange(0.0, 5.0, 1 / 30)
A = ActionKind


def _timing(strength: float = 1.0, rest: float = 0.0, **how: float) -> Timing:
    return Timing(how.get("start", 0.0), how.get("end", 5.0), 5.0, rest, strength)


def _played(setting: Setting, cue: Action, timing: Timing | None = None) -> Performance | None:
    return PLAYERS[cue.kind](cue, setting, timing or _timing(rest=setting.rest))


def _acts(setting: Setting, cue: Action, timing: Timing | None = None) -> Acts:
    performance = _played(setting, cue, timing)
    assert performance is not None
    assert set(performance.acts) == {LAYER}
    return performance.acts[LAYER]


def _painted(setting: Setting, acts: Acts, time: float) -> Picture:
    """Return the texture of the face at `time`."""
    for retouch in acts.retouches:
        retouch.paint(setting.textures[LAYER], time)
    return np.array(setting.textures[LAYER].texels, np.uint8)


def _eye_of(setting: Setting, painted: Picture, side: int = 0) -> Floats:
    """Return what is seen within the opening of an eye."""
    x, y = setting.textures[LAYER].coordinates(np.array(MIDDLE + EYES[side], np.float32)).astype(int)
    return painted[y - int(0.5 * OPEN) : y + int(0.5 * OPEN), x - 10 : x + 10, :3].astype(np.float32)


def _closed(setting: Setting, acts: Acts) -> float:
    """Return the moment at which the eyes differ most from the photograph."""
    still = _painted(setting, acts, setting.rest).astype(int)
    changes = [np.abs(_painted(setting, acts, float(t)).astype(int) - still).mean() for t in MOMENTS]
    return float(MOMENTS[int(np.argmax(changes))])


def _shift(acts: Acts, points: Floats, time: float) -> Floats:
    return np.asarray(
        sum(each.shift(points[None].astype(np.float32), time)[0] for each in acts.displacements)
    )


def _places(face_points: Floats, *indices: int) -> Floats:
    return np.asarray(face_points[list(indices)] * np.array(SIZE) - 0.5, np.float32)


@pytest.mark.parametrize("rest", [0.0, 5.0])
@pytest.mark.parametrize("kind", list(PLAYERS))
def test_everything_is_the_photograph_at_rest(kind: ActionKind, rest: float) -> None:
    setting = portrait_of(face_of(), rest=rest)
    before = setting.textures[LAYER].texels.copy()
    acts = _acts(setting, action(kind))
    assert _closed(setting, acts) >= 0.0
    np.testing.assert_array_equal(_painted(setting, acts, rest), before)
    assert not _shift(acts, np.array([MIDDLE, MIDDLE + EYES[0], np.add(MIDDLE, (30, 75))]), rest).any()


def test_closed_eyes_show_skin_with_lashes_and_nothing_else_changes() -> None:
    setting = portrait_of(face_of())
    acts = _acts(setting, action(A.BLINK))
    still = _painted(setting, acts, 0.0)
    closed = _painted(setting, acts, _closed(setting, acts))
    for side in (0, 1):
        eye = _eye_of(setting, closed, side)
        assert np.abs(np.median(eye, axis=(0, 1)) - (205, 165, 140)).max() < 15
        assert _eye_of(setting, still, side).min() < 80 < eye.min()
    changed = np.flatnonzero((closed != still).any(axis=(1, 2)))
    top = int(setting.textures[LAYER].coordinates(np.array(MIDDLE, np.float32))[1])
    assert changed.min() > top - 40
    assert changed.max() < top + 35
    assert np.array_equal(closed[..., 3], still[..., 3])


def test_a_blink_is_short_and_comes_again() -> None:
    setting = portrait_of(face_of())
    acts = _acts(setting, action(A.BLINK))
    still = _painted(setting, acts, 0.0)
    moving = np.array([(_painted(setting, acts, float(t)) != still).any() for t in MOMENTS])
    starts = np.flatnonzero(np.diff(moving.astype(int)) == 1)
    assert 1 <= len(starts) <= 4
    assert 5 <= moving.sum() / len(starts) <= 20


def test_a_blink_is_the_same_whatever_was_painted_before() -> None:
    setting = portrait_of(face_of())
    acts = _acts(setting, action(A.BLINK))
    moment = _closed(setting, acts)
    first = _painted(setting, acts, moment)
    _painted(setting, acts, moment + 0.1)
    np.testing.assert_array_equal(_painted(setting, acts, moment), first)
    other = portrait_of(face_of())
    np.testing.assert_array_equal(_painted(other, _acts(other, action(A.BLINK)), moment), first)


def test_lids_close_further_the_stronger_a_blink_is() -> None:
    lightness = []
    for strength in (0.0, 0.25, 0.5, 1.0):
        setting = portrait_of(face_of())
        acts = _acts(setting, action(A.BLINK), _timing(strength))
        darkest = _painted(setting, acts, _closed(portrait_of(face_of()), acts) if strength else 1.0)
        still = _painted(setting, acts, 0.0).astype(float)
        lightness.append(float(np.abs(darkest - still).sum()))
    assert lightness[0] == 0.0
    assert all(np.diff(lightness) > 0.0)


def test_a_tilted_face_blinks_along_its_own_axes() -> None:
    setting = portrait_of(face_of(turn=0.6))
    acts = _acts(setting, action(A.BLINK))
    closed = _painted(setting, acts, _closed(setting, acts))
    sketch = face_of(turn=0.6).landmarks * np.array(SIZE) - 0.5
    for side in (0, 1):
        middle = sketch[[UPPER[side][4], LOWER[side][4]]].mean(axis=0)
        x, y = setting.textures[LAYER].coordinates(middle.astype(np.float32)).astype(int)
        assert np.abs(closed[y - 2 : y + 3, x - 2 : x + 3, :3].mean(axis=(0, 1)) - (205, 165, 140)).max() < 20


@pytest.mark.parametrize(("direction", "axis", "sign"), [(Direction.LEFT, 0, -1), (Direction.RIGHT, 0, 1)])
def test_both_irises_go_where_the_cue_says(direction: Direction, axis: int, sign: int) -> None:
    setting = portrait_of(face_of())
    acts = _acts(setting, action(A.GLANCE, direction))
    for side in (0, 1):
        places = [_iris(_painted(setting, acts, float(t)), setting, side) for t in MOMENTS]
        moved = np.array(places) - places[0]
        assert sign * moved[:, axis].min() > -0.5 if sign > 0 else moved[:, axis].max() < 0.5
        assert 2.0 < sign * moved[np.argmax(np.abs(moved[:, axis])), axis] < 9.0


def _iris(painted: Picture, setting: Setting, side: int) -> Floats:
    """Return the middle of the dark within the lids."""
    x, y = setting.textures[LAYER].coordinates(np.array(MIDDLE + EYES[side], np.float32)).astype(int)
    part = painted[y - 5 : y + 6, x - 24 : x + 25, :3].mean(axis=-1)
    return np.asarray(np.argwhere(part < 110).mean(axis=0)[::-1], np.float32)


def test_a_glance_stays_between_the_lids_and_returns() -> None:
    setting = portrait_of(face_of())
    still = setting.textures[LAYER].texels.copy()
    acts = _acts(setting, action(A.GLANCE, Direction.LEFT))
    same = [np.array_equal(_painted(setting, acts, float(t)), still) for t in MOMENTS]
    assert True in same[60:]
    looking = _painted(setting, acts, float(MOMENTS[same.index(False) + 10]))
    points = setting.textures[LAYER].coordinates(
        (face_of().landmarks * np.array(SIZE) - 0.5).astype(np.float32)
    )
    lids = np.zeros(still.shape[:2], np.uint8)
    for side in (0, 1):
        outline = np.concatenate([points[list(UPPER[side])], points[list(LOWER[side])]])
        cv2.fillConvexPoly(lids, cv2.convexHull(np.rint(outline).astype(np.int32)), 1)
    outside = cv2.dilate(lids, np.ones((5, 5), np.uint8)) == 0
    np.testing.assert_array_equal(looking[outside], still[outside])


def test_a_smile_lifts_and_widens_the_corners_of_the_mouth_and_stays() -> None:
    setting = portrait_of(face_of())
    acts = _acts(setting, action(A.SMILE))
    corners = _places(face_of().landmarks, *MOUTH)
    early, late = (_shift(acts, corners, time) for time in (2.0, 4.9))
    for moved in (early, late):
        assert (moved[:, 1] < -1.0).all()
        assert moved[0, 0] < -1.0 < 1.0 < moved[1, 0]
    beyond = np.array([np.add(MIDDLE, (0, 150)), np.add(MIDDLE, (130, 75)), np.add(MIDDLE, (0, 40))])
    assert np.abs(_shift(acts, beyond, 4.9)).max() < 0.6


def test_a_broad_smile_hardly_grows() -> None:
    face = face_of()
    broad = face.landmarks.copy()
    broad[list(MOUTH)] += np.array([[-26.0, 0.0], [26.0, 0.0]]) / SIZE
    shifts = []
    for one in (face, replace(face, landmarks=broad)):
        setting = portrait_of(one)
        shifts.append(
            np.abs(_shift(_acts(setting, action(A.SMILE)), _places(one.landmarks, *MOUTH), 4.0)).max()
        )
    assert shifts[1] < 0.6 * shifts[0]


def test_brows_rise_and_the_mouth_stays() -> None:
    setting = portrait_of(face_of())
    acts = _acts(setting, action(A.RAISE_BROWS))
    places = np.array([np.add(MIDDLE, (-50, -44)), np.add(MIDDLE, (50, -44)), np.add(MIDDLE, (0, 75))])
    moved = np.array([_shift(acts, places, float(time)) for time in MOMENTS])
    assert moved[:, :2, 1].min(axis=0).max() < -2.0
    assert moved[..., 1].max() < 0.5
    assert np.abs(moved[:, 2]).max() < 0.3


@pytest.mark.parametrize("kind", [A.SMILE, A.RAISE_BROWS])
def test_faces_move_smoothly_and_the_more_the_stronger(kind: ActionKind) -> None:
    setting = portrait_of(face_of())
    grid = np.stack(np.meshgrid(np.arange(130.0, 350.0, 4), np.arange(40.0, 320.0, 4)), axis=-1).astype(
        np.float32
    )
    most = []
    for strength in (0.25, 0.5, 1.0, 2.0):
        (displacement,) = _acts(setting, action(kind), _timing(strength)).displacements
        moved = max((displacement.shift(grid, float(t)) for t in MOMENTS[::5]), key=lambda m: np.abs(m).max())
        most.append(float(np.abs(moved).max()))
        assert max(np.abs(np.diff(moved, axis=axis)).max() for axis in (0, 1)) / 4 < 0.6
        outline = np.array(face_of().oval * np.array(SIZE) - 0.5, np.float32)[None]
        assert np.abs(displacement.shift(outline, 4.0)).max() < 0.05
    assert all(np.diff(most) > 0.0)


def test_a_blink_and_a_glance_of_one_eye_are_both_seen() -> None:
    blink, glance = action(A.BLINK), action(A.GLANCE, Direction.LEFT)
    setting = portrait_of(face_of(), blink, glance)
    acts, _, notes = cast(setting)
    assert notes == ()
    assert len(acts[LAYER].retouches) == 2
    looking = [
        _iris(_painted(setting, acts[LAYER], float(t)), setting, 0)[0] for t in MOMENTS if t < 0.5 or t > 1.0
    ]
    assert max(looking) - min(looking) > 2.0
    alone = portrait_of(face_of())
    moment = _closed(alone, _acts(alone, blink))
    both = _eye_of(setting, _painted(setting, acts[LAYER], moment))
    assert np.abs(np.median(both, axis=(0, 1)) - (205, 165, 140)).max() < 15


def _sunglasses() -> Picture:
    picture = drawn(face_of())
    for x, y in EYES:
        cv2.circle(picture, (int(MIDDLE[0] + x), int(MIDDLE[1] + y)), 36, (25, 25, 28), -1)
    return picture


@pytest.mark.parametrize("kind", [A.BLINK, A.GLANCE])
def test_eyes_that_are_not_seen_do_not_play(kind: ActionKind) -> None:
    face = face_of()
    assert _played(portrait_of(face, picture=_sunglasses()), action(kind)) is None
    shut = face.landmarks.copy()
    for side in (0, 1):
        shut[list(LOWER[side])] = shut[list(UPPER[side])]
    assert _played(portrait_of(replace(face, landmarks=shut)), action(kind)) is None


@pytest.mark.parametrize("kind", list(PLAYERS))
def test_nobody_plays_without_a_face_or_with_a_tiny_one(kind: ActionKind) -> None:
    setting = portrait_of(face_of())
    faceless = replace(setting, scene=replace(setting.scene, faces=()))
    assert _played(faceless, action(kind)) is None
    assert _played(portrait_of(face_of(scale=0.06)), action(kind)) is None
    assert _played(setting, action(kind, subject="the cat")) is None


def test_brows_behind_glasses_stay() -> None:
    picture = drawn(face_of())
    cv2.line(picture, (205, 173), (275, 173), (240, 235, 200), 4)
    assert _played(portrait_of(face_of(), picture=picture), action(A.RAISE_BROWS)) is None


def test_a_small_face_smiles_like_a_large_one() -> None:
    shares = []
    for scale in (0.6, 1.2):
        face = face_of(scale=scale)
        acts = _acts(portrait_of(face), action(A.SMILE))
        shares.append(_shift(acts, _places(face.landmarks, *MOUTH), 4.0) / scale)
    np.testing.assert_allclose(shares[0], shares[1], rtol=0.2)
