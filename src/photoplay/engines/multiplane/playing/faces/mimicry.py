"""Faces that blink, glance, smile and raise their brows: those whose landmarks were found, and animals' eyes."""

from collections.abc import Callable, Iterator
from dataclasses import replace

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
from photoplay.engines.multiplane.playing.faces.stares import Stare, stares
from photoplay.engines.multiplane.playing.figures.performers import performers
from photoplay.engines.multiplane.playing.performance import Performance, Player, joined
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

SLOWER = 1.3
"""How long an animal's blink takes, over a person's."""
PUPILS = 0.6
"""How far an animal's eye moves between its lids, over a person's, which shows white."""

Play = Callable[[Action, Sketch, Setting, Timing, np.random.Generator], Acts | None]
"""Gives what a face does on its layer, or None where it cannot."""


AnimalPlay = Callable[[Action, Stare, Setting, Timing, np.random.Generator], Acts]


def _player(kind: ActionKind, play: Play, animal: AnimalPlay | None = None) -> Player:
    def perform(cue: Action, setting: Setting, timing: Timing) -> Performance | None:
        acts: dict[int, Acts] = {}
        for number, sketch in enumerate(_sketches(cue, setting)):
            chance = setting.chance(71, number, list(LEAST).index(kind))
            if sketch.width < LEAST[kind] * setting.view.focal:
                continue
            played = play(cue, sketch, setting, timing, chance)
            if played is not None:
                acts[sketch.layer] = joined([acts.get(sketch.layer, STILL), played])
        for number, stare in enumerate(stares(cue.subject, setting) if animal else ()):
            assert animal is not None
            played = animal(cue, stare, setting, timing, setting.chance(72, number, list(LEAST).index(kind)))
            acts[stare.layer] = joined([acts.get(stare.layer, STILL), played])
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
    texture = setting.textures[sketch.layer]
    closed = _closed(Beats.of(BLINKING, timing, chance), timing)
    return _painted(_lids(eye, texture, closed) for eye in _eyes(sketch, texture))


def _animal_blinks(
    _cue: Action, stare: Stare, setting: Setting, timing: Timing, chance: np.random.Generator
) -> Acts:
    slow = replace(BLINKING, rise=SLOWER * BLINKING.rise, fall=SLOWER * BLINKING.fall)
    closed = _closed(Beats.of(slow, timing, chance), timing)
    texture = setting.textures[stare.layer]
    return Acts(retouches=tuple(_lids(eye, texture, closed) for eye in stare.eyes))


def _closed(beats: Beats, timing: Timing) -> Callable[[float], float]:
    deep = 1.0 - (1.0 - min(timing.strength, 1.0)) ** 3
    return lambda time: deep * beats.at(time)


def _lids(eye: Eye, texture: Texture, closed: Callable[[float], float]) -> Patch:
    return Patch.of(texture, eye.closely.box, Lids.of(eye, _shown(texture, eye), closed))


def _glance(
    cue: Action, sketch: Sketch, setting: Setting, timing: Timing, chance: np.random.Generator
) -> Acts | None:
    look = _gaze(cue, sketch.right, timing, chance)

    def lowered(time: float) -> float:
        return LOWERED * max(float(look(time)[1]), 0.0)

    texture = setting.textures[sketch.layer]
    return _painted(
        Patch.of(texture, eye.box, Gaze(eye, look), Lids.of(eye, _shown(texture, eye), lowered))
        for eye in _eyes(sketch, texture)
    )


def _animal_glances(
    cue: Action, stare: Stare, setting: Setting, timing: Timing, chance: np.random.Generator
) -> Acts:
    look = _gaze(cue, stare.right, timing, chance, PUPILS)
    texture = setting.textures[stare.layer]
    eyes = [eye.closely for eye in stare.eyes]
    return Acts(retouches=tuple(Patch.of(texture, eye.box, Gaze(eye, look)) for eye in eyes))


def _gaze(
    cue: Action, right: Floats, timing: Timing, chance: np.random.Generator, share: float = 1.0
) -> Callable[[float], Floats]:
    """Return where eyes look at a time, as `Gaze` has it, on a head whose right is a unit vector of the frame."""
    beats = Beats.of(GLANCING, timing, chance)
    size = share * MOST * np.tanh(timing.strength / MOST)
    looks = size * _looks(cue, right, len(beats.begins), chance)
    return lambda time: np.asarray(beats.each(time) @ looks, np.float32)


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


def _looks(cue: Action, right: Floats, count: int, chance: np.random.Generator) -> NDArray[np.float64]:
    """Return where each of `count` glances goes: to the right of the face and down, -1 to 1."""
    if cue.direction in WAYS:
        way, down = floats(*WAYS[cue.direction]), floats(-right[1], right[0])
        size = chance.uniform(0.8, 1.0, (count, 1))
        return np.asarray(size * np.array([way @ right, way @ down]), np.float64)
    sides = chance.choice([-1.0, 1.0]) * (-1.0) ** np.arange(count)
    return np.stack([sides * chance.uniform(0.7, 1.0, count), np.zeros(count)], axis=-1)


def _eyes(sketch: Sketch, texture: Texture) -> tuple[Eye, ...]:
    """Return the eyes that are seen well: both, or the near one of a face that is turned away."""
    eyes = [Eye.of(sketch, texture, side) for side in (0, 1)]
    near, far = sorted(eyes, key=lambda eye: -eye.half)
    needed = (near,) if far.half < HIDDEN * near.half else (near, far)
    return needed if all(eye.seen(_shown(texture, eye)) for eye in needed) else ()


PLAYERS: dict[Played, Player] = {
    ActionKind.BLINK: _player(ActionKind.BLINK, _blink, _animal_blinks),
    ActionKind.GLANCE: _player(ActionKind.GLANCE, _glance, _animal_glances),
    ActionKind.SMILE: _player(ActionKind.SMILE, _smile),
    ActionKind.RAISE_BROWS: _player(ActionKind.RAISE_BROWS, _raise_brows),
}
