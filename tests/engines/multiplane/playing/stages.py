"""Settings made of numbers, for those who play on them."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from photoplay.arrays import Floats, Picture
from photoplay.director.plan import Action, CameraMove, Effect, Grade, Light, Plan
from photoplay.director.vocabulary.kinds import MoveKind
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.staging.geometry import Geometry, lay_out
from photoplay.engines.multiplane.staging.layers import Texture
from photoplay.sight.scene import Scene

_GEOMETRIES: dict[bytes, Geometry] = {}


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
    geometry = _laid_out(scene)
    alphas = [np.ones(picture.shape[:2], np.float32), *(cutout.alpha for cutout in geometry.cutouts)]
    textures = tuple(Texture(_cut_out(picture, alpha), (0, 0), density=1.0) for alpha in alphas)
    return Setting(scene, geometry, textures, plan_of(*cues, duration=duration), rest, seed)


def _laid_out(scene: Scene) -> Geometry:
    """Return the geometry of `scene`, which is the same for every cue."""
    parts = {"": scene.picture, "matte": scene.matte, "depth": scene.inverse_depth, **scene.regions}
    content = hashlib.sha256()
    for name, part in sorted(parts.items()):
        content.update(f"{name} {None if part is None else part.shape}".encode())
        content.update(b"" if part is None else part.tobytes())
    if content.digest() not in _GEOMETRIES:
        _GEOMETRIES[content.digest()] = lay_out(scene)
    return _GEOMETRIES[content.digest()]


def _cut_out(picture: Picture, alpha: Floats) -> Picture:
    cover = np.dstack([picture.astype(np.float32), np.full(picture.shape[:2], 255, np.float32)])
    return np.rint(cover * alpha[..., None]).astype(np.uint8)
