"""Animals that blink and glance."""

from dataclasses import replace

import numpy as np
import pytest

from photoplay.arrays import Floats, Picture, floats
from photoplay.director.plan import Action
from photoplay.director.vocabulary.kinds import ActionKind, Direction
from photoplay.engines.multiplane.playing.faces.mimicry import PLAYERS
from photoplay.engines.multiplane.playing.faces.stares import stares
from photoplay.engines.multiplane.playing.performance import Performance
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing
from photoplay.sight.eyes import Animal
from photoplay.sight.objects import Box, Thing
from photoplay.sight.openings import Opening
from tests.engines.multiplane.playing.faces.portraits import action
from tests.engines.multiplane.playing.stages import setting_of
from tests.sight.furry import ACROSS, DOWN, EYES, FUR, SIZE, fur, with_eye

MOMENTS = np.arange(0.0, 5.0, 1 / 30)
BOX = Box(0.1, 0.05, 0.9, 0.95)
A = ActionKind


def _cat(
    kind: ActionKind, direction: Direction | None = None, parted: bool = False, size: float = 1.0
) -> tuple[Setting, Action]:
    """Return a setting with a cat's head, and its cue; the two eyes may be those of two animals."""
    cue = action(kind, direction, subject="the cat")
    picture = with_eye(with_eye(fur(), *EYES[0]), *EYES[1])
    y, x = np.mgrid[: SIZE[1], : SIZE[0]]
    matte = (np.hypot(x - 230, y - 180) < 165).astype(np.float32)
    if parted:
        matte[:, 222:238] = 0.0
    axes = np.diag([size * ACROSS, size * DOWN]).astype(np.float32)
    eyes = tuple(Opening(floats(*eye), axes, floats(*eye)) for eye in EYES)
    setting = setting_of(picture, cue, matte=matte, inverse_depth=0.3 + 0.4 * matte)
    scene = replace(setting.scene, things=(Thing("cat", 0.9, BOX),), animals=(Animal("cat", BOX, eyes, ()),))
    return replace(setting, scene=scene), cue


def _played(setting: Setting, cue: Action, strength: float = 1.0) -> Performance | None:
    return PLAYERS[cue.kind](cue, setting, Timing(0.0, 5.0, 5.0, 0.0, strength))


def _films(setting: Setting, cue: Action, strength: float = 1.0) -> list[Picture]:
    """Return the texture of the layer that shows the eyes, at every moment."""
    performance = _played(setting, cue, strength)
    assert performance is not None
    ((layer, acts),) = performance.acts.items()
    films = []
    for time in MOMENTS:
        for retouch in acts.retouches:
            retouch.paint(setting.textures[layer], float(time))
        films.append(np.array(setting.textures[layer].texels, np.uint8))
    return films


def _opening(setting: Setting, film: Picture, side: int) -> Floats:
    """Return the colours within half the opening of an eye."""
    layer = next(stares("the cat", setting)).layer
    x, y = setting.textures[layer].coordinates(floats(*EYES[side])[None])[0].astype(int)
    return film[y - int(DOWN) : y + int(DOWN), x - int(ACROSS) : x + int(ACROSS), :3].astype(np.float32)


@pytest.mark.parametrize("kind", [A.BLINK, A.GLANCE])
def test_an_eye_is_as_the_photograph_has_it_at_rest(kind: ActionKind) -> None:
    """To the bit, and again whenever it is open."""
    setting, cue = _cat(kind)
    before = [np.array(texture.texels) for texture in setting.textures]
    films = _films(setting, cue)
    assert any(np.array_equal(films[0], one) for one in before)


def test_closed_lids_are_of_fur() -> None:
    """Both eyes are covered at once: nothing of iris or pupil is left."""
    setting, cue = _cat(A.BLINK)
    films = _films(setting, cue)
    for side in (0, 1):
        changes = [np.abs(_opening(setting, film, side) - FUR).mean() for film in films]
        assert changes[0] > 45
        assert min(changes) < 25
    deepest = [
        int(np.argmin([np.abs(_opening(setting, film, side) - FUR).mean() for film in films]))
        for side in (0, 1)
    ]
    assert deepest[0] == deepest[1]


def test_nothing_else_changes() -> None:
    """But for the eyes and the fur just around."""
    setting, cue = _cat(A.BLINK)
    films = _films(setting, cue)
    changed = np.max([(film != films[0]).any(axis=-1) for film in films[::3]], axis=0)
    layer = next(stares("the cat", setting)).layer
    places = setting.textures[layer].coordinates(np.array(EYES, np.float32))
    rows, columns = np.nonzero(changed)
    away = np.min([np.hypot(columns - x, rows - y) for x, y in places], axis=0)
    assert away.max() < 1.6 * ACROSS * setting.textures[layer].density


def test_a_stronger_blink_closes_further() -> None:
    """A weak one leaves the eye half open."""
    least = []
    for strength in (0.2, 0.5, 1.0):
        setting, cue = _cat(A.BLINK)
        least.append(
            min(np.abs(_opening(setting, film, 0) - FUR).mean() for film in _films(setting, cue, strength))
        )
    assert least[0] > least[1] > least[2]


@pytest.mark.parametrize(("direction", "sign"), [(Direction.LEFT, -1), (Direction.RIGHT, 1)])
def test_pupils_go_where_a_cue_says(direction: Direction, sign: int) -> None:
    """By a tenth of the eye or so, no further."""
    setting, cue = _cat(A.GLANCE, direction)
    moved = []
    for film in _films(setting, cue):
        middle = _opening(setting, film, 0)[8:-8, 8:-8]
        dark = np.maximum(60.0 - middle.mean(axis=-1), 0.0)
        moved.append(float((dark.sum(axis=0) * np.arange(dark.shape[1])).sum() / dark.sum()))
    far = sign * (np.array(moved) - moved[0])
    assert far.max() > 1.2
    assert far.min() > -0.5
    assert far.max() < 0.3 * ACROSS


@pytest.mark.parametrize("how", [{"parted": True}, {"size": 0.12}])
def test_eyes_in_doubt_are_left_alone(how: dict[str, float]) -> None:
    """Those of two animals, and those too small to be seen."""
    setting, cue = _cat(A.BLINK, **how)  # type: ignore[arg-type]
    assert _played(setting, cue) is None


def test_somebody_else_is_not_meant() -> None:
    """The cat does not blink for a man."""
    setting, cue = _cat(A.BLINK)
    assert _played(setting, cue.model_copy(update={"subject": "the man"})) is None
