"""Flames that rise and lick."""

from dataclasses import dataclass, replace
from typing import Self

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, disc, floats, resize, soften
from photoplay.director.honesty import Played
from photoplay.director.plan import Effect, Light
from photoplay.director.vocabulary.kinds import EffectKind, LightKind
from photoplay.engines.multiplane.filming.acts import Acts
from photoplay.engines.multiplane.filming.sampling import Sampler
from photoplay.engines.multiplane.filming.seen import Seen
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.playing.exposure import smoothstep
from photoplay.engines.multiplane.playing.fluids.blaze import Blaze, bound_of, window_of
from photoplay.engines.multiplane.playing.fluids.currents import Travel, patches
from photoplay.engines.multiplane.playing.fluids.plates import parted, to_the_tips
from photoplay.engines.multiplane.playing.fluids.streaming import cover_on, plain_of
from photoplay.engines.multiplane.playing.light.flicker import flicker
from photoplay.engines.multiplane.playing.performance import Performance, Player
from photoplay.engines.multiplane.playing.pulses import Wander
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing
from photoplay.engines.multiplane.staging.depth import spread_outward
from photoplay.engines.multiplane.staging.layers import Texture

SURE = (0.15, 0.65)
"""How surely a place is fire where no flame is seen, and where nothing but flame."""
LEAST = 0.0015
"""Share of the frame that the largest flame takes up at least: what is smaller may be a lamp."""
PERIOD = 0.62
"""Seconds of a turn."""
RISE = 0.34
"""How far flames rise in a turn, as a share of their height."""
TALLEST = 0.12
"""How far at most, over the long side."""
LICK = 0.045
"""How far flames lick aside at their tips, as a share of their height."""
WAVES = ((1.1, 1.0), (2.3, 0.55), (4.1, 0.3))
"""Waves that run up a flame: how many on its height, and how far each bends it."""
BRIGHTENING = 0.07
"""By how much flames brighten and fade, as a deviation."""
TORN = (0.38, 0.82)
"""How high and old a flame is where it starts to be torn, and where nothing is left of it: height times age."""
RAGGED = 0.2
"""By how much that differs from place to place, as a deviation: tips fray, no two at one height."""
TONGUES = 0.16
"""How large what is torn off together is, as a share of the flames' height."""
UNEVEN = 0.28
"""By how much flames rise more here than there, as a deviation."""
AROUND = 0.55
"""How much of a flame's flicker falls on what is around, as a share of the usual."""


def burn(cue: Effect, setting: Setting, timing: Timing) -> Performance | None:
    """Flames rise, lick and flicker, and so does their light on what is around."""
    region = setting.region(("fire",))
    if region is None or _largest(region) < LEAST:
        return None
    lit = replace(timing, strength=AROUND * timing.strength)
    light = Light(kind=LightKind.FLICKER, subject="fire", start=cue.start, end=cue.end)
    shone = flicker(light, setting, lit)
    flickers = any(one.kind is LightKind.FLICKER for one in setting.plan.lights)
    layers = [
        index
        for index in setting.layers_of(region)
        if float((region * setting.shown[index]).sum()) > 0.15 * float(region.sum())
    ]
    flames = {index: Flames.of(setting, timing, region, index) for index in layers}
    return Performance(
        {index: Acts(retouches=(each.plate,)) for index, each in flames.items()},
        air=tuple(flames.values()),
        light=() if flickers or shone is None else shone.light,
    )


def _largest(region: Floats) -> float:
    """Return the share of the frame that the largest connected part of `region` takes up."""
    stats = cv2.connectedComponentsWithStats((region > 0.5).astype(np.uint8))[2]
    return float(stats[1:, cv2.CC_STAT_AREA].max(initial=0)) / region.size


@dataclass(frozen=True)
class Plate:
    """A layer's texture without its flames, which burn before it: all of it but at rest."""

    kept: Picture
    """The part of the texture as it is at rest, shape (rows, columns, 4), premultiplied."""
    bare: Picture
    corner: tuple[int, int]
    """Its first row and column."""
    timing: Timing

    @classmethod
    def of(cls, whole: Picture, bare: Picture, corner: tuple[int, int], timing: Timing) -> Self:
        """Return the plate of a part of a texture, `whole` with its flames, `bare` without, where they differ."""
        same = cv2.inRange(cv2.absdiff(whole, bare), (0,) * 4, (0,) * 4)
        left, top, width, height = cv2.boundingRect(cv2.bitwise_not(same))
        part = np.s_[top : top + height, left : left + width]
        return cls(whole[part].copy(), bare[part].copy(), (corner[0] + top, corner[1] + left), timing)

    def paint(self, texture: Texture, time: float) -> None:
        """Paint the part with its flames at rest, without them while they burn."""
        rows, columns = self.kept.shape[:2]
        top, left = self.corner
        part = self.kept if self.timing.presence(time) == 0.0 else self.bare
        painted = texture.texels[top : top + rows, left : left + columns]
        if not np.array_equal(painted[0], part[0]):  # They differ along their edges.
            painted[:] = part


@dataclass(frozen=True)
class Flames:
    """The flames of one layer, over what is behind them."""

    index: int
    """Of the layer, from the back."""
    flame: Texture
    """Premultiplied, shape (rows, columns, 4)."""
    plate: Plate
    climb: Relief
    """At the nodes: how high above its foot a place is in its flame, 0 to 1; a moment of its own, in turns; how much
    more it rises than others, as a factor; and two patterns in which it is torn."""
    bound: Texture
    """The most that `flame` hides around each place."""
    tall: float
    """How tall the flames are, in pixels."""
    rise: float
    """How far they rise in a turn, in pixels."""
    travel: Travel
    wander: tuple[Wander, ...]
    timing: Timing

    @classmethod
    def of(cls, setting: Setting, timing: Timing, region: Floats, index: int) -> Self:
        """Return the flames that the layer `index` shows in `region`."""
        texture = setting.textures[index]
        step, plain = round(texture.density), plain_of(texture)
        cover = cover_on(setting, region, plain, texture.origin, SURE)
        tall, climb = _climb(region)
        tall *= setting.canvas.spacing
        left, top, width, height = cv2.boundingRect((cover > 0).astype(np.uint8))
        pad = 8
        rows = slice(max(top - round(0.4 * tall) - pad, 0), min(top + height + pad, len(cover)))
        aside = round(0.12 * tall) + pad
        columns = slice(max(left - aside, 0), min(left + width + aside, cover.shape[1]))
        part = plain[rows, columns]
        inside = to_the_tips(part, np.ascontiguousarray(cover[rows, columns]), setting.view.focal)
        bare, flame = parted(part, inside, setting.view.focal, index == 0)
        fine = texture.texels[
            rows.start * step : rows.stop * step, columns.start * step : columns.stop * step
        ]
        size = (fine.shape[1], fine.shape[0])
        share = resize(inside, size, cv2.INTER_LINEAR).astype(np.float32) / np.float32(255.0)
        behind = resize(bare, size, cv2.INTER_LINEAR)
        share = np.clip(share * np.float32(8.0), 0.0, 1.0)
        bared = cv2.blendLinear(behind, np.ascontiguousarray(fine), share, np.float32(1.0) - share)
        chance = setting.chance(61, index)
        reach = tall / setting.view.focal
        moments = 0.16 * patches(setting, max(0.5 * reach, 0.02), 61)
        uneven = np.clip(1.0 + UNEVEN * patches(setting, max(0.4 * reach, 0.02), 62), 0.5, 1.5)
        torn = [patches(setting, max(TONGUES * reach, 0.02), salt) for salt in (63, 64)]
        flames = Texture(flame, (texture.origin[0] + columns.start, texture.origin[1] + rows.start), 1.0)
        return cls(
            index,
            flames,
            Plate.of(
                np.asarray(fine, np.uint8),
                np.asarray(bared, np.uint8),
                (rows.start * step, columns.start * step),
                timing,
            ),
            setting.canvas.relief(np.dstack([climb, moments, uneven, *torn])),
            bound_of(flames),
            tall,
            min(RISE * tall, TALLEST * setting.view.focal),
            Travel.of(timing, PERIOD),
            tuple(Wander.between(0.4, 3.0, chance) for _ in range(4)),
            timing,
        )

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        if self.timing.presence(time) == 0.0:
            return
        source = seen.layers[self.index].source
        window = window_of(self.flame, source, seen)
        if window is None:
            return
        sampler = Sampler(seen.grid)
        nodes = sampler.nodes(window)
        near = np.ascontiguousarray(source[nodes])
        clear = np.ones(near.shape[:2], np.float32)
        for layer in seen.layers[self.index + 1 :]:
            clear = clear * (1.0 - layer.cover[nodes])
        looks = self._looks(near, time)
        wavers = float(np.tanh(self.wander[0].at(time * self.timing.tempo)))
        gain = 1.0 + self.travel.freedom(time) * BRIGHTENING * wavers
        blaze = Blaze(seen.grid, self.flame, self.bound, gain)
        drawn = [blaze.look(nodes, near - shift, weight * clear) for shift, weight in looks]
        somewhere = np.maximum(*(look.most for look in drawn))
        for tile, shown in sampler.runs(window, np.dstack([look.most for look in drawn])):
            part = sampler.around(somewhere, 1, tile) if shown.any() else None
            if part:
                blaze.lay(frame[part], part, [look for look, some in zip(drawn, shown, strict=True) if some])

    def _looks(self, source: Floats, time: float) -> tuple[tuple[Floats, Floats], ...]:
        """Return two looks at the flames: how far each has come, and how much of it is seen, of which one is whole."""
        climb, moment, uneven, one, other = np.moveaxis(self.climb.sample(source), -1, 0)
        freedom = self.travel.freedom(time)
        when = self.travel.turns(time) + freedom * moment
        clock = self.travel.seconds(time) * self.timing.tempo
        size = np.float32(self.timing.under_way(time) * np.tanh(self.timing.strength / 1.5) * 1.5)
        rise = self.rise * size * climb * uneven
        lick = np.zeros_like(climb)
        for (count, bend), wander in zip(WAVES, self.wander[1:], strict=True):
            turns = count * (climb - 1.6 * clock) + 0.12 * wander.at(clock)
            lick += bend * np.sin(2.0 * np.pi * turns + 3.0 * moment).astype(np.float32)
        lick *= LICK * self.tall * size * np.float32(freedom) * climb
        ragged = RAGGED * (one * np.cos(4.1 * clock) + other * np.sin(4.1 * clock))
        first, second = np.mod(when + 0.5, 1.0) - 0.5, np.mod(when, 1.0) - 0.5
        return tuple(
            (
                np.stack([lick, -rise * turn], axis=-1).astype(np.float32),
                np.asarray(
                    np.clip(3.0 - 6.0 * np.abs(turn), 0.0, 1.0)
                    * (1.0 - freedom * smoothstep(climb * (0.5 + turn + ragged), *TORN)),
                    np.float32,
                ),
            )
            for turn in (first, second)
        )


def _climb(region: Floats) -> tuple[float, Floats]:
    """Return how tall flames are, in nodes, and how high each node is above their foot, 0 to about 1."""
    inside = region > 0.5
    rows = np.arange(len(region), dtype=np.float32)
    tall = np.zeros(region.shape, np.float32)
    foot = np.zeros(region.shape, np.float32)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside.astype(np.uint8))
    for label in range(1, count):
        at = labels == label
        height = float(stats[label, cv2.CC_STAT_HEIGHT])
        tall[at] = height
        foot[at] = float(stats[label, cv2.CC_STAT_TOP]) + height
    known = inside.astype(np.float32)
    tall, foot = soften(spread_outward(tall, known), 2.0), soften(spread_outward(foot, known), 2.0)
    climb = np.clip((foot - rows[:, None]) / np.maximum(tall, 1.0) - 0.06, 0.0, 1.2)
    near = cv2.dilate(inside.astype(np.uint8), disc(0.35 * float(tall.max())))
    climb = climb * soften(np.asarray(near, np.float32), max(0.08 * float(tall.max()), 1.0))
    most = float(stats[1:, cv2.CC_STAT_HEIGHT].max())
    return most, np.asarray(climb ** floats(0.75) * np.minimum(tall / most, 1.0), np.float32)


PLAYERS: dict[Played, Player] = {EffectKind.FLAMES: burn}
