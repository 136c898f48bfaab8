"""Faces that blink, glance, smile and raise their brows: those whose landmarks were found."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, Picture, floats
from photoplay.director.honesty import Played
from photoplay.director.plan import Action
from photoplay.director.vocabulary.kinds import ActionKind, Direction
from photoplay.engines.multiplane.filming.acts import STILL, Acts
from photoplay.engines.multiplane.playing.faces.beats import Beats, Rhythm
from photoplay.engines.multiplane.playing.faces.expressions import (
    Pulls,
    pattern,
    raise_brows,
    smile,
    wears_glasses,
)
from photoplay.engines.multiplane.playing.faces.eyelids import Lids
from photoplay.engines.multiplane.playing.faces.eyes import Eye
from photoplay.engines.multiplane.playing.faces.gaze import Gaze
from photoplay.engines.multiplane.playing.faces.landmarks import Sketch
from photoplay.engines.multiplane.playing.faces.patches import Patch
from photoplay.engines.multiplane.playing.figures.performers import performers
from photoplay.engines.multiplane.playing.performance import Performance, Player
from photoplay.engines.multiplane.playing.pulses import Wander, grown
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.swings import Swing, nodes_of
from photoplay.engines.multiplane.playing.timing import Timing
from photoplay.engines.multiplane.staging.layers import Texture

LEAST = {
    ActionKind.BLINK: 0.022,
    ActionKind.GLANCE: 0.05,
    ActionKind.SMILE: 0.028,
    ActionKind.RAISE_BROWS: 0.045,
}
"""Between the outer corners of a face's eyes, as a share of the frame's long side: what is smaller plays no part."""
FACING = 0.5
"""How narrow one half of a face that moves may be, over the other."""
BLINKING = Rhythm(0.14, 0.27, (0.6, 1.1), (0.03, 0.06), (1.9, 4.6), again=0.15)
GLANCING = Rhythm(0.08, 0.09, (0.5, 0.9), (1.2, 2.0), (1.0, 2.4))
RAISING = Rhythm(0.4, 0.6, (0.4, 0.7), (0.7, 1.4), (1.4, 3.0))
SMILES_IN = 1.4
"""Seconds in which a smile grows."""
LIFE = 0.05
"""How much a smile comes and goes while it lasts."""
MOST = 1.3
"""Strength that no face goes beyond."""
MEANT = 0.3
"""Share of somebody's mask that lies on the middle of their face."""
WAYS = {
    Direction.LEFT: (-1.0, 0.0),
    Direction.RIGHT: (1.0, 0.0),
    Direction.UP: (0.0, -1.0),
    Direction.DOWN: (0.0, 1.0),
}
LOWERED = 0.35
"""How far the lids come down with eyes that look down."""

HIDDEN = 0.72
"""How narrow an eye is, over the other, that need not be seen."""

Play = Callable[[Action, Sketch, Setting, Timing, np.random.Generator], Acts | None]
"""Gives what a face does on its layer, or None where it cannot."""


def _player(kind: ActionKind, play: Play) -> Player:
    def perform(cue: Action, setting: Setting, timing: Timing) -> Performance | None:
        acts: dict[int, Acts] = {}
        for number, sketch in enumerate(_sketches(cue, setting)):
            chance = setting.chance(71, number, list(LEAST).index(kind))
            if sketch.width < LEAST[kind] * setting.view.focal:
                continue
            played = play(cue, sketch, setting, timing, chance)
            if played is not None:
                before = acts.get(sketch.layer, STILL)
                acts[sketch.layer] = Acts(
                    displacements=(*before.displacements, *played.displacements),
                    retouches=(*before.retouches, *played.retouches),
                )
        return Performance(acts) if acts else None

    return perform


def _sketches(cue: Action, setting: Setting) -> Iterator[Sketch]:
    """Give the faces that a cue is about."""
    meant = performers(cue.subject, setting) if setting.scene.faces else ()
    columns, rows = setting.canvas.size
    for face in setting.scene.faces:
        x, y = face.centre
        node = min(max(int(y * rows), 0), rows - 1), min(max(int(x * columns), 0), columns - 1)
        if any(one.mask[node] > MEANT for one in meant):
            yield Sketch.of(face, setting)


def _blink(
    _cue: Action, sketch: Sketch, setting: Setting, timing: Timing, chance: np.random.Generator
) -> Acts | None:
    beats = Beats.of(BLINKING, timing, chance)
    deep = 1.0 - (1.0 - min(timing.strength, 1.0)) ** 3

    def closed(time: float) -> float:
        return deep * beats.at(time)

    texture = setting.textures[sketch.layer]
    return _painted(
        Patch.of(texture, eye.box, Lids.of(eye, _shown(texture, eye), closed))
        for eye in _eyes(sketch, texture)
    )


def _glance(
    cue: Action, sketch: Sketch, setting: Setting, timing: Timing, chance: np.random.Generator
) -> Acts | None:
    beats = Beats.of(GLANCING, timing, chance)
    size = MOST * np.tanh(timing.strength / MOST)
    looks = size * _looks(cue, sketch, len(beats.begins), chance)

    def look(time: float) -> Floats:
        return np.asarray(beats.each(time) @ looks, np.float32)

    def lowered(time: float) -> float:
        return LOWERED * max(float(look(time)[1]), 0.0)

    texture = setting.textures[sketch.layer]
    return _painted(
        Patch.of(texture, eye.box, Gaze(eye, look), Lids.of(eye, _shown(texture, eye), lowered))
        for eye in _eyes(sketch, texture)
    )


def _smile(
    _cue: Action, sketch: Sketch, setting: Setting, timing: Timing, chance: np.random.Generator
) -> Acts | None:
    life, seconds = Wander.between(0.1, 0.5, chance), SMILES_IN / timing.tempo**0.5

    def course(time: float) -> float:
        return grown(timing, time, seconds) * (1.0 + LIFE * life.at(time))

    return _pulled(sketch, smile(sketch), setting, timing, course)


def _raise_brows(
    _cue: Action, sketch: Sketch, setting: Setting, timing: Timing, chance: np.random.Generator
) -> Acts | None:
    if wears_glasses(sketch, setting.scene.picture):
        return None
    return _pulled(sketch, raise_brows(), setting, timing, Beats.of(RAISING, timing, chance).at)


def _pulled(
    sketch: Sketch, pulls: Pulls, setting: Setting, timing: Timing, course: Callable[[float], float]
) -> Acts | None:
    if sketch.turned < FACING:
        return None
    size = MOST * np.tanh(timing.strength / MOST)

    def strength(time: float) -> Floats:
        return floats(size * course(time))

    moved = pattern(sketch, pulls, nodes_of(setting))
    return Acts(displacements=(Swing.of(setting, moved[None], strength),))


def _shown(texture: Texture, eye: Eye) -> Picture:
    return np.asarray(texture.texels[eye.box], np.uint8)


def _painted(patches: Iterator[Patch]) -> Acts | None:
    retouches = tuple(patches)
    return Acts(retouches=retouches) if retouches else None


def _looks(cue: Action, sketch: Sketch, count: int, chance: np.random.Generator) -> NDArray[np.float64]:
    """Return where each of `count` glances goes: to the right of the face and down, -1 to 1."""
    if cue.direction in WAYS:
        way = floats(*WAYS[cue.direction])
        size = chance.uniform(0.8, 1.0, (count, 1))
        return np.asarray(size * np.array([way @ sketch.right, way @ sketch.down]), np.float64)
    sides = chance.choice([-1.0, 1.0]) * (-1.0) ** np.arange(count)
    return np.stack([sides * chance.uniform(0.7, 1.0, count), np.zeros(count)], axis=-1)


def _eyes(sketch: Sketch, texture: Texture) -> tuple[Eye, ...]:
    """Return the eyes that are seen well: both, or the near one of a face that is turned away."""
    eyes = [Eye.of(sketch, texture, side) for side in (0, 1)]
    near, far = sorted(eyes, key=lambda eye: -eye.half)
    needed = (near,) if far.half < HIDDEN * near.half else (near, far)
    return needed if all(eye.seen(_shown(texture, eye)) for eye in needed) else ()


PLAYERS: dict[Played, Player] = {
    ActionKind.BLINK: _player(ActionKind.BLINK, _blink),
    ActionKind.GLANCE: _player(ActionKind.GLANCE, _glance),
    ActionKind.SMILE: _player(ActionKind.SMILE, _smile),
    ActionKind.RAISE_BROWS: _player(ActionKind.RAISE_BROWS, _raise_brows),
}
