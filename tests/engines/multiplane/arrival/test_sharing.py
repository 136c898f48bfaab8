from dataclasses import replace

import numpy as np

from photoplay.arrays import Floats
from photoplay.director.plan import CameraMove, Plan
from photoplay.director.vocabulary.kinds import MoveKind
from photoplay.engines.multiplane.arrival.sharing import by_motion, share
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.scouting import Scouting
from photoplay.sight.networks import Networks
from photoplay.stills import Still
from tests.engines.multiplane.arrival.corresponding import moved_by
from tests.scenes import landscape, oval

ROWS, COLUMNS = 240, 360
EVERYWHERE = np.ones((ROWS, COLUMNS), np.float32)


def rectangle(top: int, bottom: int, left: int, right: int) -> np.ndarray:
    alpha = np.zeros((ROWS, COLUMNS), np.float32)
    alpha[top:bottom, left:right] = 1.0
    return alpha


BODY = rectangle(80, 200, 120, 240)
HANDLE = rectangle(66, 80, 200, 230)


def motion(nearer: np.ndarray) -> np.ndarray:
    """Return what a truck shows: everything goes left by 3 pixels, what is near by 15."""
    return np.dstack([-3.0 - 12.0 * nearer, np.zeros_like(nearer)]).astype(np.float32)


def test_a_part_that_moves_as_the_subject_does_is_its_own() -> None:
    matte = by_motion(BODY, motion(np.maximum(BODY, HANDLE)), EVERYWHERE)
    assert matte[68:78, 204:226].min() > 0.8
    assert matte[70:78, 130:180].max() < 0.2


def test_nothing_is_told_where_everything_moves_alike() -> None:
    assert by_motion(BODY, motion(np.zeros_like(BODY)), EVERYWHERE) is BODY


def test_nor_where_nothing_is_sure() -> None:
    assert by_motion(BODY, motion(np.maximum(BODY, HANDLE)), 0.0 * EVERYWHERE) is BODY


def test_what_moves_alike_far_away_is_something_else() -> None:
    other = rectangle(20, 50, 20, 60)
    matte = by_motion(BODY, motion(np.maximum(BODY, other)), EVERYWHERE)
    assert matte[20:50, 20:60].max() == 0.0


def scouted(matte: Floats | None) -> Scouting:
    """Return a landscape in which nothing is seen but a subject."""
    plan = Plan(duration=5, moves=(CameraMove(kind=MoveKind.STATIC, end=5),))
    seen = Scouting.of(Still(landscape(COLUMNS, ROWS)), View(COLUMNS, ROWS), plan, Networks())
    return seen.relaid(replace(seen.scene, matte=matte))


class TestShare:
    STILL = np.zeros((ROWS, COLUMNS, 2), np.float32)

    def test_what_one_matte_misses_the_other_tells(self) -> None:
        found, missed = share(scouted(oval(COLUMNS, ROWS)), scouted(None), moved_by(self.STILL))
        assert found.scene.matte is not None
        assert missed.scene.matte is not None
        assert np.abs(missed.scene.matte - found.scene.matte).mean() < 0.01

    def test_what_is_hardly_found_is_no_subject(self) -> None:
        hardly = moved_by(self.STILL, 0.45 * EVERYWHERE)
        _, missed = share(scouted(oval(COLUMNS, ROWS)), scouted(None), hardly)
        assert missed.scene.matte is None
        assert missed.geometry.main is None

    def test_what_differs_gets_no_layer_where_depth_is_guessed(self) -> None:
        picture = landscape(COLUMNS, ROWS)
        picture[120:180, 40:70] = (255, 0, 0)
        first = scouted(None)
        other = first.relaid(replace(first.scene, picture=picture))
        _, changed = share(first, other, moved_by(self.STILL))
        assert [figure.name for figure in changed.scene.figures] == ["mover"]
        assert changed.geometry.cutouts == ()
