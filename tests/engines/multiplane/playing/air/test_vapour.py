"""Fog, smoke and steam."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from photoplay.arrays import Floats, Picture
from photoplay.director.vocabulary.kinds import Direction, EffectKind
from photoplay.engines.multiplane.filming.camera import Pose
from photoplay.engines.multiplane.playing.air.fog import horizon_of
from photoplay.engines.multiplane.playing.air.noise import look_up, tile
from photoplay.engines.multiplane.playing.air.vapour import PLAYERS
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing
from photoplay.sight.objects import Box, Thing
from tests.engines.multiplane.playing.air.aloft import change, effect, filmed, with_things
from tests.engines.multiplane.playing.stages import setting_of

WIDTH, HEIGHT = 320, 192
CUP = Thing("cup", 0.9, Box(0.4, 0.55, 0.6, 0.9))
FOG, STEAM, SMOKE = EffectKind.FOG, EffectKind.STEAM, EffectKind.SMOKE


def _stripes(width: int = WIDTH, height: int = HEIGHT) -> Picture:
    """Light and dark stripes, so that what hides them shows."""
    columns = np.where(np.arange(width) * 40 // width % 2, 120, 40)
    return np.broadcast_to(columns[None, :, None], (height, width, 3)).astype(np.uint8)


def _depth(width: int = WIDTH, height: int = HEIGHT) -> Floats:
    return np.linspace(0.1, 1.0, height, dtype=np.float32)[:, None].repeat(width, axis=1)


def _setting(kind: EffectKind, rest: float = 0.0, seed: int = 3, **more: object) -> Setting:
    cue = effect(kind, **more)  # type: ignore[arg-type]
    return with_things(setting_of(_stripes(), cue, inverse_depth=_depth(), rest=rest, seed=seed), CUP)


def _fire() -> Floats:
    fire = np.zeros((HEIGHT, WIDTH), np.float32)
    fire[120:170, 140:180] = 1.0
    return fire


def _contrast(picture: Picture, rows: slice) -> float:
    return float(picture[rows].astype(np.float32).mean(axis=(0, 2)).std())


@pytest.mark.parametrize("kind", [FOG, STEAM, SMOKE])
@pytest.mark.parametrize("rest", [0.0, 5.0])
def test_at_rest_the_frame_is_the_photograph(kind: EffectKind, rest: float) -> None:
    setting = _setting(kind, rest)
    assert np.array_equal(filmed(setting)(rest), setting.scene.picture)


@pytest.mark.parametrize("kind", [FOG, STEAM, SMOKE])
def test_it_comes_gently_and_depends_on_time_and_seed_alone(kind: EffectKind) -> None:
    setting = _setting(kind)
    frame = filmed(setting)
    late, early = frame(4.0), frame(1.5)
    assert np.array_equal(filmed(_setting(kind))(1.5), early)
    assert not np.array_equal(filmed(_setting(kind, seed=9))(1.5), early)
    assert change(setting, 1 / 30).max() <= 1.0
    assert np.abs(late.astype(int) - early).max() > 5


@pytest.mark.parametrize("kind", [FOG, STEAM, SMOKE])
def test_the_more_the_stronger(kind: EffectKind) -> None:
    amounts = [change(_setting(kind, amount=amount), 3.0).mean() for amount in (0.3, 0.7, 1.0, 2.0)]
    assert amounts == sorted(amounts)
    assert amounts[-1] > 1.3 * amounts[0]


@pytest.mark.parametrize("kind", [FOG, STEAM])
def test_it_never_jumps(kind: EffectKind) -> None:
    frame = filmed(_setting(kind))
    frames = [frame(2.0 + step / 30).astype(np.float32) for step in range(4)]
    steps = [np.abs(b - a).max() for a, b in itertools.pairwise(frames)]
    assert max(steps) < 25


def test_fog_hides_what_is_far_and_leaves_what_is_near() -> None:
    setting = _setting(FOG)
    foggy, clear = filmed(setting)(4.0), setting.scene.picture
    far, near = slice(70, 95), slice(HEIGHT - 12, HEIGHT)
    assert _contrast(foggy, far) < 0.72 * _contrast(clear, far)
    assert _contrast(foggy, near) > 0.74 * _contrast(clear, near)


def test_fog_stays_behind_a_sharp_figure() -> None:
    matte = np.zeros((HEIGHT, WIDTH), np.float32)
    matte[30:, 120:200] = 1.0
    depth = np.where(matte > 0, np.float32(0.95), np.float32(0.15))
    setting = setting_of(_stripes(), effect(FOG), matte=matte, inverse_depth=depth)
    changed = change(setting, 4.0)
    assert changed[60:150, 126:194].mean() < 0.3 * changed[60:150, 20:110].mean()
    edge = changed[60:150].mean(axis=0)
    assert abs(edge[116] - edge[100]) < 0.5 * edge[100]
    assert edge[124] < 0.5 * edge[100]


def test_fog_drifts_as_told() -> None:
    def drift(way: Direction) -> float:
        frame = filmed(_setting(FOG, direction=way))
        before, after = (frame(time).astype(np.float32).mean(axis=-1)[60:110] for time in (3.5, 4.1))
        even = [each.reshape(50, 40, 8).mean(axis=(0, 2)) for each in (before, after)]
        even = [each - each.mean() for each in even]
        shifts = range(-6, 7)
        match = [float((np.roll(even[0], shift) * even[1])[6:-6].sum()) for shift in shifts]
        return shifts[int(np.argmax(match))]

    assert drift(Direction.LEFT) <= 0 <= drift(Direction.RIGHT)
    assert drift(Direction.LEFT) < drift(Direction.RIGHT)


def test_the_horizon_is_where_the_sky_ends() -> None:
    sky = np.zeros((HEIGHT, WIDTH), np.float32)
    sky[:80] = 1.0
    setting = setting_of(_stripes(), effect(FOG), inverse_depth=_depth(), regions={"sky": sky})
    assert horizon_of(setting) == pytest.approx(80, abs=4)


def test_steam_rises_over_the_cup_alone() -> None:
    changed = change(_setting(STEAM), 3.0)
    above = changed[20:130, 110:210]
    assert above.mean() > 2.0
    assert changed[:, :70].max() <= 3.0
    assert changed[:, 250:].max() <= 3.0
    assert changed[160:].max() <= 1.0


def test_steam_keeps_its_place_while_the_camera_moves() -> None:
    setting = _setting(STEAM)

    def middle(pose: Pose) -> float:
        grey = np.full_like(setting.scene.picture, 60)
        frame = filmed(replace(setting, scene=replace(setting.scene, picture=grey)), pose)
        weight = np.abs(frame(3.0).astype(np.float32) - 60).mean(axis=(0, 2))
        return float((weight * np.arange(WIDTH)).sum() / weight.sum())

    moved = middle(Pose(x=0.1)) - middle(Pose())
    row = int(0.6 * HEIGHT)
    expected = -0.1 * float(_depth()[row, 0]) * WIDTH
    assert moved == pytest.approx(expected, abs=6)


def test_steam_needs_something_to_rise_from() -> None:
    setting = setting_of(_stripes(), effect(STEAM), inverse_depth=_depth())
    cue = setting.plan.effects[0]
    assert PLAYERS[STEAM](cue, setting, Timing.of(cue, setting.plan, 0.0)) is None


def test_smoke_rises_from_the_fire() -> None:
    setting = setting_of(_stripes(), effect(SMOKE), inverse_depth=_depth(), regions={"fire": _fire()})
    changed = change(setting, 3.5)
    assert changed[40:130, 110:220].mean() > 3.0 * changed[160:, :80].mean() + 1.0


def test_noise_continues_over_its_edges() -> None:
    noise = tile(64, 2.0, 16.0, 1.5, np.random.default_rng(1))
    assert np.array_equal(noise[0], noise[-1])
    assert np.array_equal(noise[:, 0], noise[:, -1])
    assert noise[:-1, :-1].std() == pytest.approx(1.0, abs=1e-3)
    points = np.random.default_rng(2).uniform(-50, 50, (5, 5, 2)).astype(np.float32)
    assert np.allclose(look_up(noise, points), look_up(noise, points + 64), atol=0.02)
