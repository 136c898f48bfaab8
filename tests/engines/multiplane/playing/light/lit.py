"""Frames under light: what passes make of a photograph that nothing else moves in."""

from collections.abc import Callable

import numpy as np

from photoplay.arrays import Floats, Picture
from photoplay.director.honesty import played
from photoplay.director.plan import Grade, Light
from photoplay.engines.multiplane.filming.acts import Pass
from photoplay.engines.multiplane.filming.camera import Pose
from photoplay.engines.multiplane.filming.seen import Seen, SeenLayer
from photoplay.engines.multiplane.filming.warp import Grid, see
from photoplay.engines.multiplane.playing.light import grade
from photoplay.engines.multiplane.playing.light import players as light
from photoplay.engines.multiplane.playing.performance import together
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing

PLAYERS = {**light.PLAYERS, **grade.PLAYERS}


def passes_on(setting: Setting) -> tuple[Pass, ...]:
    """Return the passes of the setting's lights and grades; fails where one is not played."""
    performances = []
    cues: tuple[Light | Grade, ...] = (*setting.plan.lights, *setting.plan.grades)
    for cue in cues:
        performance = PLAYERS[played(cue)](cue, setting, Timing.of(cue, setting.plan, setting.rest))
        assert performance is not None, cue.kind
        performances.append(performance)
    return together(tuple(performances), len(setting.textures))[1]


def seen_from(setting: Setting, pose: Pose | None = None) -> Seen:
    """Return what is seen of the setting."""
    grid = Grid(setting.view, 8)
    pose = Pose() if pose is None else pose
    lines = grid.sightlines(pose)
    layers = []
    for relief, matte in [
        (setting.geometry.backdrop, None),
        *((cutout.relief, cutout.matte) for cutout in setting.geometry.cutouts),
    ]:
        source = see(relief, lines)
        cover = np.ones(source.shape[:2], np.float32) if matte is None else matte.sample(source)
        layers.append(SeenLayer(source, relief.sample(source), cover))
    return Seen(grid, pose, lines, layers)


def under(setting: Setting) -> Callable[[float], Picture]:
    """Return the photograph of `setting` under its lights and grades, by the time in seconds."""
    passes, seen = passes_on(setting), seen_from(setting)

    def lit(time: float) -> Picture:
        frame = setting.scene.picture.copy()
        for each in passes:
            each.apply(frame, seen, time)
        return frame

    return lit


def change(setting: Setting, time: float) -> Floats:
    """Return by how much each place has become brighter at `time`, shape (rows, columns), in values of 255."""
    difference = under(setting)(time).astype(np.float32) - setting.scene.picture
    return np.asarray(difference.mean(axis=-1), np.float32)
