"""Cuts: exact outside of their time, gone from both ends without a step, and never two pictures in one by chance."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from photoplay.arrays import box, resize
from photoplay.director.direct import direct
from photoplay.director.plan import Plan
from photoplay.director.vocabulary.kinds import ArrivalKind, MoveKind
from photoplay.engines.multiplane.arrival.cuts import SECONDS, Cut, cut, default_cut, without_whips
from photoplay.engines.multiplane.arrival.window import Brightness, mean_luma
from photoplay.engines.multiplane.filming.camera import View
from tests.scenes import Picture, landscape

VIEW = View(320, 180)
AT = 2.5
FIRST = landscape(320, 180)
SECOND = np.ascontiguousarray(255 - FIRST[::-1, ::-1])
GRAIN = np.random.default_rng(2).integers(0, 256, (180, 320, 3), np.uint8)
MIDDLE = slice(78, 102), slice(146, 174)
KINDS = list(SECONDS)


def plan(prompt: str) -> Plan:
    return direct(prompt, duration=5.0)


def made(
    kind: ArrivalKind,
    prompt: str = "static camera",
    *,
    view: View = VIEW,
    of: tuple[Picture, Picture] = (FIRST, SECOND),
    towards: tuple[float, float] = (0.5, 0.5),
    out_of: tuple[float, float] = (0.5, 0.5),
    seed: int = 3,
) -> Cut:
    bright = Brightness(*map(mean_luma, of))
    return cut(kind, plan(prompt), view, at=AT, towards=towards, out_of=out_of, brightness=bright, seed=seed)


def squares(*places: tuple[slice, slice]) -> tuple[Picture, ...]:
    """Return black pictures with a white square each."""
    pictures = tuple(np.zeros((180, 320, 3), np.uint8) for _ in places)
    for picture, place in zip(pictures, places, strict=True):
        picture[place] = 255
    return pictures


def lit(picture: Picture) -> float:
    return float((picture > 100).mean())


def detail(picture: Picture) -> float:
    return float(cv2.Laplacian(picture, cv2.CV_32F).std())


def shot(
    one: Cut, time: float, first: Picture = FIRST, second: Picture = SECOND
) -> tuple[Picture, list[str]]:
    """Return a frame, and which of the two pictures it took."""
    taken: list[str] = []

    def shoot(name: str, picture: Picture) -> Callable[[], Picture]:
        def take() -> Picture:
            taken.append(name)
            return picture

        return take

    return one.frame(time, shoot("first", first), shoot("second", second)), taken


def difference(one: Picture, other: Picture) -> float:
    return float(np.abs(one.astype(int) - other).mean())


@pytest.mark.parametrize("kind", KINDS)
class TestEveryCut:
    def test_outside_of_its_time_frames_are_untouched(self, kind: ArrivalKind) -> None:
        one = made(kind)
        start, end = one.span
        assert start <= AT <= end
        frame, taken = shot(one, start - 0.01)
        assert frame is FIRST
        assert taken == ["first"]
        frame, taken = shot(one, end + 0.01)
        assert frame is SECOND
        assert taken == ["second"]

    def test_it_begins_and_ends_without_a_step(self, kind: ArrivalKind) -> None:
        one = made(kind)
        start, end = one.span
        assert difference(shot(one, start + 1e-4)[0], FIRST) < 1.5 or kind is ArrivalKind.CUT
        assert difference(shot(one, end - 1e-4)[0], SECOND) < 1.5 or kind is ArrivalKind.CUT

    def test_frames_are_whole_and_leave_the_pictures_alone(self, kind: ArrivalKind) -> None:
        first, second = FIRST.copy(), SECOND.copy()
        one = made(kind)
        for time in np.linspace(*one.span, 9):
            frame, _ = shot(one, float(time), first, second)
            assert frame.shape == FIRST.shape
            assert frame.dtype == np.uint8
        assert (first == FIRST).all()
        assert (second == SECOND).all()

    def test_a_frame_depends_on_its_time_alone(self, kind: ArrivalKind) -> None:
        times = np.linspace(*made(kind).span, 5)
        forward = [shot(made(kind), float(time))[0] for time in times]
        one = made(kind)
        backward = [shot(one, float(time))[0] for time in times[::-1]][::-1]
        assert all((a == b).all() for a, b in zip(forward, backward, strict=True))

    def test_frames_look_the_same_at_another_size(self, kind: ArrivalKind) -> None:
        size = (640, 360)
        large = [resize(picture, size, cv2.INTER_CUBIC) for picture in (FIRST, SECOND)]
        small, big = made(kind), made(kind, view=View(*size))
        for share in (0.25, 0.45, 0.55, 0.75):
            time = float(np.interp(share, [0, 1], small.span))
            frame, _ = shot(small, time)
            twice, _ = shot(big, time, *large)
            halved = resize(twice, (320, 180))
            assert difference(box(frame, 4), box(halved, 4)) < 5.0


@pytest.mark.parametrize("kind", [ArrivalKind.CUT, ArrivalKind.PUSH])
def test_where_pictures_change_at_once_only_one_is_shot(kind: ArrivalKind) -> None:
    one = made(kind, "slow push in")
    for time in np.linspace(one.span[0] - 0.1, one.span[1] + 0.1, 40):
        assert shot(one, float(time))[1] == (["first"] if time < AT else ["second"])


def test_a_dissolve_is_short() -> None:
    start, end = made(ArrivalKind.DISSOLVE).span
    assert 0.3 < end - start <= 0.6
    half, _ = shot(made(ArrivalKind.DISSOLVE), AT)
    assert difference(half, np.asarray((FIRST.astype(int) + SECOND) // 2, np.uint8)) < 1.0


class TestPush:
    def test_both_pictures_grow(self) -> None:
        first, second = squares(MIDDLE, MIDDLE)
        one = made(ArrivalKind.PUSH, "slow push in", of=(first, second))
        times = [AT - 0.3, AT - 0.15, AT - 0.02, AT + 0.02, AT + 0.1, AT + 1.0]
        sizes = [lit(shot(one, time, first, second)[0]) for time in times]
        assert sizes[0] < sizes[1] < sizes[2]
        assert sizes[3] < sizes[4] <= sizes[5]

    def test_a_pull_back_shrinks_both(self) -> None:
        first, second = squares(MIDDLE, MIDDLE)
        one = made(ArrivalKind.PUSH, "the camera pulls back", of=(first, second))
        before, after = (lit(shot(one, AT + step, first, second)[0]) for step in (-0.02, 0.15))
        assert before < 0.8 * after
        assert lit(first) < after

    def test_the_eye_is_led_from_subject_to_subject(self) -> None:
        first, second = squares((slice(40, 60), slice(90, 110)), (slice(80, 100), slice(150, 170)))
        there, then = (100 / 320, 50 / 180), (160 / 320, 90 / 180)
        one = made(ArrivalKind.PUSH, "push in", of=(first, second), towards=there, out_of=then)
        y, x = np.mgrid[:180, :320]
        places = []
        for step in (-1e-3, 1e-3):
            weight = shot(one, AT + step, first, second)[0].sum(axis=2).astype(float)
            places.append(np.array([(x * weight).sum(), (y * weight).sum()]) / weight.sum())
        assert np.linalg.norm(places[0] - places[1]) < 0.4 * np.hypot(60, 40)

    def test_brightness_meets_at_the_change(self) -> None:
        dark, bright = (np.asarray(FIRST * gain, np.uint8) for gain in (0.5, 0.9))
        one = made(ArrivalKind.PUSH, "push in", of=(dark, bright))
        before, after = (mean_luma(shot(one, AT + step, dark, bright)[0]) for step in (-1e-3, 1e-3))
        assert abs(before - after) < 0.15 * abs(mean_luma(dark) - mean_luma(bright))


class TestWhip:
    @pytest.mark.parametrize(
        ("prompt", "axis", "sign"),
        [("pan right", 0, -1), ("pan left", 0, 1), ("tilt down", 1, -1), ("tilt up", 1, 1)],
    )
    def test_both_pictures_pass_against_the_camera(self, prompt: str, axis: int, sign: int) -> None:
        one = made(ArrivalKind.WHIP, prompt)
        start, end = one.span
        for time in (start + 0.02, end - 0.05):
            frames = [shot(one, when)[0].mean(axis=2).astype(np.float32) for when in (time, time + 0.02)]
            (right, down), _ = cv2.phaseCorrelate(*frames)
            assert np.sign(round((right, down)[axis], 1)) == sign
            assert abs((right, down)[1 - axis]) < 1.0

    def test_nothing_is_known_while_it_is_fastest(self) -> None:
        stripes = np.zeros((180, 320, 3), np.uint8)
        stripes[:, ::16], stripes[:, 1::16] = 255, 255
        frame, _ = shot(made(ArrivalKind.WHIP, "pan right"), AT, stripes, stripes)
        assert frame.mean(axis=(0, 2)).std() < 0.2 * stripes.mean(axis=(0, 2)).std()


class TestFocusPull:
    def test_it_is_softest_where_the_pictures_change(self) -> None:
        one = made(ArrivalKind.FOCUS)
        seen = [detail(shot(one, float(time), GRAIN, GRAIN)[0]) for time in np.linspace(*one.span, 9)]
        assert seen[0] > seen[1] > seen[2] > seen[4]
        assert seen[8] > seen[7] > seen[6] > seen[4]
        assert seen[4] < 0.02 * seen[0]

    def test_pictures_are_mixed_only_while_both_are_soft(self) -> None:
        one = made(ArrivalKind.FOCUS)
        mixed = 0
        for time in np.linspace(*one.span, 40):
            frame, taken = shot(one, float(time), GRAIN, GRAIN)
            if len(taken) == 2:
                assert detail(frame) < 0.02 * detail(GRAIN)
                mixed += 1
        assert 3 <= mixed <= 8

    def test_a_light_opens_into_a_disc(self) -> None:
        night = np.zeros((360, 640, 3), np.uint8)
        night[176:184, 316:324] = 255
        frame, _ = shot(made(ArrivalKind.FOCUS, view=View(640, 360)), AT, night, night)
        row = frame[180, :, 0].astype(float)
        disc = np.flatnonzero(row > 0.5 * row.max())
        assert 60 < len(disc) < 120
        inner = row[disc[0] + 12 : disc[-1] - 12]
        assert inner.min() > 0.8 * inner.max(), "flat, as a lens makes it, not a bell"


class TestLightSweep:
    def test_the_change_is_behind_its_core(self) -> None:
        one = made(ArrivalKind.LIGHT)
        black, grey = np.zeros_like(FIRST), np.full_like(FIRST, 120)
        for time in np.linspace(*one.span, 30)[1:-1]:
            frame, taken = shot(one, float(time), black, grey)
            if len(taken) == 2:
                assert frame.min(axis=2).max() > 240
                steps = np.abs(np.diff(frame[:, :, 0].astype(int), axis=1))
                assert steps.max() < 40

    def test_it_is_warm(self) -> None:
        one = made(ArrivalKind.LIGHT)
        frame, _ = shot(one, one.span[0] + 0.35, np.zeros_like(FIRST), np.zeros_like(FIRST))
        red, green, blue = frame.reshape(-1, 3).mean(axis=0)
        assert red > green > blue

    def test_the_seed_shapes_it(self) -> None:
        frames = [shot(made(ArrivalKind.LIGHT, seed=seed), AT)[0] for seed in (1, 2)]
        assert difference(*frames) > 2.0


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [
        ("slow push in", ArrivalKind.PUSH),
        ("zoom out", ArrivalKind.PUSH),
        ("pan left", ArrivalKind.WHIP),
        ("truck right past the stalls", ArrivalKind.WHIP),
        ("whip pan left", ArrivalKind.WHIP),
        ("static camera", ArrivalKind.FOCUS),
        ("handheld camera", ArrivalKind.FOCUS),
        ("push in, then pan left", ArrivalKind.WHIP),
    ],
)
def test_the_cut_goes_on_with_the_camera(prompt: str, kind: ArrivalKind) -> None:
    assert default_cut(plan(prompt), 3.0) is kind


def test_a_whip_to_the_end_image_is_made_once() -> None:
    both = plan("push in, then whip pan to the crowd")
    assert [move.kind for move in both.moves] == [MoveKind.DOLLY, MoveKind.PAN]
    assert [move.kind for move in without_whips(both).moves] == [MoveKind.DOLLY]
    assert [move.kind for move in without_whips(plan("whip pan left")).moves] == [MoveKind.STATIC]


def test_only_a_cut_can_be_made() -> None:
    with pytest.raises(KeyError):
        made(ArrivalKind.MORPH)
