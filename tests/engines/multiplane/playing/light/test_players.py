"""What every play of light owes the photograph, and what each is by itself."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from photoplay.arrays import Floats, Picture
from photoplay.director.plan import Light
from photoplay.director.vocabulary.kinds import Direction, LightKind, Pace
from photoplay.engines.multiplane.filming.camera import Pose
from photoplay.engines.multiplane.playing.light.beams import flare, glow
from photoplay.engines.multiplane.playing.light.glints import shimmer
from photoplay.engines.multiplane.playing.light.players import PLAYERS
from photoplay.engines.multiplane.playing.light.sources import Source, spots, sun
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing
from tests.engines.multiplane.playing.light.lit import change, passes_on, seen_from, under
from tests.engines.multiplane.playing.stages import setting_of
from tests.scenes import oval

WIDTH, HEIGHT = 320, 180
SUBJECTS = {LightKind.FLICKER: "candle", LightKind.SHIMMER: "background"}
MOMENTS = (1.3, 2.1, 3.4, 4.6)


def evening(width: int = WIDTH, height: int = HEIGHT) -> Picture:
    """Return a blue sky with a sun over brown ground with a lamp on it."""
    y, x = np.mgrid[:height, :width].astype(np.float32) / width
    picture = np.zeros((height, width, 3), np.float32)
    picture[:] = (110, 140, 190)
    picture[y > 0.25] = (120, 90, 70)
    noise = np.random.default_rng(1).uniform(-12, 12, (24, 40)).astype(np.float32)
    picture += cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)[..., None]
    halo = np.exp(-((np.hypot(x - 0.3, y - 0.1) / 0.06) ** 4))[..., None]
    picture += halo * (255.0 - picture)
    picture[np.hypot(x - 0.8, y - 0.45) < 0.022] = (255, 220, 150)
    return picture.clip(0, 255).astype(np.uint8)


def sky() -> Floats:
    mask = np.zeros((90, 160), np.float32)
    mask[:40] = 1.0
    return mask


def staged(
    kind: LightKind, amount: float = 1.0, width: int = WIDTH, duration: float = 5.0, **options: object
) -> Setting:
    cue = Light(kind=kind, amount=amount, end=duration, subject=SUBJECTS.get(kind, ""))
    cue = cue.model_copy(
        update={name: value for name, value in options.items() if name in Light.model_fields}
    )
    height = round(width * HEIGHT / WIDTH)
    depth = np.linspace(0.0, 1.0, height, dtype=np.float32)[:, None].repeat(width, axis=1) ** 2
    matte = options.get("matte")
    assert matte is None or isinstance(matte, np.ndarray)
    return setting_of(
        evening(width, height),
        cue,
        matte=matte,
        inverse_depth=depth,
        regions={"sky": sky()},
        duration=duration,
        rest=duration if options.get("at_the_end") else 0.0,
    )


@pytest.mark.parametrize("kind", PLAYERS)
def test_at_rest_the_frame_is_the_photograph(kind: LightKind) -> None:
    first, last = staged(kind), staged(kind, at_the_end=True)
    assert np.array_equal(under(first)(0.0), first.scene.picture)
    assert np.array_equal(under(last)(5.0), last.scene.picture)


@pytest.mark.parametrize("kind", PLAYERS)
def test_light_moves_smoothly_and_is_seen(kind: LightKind) -> None:
    lit = under(staged(kind))
    assert max(np.abs(lit(time).astype(int) - lit(0.0)).max() for time in MOMENTS) > 6
    first = np.abs(lit(1 / 30).astype(int) - lit(0.0)).max()
    assert first <= 3


@pytest.mark.parametrize("kind", PLAYERS)
def test_any_order_gives_the_same_frames(kind: LightKind) -> None:
    lit = under(staged(kind))
    forth = [lit(time) for time in MOMENTS]
    back = [lit(time) for time in reversed(MOMENTS)][::-1]
    again = [under(staged(kind))(time) for time in MOMENTS]
    for one, other, third in zip(forth, back, again, strict=True):
        assert np.array_equal(one, other)
        assert np.array_equal(one, third)


@pytest.mark.parametrize("kind", PLAYERS)
def test_more_is_more(kind: LightKind) -> None:
    strengths = (0.0, 0.3, 0.6, 1.0, 1.4)
    sizes = [
        max(np.abs(change(staged(kind, amount), time)).mean() for time in MOMENTS) for amount in strengths
    ]
    assert sizes[0] == 0.0
    assert (np.diff(sizes) > 0.0).all()


@pytest.mark.parametrize("kind", PLAYERS)
def test_no_light_clips_to_flat_white_or_goes_wild(kind: LightKind) -> None:
    setting = staged(kind, 1.5)
    lit = under(setting)
    white = (setting.scene.picture > 252).all(axis=-1).mean()
    for time in MOMENTS:
        assert (lit(time) > 252).all(axis=-1).mean() < white + 0.05


@pytest.mark.parametrize("kind", sorted(set(PLAYERS) - {LightKind.SHIMMER, LightKind.GLOW}))
def test_it_looks_the_same_at_twice_the_size(kind: LightKind) -> None:
    for time in (1.7, 3.4):
        small, large = change(staged(kind), time), change(staged(kind, width=2 * WIDTH), time)
        shrunk = cv2.resize(large, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
        error = cv2.GaussianBlur(small - shrunk, (0, 0), 8.0)
        assert np.abs(error).max() < 2.0 + 0.25 * np.abs(small).max()


@pytest.mark.parametrize(
    "kind", [LightKind.FLICKER, LightKind.SHIMMER, LightKind.CLOUD_SHADOW, LightKind.RAYS]
)
def test_the_second_half_of_a_long_clip_is_not_the_first_again(kind: LightKind) -> None:
    lit = under(staged(kind, duration=10.0))
    for time in (1.5, 2.5, 4.0):
        assert np.abs(lit(time).astype(int) - lit(time + 5.0)).max() > 2


def test_a_flame_wavers_most_about_itself_and_is_red_when_weak() -> None:
    setting = staged(LightKind.FLICKER)
    lit = under(setting)
    frames = np.stack([lit(time).astype(np.float32) for time in np.arange(1.0, 4.0, 0.05)])
    wavers = (frames / np.maximum(frames.mean(axis=0), 1)).std(axis=0).mean(axis=-1)
    assert wavers[144, 240] > 2.0 * wavers[170, 20]
    weakest = frames[frames[:, 144, 240].sum(axis=-1).argmin()]
    near = slice(138, 160), slice(225, 235)
    fell = (weakest[near] / setting.scene.picture[near]).mean(axis=(0, 1))
    assert fell[0] > fell[2]


def test_neon_fails_only_near_itself() -> None:
    setting = staged(LightKind.FLICKER, subject="the neon sign")
    lit = under(setting)
    losses = np.stack([setting.scene.picture.astype(int) - lit(time) for time in np.arange(0.8, 5.0, 0.03)])
    assert losses[:, 144, 256].max() > 40
    assert losses[:, 170, 20].max() <= 6


def test_lightning_flashes_at_most_three_times_a_second_and_most_in_the_sky() -> None:
    setting = staged(LightKind.LIGHTNING)
    lit = under(setting)
    times = np.arange(1.0, 5.0, 1 / 60)
    sky_light = np.array([lit(time)[:60].mean() for time in times])
    ground_light = np.array([lit(time)[150:].mean() for time in times])
    peaks = times[1:-1][(np.diff(sky_light)[:-1] > 0.2) & (np.diff(sky_light)[1:] <= 0)]
    assert len(peaks) >= 2
    assert all(((peaks >= peak) & (peaks < peak + 1.0)).sum() <= 3 for peak in peaks)
    assert np.ptp(sky_light) > np.ptp(ground_light)
    assert np.ptp(sky_light) > 20


def test_shadows_of_clouds_cross_the_ground_and_not_the_sky() -> None:
    setting = staged(LightKind.CLOUD_SHADOW)
    changes = np.stack([change(setting, time) for time in MOMENTS])
    assert np.abs(changes[:, :60]).max() < 1.0
    assert changes[:, 110:].min() < -20
    assert changes.max() < 1.0
    assert np.abs(changes[0] - changes[-1]).max() > 10


def test_dusk_is_darker_bluer_above_and_keeps_its_lamps() -> None:
    setting = staged(LightKind.DUSK)
    photograph, last = setting.scene.picture.astype(np.float32), under(setting)(4.9).astype(np.float32)
    kept = last / np.maximum(photograph, 1.0)
    assert kept[150:, :100].mean() < 0.6
    assert kept[5, 250, 2] > kept[5, 250, 0]
    assert kept[70, 250, 0] > kept[5, 250, 0]
    assert kept[142:147, 254:259].mean() > 0.65
    darker = [under(setting)(time).mean() for time in (0.0, 1.0, 2.0, 3.0, 4.0)]
    assert (np.diff(darker) < 0.0).all()


def test_dawn_brightens_the_dark_and_warms_the_horizon() -> None:
    setting = staged(LightKind.DAWN)
    dark = replace(setting, scene=replace(setting.scene, picture=setting.scene.picture // 4))
    assert change(dark, 4.9)[100:].mean() > 5
    low = under(setting)(4.9)[60:75].astype(int) - setting.scene.picture[60:75]
    assert low[..., 0].mean() > low[..., 2].mean()


def test_shafts_come_from_the_sun() -> None:
    setting = staged(LightKind.RAYS)
    assert sun(setting) is not None
    gained = change(setting, 3.0)
    assert gained.min() > -1.0
    assert gained[:40, 130:180].mean() > 2.0 * gained[120:, 260:].mean()


@pytest.mark.parametrize(("direction", "rises"), [(None, True), (Direction.LEFT, False)])
def test_a_sweep_crosses_the_frame(direction: Direction | None, rises: bool) -> None:
    setting = staged(LightKind.SWEEP, direction=direction)
    places = []
    for time in (1.5, 2.1, 2.7):
        gained = change(setting, time)[100:].mean(axis=0)
        places.append(int(cv2.GaussianBlur(gained[None].astype(np.float32), (0, 0), 12.0).argmax()))
    assert (np.diff(places) > 10).all() if rises else (np.diff(places) < -10).all()


def test_a_sweep_bends_with_the_relief() -> None:
    flat, round_ = staged(LightKind.SWEEP), staged(LightKind.SWEEP, matte=oval(WIDTH, HEIGHT))
    assert np.abs(change(flat, 2.1) - change(round_, 2.1)).max() > 5


def test_a_faster_pace_is_faster() -> None:
    slow, fast = (staged(LightKind.DUSK, pace=pace) for pace in (Pace.NORMAL, Pace.FAST))
    assert change(fast, 1.5).mean() < change(slow, 1.5).mean()


def test_spots_twinkle_each_for_itself() -> None:
    picture = np.full((HEIGHT, WIDTH, 3), 50, np.uint8)
    centres = [(40, 50), (60, 150), (110, 90), (120, 250)]
    for row, column in centres:
        cv2.circle(picture, (column, row), 5, (250, 240, 220), -1)
    setting = setting_of(picture, Light(kind=LightKind.SHIMMER, end=5, subject="lights"))
    lit = under(setting)
    series = np.array([[lit(time)[spot].mean() for spot in centres] for time in np.arange(1, 5, 0.07)])
    assert (np.ptp(series, axis=0) > 20).all()
    assert np.abs(np.corrcoef(series.T) - np.eye(4)).max() < 0.8
    assert np.abs(lit(2.0)[90:100, 200:210].astype(int) - 50).max() <= 1


def test_the_edge_of_something_bright_is_no_spot() -> None:
    picture = np.full((HEIGHT, WIDTH, 3), 40, np.uint8)
    picture[:, 160:] = 240
    setting = setting_of(picture)
    assert spots(setting).max() < 0.1
    timing = Timing(0.0, 5.0, 5.0, 0.0)
    assert shimmer(Light(kind=LightKind.SHIMMER, end=5, subject="lights"), setting, timing) is None


def test_light_plays_over_what_is_out_of_focus_alone() -> None:
    sharp = np.random.default_rng(4).uniform(40, 160, (HEIGHT, WIDTH, 1)).repeat(3, axis=2)
    sharp[:, 160:] = 110
    cue = Light(kind=LightKind.SHIMMER, end=5, subject="background")
    setting = setting_of(sharp.astype(np.uint8), cue)
    difference = under(setting)(2.0).astype(np.float32).mean(axis=-1) - setting.scene.picture.mean(axis=-1)
    assert np.abs(difference[:, 180:]).max() > 6
    assert np.abs(difference[:, :140]).max() <= 1


def test_water_glitters_and_the_rest_does_not() -> None:
    noise = np.random.default_rng(2).uniform(20, 150, (HEIGHT, WIDTH, 1)).repeat(3, axis=2)
    water = np.zeros((90, 160), np.float32)
    water[45:] = 1.0
    cue = Light(kind=LightKind.SHIMMER, end=5, subject="the water")
    setting = setting_of(noise.astype(np.uint8), cue, regions={"still_water": water})
    difference = np.abs(under(setting)(2.0).astype(int) - setting.scene.picture)
    assert difference[110:].max() > 20
    assert difference[:75].max() <= 1


def test_a_bright_sky_is_not_a_sun_and_nothing_dark_flares_or_glows() -> None:
    bright = np.full((HEIGHT, WIDTH, 3), 245, np.uint8)
    bright[90:] = 60
    assert sun(setting_of(bright, regions={"sky": sky()})) is None
    dark, timing = setting_of(np.full((HEIGHT, WIDTH, 3), 40, np.uint8)), Timing(0.0, 5.0, 5.0, 0.0)
    assert flare(Light(kind=LightKind.FLARE, end=5), dark, timing) is None
    assert glow(Light(kind=LightKind.GLOW, end=5), dark, timing) is None


def test_a_flare_goes_where_the_sun_is_seen() -> None:
    setting = staged(LightKind.FLARE)
    frame = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    turned = frame.copy()
    (flares,) = passes_on(setting)
    flares.apply(frame, seen_from(setting), 3.0)
    flares.apply(turned, seen_from(setting, Pose(yaw=0.15)), 3.0)
    sideways = int(frame.sum(axis=(0, 2)).argmax()) - int(turned.sum(axis=(0, 2)).argmax())
    assert sideways == pytest.approx(0.15 * WIDTH, abs=12)


def test_a_source_is_seen_where_the_layers_show_it() -> None:
    setting = staged(LightKind.RAYS)
    pose = Pose(x=0.1, y=-0.05, z=0.1, yaw=0.05, pitch=0.02, roll=0.03, zoom=0.1)
    lines = seen_from(setting, pose).lines
    node = (8, 15)
    place = lines.at(np.full(lines.base.shape[:2], 0.4, np.float32))[node]
    x, y = Source(float(place[0]), float(place[1]), 0.4, 1.0).on_screen(setting.view, pose)
    assert (x, y) == pytest.approx((15 * 8 - 4.5, 8 * 8 - 4.5), abs=0.01)
