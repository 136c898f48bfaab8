"""Fireworks: rockets that climb over the skyline and burst, in a dark sky, behind all that stands before it."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, disc, floats
from photoplay.director.honesty import Played
from photoplay.director.plan import Effect
from photoplay.director.vocabulary.kinds import EffectKind
from photoplay.engines.multiplane.filming.seen import Seen
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.playing.air.flights import projected
from photoplay.engines.multiplane.playing.air.splats import Plate, Splats
from photoplay.engines.multiplane.playing.light.nights import EVENING, night_sky
from photoplay.engines.multiplane.playing.performance import Performance, Player
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing

TUBES = 5
"""Rockets under way at once, at most, where there usually are three."""
USUAL = 0.6
EVERY = (3.1, 4.6)
"""Seconds from one rocket of a tube to its next."""
CLIMB, LASTS = 0.9, 2.0
"""Seconds that a rocket climbs and its burst lasts."""
SPARKS = 110
"""Of a burst."""
RADIUS = (0.7, 1.0)
"""Of bursts, over that of the largest."""
LARGEST, OF_SKY = 0.17, 0.36
"""Radius of the largest: in long sides of the frame, and over the root of the sky's area."""
DRAG, FALL = 2.6, 0.055
"""How fast sparks slow down, per second, and how fast they fall in the end, in radii of the largest, times 10."""
TRAIL = 0.16, 0.5
"""Seconds of their way that sparks leave behind them: of the usual kind, and of the one that hangs in the air."""
WIDTH = 0.0019
"""Of a spark, in long sides of the frame."""
FAINTEST_GLOW = 0.012
"""Light of a burst's flash that is not drawn any more."""
FAR = 50.0
"""Distance at which they burst, in scene units."""
PLACES = 401
"""Where they burst, one after the other."""
COLOURS = floats(
    *(1.0, 0.22, 0.15),
    *(1.0, 0.62, 0.18),
    *(0.3, 0.5, 1.0),
    *(0.3, 1.0, 0.35),
    *(0.85, 0.3, 1.0),
    *(1.0, 0.85, 0.65),
).reshape(-1, 3)
GOLD = 1
"""The colour of those that hang in the air."""


def fireworks(_cue: Effect, setting: Setting, timing: Timing) -> Performance | None:
    """Fireworks burst in the evening or night sky, behind what stands before it."""
    sky = night_sky(setting, EVENING)
    found = None if sky is None else Fireworks.over(sky, setting, timing)
    return None if found is None else Performance(air=(found,))


PLAYERS: dict[Played, Player] = {EffectKind.FIREWORKS: fireworks}
"""Who plays what."""


@dataclass(frozen=True)
class Fireworks:
    """Rockets from a few tubes, each one after the other."""

    sky: Relief
    """How much of a place is sky, 0 to 1, in place of depth."""
    places: Floats
    """Where rockets burst, in frame coordinates, shape (PLACES, 2)."""
    largest: float
    """Radius of the largest burst, in pixels of the frame."""
    setting: Setting
    timing: Timing
    tubes: Floats
    """Of each: seconds between rockets, and by how many of them it is ahead, shape (TUBES, 2)."""
    directions: Floats
    """That sparks fly in, shape (SPARKS, 3): unit vectors."""
    chances: Floats
    """Shape (PLACES, SPARKS, 2), 0 to 1: what makes sparks differ."""

    @classmethod
    def over(cls, sky: Floats, setting: Setting, timing: Timing) -> Self | None:
        """Return the fireworks in `sky`, one value a node, or None where there is no room for them."""
        chance, spacing = setting.chance(64), setting.canvas.spacing
        sure = (sky > 0.5).astype(np.uint8)
        largest = min(LARGEST * max(sky.shape), OF_SKY * float(np.sqrt(sure.sum())))
        room = cv2.erode(sure, disc(0.55 * largest), borderValue=1).astype(np.float64)
        room[: round(0.5 * largest)] = 0.0
        room[:, : round(0.6 * largest)] = room[:, sky.shape[1] - round(0.6 * largest) :] = 0.0
        if not room.any():
            return None
        room *= np.linspace(2.0, 1.0, len(room))[:, None]
        nodes = chance.choice(room.size, PLACES, p=room.ravel() / room.sum())
        row, column = np.divmod(nodes, sky.shape[1])
        places = (np.stack([column, row], axis=1) + chance.random((PLACES, 2))) * spacing
        births = (np.arange(TUBES) * 0.38 + np.append(0.0, 0.15 * chance.random(TUBES - 1))) % 1.0
        tubes = np.stack([chance.uniform(*EVERY, TUBES), births], axis=1)
        around = 2.399963 * np.arange(SPARKS)
        high = 1.0 - 2.0 * (np.arange(SPARKS) + 0.5) / SPARKS
        flat = np.sqrt(1.0 - high**2)
        ways = np.stack([flat * np.cos(around), flat * np.sin(around), high], axis=1)
        return cls(
            setting.field(sky),
            places.astype(np.float32),
            largest * spacing,
            setting,
            timing,
            tubes.astype(np.float32),
            ways.astype(np.float32),
            chance.random((PLACES, SPARKS, 2)).astype(np.float32),
        )

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        """Add their light to `frame`, as `Pass` has it."""
        presence = self.timing.presence(time)
        level = TUBES * USUAL * self.timing.strength
        if presence * level == 0.0:
            return
        plate = Plate(seen.grid.view)
        clock = self.timing.clock(time)
        for tube, (period, ahead) in enumerate(self.tubes.tolist()):
            shown = presence * float(np.clip(level - tube, 0.0, 1.0))
            lap, share = divmod(clock / period + ahead, 1.0)
            climbed_before_rest = clock >= 0.0 and share * period > clock
            if shown > 0.0 and not climbed_before_rest:
                self._burst(plate, seen, int(lap) * TUBES + tube, share * period, shown)
        plate.keep(self._open(seen))
        plate.lay(frame)

    def _open(self, seen: Seen) -> Floats:
        """Return where in the frame the sky is seen and nothing before it, 0 to 1."""
        share = self.sky.sample(seen.layers[0].source)
        for layer in seen.layers[1:]:
            share = share * (1.0 - layer.cover)
        return np.asarray(share[1:-1, 1:-1], np.float32)

    def _burst(self, plate: Plate, seen: Seen, number: int, age: float, shown: float) -> None:
        """Draw rocket `number` of all, `age` seconds after its start."""
        which = (number * 59) % PLACES
        chances = self.chances[which]
        place = self.places[which]
        hangs = bool(chances[0, 0] < 0.3)
        if age < CLIMB:
            self._climb(plate, seen, place, age / CLIMB, shown)
            return
        age = (age - CLIMB) / (1.4 if hangs else 1.0)
        if age >= LASTS:
            return
        size = self.largest * (RADIUS[0] + (RADIUS[1] - RADIUS[0]) * float(chances[0, 1]))
        colour = COLOURS[GOLD if hangs else int(chances[1, 0] * len(COLOURS))]
        left = 1.0 - age / LASTS
        heat = float(np.exp(-7.0 * age))
        crackle = 1.0 - 0.7 * (chances[:, 1] > left + 0.25) * (
            np.sin(60.0 * age + 40.0 * chances[:, 0]) > 0.0
        )
        light = shown * min(1.7 * left, 1.0) ** 1.3 * crackle * (0.7 + 0.3 * chances[:, 1])
        hot = colour + (1.0 - colour) * np.float32(0.7 * heat)
        trail = TRAIL[int(hangs)]
        steps = [age - trail * share for share in (1.0, 0.45, 0.0)]
        points = [self._sparks(seen, place, size, max(step, 0.0), chances, hangs) for step in steps]
        width = np.full(SPARKS, WIDTH * self.setting.view.focal, np.float32)
        for tail, head, faint in zip(points[:-1], points[1:], (0.4, 1.0), strict=True):
            plate.streak(tail, head, width, _lit(hot, light * np.float32(faint)))
        glow = 0.16 * shown * heat
        if glow > FAINTEST_GLOW:
            plate.splat(_halo(points[-1].mean(axis=0), 0.6 * size * (2.0 - heat), colour, glow))

    def _sparks(
        self, seen: Seen, place: Floats, size: float, age: float, chances: Floats, hangs: bool
    ) -> Floats:
        """Return where in the frame the sparks of a burst are, shape (SPARKS, 2)."""
        flown = 1.0 - float(np.exp(-DRAG * age))
        speed = (0.35 + 0.65 * chances[:, :1]) if hangs else (0.86 + 0.14 * chances[:, :1])
        fallen = 10.0 * FALL * self.largest * (age - flown / DRAG) * (1.5 if hangs else 1.0)
        offset = size * flown * speed * self.directions[:, :2] + floats(0.0, fallen)
        return self._seen(seen, place + offset)

    def _climb(self, plate: Plate, seen: Seen, place: Floats, share: float, shown: float) -> None:
        """Draw a rocket on its way up."""
        foot = float(self.setting.view.height)
        up = [max(1.0 - (1.0 - max(each, 0.0)) ** 2, 0.0) for each in (share - 0.14, share - 0.06, share)]
        ends = [
            self._seen(seen, floats(place[0], foot + each * (float(place[1]) - foot))[None]) for each in up
        ]
        colour = floats(1.0, 0.8, 0.5)
        width = floats(WIDTH * self.setting.view.focal)
        for tail, head, faint in zip(ends[:-1], ends[1:], (0.2, 0.55), strict=True):
            plate.streak(tail, head, width, _lit(colour, floats(shown * faint * (1.0 - 0.6 * share))))

    def _seen(self, seen: Seen, points: Floats) -> Floats:
        """Return where in the frame `points` of the photograph are seen, far away, shape (n, 2)."""
        view = seen.grid.view
        across = (points - floats(*view.centre)) * np.float32(FAR / view.focal)
        places = np.concatenate([across, np.full((len(points), 1), FAR, np.float32)], axis=1)
        return projected(view, seen.pose, places)[0]


def _lit(colour: Floats, light: Floats) -> Floats:
    """Return `colour` at each `light`, shape (n,), as of `Splats`."""
    return np.concatenate([colour * light[:, None], np.zeros((len(light), 1))], axis=1).astype(np.float32)


def _halo(centre: Floats, radius: float, colour: Floats, light: float) -> Splats:
    return Splats(
        centre[None],
        np.eye(2, dtype=np.float32)[None] * np.float32(radius),
        np.ones(1, np.float32),
        _lit(colour, floats(light)),
    )
