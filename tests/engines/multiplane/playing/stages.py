"""Settings made of numbers, for those who play on them."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from photoplay.arrays import Floats, Picture
from photoplay.director.plan import Action, CameraMove, Effect, Grade, Light, Plan
from photoplay.director.vocabulary.kinds import MoveKind
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.staging.geometry import lay_out
from photoplay.engines.multiplane.staging.layers import Texture
from photoplay.sight.scene import Scene


def plan_of(*cues: Action | Effect | Light | Grade, duration: float = 5.0) -> Plan:
    """Return the plan of a locked camera before which `cues` are played."""
    kinds: dict[str, type] = {"actions": Action, "effects": Effect, "lights": Light, "grades": Grade}
    sorted_out = {name: tuple(cue for cue in cues if isinstance(cue, kind)) for name, kind in kinds.items()}
    moves = (CameraMove(kind=MoveKind.STATIC, end=duration),)
    return Plan.model_validate({"duration": duration, "moves": moves, **sorted_out})


def setting_of(
    picture: Picture,
    *cues: Action | Effect | Light | Grade,
    matte: Floats | None = None,
    inverse_depth: Floats | None = None,
    regions: Mapping[str, Floats] | None = None,
    rest: float = 0.0,
    seed: int = 3,
    duration: float = 5.0,
) -> Setting:
    """Return the setting of `picture`, its layers opaque and one texel to the pixel."""
    scene = replace(
        Scene(picture, matte, inverse_depth, attention=None), regions={} if regions is None else regions
    )
    geometry = lay_out(scene)
    alphas = [np.ones(picture.shape[:2], np.float32), *(cutout.alpha for cutout in geometry.cutouts)]
    textures = tuple(Texture(_cut_out(picture, alpha), (0, 0), density=1.0) for alpha in alphas)
    return Setting(scene, geometry, textures, plan_of(*cues, duration=duration), rest, seed)


def _cut_out(picture: Picture, alpha: Floats) -> Picture:
    cover = np.dstack([picture.astype(np.float32), np.full(picture.shape[:2], 255, np.float32)])
    return np.rint(cover * alpha[..., None]).astype(np.uint8)
