from dataclasses import dataclass

import numpy as np
import pytest

from photoplay.arrays import Floats, Picture
from photoplay.director.plan import Effect
from photoplay.director.vocabulary.kinds import EffectKind
from photoplay.engines.multiplane.playing.fluids.streaming import banks, fluid_of, way_of
from photoplay.engines.multiplane.playing.setting import Setting
from tests.engines.multiplane.playing.stages import setting_of

WIDTH, HEIGHT = 320, 180
POOL = (slice(60, 120), slice(80, 240))


@dataclass(frozen=True)
class Still:
    def phases(self, points: Floats, time: float) -> tuple[tuple[Floats, float], tuple[Floats, float]]:
        shift = np.zeros_like(points) * np.float32(time)
        return (shift, 1.0), (shift, 0.0)


def pond() -> Picture:
    """Return a blue pool in red land."""
    picture = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    picture[:] = (170, 60, 40)
    picture[POOL] = (40, 70, 180)
    return picture


@pytest.fixture(scope="module")
def setting() -> Setting:
    return setting_of(pond(), Effect(kind=EffectKind.RIPPLE, end=5))


def rough(setting: Setting, astray: int = 3) -> Floats:
    """Return where the pool is, some nodes of it astray."""
    region = np.zeros((HEIGHT, WIDTH), np.float32)
    region[60 - astray : 120 + astray, 80 - astray : 240 + astray] = 1.0
    columns, rows = setting.canvas.size
    y = (np.arange(rows) * HEIGHT // rows)[:, None]
    x = np.arange(columns) * WIDTH // columns
    return np.asarray(region[y, x], np.float32)


def test_a_rough_region_is_fitted_to_the_picture(setting: Setting) -> None:
    cover = fluid_of(setting, 0, rough(setting), Still(), (4.0, 4.0)).cover
    frame = np.zeros((HEIGHT, WIDTH), np.uint8)
    rows, columns = cover.texels.shape
    left, top = (int(each) for each in cover.origin)
    frame[top : top + rows, left : left + columns] = cover.texels
    assert frame[64:116, 84:236].min() > 200
    frame[58:122, 78:242] = 0
    assert frame.max() < 30


def test_what_streams_is_carried_on_beyond_its_edge(setting: Setting) -> None:
    fluid = fluid_of(setting, 0, rough(setting, 0), Still(), (12.0, 12.0))
    streaming, mean = fluid.stack.levels[0].texels, fluid.mean.texels
    assert (streaming[..., 3] == 255).all()
    astray = np.abs(streaming[..., :3].astype(int) - (40, 70, 180))
    assert astray.mean() < 4.0
    assert astray.max() < 65
    assert np.abs(mean[..., :3].astype(int) - (40, 70, 180)).max() < 25
    assert len(streaming) > 60 + 2 * 10


def test_what_waves_bend_is_as_coarse_as_the_frame(setting: Setting) -> None:
    fine, bent = (
        fluid_of(setting, 0, rough(setting), Still(), (4.0, 4.0), bent=bent).stack.levels[0]
        for bent in (False, True)
    )
    assert fine.density == setting.textures[0].density
    assert bent.density == 1.0
    assert (bent.texels[..., 3] == 255).all()
    step = round(fine.density)
    assert np.abs(bent.texels.astype(int) - fine.texels[::step, ::step]).mean() < 1.0


def test_what_is_set_apart_stays_out(setting: Setting) -> None:
    def post(plain: Picture, _cover: Picture) -> Picture:
        mask = np.zeros(plain.shape[:2], np.uint8)
        mask[80:100, 150:156] = 1
        return mask

    fluid = fluid_of(setting, 0, rough(setting), Still(), (4.0, 4.0), post)
    left, top = (int(each) for each in fluid.cover.origin)
    assert fluid.cover.texels[80 - top : 100 - top, 150 - left : 156 - left].max() == 0


def test_banks_are_far_from_the_middle_and_not_at_the_frame_s_edge(setting: Setting) -> None:
    region = np.zeros(setting.canvas.size[::-1], np.float32)
    region[: len(region) // 2] = 1.0
    away = banks(setting, region)
    assert away[0, 0] > away[len(region) // 2 - 2, 0] > 0.0
    assert away[-1].max() == 0.0


def test_the_way_is_that_of_the_region(setting: Setting) -> None:
    velocity = np.zeros((*setting.canvas.size[::-1], 2), np.float32)
    region = np.zeros(velocity.shape[:2], np.float32)
    region[10:20], velocity[10:20], velocity[30:] = 1.0, (2.0, -1.0), (9.0, 9.0)
    assert way_of(velocity, region, 3.0) == pytest.approx((6.0, 3.0))
