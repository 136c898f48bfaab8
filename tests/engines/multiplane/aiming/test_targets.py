from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.director.plan import CameraMove, Lens, Plan
from photoplay.director.vocabulary.kinds import Direction, MoveKind
from photoplay.engines.multiplane.aiming.aim import aims_of, shot_target
from photoplay.engines.multiplane.aiming.targets import find_target
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.lens import focus_at
from photoplay.engines.multiplane.filming.path import CameraPath, Target
from photoplay.engines.multiplane.stage import Stage
from photoplay.engines.multiplane.staging.geometry import PIVOT_WITHOUT_SUBJECT, lay_out
from photoplay.sight.faces import EYES, OVAL, Face
from photoplay.sight.networks import Networks
from photoplay.sight.objects import Box, Thing
from photoplay.sight.scene import Scene
from photoplay.stills import Still
from tests.scenes import landscape, oval, portrait, seen

D, K = Direction, MoveKind
Floats = NDArray[np.float32]
SIZE = WIDTH, HEIGHT = 320, 180
VIEW = View(*SIZE)
NEAR, FAR = 0.7, 0.2
WOMAN, MAN, DOG = Box(0.05, 0.2, 0.25, 0.9), Box(0.4, 0.3, 0.46, 0.5), Box(0.55, 0.6, 0.7, 0.9)
CAR, BOTTLE = Box(0.72, 0.5, 0.98, 0.7), Box(0.3, 0.5, 0.34, 0.8)
FACE = (0.15, 0.3)


def mask(*boxes: Box) -> Floats:
    """Return a region that fills `boxes`, at a size of its own."""
    region = np.zeros((90, 160), np.float32)
    for box in boxes:
        region[
            round(box.top * 90) : round(box.bottom * 90), round(box.left * 160) : round(box.right * 160)
        ] = 1
    return region


def face(x: float, y: float) -> Face:
    """Return a face with its eyes above and its lips below its middle."""
    landmarks = np.full((478, 2), (x, y), np.float32)
    turn = np.linspace(0, 2 * np.pi, len(OVAL), endpoint=False)
    landmarks[list(OVAL)] += 0.04 * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    for outline in EYES:
        landmarks[list(outline)] = x, y - 0.02
    landmarks[[13, 14]] = x, y + 0.03
    return Face(landmarks)


def street() -> Scene:
    """Return a woman whose face is seen, a man further off, a dog, a car, a bottle, a river and two windows."""
    names = ("person", "person", "dog", "car", "bottle")
    things = [Thing(name, 0.9, box) for name, box in zip(names, (WOMAN, MAN, DOG, CAR, BOTTLE), strict=True)]
    depth = np.full((90, 160), 0.3, np.float32)
    for box, value in ((WOMAN, 0.8), (MAN, 0.4), (DOG, 0.6), (CAR, 0.5), (BOTTLE, 0.9)):
        depth += (value - 0.3) * mask(box)
    regions = {
        "still_water": mask(Box(0.0, 0.9, 1.0, 1.0)),
        "sky": mask(Box(0.0, 0.0, 1.0, 0.2)),
        "windows": mask(Box(0.7, 0.25, 0.75, 0.35), Box(0.85, 0.22, 0.95, 0.4)),
    }
    bare = seen(landscape(*SIZE), inverse_depth=depth)
    return replace(bare, things=tuple(things), faces=(face(*FACE),), regions=regions)


STREET = street()


def at(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("her face", FACE),
        ("a close up of her face", FACE),
        ("the face of the old woman", FACE),
        ("her eyes", (FACE[0], FACE[1] - 0.02)),
        ("her left eye", (FACE[0], FACE[1] - 0.02)),
        ("his smile", (FACE[0], FACE[1] + 0.03)),
        ("她的脸", FACE),
        ("the woman", FACE),
        ("the girl on the left", FACE),
        ("the nearest person", FACE),
        ("the guy on the right", (0.43, 0.3 + 0.2 / 3)),
        ("the man in the background", (0.43, 0.3 + 0.2 / 3)),
        ("the puppy", (0.625, 0.7)),
        ("狗", (0.625, 0.7)),
        ("the taxi", at(CAR)),
        ("the wine bottle", at(BOTTLE)),
        ("past the bottle", at(BOTTLE)),
        ("the river", (0.5, 0.95)),
        ("the sea in the distance", (0.5, 0.95)),
        ("the evening sky", (0.5, 0.1)),
        ("the window", (0.9, 0.31)),
        ("the left window", (0.725, 0.3)),
    ],
)
def test_finds_what_words_name(words: str, place: tuple[float, float]) -> None:
    found = find_target(words, STREET)
    assert found
    assert (found.x, found.y) == pytest.approx(place, abs=0.03)


@pytest.mark.parametrize(
    "words", ["", "the cup", "a cat", "the campfire", "the unicorn's rope", "the mountains", "throughout"]
)
def test_says_where_it_finds_nothing(words: str) -> None:
    assert find_target(words, replace(STREET, things=STREET.things[:2])) is None


def test_a_crowd_is_all_the_people() -> None:
    crowd = find_target("the crowd", STREET)
    assert crowd
    assert tuple(crowd.box) == pytest.approx((WOMAN.left, WOMAN.top, MAN.right, WOMAN.bottom))
    assert FACE[0] < crowd.x < 0.4


def test_the_subject_is_the_matte_and_without_one_whoever_shows_most() -> None:
    subject = find_target("him", seen(portrait(*SIZE), oval(*SIZE)))
    assert subject
    assert subject.x == pytest.approx(0.5, abs=0.01)
    assert subject.y < 0.48
    without = find_target("her", STREET)
    assert without
    assert without.box == WOMAN
    assert find_target("it", seen(landscape(*SIZE))) is None


def test_an_animals_face_is_looked_for_on_the_animal() -> None:
    found = find_target("the dog's face", STREET)
    assert found
    assert found.box == DOG
    assert find_target("the cat's face", STREET) is None


def test_among_equals_the_one_that_draws_the_eye_is_meant() -> None:
    attention = mask(Box(0.7, 0.2, 0.8, 0.4))
    found = find_target("the window", replace(STREET, attention=attention))
    assert found
    assert found.x == pytest.approx(0.725, abs=0.02)


def move(
    kind: MoveKind, direction: Direction | None, target: str = "", start: float = 0, end: float = 5
) -> CameraMove:
    return CameraMove(kind=kind, direction=direction, target=target, start=start, end=end)


def plan_of(*moves: CameraMove, depth_of_field: float = 0.0) -> Plan:
    return Plan(duration=5, moves=moves, lens=Lens(depth_of_field=depth_of_field))


def aims(*moves: CameraMove, scene: Scene = STREET) -> tuple[Target, ...]:
    return aims_of(plan_of(*moves), scene, lay_out(scene))


class TestAims:
    def test_every_move_has_its_own(self) -> None:
        woman, car, unseen = aims(
            move(K.DOLLY, D.IN, "the woman", end=2),
            move(K.ORBIT, D.CLOCKWISE, "the car", 2, 4),
            move(K.ZOOM, D.IN, "the castle", 4),
        )
        assert woman.x < 0 < car.x
        assert woman.inverse_depth > car.inverse_depth
        assert (woman.named, car.named) == (True, True)
        assert unseen == lay_out(STREET).target

    def test_passing_heads_beside_a_thing_for_what_is_behind(self) -> None:
        to, past, along = aims(
            move(K.DOLLY, D.IN, "the bottle"),
            move(K.DOLLY, D.IN, "past the bottle"),
            move(K.TRUCK, D.RIGHT, "the bottle"),
        )
        assert past.x > BOTTLE.right - 0.5 > to.x
        assert past.inverse_depth == along.inverse_depth < to.inverse_depth

    def test_without_a_subject_attention_draws_the_camera_mildly(self) -> None:
        drawn = replace(STREET, attention=mask(WOMAN), things=())
        target = shot_target(drawn, lay_out(drawn))
        assert -0.12 < target.x < 0
        assert PIVOT_WITHOUT_SUBJECT < target.inverse_depth < 0.7
        assert not target.named
        with_subject = replace(drawn, matte=oval(*SIZE))
        assert shot_target(with_subject, lay_out(with_subject)) == lay_out(with_subject).target


ASIDE = Target(0.4, x=0.3, y=0.1, named=True)


def end_of(kind: MoveKind, direction: Direction, target: Target) -> tuple[float, float, float]:
    """Return where a target is on the screen after a move, and how much it has grown."""
    path = CameraPath(plan_of(move(kind, direction)), Target(0.5), aims=(target,))
    pose = path.poses(np.array([5.0]))[0]
    there = np.array([target.x, target.y, 1.0]) / target.inverse_depth - np.array(pose[:3])
    x, y, z = pose.rotation().T @ there
    zoom = float(np.exp(pose.zoom))
    return x / z * zoom, y / z * zoom, zoom / z / target.inverse_depth


class TestNamedMoves:
    @pytest.mark.parametrize("kind", [K.DOLLY, K.ZOOM, K.TRACKING])
    def test_in_bring_their_target_to_the_middle_and_nearer(self, kind: MoveKind) -> None:
        x, y, size = end_of(kind, D.IN, ASIDE)
        assert 0 < x < 0.8 * ASIDE.x
        assert 0 < y < 0.8 * ASIDE.y
        assert size > 1.05 * end_of(kind, D.IN, ASIDE._replace(named=False))[2]

    @pytest.mark.parametrize("kind", [K.DOLLY, K.ZOOM])
    def test_out_leave_their_target_where_it_is(self, kind: MoveKind) -> None:
        x, y, _ = end_of(kind, D.OUT, ASIDE._replace(x=0.2))
        assert (x, y) == pytest.approx((0.2, 0.1), abs=2e-3)

    @pytest.mark.parametrize("kind", [K.CRANE, K.PEDESTAL, K.AERIAL])
    def test_over_something_go_forward_above_it(self, kind: MoveKind) -> None:
        path = CameraPath(plan_of(move(kind, D.UP)), Target(0.5), aims=(ASIDE,))
        pose = path.poses(np.array([5.0]))[0]
        assert pose.z > 0.05
        assert pose.y < -0.05
        assert pose.x == pytest.approx(pose.z * ASIDE.heading[0])

    def test_a_truck_past_something_holds_what_is_behind(self) -> None:
        path = CameraPath(plan_of(move(K.TRUCK, D.RIGHT)), Target(0.5), aims=(ASIDE,))
        pose = path.poses(np.array([5.0]))[0]
        assert pose.yaw < 0 < pose.x


class TestFocus:
    TIMES = np.linspace(0, 5, 11)
    FACE_AIM = Target(0.45, named=True)

    def depths(self, plan: Plan, *aims: Target) -> list[float]:
        focus = focus_at(plan, VIEW, NEAR, FAR, self.TIMES, 0.0, aims)
        assert focus[0].aperture == 0.0
        return [f.depth for f in focus]

    @pytest.mark.parametrize("direction", [D.NEAR, D.FAR])
    def test_a_pull_ends_on_what_it_names_whichever_way_that_lies(self, direction: Direction) -> None:
        depths = self.depths(plan_of(move(K.RACK_FOCUS, direction)), self.FACE_AIM)
        assert (depths[0], depths[-1]) == pytest.approx((NEAR, 0.45))

    def test_a_pull_to_the_subject_comes_from_the_background(self) -> None:
        depths = self.depths(plan_of(move(K.RACK_FOCUS, D.FAR)), Target(NEAR, named=True))
        assert (depths[0], depths[-1]) == pytest.approx((FAR, NEAR))

    def test_a_shallow_lens_is_focused_on_what_the_camera_heads_for(self) -> None:
        plan = plan_of(move(K.DOLLY, D.IN), depth_of_field=0.6)
        assert set(self.depths(plan, self.FACE_AIM)) == {0.45}
        assert set(self.depths(plan, self.FACE_AIM._replace(named=False))) == {NEAR}

    def test_focus_follows_from_target_to_target(self) -> None:
        plan = plan_of(move(K.DOLLY, D.IN, end=2), move(K.ZOOM, D.IN, start=2), depth_of_field=0.6)
        depths = self.depths(plan, self.FACE_AIM, Target(0.3, named=True))
        assert (depths[0], depths[4], depths[-1]) == pytest.approx((0.45, 0.45, 0.3))


def test_on_the_stage_a_bottle_comes_to_the_middle_and_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = landscape(*SIZE)
    picture[70:110, 236:248] = (0, 0, 255)
    bottle = Thing("bottle", 0.9, Box(236 / WIDTH, 70 / HEIGHT, 248 / WIDTH, 110 / HEIGHT))
    scene = replace(seen(picture), things=(bottle,))
    monkeypatch.setattr("photoplay.engines.multiplane.scouting.look", lambda *_, **_named: scene)

    def filmed(target: str) -> tuple[float, int]:
        plan = plan_of(move(K.DOLLY, D.IN, target))
        times = np.linspace(0, 5, 3)
        stage = Stage.build(Still(picture), VIEW, plan, times, Networks(), rest=0.0, seed=0)
        assert np.array_equal(stage.frame(0), picture)
        y, x = np.nonzero(stage.frame(2).astype(int) @ [-1, 0, 1] > 180)
        return float(x.mean()), int(np.ptp(y))

    (plain_x, plain_height), (aimed_x, aimed_height) = filmed(""), filmed("the bottle")
    assert abs(aimed_x - WIDTH / 2) < 0.8 * abs(plain_x - WIDTH / 2)
    assert aimed_x < 241
    assert aimed_height > plain_height
