"""Sparks, embers and fireflies: small things that shine by themselves."""

import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, floats
from photoplay.director.plan import Effect
from photoplay.engines.multiplane.playing.air.breeze import farthest, wind
from photoplay.engines.multiplane.playing.air.flights import Flight, Fountain, Swarm, Sway
from photoplay.engines.multiplane.playing.air.flying import (
    MOST,
    Aloft,
    Flying,
    Look,
    Sight,
    Surroundings,
)
from photoplay.engines.multiplane.playing.air.splats import Plate, Splats
from photoplay.engines.multiplane.playing.performance import Performance
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing

Doubles = NDArray[np.float64]

EMBERS, SPARKS, FIREFLIES = 170, 190, 220
"""How many there usually are."""
PLACES = 733
"""Where and how fast they start, one after the other."""
HALO = 5.0
"""Radius of the glow around what shines, as a multiple of its own."""
LEAST_CORE = 0.0008
"""Of the radius that the glow goes by, as a share of the long side."""
HALO_LIGHT = 0.16
"""How bright it is."""
WHITENED, WHITE = floats(0.6, 0.75, 0.75, 0.0), floats(0.3, 0.25, 0.15, 0.0)
"""Light of the hot core, as shares of the thing's own colour, and of its red."""
LIGHT_ONLY = floats(1.0, 1.0, 1.0, 0.0)
LEAST_FIRE = 0.35
"""How surely a place is fire from which embers rise."""


def embers(cue: Effect, setting: Setting, timing: Timing) -> Performance:
    """Embers rise from the fire, swirl and go out; without a fire they drift up all over."""
    chance = setting.chance(59)
    count = round(EMBERS * MOST)
    blowing = wind(cue, chance)
    fire = _sources(setting, chance)
    if fire is None:
        sway = Sway.of(count, (0.06, 0.03), (0.15, 0.5), chance)
        nearness, speed = (farthest(setting, 0.25), 2.4), (0.12 * blowing, -0.2)
        flight: Flight = Swarm.of(setting.view, count, nearness, 1.4, speed, 0.6, sway, chance)
    else:
        sources, size = fire
        sway = Sway.of(count, (0.35 * size, 0.12 * size), (0.2, 0.8), chance)
        speeds = np.stack(
            [
                size * (0.2 * chance.standard_normal(PLACES) + 0.25 * blowing),
                -size * chance.uniform(0.35, 1.2, PLACES),
                size * 0.25 * chance.standard_normal(PLACES),
            ],
            axis=1,
        )
        pull = floats(0.25 * size * blowing, -0.12 * size, 0.0)
        flight = _fountain(sources, speeds, chance.uniform(1.8, 4.2, count), pull, 0.25, sway, chance)
    look = Look(0.0017, _ember, 0.75, blur=0.0012, focus=0.7, softness=0.7, smear=0.3)
    return _glowing(flight, look, setting, timing, count, chance)


def sparks(cue: Effect, setting: Setting, timing: Timing) -> Performance:
    """Sparks fly: out of the fire in arcs, else from below."""
    chance = setting.chance(60)
    count = round(SPARKS * MOST)
    fire = _sources(setting, chance)
    sources, size = fire if fire is not None else _below(setting, chance)
    angle = chance.normal(0.0, 0.55, PLACES) + 0.5 * wind(cue, chance)
    fast = size * chance.uniform(1.6, 4.2, PLACES) * np.sqrt(chance.uniform(0.3, 1.0, PLACES))
    speeds = np.stack(
        [fast * np.sin(angle), -fast * np.cos(angle), 0.3 * fast * chance.normal(size=PLACES)], 1
    )
    lives = chance.uniform(0.5, 1.3, count)
    sway = Sway.of(count, (0.1 * size, 0.05 * size), (0.5, 1.5), chance)
    flight = _fountain(sources, speeds, lives, floats(0.0, 2.2 * size, 0.0), 0.7, sway, chance)
    look = Look(0.0011, _spark, 0.4, blur=0.001, focus=0.7, softness=0.7, streak=1.6, smear=0.2)
    return _glowing(flight, look, setting, timing, count, chance)


def fireflies(_cue: Effect, setting: Setting, timing: Timing) -> Performance:
    """Fireflies wander, each lighting up and going dark again."""
    chance = setting.chance(63)
    count = round(FIREFLIES * MOST)
    sway = Sway.of(count, (0.16, 0.10), (0.06, 0.22), chance)
    flight = Swarm.of(
        setting.view, count, (farthest(setting, 0.28), 1.6), 1.5, (0.02, -0.01), 3.0, sway, chance
    )
    look = Look(0.0024, _firefly, 0.0, blur=0.002, focus=0.6, softness=0.7)
    return _glowing(flight, look, setting, timing, count, chance)


def _ember(sight: Sight) -> Floats:
    """Glow from yellow to dark red as they cool, flickering."""
    return _cooling(sight, 0.75 + 0.25 * sight.wave(1.5, 4.0))


def _spark(sight: Sight) -> Floats:
    return _cooling(sight, np.float32(1.0) - 0.3 * sight.flown.ages)


def _cooling(sight: Sight, light: Floats) -> Floats:
    heat = np.clip(1.15 - sight.flown.ages - 0.3 * sight.chances[:, 3], 0.0, 1.0)[:, None]
    cool, hot = floats(1.0, 0.30, 0.05), floats(1.0, 0.80, 0.42)
    return np.concatenate([cool + heat * (hot - cool), light[:, None]], axis=1).astype(np.float32)


def _firefly(sight: Sight) -> Floats:
    """Light up for about a third of the time."""
    lit = np.clip(1.6 * sight.wave(0.12, 0.35) - 0.35, 0.0, 1.0)
    colour = np.tile(floats(0.86, 1.0, 0.35), (len(lit), 1))
    return np.concatenate([colour, (lit * lit * (3.0 - 2.0 * lit))[:, None]], axis=1)


class _Glowing(Flying):
    """Things with a hot core and a glow around them."""

    def render(self, sight: Sight, plate: Plate) -> None:
        """Draw what is in `sight` on `plate`."""
        shapes = self.splats(sight)
        reach = np.linalg.norm(shapes.axes, axis=1).min(axis=1)
        halo = HALO * np.maximum(reach, LEAST_CORE * self.setting.view.focal)
        round_axes = np.eye(2, dtype=np.float32) * halo[:, None, None]
        soft = np.ones(len(reach), np.float32)
        core = shapes.colours * WHITENED + shapes.colours[:, :1] * WHITE
        glow = HALO_LIGHT * shapes.colours * LIGHT_ONLY
        plate.splat(
            shapes,
            Splats(shapes.centres, 0.55 * shapes.axes, shapes.softness, core),
            Splats(shapes.centres, round_axes, soft, glow),
        )


def _glowing(
    flight: Flight, look: Look, setting: Setting, timing: Timing, count: int, chance: np.random.Generator
) -> Performance:
    chances = chance.random((count, 6)).astype(np.float32)
    return Performance(
        air=(Aloft((_Glowing(flight, look, setting, timing, Surroundings.of(setting), chances),)),)
    )


def _fountain(
    sources: Floats,
    speeds: Doubles,
    lives: Doubles,
    pull: Floats,
    drag: float,
    sway: Sway,
    chance: np.random.Generator,
) -> Fountain:
    births = chance.random(len(lives))
    return Fountain(
        sources,
        np.asarray(lives, np.float32),
        births.astype(np.float32),
        speeds.astype(np.float32),
        pull,
        drag,
        sway,
    )


def _sources(setting: Setting, chance: np.random.Generator) -> tuple[Floats, float] | None:
    """Return places in the fire, in the scene, shape (PLACES, 3), and its height in scene units; None without."""
    fire = setting.region(["fire"])
    if fire is None or not (fire > LEAST_FIRE).any():
        return None
    weight = np.where(fire > LEAST_FIRE, fire, 0.0).ravel()
    nodes = chance.choice(weight.size, PLACES, p=weight / weight.sum())
    row, column = np.divmod(nodes, fire.shape[1])
    depth = float(np.average(setting.depth.ravel(), weights=weight)) + 0.02
    tall = float(np.ptp(np.flatnonzero((fire > LEAST_FIRE).any(axis=1)))) + 1.0
    spacing = setting.canvas.spacing
    return _placed(
        setting, column * spacing, row * spacing, depth
    ), tall * spacing / setting.view.focal / depth


def _below(setting: Setting, chance: np.random.Generator) -> tuple[Floats, float]:
    """Return places at the foot of the picture, in the scene, and a usual height in scene units."""
    across = chance.uniform(0.1, 0.9, PLACES) * setting.view.width
    down = chance.uniform(0.98, 1.06, PLACES) * setting.view.height
    depth = float(np.clip(np.percentile(setting.depth, 70), 0.4, 0.9)) + 0.1
    return _placed(setting, across, down, depth), 0.25 * setting.view.height / setting.view.focal / depth


def _placed(setting: Setting, across: Doubles, down: Doubles, depth: float) -> Floats:
    (cx, cy), focal = setting.view.centre, setting.view.focal
    distance = np.full(len(across), 1.0 / depth)
    places = [(across - cx) / focal / depth, (down - cy) / focal / depth, distance]
    return np.stack(places, axis=1).astype(np.float32)
