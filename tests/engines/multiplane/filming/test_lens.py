import numpy as np
import pytest

from photoplay.director.plan import CameraMove, Lens, Plan
from photoplay.director.vocabulary.kinds import Direction, MoveKind, Pace
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.lens import (
    MOST_SAMPLES,
    WIDEST,
    BlurStack,
    Focus,
    focus_at,
    shutter_times,
)
from photoplay.engines.multiplane.filming.path import CameraPath, Target
from photoplay.engines.multiplane.staging.layers import Texture
from tests.scenes import landscape

VIEW = View(640, 360)
TIMES = np.arange(150) / 30
NEAR, FAR = 0.7, 0.2


def plan_of(*moves: CameraMove, depth_of_field: float = 0.0, motion_blur: float = 0.5) -> Plan:
    lens = Lens(depth_of_field=depth_of_field, motion_blur=motion_blur)
    return Plan(duration=5, moves=moves, lens=lens)


def rack(direction: Direction, start: float = 0.0, end: float = 5.0) -> CameraMove:
    return CameraMove(kind=MoveKind.RACK_FOCUS, direction=direction, start=start, end=end)


STATIC = CameraMove(kind=MoveKind.STATIC, end=5)


def pulled(plan: Plan, rest: float = 0.0) -> list[Focus]:
    return focus_at(plan, VIEW, NEAR, FAR, TIMES, rest)


class TestFocus:
    @pytest.mark.parametrize("rest", [0.0, TIMES[-1]])
    @pytest.mark.parametrize(
        "plan",
        [
            plan_of(STATIC),
            plan_of(STATIC, depth_of_field=1.0),
            plan_of(rack(Direction.FAR)),
            plan_of(rack(Direction.NEAR, end=1.0), depth_of_field=0.7),
        ],
    )
    def test_the_photograph_at_rest_has_its_own_focus(self, plan: Plan, rest: float) -> None:
        focus = pulled(plan, rest)
        assert focus[0 if rest == 0 else -1].aperture == 0.0

    def test_a_lens_left_alone_stays_closed(self) -> None:
        assert {focus.aperture for focus in pulled(plan_of(STATIC))} == {0.0}

    def test_depth_of_field_opens_and_stays_open_on_the_subject(self) -> None:
        focus = pulled(plan_of(STATIC, depth_of_field=0.5))
        apertures = [f.aperture for f in focus]
        assert apertures == sorted(apertures)
        assert {f.depth for f in focus} == {NEAR}
        assert apertures[-1] * (NEAR - FAR) == pytest.approx(0.5 * WIDEST * 640)

    @pytest.mark.parametrize(
        ("direction", "path"), [(Direction.FAR, (NEAR, FAR)), (Direction.NEAR, (FAR, NEAR))]
    )
    def test_rack_focus_goes_from_one_to_the_other(
        self, direction: Direction, path: tuple[float, float]
    ) -> None:
        depths = np.array([focus.depth for focus in pulled(plan_of(rack(direction, start=1, end=4)))])
        assert depths[[0, 30]] == pytest.approx([path[0]] * 2)
        assert depths[[120, 149]] == pytest.approx([path[1]] * 2)
        assert (np.diff(depths) * (path[1] - path[0]) >= 0).all()

    def test_racks_follow_each_other(self) -> None:
        there_and_back = plan_of(rack(Direction.FAR, 0.5, 2), rack(Direction.NEAR, 3, 5))
        depths = [focus.depth for focus in pulled(there_and_back)]
        assert (depths[0], depths[75], depths[-1]) == pytest.approx((NEAR, FAR, NEAR), abs=1e-3)

    def test_a_subject_hardly_before_its_background_is_not_blurred_without_bound(self) -> None:
        focus = focus_at(plan_of(STATIC, depth_of_field=1.0), VIEW, 0.21, 0.2, TIMES, 0.0)
        assert focus[-1].aperture < 100


@pytest.fixture(scope="module")
def texture() -> Texture:
    """A landscape twice as fine as its frame."""
    picture = landscape(640, 360)
    return Texture(np.dstack([picture, np.full(picture.shape[:2], 255, np.uint8)]), (-8.0, -4.0))


class TestBlurStack:
    VIEW = View(320, 180)

    def test_a_sharp_lens_needs_no_blur(self, texture: Texture) -> None:
        stack = BlurStack.of(texture, self.VIEW, 0.0)
        assert stack.levels == (texture,)
        assert stack.radii == (0.0,)

    def test_has_all_the_levels_asked_for(self, texture: Texture) -> None:
        for widest in (0.5, 1.0, 2.0, 3.5):
            stack = BlurStack.of(texture, self.VIEW, widest)
            assert stack.radii[-2] < widest <= stack.radii[-1]

    def test_asks_progress_before_each_level(self, texture: Texture) -> None:
        shares: list[float] = []
        stack = BlurStack.of(texture, self.VIEW, 99, lambda _stage, share: shares.append(share))
        assert shares == pytest.approx(np.arange(3) / 3)
        assert len(stack.levels) == 4

    def test_levels_are_ever_less_sharp(self, texture: Texture) -> None:
        stack = BlurStack.of(texture, self.VIEW, 99)
        sharpness = [
            np.diff(level.texels[..., 0].astype(float), axis=1).std() * level.density
            for level in stack.levels
        ]
        assert list(stack.radii) == sorted(set(stack.radii))
        assert sharpness == sorted(sharpness, reverse=True)
        assert sharpness[-1] < 0.5 * sharpness[0]

    def test_levels_lie_where_the_texture_lies(self) -> None:
        """A white square stays centred where it is at every level."""
        texels = np.zeros((200, 240, 4), np.uint8)
        texels[..., 3] = 255
        texels[60:100, 80:120] = 255
        stack = BlurStack.of(Texture(texels, (-5.0, -7.0)), self.VIEW, 99)
        for level in stack.levels:
            y, x = np.mgrid[: level.texels.shape[0], : level.texels.shape[1]]
            light = level.texels[..., 0].astype(float)
            middle = [float((axis * light).sum() / light.sum()) for axis in (x, y)]
            at_frame = np.array(middle) / level.density + level.origin
            assert at_frame == pytest.approx([44.75, 32.75], abs=0.05)

    def test_a_flat_colour_is_not_changed_by_any_blur(self) -> None:
        grey = np.full((90, 120, 4), (90, 120, 150, 255), np.uint8)
        for level in BlurStack.of(Texture(grey, (0.0, 0.0)), self.VIEW, 99).levels:
            assert np.abs(level.texels.astype(int) - grey[0, 0]).max() <= 1

    def test_a_disc_keeps_all_the_light(self) -> None:
        """Under the blur's exponent, which opens lights into discs."""
        texels = np.zeros((200, 200, 4), np.uint8)
        texels[..., 3] = 255
        texels[90:110, 90:110] = 255
        stack = BlurStack.of(Texture(texels, (0.0, 0.0)), self.VIEW, 99)
        light = [light_of(level) for level in stack.levels]
        assert light == pytest.approx([light[0]] * len(light), rel=0.02)

    def test_a_soft_edge_stays_premultiplied(self) -> None:
        texels = np.zeros((120, 120, 4), np.uint8)
        texels[40:80, 40:80] = (200, 30, 30, 255)
        for level in BlurStack.of(Texture(texels, (0.0, 0.0)), self.VIEW, 99).levels:
            colour, alpha = level.texels[..., :3].astype(float), level.texels[..., 3:].astype(float)
            assert np.abs(colour - alpha * np.array([200, 30, 30]) / 255).max() <= 1.5

    def test_level_is_the_blur_asked_for(self, texture: Texture) -> None:
        stack = BlurStack.of(texture, self.VIEW, 99)
        half = (stack.radii[1] + stack.radii[2]) / 2
        radii = np.array([0.0, stack.radii[1], half, 1000.0], np.float32)
        assert stack.level(radii) == pytest.approx([0, 1, 1.5, len(stack.levels) - 1])


def light_of(level: Texture) -> float:
    shone = np.asarray(level.texels[..., 0] / 255.0, np.float64) ** 3
    return float(shone.sum() / level.density**2)


def shutter(plan: Plan, time: float) -> list[float]:
    return shutter_times(CameraPath(plan, Target(0.5)), VIEW, time, plan.lens.motion_blur / 30)


def pan(pace: Pace, amount: float = 1.0) -> CameraMove:
    return CameraMove(kind=MoveKind.PAN, direction=Direction.RIGHT, pace=pace, amount=amount, end=5)


class TestShutter:
    def test_one_look_while_still(self) -> None:
        assert shutter(plan_of(STATIC), 2.5) == [2.5]
        assert shutter(plan_of(pan(Pace.WHIP)), 4.9) == [4.9]

    def test_one_look_while_slow(self) -> None:
        assert shutter(plan_of(pan(Pace.VERY_SLOW)), 2.5) == [2.5]

    def test_more_looks_the_faster_it_goes(self) -> None:
        time = 0.35 * 4.55 + 0.225
        counts = [len(shutter(plan_of(pan(Pace.WHIP, amount)), time)) for amount in (0.25, 1.0, 3.0)]
        assert 1 < counts[0] < counts[1] < counts[2] <= MOST_SAMPLES

    def test_looks_are_spread_evenly_about_the_frames_time(self) -> None:
        time = 0.35 * 4.55 + 0.225
        looks = np.array(shutter(plan_of(pan(Pace.WHIP)), time))
        assert looks + looks[::-1] == pytest.approx(np.full(looks.shape, 2 * time))
        assert np.diff(looks) == pytest.approx(np.full(len(looks) - 1, 0.5 / 30 / len(looks)))

    def test_no_motion_blur_where_it_is_switched_off(self) -> None:
        time = 0.35 * 4.55 + 0.225
        assert shutter(plan_of(pan(Pace.WHIP), motion_blur=0.0), time) == [time]
