"""Frames with something in the air."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from photoplay.arrays import Floats, Picture
from photoplay.director.plan import Effect
from photoplay.director.vocabulary.kinds import EffectKind
from photoplay.engines.multiplane.filming.acts import Pass
from photoplay.engines.multiplane.filming.camera import Pose
from photoplay.engines.multiplane.playing.air import vapour, weather
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing
from photoplay.sight.objects import Thing
from tests.engines.multiplane.playing.light.lit import seen_from

PLAYERS = {**weather.PLAYERS, **vapour.PLAYERS}


def effect(kind: EffectKind, amount: float = 1.0, **more: object) -> Effect:
    """Return a cue of five seconds."""
    return Effect.model_validate({"kind": kind, "end": 5.0, "amount": amount, **more})


def passes_of(setting: Setting) -> tuple[Pass, ...]:
    """Return what the effects of the setting's plan put into the air; fails where one is not played."""
    passes: list[Pass] = []
    for cue in setting.plan.effects:
        performance = PLAYERS[cue.kind](cue, setting, Timing.of(cue, setting.plan, setting.rest))
        assert performance is not None, cue.kind
        passes += performance.air
    return tuple(passes)


def filmed(setting: Setting, pose: Pose | None = None) -> Callable[[float], Picture]:
    """Return the photograph of `setting` with what is in the air, by the time in seconds."""
    passes, seen = passes_of(setting), seen_from(setting, pose)

    def frame(time: float) -> Picture:
        shown = setting.scene.picture.copy()
        for each in passes:
            each.apply(shown, seen, time)
        return shown

    return frame


def change(setting: Setting, time: float, pose: Pose | None = None) -> Floats:
    """Return how much each place has changed at `time`, shape (rows, columns), in values of 255."""
    difference = np.abs(filmed(setting, pose)(time).astype(np.float32) - setting.scene.picture)
    return np.asarray(difference.mean(axis=-1), np.float32)


def with_things(setting: Setting, *things: Thing) -> Setting:
    """Return `setting` with `things` seen in it."""
    return replace(setting, scene=replace(setting.scene, things=things))
