"""Bodies that breathe, sway, lean, float and bob."""

import cv2
import numpy as np

from photoplay.arrays import Floats, floats
from photoplay.director.honesty import Played
from photoplay.director.plan import Action
from photoplay.director.vocabulary.kinds import ActionKind, Direction
from photoplay.engines.multiplane.playing.figures.acting import perform
from photoplay.engines.multiplane.playing.figures.courses import Breath, Eased, Gait, Hops, Waves
from photoplay.engines.multiplane.playing.figures.performers import Performer, performers
from photoplay.engines.multiplane.playing.performance import Performance, Player
from photoplay.engines.multiplane.playing.pulses import Wander
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.swings import Course, nodes_of, ramp
from photoplay.engines.multiplane.playing.timing import Timing

LARGE, MIDDLING = ("horse", "cow", "elephant", "bear", "giraffe", "zebra"), ("person", "", "sheep")
BREATH = {"large": 4.4, "middling": 3.6, "small": 2.3, "bird": 1.7}
"""Seconds from breath to breath."""
RISE, WIDEN = 0.055, 0.016
"""How far shoulders rise, in halves of the head's height, and by how much a chest widens."""
SWELL, LIFT = 0.018, 0.013
"""By how much an animal's trunk swells, and how far what is above it rises, in its radii."""
RIDES = 0.8
"""How far the head goes along with the shoulders."""
BEND = 1.6
"""Power of the height above the feet that a swaying body moves with: it bends, its feet stay."""
SWAYS, LEANS = 0.016, 0.045
"""Radians."""
SEATED = 0.58
"""Down somebody who has no layer of their own, what does not sway: seats, instruments, feet."""
STEPS = 1.75
"""Steps in a second."""
BOUNCE, WADDLE = 0.006, 0.009
"""How far the head rises with each step and goes to either side with every other, in heights of the body."""
GAITS = {ActionKind.RUN: (1.5, 1.7), ActionKind.RIDE: (1.0, 0.7), ActionKind.WALK: (1.0, 1.0)}
"""Rates and sizes of steps."""
SHORT_LEGS = {"bird": (1.15, 1.9)}
"""The same for those who waddle."""
HOP, HOPS = 0.022, 1.5
"""How high a hop is, in heights of the body, and the mean seconds from one to the next."""
AFLOAT = 0.18, 0.3, 0.5
"""How far what is on water rises, wanders and rolls, over what is in the air."""
DRIFT, ROLL = 0.008, 0.02
"""How far what floats rises and sinks, in long sides of the frame, and rolls, in radians."""


def breathe(cue: Action, setting: Setting, timing: Timing) -> Performance | None:
    """Chests rise and widen, shoulders and heads ride along; feet and seats stay."""
    chance = setting.chance(51)

    def course(one: Performer, number: int) -> Course:
        period = timing.tempo * timing.looped(_period(one) / timing.tempo)
        depth, rhythm = (Wander.between(0.05, 0.2, chance) for _ in range(2))
        return Breath(timing, period, 0.37 * number, depth, rhythm)

    return perform(performers(cue.subject, setting), _breathing, course)


def _period(one: Performer) -> float:
    if one.name in LARGE:
        return BREATH["large"]
    if one.name in MIDDLING:
        return BREATH["middling"]
    return BREATH.get(one.name, BREATH["small"])


def _breathing(one: Performer) -> Floats:
    nodes = nodes_of(one.setting)
    head = one.head
    if head is not None and head.nose is not None:
        chest = floats(head.neck[0], head.neck[1] + 1.3 * head.down)
        radius = 1.9 * head.down
        seat = head.neck[1] + 4.2 * head.down
        rise = RISE * head.down * ramp(nodes[..., 1], seat, head.neck[1] + 0.2 * head.down)
        swell, shape = WIDEN, floats(1.0, 0.15)
    else:
        chest, radius = _trunk(one)
        rise = LIFT * radius * ramp(nodes[..., 1], chest[1] + 1.1 * radius, chest[1] - 0.5 * radius)
        swell, shape = SWELL, floats(0.6, 1.0) if one.width > one.height else floats(1.0, 0.5)
    if head is not None:
        rise = rise * (1.0 - (1.0 - RIDES) * head.follows(nodes))
    away = nodes - chest
    within = np.exp(-((np.linalg.norm(away, axis=-1) / radius) ** 2))
    moved = swell * shape * away * within[..., None]
    moved[..., 1] -= rise
    return np.asarray(moved[None], np.float32)


def _trunk(one: Performer) -> tuple[Floats, float]:
    """Return the middle and the radius of the largest disc in somebody's outline below the head."""
    nodes, s = nodes_of(one.setting), one.setting.canvas.spacing
    inside = np.pad((one.mask > 0.5).astype(np.uint8), 1)
    room = np.asarray(cv2.distanceTransform(inside, cv2.DIST_L2, 5), np.float32)[1:-1, 1:-1]
    if one.head is not None:
        room = room * (1.0 - one.head.follows(nodes))
    best = np.unravel_index(int(room.argmax()), room.shape)
    return nodes[best], max(float(room[best]), 2.0) * s


def _pendulum(one: Performer, pivot: tuple[float, float]) -> Floats:
    """Return two patterns in heights of the body: its top to the right, bending, and up, stretching."""
    nodes = nodes_of(one.setting)
    height = max(pivot[1] - one.box[1], 1.0)
    up = np.clip((pivot[1] - nodes[..., 1]) / height, 0.0, 1.25)
    patterns = np.zeros((2, *up.shape, 2), np.float32)
    patterns[0, ..., 0] = height * up**BEND
    patterns[1, ..., 1] = -height * up * np.minimum(up / 0.15, 1.0)
    return patterns


def _stand(one: Performer) -> tuple[float, float]:
    """Return where somebody is held: their feet, or their seat where they have no layer of their own."""
    if 0 not in one.layers:
        return one.foot
    return one.foot[0], one.box[1] + SEATED * one.height


def sway(cue: Action, setting: Setting, timing: Timing) -> Performance | None:
    """Bodies sway over their feet, each by itself."""
    chance = setting.chance(52)

    def course(_one: Performer, _number: int) -> Course:
        wanders = Wander.between(0.18, 0.75, chance), Wander.between(0.2, 0.8, chance)
        return Waves(timing, floats(SWAYS, 0.12 * SWAYS), wanders)

    return perform(performers(cue.subject, setting), lambda one: _pendulum(one, _stand(one)), course)


def lean(cue: Action, setting: Setting, timing: Timing) -> Performance | None:
    """Bodies lean to a side: that of the cue, else towards the others, else inwards."""
    chance, cast = setting.chance(53), performers(cue.subject, setting)
    size = LEANS * (1.0 if cue.kind is ActionKind.LEAN else 0.6)

    def course(one: Performer, _number: int) -> Course:
        others = [other.foot[0] for other in cast if other is not one]
        aim = float(np.mean(others)) if others else setting.view.width / 2
        rightward = aim > one.foot[0]
        if cue.direction in (Direction.LEFT, Direction.RIGHT):
            rightward = cue.direction is Direction.RIGHT
        seconds = 2.4 / timing.tempo
        return Eased(timing, size if rightward else -size, seconds, Wander.between(0.1, 0.5, chance))

    return perform(cast, lambda one: _pendulum(one, _stand(one))[:1], course)


def bob(cue: Action, setting: Setting, timing: Timing) -> Performance | None:
    """Bodies go up and down with their steps and from side to side with every other, their feet where they are."""
    chance = setting.chance(54)

    def course(one: Performer, number: int) -> Course:
        if cue.kind is ActionKind.JUMP:
            gaps = HOPS * chance.uniform(0.6, 1.4, 40)
            return Hops(timing, np.cumsum(gaps) - 0.4, HOP)
        rate, size = GAITS.get(cue.kind, (1.0, 1.0))
        if one.name in SHORT_LEGS:
            rate, size = rate * SHORT_LEGS[one.name][0], size * SHORT_LEGS[one.name][1]
        rate *= STEPS * chance.uniform(0.95, 1.05)
        sizes = floats(size * BOUNCE * 2.0, size * WADDLE)
        phase = 1.9 * number
        return Gait(timing, rate, sizes, phase, Wander.between(0.1, 0.6, chance))

    def patterns(one: Performer) -> Floats:
        if cue.kind is ActionKind.JUMP:
            moved = np.zeros((2, *one.mask.shape, 2), np.float32)
            moved[0, ..., 1] = -one.height
            return moved
        return _pendulum(one, one.foot)[::-1]

    return perform(performers(cue.subject, setting), patterns, course)


def drift(cue: Action, setting: Setting, timing: Timing) -> Performance | None:
    """What floats rises and sinks slowly, wanders a little and rolls; on water it keeps to the waterline."""
    chance = setting.chance(55)
    swims = cue.kind is ActionKind.SWIM

    def course(one: Performer, _number: int) -> Course:
        wanders = tuple(Wander.between(*band, chance) for band in ((0.14, 0.4), (0.08, 0.25), (0.1, 0.35)))
        size = DRIFT * setting.view.focal
        rise, aside, roll = AFLOAT if swims or _on_water(one) else (1.0, 0.5, 0.6)
        return Waves(timing, floats(rise * size, aside * size, roll * ROLL), wanders)

    def patterns(one: Performer) -> Floats:
        left, top, right, bottom = one.box
        afloat = swims or _on_water(one)
        return _floating(one, one.foot if afloat else ((left + right) / 2, (top + bottom) / 2))

    return perform(performers(cue.subject, setting), patterns, course)


def _on_water(one: Performer) -> bool:
    """Whether there is water beneath somebody."""
    water = one.setting.region(["still_water", "flowing_water"])
    if water is None:
        return one.name == "boat"
    x, y = (np.array(one.foot) / one.setting.canvas.spacing).astype(int)
    below = water[min(y + 1, len(water) - 1) : y + 6, max(x - 6, 0) : x + 7]
    return one.name == "boat" or (below.size > 0 and float(below.mean()) > 0.4)


def _floating(one: Performer, pivot: tuple[float, float]) -> Floats:
    """Return three patterns: up and to the right by a pixel, and rolling clockwise about `pivot` by a radian."""
    nodes = nodes_of(one.setting)
    away = nodes - floats(*pivot)
    patterns = np.zeros((3, *one.mask.shape, 2), np.float32)
    patterns[0, ..., 1], patterns[1, ..., 0] = -1.0, 1.0
    patterns[2, ..., 0], patterns[2, ..., 1] = -away[..., 1], away[..., 0]
    return patterns


PLAYERS: dict[Played, Player] = {
    ActionKind.BREATHE: breathe,
    ActionKind.SWAY: sway,
    ActionKind.LEAN: lean,
    ActionKind.BOB: bob,
    ActionKind.FLOAT: drift,
}
