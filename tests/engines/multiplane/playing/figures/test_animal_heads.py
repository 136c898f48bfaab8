"""Heads of animals, known by what looks like their eyes."""

from dataclasses import replace

import numpy as np

from photoplay.arrays import Floats, floats
from photoplay.director.plan import Action
from photoplay.director.vocabulary.kinds import ActionKind
from photoplay.engines.multiplane.playing.figures.anatomy import Head
from photoplay.engines.multiplane.playing.figures.heads import PLAYERS
from photoplay.engines.multiplane.playing.figures.performers import performers
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.swings import nodes_of
from photoplay.engines.multiplane.playing.timing import Timing
from photoplay.sight.eyes import Animal, Peak
from photoplay.sight.objects import Box, Thing
from tests.engines.multiplane.playing.people import at
from tests.engines.multiplane.playing.stages import setting_of
from tests.scenes import landscape

WIDTH, HEIGHT = 480, 360
HEAD, RADIUS = (300.0, 110.0), 34.0
BEAK = 372.0
BODY = (200.0, 200.0)
TILT = Action.model_validate(
    {"kind": ActionKind.TILT_HEAD, "played_as": ActionKind.TILT_HEAD, "subject": "the bird", "end": 5}
)


def _bird(*eyes: tuple[float, float]) -> Setting:
    """Return the setting of a bird that looks to the right, and of what looks like its eyes."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    head = RADIUS - np.hypot(x - HEAD[0], y - HEAD[1])
    body = 80.0 - np.hypot(x - BODY[0], y - BODY[1])
    beak = np.minimum(np.minimum(6.0 - np.abs(y - HEAD[1]), BEAK - x), x - HEAD[0])
    matte = np.asarray(np.clip(np.maximum(np.maximum(head, body), beak) / 2 + 0.5, 0, 1), np.float32)
    setting = setting_of(landscape(WIDTH, HEIGHT), TILT, matte=matte, inverse_depth=0.2 + 0.5 * matte)
    box = Box(0.2, 0.15, 0.8, 0.8)
    places = tuple(Peak(1.0, eye[0], eye[1], 6.0) for eye in eyes)
    animals = (Animal("bird", box, (), places),) if eyes else ()
    scene = replace(setting.scene, things=(Thing("bird", 0.9, box),), animals=animals)
    return replace(setting, scene=scene)


def _head(setting: Setting) -> Head | None:
    (bird,) = performers("the bird", setting)
    return bird.head


def _tilted(setting: Setting) -> Floats:
    """Return how far each node has come when the head is tilted most."""
    performance = PLAYERS[TILT.kind](TILT, setting, Timing(0.0, 5.0, 5.0, 0.0))
    assert performance is not None
    (moving,) = performance.acts[1].displacements
    assert not moving.shift(nodes_of(setting), 0.0).any()
    return moving.shift(nodes_of(setting), 2.2)


def test_a_head_in_profile_is_about_its_eye() -> None:
    """As large as the outline around the eye allows, its neck towards the body."""
    head = _head(_bird(HEAD))
    assert head is not None
    assert np.hypot(head.middle[0] - HEAD[0], head.middle[1] - HEAD[1]) < 0.6 * RADIUS
    assert RADIUS < head.across < 2.0 * RADIUS
    assert head.neck[0] < HEAD[0]
    assert head.neck[1] > HEAD[1]


def test_a_head_with_two_eyes_is_as_wide_as_they_say() -> None:
    """Its middle is between them and below."""
    head = _head(_bird((285.0, 105.0), (315.0, 105.0)))
    assert head is not None
    assert 30.0 < head.across < 40.0
    assert abs(head.middle[0] - 300.0) < 10.0
    assert head.middle[1] > 105.0


def test_eyes_elsewhere_are_not_its_own() -> None:
    """A place beside the bird says nothing about its head."""
    assert _head(_bird((60.0, 60.0))) is None


def test_a_beak_is_as_rigid_as_the_head() -> None:
    """Both turn about the neck by one angle; the body stays."""
    setting = _bird(HEAD)
    head, shift = _head(setting), _tilted(setting)
    assert head is not None
    angles = []
    for x in (HEAD[0], BEAK - 10.0):
        node = at(setting, x, HEAD[1])
        away = nodes_of(setting)[node] - floats(*head.neck)
        angles.append(float(away[0] * shift[node][1] - away[1] * shift[node][0]) / float(away @ away))
    assert abs(angles[0]) > 0.03
    assert abs(angles[1] - angles[0]) < 0.25 * abs(angles[0])
    assert np.abs(shift[at(setting, BODY[0] - 20.0, BODY[1] + 20.0)]).max() < 0.05
