"""Where in a photograph a motion is about, and the same clip before a locked camera."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from bench import metrics
from bench.metrics import Picture, Tracks
from photoplay.arrays import resize
from photoplay.director.plan import Action, CameraMove, Effect, Grade, Light, Plan
from photoplay.director.vocabulary.kinds import EffectKind, MoveKind
from photoplay.engines.multiplane.aiming.named import named_regions
from photoplay.engines.multiplane.aiming.targets import find_target
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.path import CameraPath
from photoplay.engines.multiplane.playing.air import vapour, weather
from photoplay.engines.multiplane.playing.faces import mimicry as faces
from photoplay.engines.multiplane.playing.figures import heads
from photoplay.engines.multiplane.stage import Stage
from photoplay.settings import get_settings
from photoplay.shot import Resolution, Shot
from photoplay.sight.figures import ANIMALS, PERSON
from photoplay.sight.networks import WANTED, Networks
from photoplay.sight.objects import Box
from photoplay.sight.scene import Scene
from photoplay.weights import ensure

Cue = Action | Effect | Light | Grade
Floats = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]

SEED = 7
AROUND = 0.04
"""How far from its place a motion may still be seen, as a share of the long side."""
EVERY = 5
"""Frames from one that is looked at to the next, where a locked camera shows what plays."""
FLIES = {*weather.PLAYERS, *vapour.PLAYERS}
FACIAL = {*faces.PLAYERS, *heads.PLAYERS}
ALIVE = {PERSON, *ANIMALS}


@dataclass(frozen=True)
class Studio:
    """What films."""

    networks: Networks
    resolution: Resolution

    @classmethod
    def open(cls, resolution: Resolution) -> Self:
        """Return a studio with every network that is at hand."""
        networks = Networks.of(ensure(WANTED), get_settings().threads)
        networks.load()
        return cls(networks, resolution)

    def stage(self, shot: Shot, plan: Plan) -> Stage:
        """Return the stage of a shot."""
        times = np.arange(shot.frame_count) / shot.fps
        return Stage.build(
            shot.image, View(*shot.frame_size), plan, times, self.networks, rest=0.0, seed=SEED
        )


def alone(plan: Plan, *cues: Cue) -> Plan:
    """Return `plan` before a locked camera, with only `cues` of all that is played."""
    kinds: dict[str, type] = {"actions": Action, "effects": Effect, "lights": Light, "grades": Grade}
    kept = {name: tuple(cue for cue in cues if isinstance(cue, kind)) for name, kind in kinds.items()}
    locked = (CameraMove(kind=MoveKind.STATIC, end=plan.duration),)
    return plan.model_copy(update={"moves": locked, "drift": 0.0, **kept})


def played_alone(stage: Stage, plan: Plan) -> list[Picture]:
    """Return reduced gray frames, EVERY apart, of what `plan` plays on its stage before a camera that stands still."""
    path = CameraPath(alone(plan, *plan.cues), stage.framing.path.target)
    locked = replace(stage, take=replace(stage.take, path=path))
    indices = range(0, len(stage.times), EVERY)
    return [metrics.gray(metrics.reduced(locked.frame(index))) for index in indices]


def unplayed(tracks: Tracks, played: Sequence[Picture]) -> Tracks:
    """Return `tracks` without trust in what moves of itself.

    What plays has its place in the photograph, where tracks start: a point that moves though the camera stands
    still, by more than the noise of a track, is no witness. Which way the clip's own camera goes has no say in
    the choice.

    Args:
        played: gray frames of the same stage before a locked camera.
    """
    moving = metrics.follow(played).positions
    moved = np.linalg.norm(moving - moving[0], axis=-1).max(axis=0)
    return replace(tracks, trusted=tracks.trusted & (moved < metrics.NOISE * max(tracks.size)))


def outside(plan: Plan, scene: Scene) -> Mask:
    """Return where in the photograph nothing that `plan` plays is about, nor near."""
    rows, columns = scene.picture.shape[:2]
    places = [around(place_of(cue, plan, scene)) for cue in plan.cues]
    return ~np.logical_or.reduce(places) if places else np.ones((rows, columns), bool)


def around(place: Mask) -> Mask:
    """Return `place` and what is near it."""
    reach = max(round(AROUND * max(place.shape)), 1)
    side = 2 * reach + 1
    return np.asarray(cv2.dilate(place.astype(np.uint8), np.ones((side, side), np.uint8)) > 0, np.bool_)


def place_of(cue: Cue, plan: Plan, scene: Scene) -> Mask:
    """Return where in the photograph a cue is about: its regions, its face, its subject, or all of the picture."""
    rows, columns = scene.picture.shape[:2]
    if isinstance(cue, Grade | Light) or cue.kind in FLIES:
        return np.ones((rows, columns), bool)
    if scene.faces and cue.kind in FACIAL:
        return np.asarray(np.any([_face(face.oval, columns, rows) for face in scene.faces], axis=0), np.bool_)
    names = named_regions(alone(plan, cue))
    masks = [resize(scene.regions[name], (columns, rows)) > 0.5 for name in names if name in scene.regions]
    if isinstance(cue, Action):
        place = find_target(cue.subject, scene)
        masks += [] if place is None else [_boxed(place.box, columns, rows)]
    is_plant = cue.kind is EffectKind.FOLIAGE and not any(thing.name in ALIVE for thing in scene.things)
    if scene.matte is not None and (isinstance(cue, Action) or is_plant or not masks):
        masks.append(scene.matte > 0.5)
    return np.asarray(np.logical_or.reduce(masks), np.bool_) if masks else np.ones((rows, columns), bool)


def _face(oval: Floats, columns: int, rows: int) -> Mask:
    inside = np.zeros((rows, columns), np.uint8)
    cv2.fillPoly(inside, [np.rint(oval * (columns, rows)).astype(np.int32)], 1)
    return np.asarray(inside > 0, np.bool_)


def _boxed(box: Box, columns: int, rows: int) -> Mask:
    y = slice(int(box.top * rows), int(np.ceil(box.bottom * rows)))
    x = slice(int(box.left * columns), int(np.ceil(box.right * columns)))
    inside = np.zeros((rows, columns), bool)
    inside[y, x] = True
    return inside


def resized(mask: Mask, size: tuple[int, int]) -> Mask:
    """Return `mask` at a size (width, height) in pixels."""
    return np.asarray(cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0, np.bool_)
