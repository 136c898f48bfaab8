import numpy as np
import pytest

from photoplay.director.plan import Effect
from photoplay.director.vocabulary.kinds import EffectKind
from photoplay.engines.multiplane.playing.setting import Setting
from tests.engines.multiplane.playing.stages import setting_of
from tests.scenes import oval, portrait

SIZE = WIDTH, HEIGHT = 320, 180
SKY = np.zeros((90, 160), np.float32)
SKY[:30] = 1.0


@pytest.fixture(scope="module")
def setting() -> Setting:
    """A red oval under a sky."""
    depth = np.linspace(0.1, 0.6, HEIGHT, dtype=np.float32)[:, None].repeat(WIDTH, axis=1)
    matte = oval(*SIZE)
    return setting_of(
        portrait(*SIZE),
        Effect(kind=EffectKind.CLOUDS, end=5),
        matte=matte,
        inverse_depth=np.maximum(depth, 0.8 * matte),
        regions={"sky": SKY},
    )


def test_a_field_covers_the_frame_and_beyond(setting: Setting) -> None:
    field = setting.field(SKY)
    points = np.array([[[160, 20], [160, 150], [160, -20]]], np.float32)
    assert field.sample(points) == pytest.approx(np.array([[1.0, 0.0, 1.0]]), abs=1e-3)


def test_a_region_that_is_not_there_is_none(setting: Setting) -> None:
    assert setting.region(["clouds", "fire"]) is None
    sky = setting.region(["clouds", "sky"])
    assert sky is not None
    assert sky.shape == setting.canvas.size[::-1]
    assert float(sky.mean()) == pytest.approx(1 / 3, abs=0.02)


def test_layers_share_what_the_photograph_shows(setting: Setting) -> None:
    backdrop, subject = setting.shown
    assert np.allclose(backdrop + subject, 1.0, atol=1e-3)
    assert subject[subject.shape[0] // 2, subject.shape[1] // 2] == pytest.approx(1.0)


def test_layers_of_a_place(setting: Setting) -> None:
    middle = (setting.shown[1] > 0.99).astype(np.float32)
    assert setting.layers_of(middle) == (1,)
    sky = setting.region(["sky"])
    assert sky is not None
    assert 0 in setting.layers_of(sky)
    assert setting.layers_of(np.ones_like(middle)) == (0, 1)


def test_depth_is_that_of_what_is_shown(setting: Setting) -> None:
    rows, columns = setting.depth.shape
    assert (columns, rows) == setting.canvas.size
    assert setting.depth[rows // 2, columns // 2] > setting.depth[5, 5]


def test_chance_is_the_seed_s_and_the_player_s_own(setting: Setting) -> None:
    draws = [setting.chance(*salt).random() for salt in ((1,), (1,), (2,))]
    assert draws[0] == draws[1] != draws[2]
