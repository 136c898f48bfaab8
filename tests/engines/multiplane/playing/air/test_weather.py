"""Rain, snow and all that flies: at rest nothing, then in the right place, direction and number."""

import itertools

import numpy as np
import pytest

from photoplay.arrays import Floats, Picture
from photoplay.director.vocabulary.kinds import Direction, EffectKind
from photoplay.engines.multiplane.filming.camera import Pose
from photoplay.engines.multiplane.playing.air.flights import Swarm, projected
from photoplay.engines.multiplane.playing.air.flying import Aloft, Crowd, Flying
from photoplay.engines.multiplane.playing.air.impacts import Impacts
from photoplay.engines.multiplane.playing.air.weather import PLAYERS
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing
from tests.engines.multiplane.playing.air.aloft import change, effect, filmed, passes_of
from tests.engines.multiplane.playing.light.lit import seen_from
from tests.engines.multiplane.playing.stages import setting_of

WIDTH, HEIGHT = 320, 192
KINDS = [kind for kind in EffectKind if kind in PLAYERS]


def _evening(width: int = WIDTH, height: int = HEIGHT) -> Picture:
    """A picture that gets darker downwards."""
    rows = np.linspace(110, 40, height)[:, None, None]
    return np.broadcast_to(rows * (0.9, 0.8, 0.7), (height, width, 3)).astype(np.uint8)


def _depth(width: int = WIDTH, height: int = HEIGHT) -> Floats:
    return np.linspace(0.05, 0.5, height, dtype=np.float32)[:, None].repeat(width, axis=1)


def _setting(kind: EffectKind, rest: float = 0.0, seed: int = 3, **more: object) -> Setting:
    cue = effect(kind, **more)  # type: ignore[arg-type]
    return setting_of(_evening(), cue, inverse_depth=_depth(), rest=rest, seed=seed)


def _flying(setting: Setting) -> Flying:
    aloft = next(each for each in passes_of(setting) if isinstance(each, Aloft))
    flying = aloft.things[0]
    assert isinstance(flying, Flying)
    return flying


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rest", [0.0, 5.0])
def test_at_rest_the_frame_is_the_photograph(kind: EffectKind, rest: float) -> None:
    setting = _setting(kind, rest)
    assert np.array_equal(filmed(setting)(rest), setting.scene.picture)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_there_after_two_seconds_and_has_come_in_gently(kind: EffectKind) -> None:
    setting = _setting(kind)
    later, soon = change(setting, 2.0), change(setting, 1 / 30)
    assert (later > 6).mean() > 0.0005
    assert soon.mean() < 0.05 * later.mean()


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_depends_on_its_time_and_the_seed_alone(kind: EffectKind) -> None:
    frame = filmed(_setting(kind))
    late, early = frame(4.0), frame(1.5)
    assert np.array_equal(filmed(_setting(kind))(1.5), early)
    assert not np.array_equal(late, early)
    assert not np.array_equal(filmed(_setting(kind, seed=4))(1.5), early)


@pytest.mark.parametrize("kind", KINDS)
def test_the_more_the_stronger(kind: EffectKind) -> None:
    amounts = [change(_setting(kind, amount=amount), 2.5).mean() for amount in (0.3, 0.7, 1.0, 2.0)]
    assert amounts == sorted(amounts)
    assert amounts[-1] > 1.3 * amounts[0]


def test_things_join_one_after_the_other() -> None:
    crowd = Crowd(Timing(0.0, 5.0, 5.0, 0.0))
    shown = [crowd.shown(time, 200) for time in np.linspace(0.0, 1.2, 25)]
    assert shown[0].max() == 0.0
    assert all((later >= earlier).all() for earlier, later in itertools.pairwise(shown))
    assert 0.3 < shown[-1].mean() < 1.0
    half = Crowd(Timing(0.0, 5.0, 5.0, 0.0, strength=0.5)).shown(3.0, 200)
    assert 0.4 < half.mean() / shown[-1].mean() < 0.6


@pytest.mark.parametrize(
    ("kind", "sign"),
    [
        (EffectKind.RAIN, 1),
        (EffectKind.SNOW, 1),
        (EffectKind.PETALS, 1),
        (EffectKind.FALLING_LEAVES, 1),
        (EffectKind.CONFETTI, 1),
        (EffectKind.BUBBLES, -1),
        (EffectKind.EMBERS, -1),
    ],
)
def test_what_falls_falls_and_what_rises_rises(kind: EffectKind, sign: int) -> None:
    flight = _flying(_setting(kind)).flight
    down = np.median(flight.at(2.0, Pose()).speeds[:, 1])
    before, after = (flight.at(time, Pose()).places[:, 1] for time in (2.0, 2.001))
    assert np.sign(down) == sign
    assert np.sign(np.median(after - before)) == sign


@pytest.mark.parametrize("kind", [EffectKind.SNOW, EffectKind.PETALS, EffectKind.RAIN, EffectKind.DUST])
def test_the_wind_blows_as_told(kind: EffectKind) -> None:
    flights = [_flying(_setting(kind, direction=way)).flight for way in (Direction.LEFT, Direction.RIGHT)]
    left, right = (float(np.mean(each.at(1.0, Pose()).speeds[:, 0])) for each in flights)
    assert left < -0.01
    assert right > 0.01


def test_a_swarm_fills_the_view_wherever_the_camera_goes() -> None:
    setting = _setting(EffectKind.SNOW)
    swarm = _flying(setting).flight
    assert isinstance(swarm, Swarm)
    counts = []
    for time in (0.0, 3.0, 60.0):
        for pose in (Pose(), Pose(x=0.4, z=0.6), Pose(x=-0.3, y=0.2, z=-0.3), Pose(yaw=0.15, pitch=-0.1)):
            points, ahead = projected(setting.view, pose, swarm.at(time, pose).places)
            inside = (points > 0).all(axis=1) & (points < (WIDTH, HEIGHT)).all(axis=1) & (ahead > 0)
            thirds = np.histogram(points[inside, 0], bins=3, range=(0, WIDTH))[0]
            assert thirds.min() > 0.2 * inside.sum()
            counts.append(inside.sum())
    assert min(counts) > 0.35 * max(counts)


def test_flakes_move_smoothly() -> None:
    flight = _flying(_setting(EffectKind.SNOW)).flight
    first, second, third = (
        flight.at(time, Pose()).places[:, :2] for time in (2.0, 2.0 + 1 / 30, 2.0 + 2 / 30)
    )
    steps, turns = np.linalg.norm(second - first, axis=1), np.linalg.norm(third - 2 * second + first, axis=1)
    assert np.median(steps) > 0.003
    assert np.mean(turns < 0.002) > 0.97


def test_near_things_hide_what_flies_behind_them() -> None:
    near = np.where(np.arange(WIDTH) < WIDTH // 2, np.float32(1.0), np.float32(0.05))
    depth = np.broadcast_to(near, (HEIGHT, WIDTH)).astype(np.float32)
    setting = setting_of(_evening(), effect(EffectKind.CONFETTI), inverse_depth=depth)
    changed = change(setting, 2.5) > 6
    assert changed[:, WIDTH // 2 + 20 :].mean() > 1.5 * changed[:, : WIDTH // 2 - 20].mean()


@pytest.mark.parametrize("kind", [EffectKind.SNOW, EffectKind.CONFETTI, EffectKind.EMBERS])
def test_it_looks_alike_at_any_size(kind: EffectKind) -> None:
    small = change(_setting(kind), 2.5)
    double = setting_of(_evening(2 * WIDTH, 2 * HEIGHT), effect(kind), inverse_depth=_depth(640, 384))
    large = change(double, 2.5)
    assert large.mean() == pytest.approx(small.mean(), rel=0.1)
    shrunk = large.reshape(HEIGHT, 2, WIDTH, 2).mean(axis=(1, 3))
    assert np.corrcoef(shrunk.ravel(), small.ravel())[0, 1] > 0.8


def test_rain_rings_on_the_water_alone() -> None:
    water = np.zeros((HEIGHT, WIDTH), np.float32)
    water[120:] = 1.0
    regions = {"still_water": water}
    setting = setting_of(_evening(), effect(EffectKind.RAIN), inverse_depth=_depth(), regions=regions)
    (impacts,) = (
        each
        for one in passes_of(setting)
        if isinstance(one, Aloft)
        for each in one.things
        if isinstance(each, Impacts)
    )
    assert impacts.wet
    points, _ = projected(setting.view, Pose(), impacts.places)
    assert points[:, 1].min() > 115
    frame = setting.scene.picture.copy()
    Aloft((impacts,)).apply(frame, seen_from(setting), 2.0)
    changed = np.abs(frame.astype(int) - setting.scene.picture).max(axis=-1)
    assert changed[:110].max() == 0
    assert changed[130:].max() > 5


def test_embers_and_sparks_come_out_of_the_fire() -> None:
    fire = np.zeros((HEIGHT, WIDTH), np.float32)
    fire[120:160, 80:110] = 1.0
    for kind in (EffectKind.EMBERS, EffectKind.SPARKS):
        setting = setting_of(_evening(), effect(kind), inverse_depth=_depth(), regions={"fire": fire})
        flown = _flying(setting).flight.at(2.0, Pose())
        points, _ = projected(setting.view, Pose(), flown.places)
        young = flown.ages < 0.05
        assert young.any()
        assert (np.abs(points[young, 0] - 95) < 30).all()
        assert (np.abs(points[young, 1] - 140) < 35).all()
        assert change(setting, 2.0)[:, 260:].mean() < 0.2 * change(setting, 2.0)[:, 60:130].mean()
