"""Heads that turn, nod and tilt, each about its neck."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, floats
from photoplay.director.honesty import Played
from photoplay.director.plan import Action
from photoplay.director.vocabulary.kinds import ActionKind, Direction
from photoplay.engines.multiplane.filming.easing import smootherstep
from photoplay.engines.multiplane.playing.figures.acting import perform
from photoplay.engines.multiplane.playing.figures.anatomy import Head
from photoplay.engines.multiplane.playing.figures.performers import Performer, performers
from photoplay.engines.multiplane.playing.performance import Performance, Player
from photoplay.engines.multiplane.playing.pulses import Wander
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.swings import Course, nodes_of
from photoplay.engines.multiplane.playing.timing import Timing

TURN, NOD, SHAKE, TILT = 0.2, 0.11, 0.11, 0.095
"""Radians."""
TURNING, TILTING = 2.1, 1.3
"""Seconds that a turn and a tilt take."""
NODS, SHAKES = 0.85, 0.6
"""Seconds that one nod, and one shake to and fro, take."""
AROUND = (0.17, 0.05, 0.045)
"""How far a look around goes: turn, nod and tilt in radians."""
MOST = (0.27, 0.18, 0.12)
"""Radians of turn, nod and tilt that no head goes beyond: more would show what the photograph does not."""
ANIMAL = 0.8
"""How far an animal's head turns, over a person's: its shape is known less."""
FRONT, NOSE, WHOLE = 0.75, 0.28, 0.2
"""How far the front of a head, the tip of its nose besides and all of it move in a turn, in half widths a radian."""
ROUND = 1.3
"""Half axes from the middle of a head at which its front has ended."""
NOSE_REACH = 0.26
CLOSE = 0.15
"""Half the height of a head, in long sides of the frame, from which it turns less the larger it is: more would uncover
what the photograph does not show."""
RESTLESS = 0.012
"""How far a head wanders that keeps its place, in radians."""


@dataclass(frozen=True)
class Gestures:
    """Turn, nod and tilt of a head, from one pose to the next: minimum jerk, as limbs move (Flash and Hogan 1985)."""

    timing: Timing
    times: NDArray[np.float64]
    """When each movement starts, in seconds of the timing's clock since the cue's start."""
    seconds: NDArray[np.float64]
    """How long each takes."""
    steps: NDArray[np.float64]
    """What each adds, in radians, shape (movements, 3)."""
    wanders: tuple[Wander, ...]

    def __call__(self, time: float) -> Floats:
        """Return turn, nod and tilt at `time`, in radians."""
        presence = self.timing.presence(time)
        if presence == 0.0:
            return floats(0.0, 0.0, 0.0)
        clock = self.timing.clock(time)
        lead = max(self.timing.start - self.timing.rest, 0.0) * self.timing.tempo
        done = smootherstep((abs(clock) - lead - self.times) / self.seconds)
        wandering = RESTLESS * np.array([wander.at(clock) for wander in self.wanders])
        angles = self.timing.strength * (done @ self.steps + wandering)
        most = np.array(MOST)
        return np.asarray(presence * most * np.tanh(angles / most), np.float32)


Scripted = tuple[list[float], list[float], list[tuple[float, float, float]]]
"""When the head takes up each pose, how long it takes to, and the poses."""


def _player(script: Callable[[Action, Performer, np.random.Generator], Scripted]) -> Player:
    def play(cue: Action, setting: Setting, timing: Timing) -> Performance | None:
        cast = [one for one in performers(cue.subject, setting) if one.head is not None]
        chance = setting.chance(61)

        def course(one: Performer, _number: int) -> Course:
            times, seconds, poses = script(cue, one, chance)
            steps = np.diff(np.array([(0.0, 0.0, 0.0), *poses]), axis=0)
            wanders = tuple(Wander.between(0.08, 0.45, chance) for _ in range(3))
            return Gestures(timing, np.array(times), np.array(seconds), steps, wanders)

        return perform(cast, _moving, course)

    return play


def _moving(one: Performer) -> Floats:
    """Return three patterns, each for a radian: turned to the right, nodding, and tilted clockwise."""
    head = one.head
    assert head is not None
    nodes = nodes_of(one.setting)
    own, follows = head.coordinates(nodes), head.follows(nodes)
    front = FRONT * np.cos(np.pi / 2 * np.minimum(np.linalg.norm(own, axis=-1) / ROUND, 1.0)) ** 2
    bulge = front + WHOLE * follows
    if head.nose is not None:
        bulge = bulge + NOSE * np.exp(
            -((np.linalg.norm(own - floats(*head.nose), axis=-1) / NOSE_REACH) ** 2)
        )
    x, y = head.up
    away = nodes - floats(*head.neck)
    size = _ease(one, head, np.linalg.norm(own, axis=-1))
    shaped = size * (1.0 if head.nose is not None else ANIMAL)
    turned = shaped * head.across * bulge[..., None] * floats(-y, x)
    nodded = shaped * head.down * (front + 0.45 * follows)[..., None] * floats(-x, -y)
    tilted = size * follows[..., None] * np.stack([-away[..., 1], away[..., 0]], axis=-1)
    return np.asarray(np.stack([turned, nodded, tilted]), np.float32)


def _ease(one: Performer, head: Head, away: Floats) -> float:
    """Return how far a head may turn, over the usual: less in a close-up, and where the frame cuts it off."""
    area = np.pi * head.across * head.down / one.setting.canvas.spacing**2
    whole = min(float((away < 1.0).sum()) / area, 1.0)
    return whole**3 * min(CLOSE * one.setting.view.focal / head.down, 1.0)


def _facing(head: Head | None) -> float:
    """Return how far a head is turned to the right already, from -1 to 1; 0 where no landmarks tell."""
    return 0.0 if head is None or head.nose is None else float(np.clip(1.6 * head.nose[0], -1.0, 1.0))


def _side(cue: Action, one: Performer, chance: np.random.Generator) -> float:
    """Return the side that a cue names, -1 for the left: else towards the camera, or either."""
    if cue.direction in (Direction.LEFT, Direction.RIGHT):
        return -1.0 if cue.direction is Direction.LEFT else 1.0
    facing = _facing(one.head)
    return -np.sign(facing) if abs(facing) > 0.2 else float(chance.choice([-1.0, 1.0]))


def _turn(cue: Action, one: Performer, chance: np.random.Generator) -> Scripted:
    side = _side(cue, one, chance)
    beyond = 1.0 - 0.5 * max(side * _facing(one.head), 0.0)
    angle = side * TURN * beyond
    return [0.25, 3.6], [TURNING, 1.8], [(angle, 0.02, 0.12 * angle), (0.86 * angle, -0.01, 0.16 * angle)]


def _nod(_cue: Action, _one: Performer, chance: np.random.Generator) -> Scripted:
    return _repeated(chance, NODS, [(0.0, NOD, 0.0), (0.0, -0.15 * NOD, 0.0), (0.0, 0.7 * NOD, 0.0)])


def _shake(_cue: Action, _one: Performer, chance: np.random.Generator) -> Scripted:
    side = float(chance.choice([-1.0, 1.0]))
    swings = [(side * SHAKE * size, 0.015, 0.0) for size in (0.8, -1.0, 0.9, -0.6)]
    return _repeated(chance, SHAKES, swings)


def _repeated(
    chance: np.random.Generator, seconds: float, poses: list[tuple[float, float, float]]
) -> Scripted:
    """Return `poses` one after the other and back, every now and then."""
    times: list[float] = []
    lasting: list[float] = []
    taken: list[tuple[float, float, float]] = []
    at = 0.3
    while at < 40.0:
        size = chance.uniform(0.75, 1.1)
        for pose in [*poses, (0.0, 0.0, 0.0)]:
            times.append(at)
            lasting.append(0.62 * seconds)
            taken.append((size * pose[0], size * pose[1], size * pose[2]))
            at += 0.5 * seconds
        at += chance.uniform(0.9, 2.0)
    return times, lasting, taken


def _tilt(cue: Action, one: Performer, chance: np.random.Generator) -> Scripted:
    side = _side(cue, one, chance)
    angle = side * TILT
    back = 0.35 * angle
    return (
        [0.25, 3.4, 6.4],
        [TILTING, 1.5, 1.4],
        [(0.2 * angle, 0.02, angle), (0, 0, back), (0, 0.02, 0.9 * angle)],
    )


def _look_around(_cue: Action, _one: Performer, chance: np.random.Generator) -> Scripted:
    times: list[float] = []
    seconds: list[float] = []
    poses: list[tuple[float, float, float]] = []
    side, at = float(chance.choice([-1.0, 1.0])), float(chance.uniform(0.1, 0.7))
    while at < 40.0:
        turn = side * chance.uniform(0.55, 1.0) * AROUND[0]
        nod, tilt = chance.uniform(-1.0, 1.0, 2) * AROUND[1:]
        times.append(at)
        seconds.append(float(chance.uniform(0.7, 1.2)))
        poses.append((turn, nod, tilt + 0.15 * turn))
        at += seconds[-1] + float(chance.uniform(0.4, 1.3))
        side = -side if chance.random() < 0.75 else 0.3 * side
        side = side if abs(side) > 0.2 else float(chance.choice([-1.0, 1.0]))
    return times, seconds, poses


_SCRIPTS: Mapping[ActionKind, Callable[[Action, Performer, np.random.Generator], Scripted]] = {
    ActionKind.TURN_HEAD: _turn,
    ActionKind.NOD: _nod,
    ActionKind.SHAKE_HEAD: _shake,
    ActionKind.TILT_HEAD: _tilt,
    ActionKind.LOOK_AROUND: _look_around,
}
PLAYERS: dict[Played, Player] = {kind: _player(script) for kind, script in _SCRIPTS.items()}
