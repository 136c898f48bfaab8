"""What a photograph's stage is made of and how far each camera move may go on it, without filming."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from photoplay.arrays import Floats, Picture, resize
from photoplay.director.plan import Plan
from photoplay.director.vocabulary.kinds import MoveKind
from photoplay.engines.multiplane.aiming.aim import aims_of, shot_target
from photoplay.engines.multiplane.aiming.named import named_regions
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.path import CameraPath, Target
from photoplay.engines.multiplane.filming.warp import Relief, parallax
from photoplay.engines.multiplane.governor import PLANNING
from photoplay.engines.multiplane.reach import Reach, reaches_of, usual_paths
from photoplay.engines.multiplane.scouting import LOOKS
from photoplay.engines.multiplane.staging.geometry import Geometry, lay_out
from photoplay.progress import Part, Progress, unwatched
from photoplay.sight.look import look
from photoplay.sight.networks import Networks
from photoplay.sight.scene import Scene


@dataclass(frozen=True)
class Plane:
    """One layer of the stage, as far as the photograph shows it."""

    name: str
    shown: Floats
    """How much of each pixel is this layer, shape (rows, columns), 0 to 1."""
    inverse_depth: float
    """The mean of what is shown."""

    @property
    def share(self) -> float:
        """Of the picture, 0 to 1."""
        return float(self.shown.mean())


@dataclass(frozen=True)
class Aim:
    """Something that the camera looks at."""

    words: str
    """The prompt's; empty for what the whole shot is about."""
    x: float
    """In shares of the picture's width and height."""
    y: float
    inverse_depth: float

    @classmethod
    def of(cls, words: str, target: Target, view: View) -> Self:
        """Return the place of `target` in the photograph."""
        (cx, cy), focal = view.centre, view.focal
        x, y = (cx + focal * target.x + 0.5) / view.width, (cy + focal * target.y + 0.5) / view.height
        return cls(words, x, y, target.inverse_depth)


@dataclass(frozen=True)
class Inspection:
    """All that decides how a clip of one photograph moves."""

    scene: Scene
    depth: Floats
    """Inverse depth as the stage has it, the picture's shape, 0 to 1."""
    depth_source: str
    target: Aim
    """What the whole shot is about."""
    planes: tuple[Plane, ...]
    """Back to front."""
    moves: tuple[Reach, ...]
    """Every move by itself, at its usual size."""
    asked: tuple[Reach, ...] = ()
    """The moves of a plan, as large as they may be together."""
    aims: tuple[Aim, ...] = ()
    """What the plan's moves name and is seen."""
    unseen: tuple[str, ...] = ()
    """What they name and is not; a focus pull to the background needs no place."""

    @property
    def regions(self) -> Mapping[str, float]:
        """The regions' shares of the picture, the largest first."""
        shares = {name: float(mask.mean()) for name, mask in self.scene.regions.items()}
        return dict(sorted(shares.items(), key=lambda item: -item[1]))

    @property
    def unknown(self) -> float:
        """Share of the picture that no region was found in."""
        masks = [resize(mask, (384, 384)) for mask in self.scene.regions.values()]
        return 1.0 - float(np.max(masks, axis=0).mean()) if masks else 1.0

    def figures(self) -> dict[str, object]:
        """Return every figure, ready for JSON; places are shares of the picture's width and height."""
        scene = self.scene
        return {
            "width": scene.picture.shape[1],
            "height": scene.picture.shape[0],
            "subject": None if scene.matte is None else _rounded(float(scene.matte.mean())),
            "things": [
                {"name": thing.name, "score": _rounded(thing.score), "box": [*map(_rounded, thing.box)]}
                for thing in scene.things
            ],
            "faces": [[*map(_rounded, face.centre)] for face in scene.faces],
            "target": _rounded_aim(self.target),
            "aims": [_rounded_aim(aim) for aim in self.aims],
            "unseen": list(self.unseen),
            "depth_source": self.depth_source,
            "layers": [
                {
                    "name": plane.name,
                    "inverse_depth": _rounded(plane.inverse_depth),
                    "share": _rounded(plane.share),
                }
                for plane in self.planes
            ],
            "regions": {name: _rounded(share) for name, share in self.regions.items()},
            "unknown": _rounded(self.unknown),
            "asked": [reach.figures() for reach in self.asked],
            "moves": [reach.figures() for reach in self.moves],
        }


def inspect(
    picture: Picture,
    networks: Networks,
    rim: float,
    plan: Plan | None = None,
    progress: Progress = unwatched,
) -> Inspection:
    """Look at `picture` and find how far each camera move may go.

    Args:
        picture: shape (rows, columns, 3), at the size of the frame.
        rim: how far beyond the frame picture can be invented, as a share of the long side.
        plan: whose moves are judged too.
        progress: called with the share done; raise to stop.
    """
    named = named_regions(plan) if plan else ()
    scene = look(picture, networks, Part(progress, 0.0, 0.6), named=named)
    return examine(scene, _source_of(scene, networks), rim, plan, Part(progress, 0.6, 1.0))


def examine(
    scene: Scene, depth_source: str, rim: float, plan: Plan | None = None, progress: Progress = unwatched
) -> Inspection:
    """Find how far each camera move may go in `scene`; see `inspect`."""
    whole = lay_out(scene)
    view, target = whole.view, shot_target(scene, whole)
    aims = aims_of(plan, scene, whole) if plan else ()
    asked = [CameraPath(plan, target, aims=aims)] if plan else []
    paths = usual_paths(target) + asked
    geometries = _geometries(scene, whole, paths, Part(progress, 0.0, 0.3))
    reaches: list[tuple[Reach, ...]] = []
    for index, (geometry, path) in enumerate(zip(geometries, paths, strict=True)):
        part = Part(progress, 0.3 + 0.7 * index / len(paths), 0.3 + 0.7 * (index + 1) / len(paths))
        reaches.append(reaches_of(geometry, path, rim * view.focal, part))
    planes, depth = _planes(scene, geometries[-1] if asked else whole)
    aimed = [
        (move, aim) for path in asked for move, aim in zip(path.plan.moves, aims, strict=True) if move.target
    ]
    return Inspection(
        scene,
        depth,
        depth_source,
        Aim.of("", target, view),
        planes,
        moves=tuple(reach for (reach,) in reaches[: len(paths) - len(asked)]),
        asked=reaches[-1] if asked else (),
        aims=tuple(dict.fromkeys(Aim.of(move.target, aim, view) for move, aim in aimed if aim.named)),
        unseen=tuple(
            dict.fromkeys(
                move.target for move, aim in aimed if not aim.named and move.kind is not MoveKind.RACK_FOCUS
            )
        ),
    )


def _geometries(
    scene: Scene, whole: Geometry, paths: Sequence[CameraPath], progress: Progress
) -> list[Geometry]:
    """Return the geometry for each of `paths`: the further one travels, the more figures get layers of their own."""
    if not scene.figures:
        return [whole] * len(paths)
    travels = [
        parallax(whole.view, path.poses(np.linspace(0.0, path.plan.duration, LOOKS))).reach for path in paths
    ]
    order = sorted(range(len(paths)), key=lambda index: travels[index])
    found: dict[int, Geometry] = {}

    def lay(first: int, last: int) -> None:
        progress(PLANNING, len(found) / len(paths))
        for place in {first, last} - set(found):
            found[place] = lay_out(scene, travels[order[place]])
        if len(found[first].cutouts) == len(found[last].cutouts):
            found.update(dict.fromkeys(range(first, last), found[last]))
        elif last - first > 1:
            lay(first, (first + last) // 2)
            lay((first + last) // 2, last)

    lay(0, len(paths) - 1)
    return [found[order.index(index)] for index in range(len(paths))]


def _planes(scene: Scene, geometry: Geometry) -> tuple[tuple[Plane, ...], Floats]:
    """Return the layers of the stage, back to front, and the inverse depth that they show together."""
    rows, columns = scene.picture.shape[:2]
    free = np.ones((rows, columns), np.float32)
    depth = np.zeros_like(free)
    standing: list[tuple[str, Relief, Floats]] = [("backdrop", geometry.backdrop, free)]
    for cutout in geometry.cutouts:
        name = "subject" if cutout is geometry.main else _name_of(cutout.alpha, scene)
        standing.append((name, cutout.relief, cutout.alpha))
    planes: list[Plane] = []
    for name, relief, alpha in reversed(standing):
        field, shown = _on_frame(relief, (columns, rows)), alpha * free
        depth, free = depth + shown * field, free - shown
        planes.insert(0, Plane(name, shown, float(np.average(field, weights=shown + 1e-9))))
    return tuple(planes), depth


def _name_of(alpha: Floats, scene: Scene) -> str:
    """Return the name of the figure whose matte `alpha` is most like."""
    return min(scene.figures, key=lambda figure: float(np.abs(figure.alpha - alpha).mean())).name


def _on_frame(relief: Relief, size: tuple[int, int]) -> Floats:
    """Return the part of `relief` that lies on a frame of `size`, (columns, rows)."""
    x, y = np.meshgrid(*(np.arange(side, dtype=np.float32) for side in size))
    return np.clip(relief.sample(np.dstack([x, y])), 0.0, 1.0)


def _source_of(scene: Scene, networks: Networks) -> str:
    if scene.inverse_depth is None:
        return "guessed from the matte" if scene.matte is not None else "guessed, a tilted plane"
    return "Depth Anything V2" if networks.depth is not None else "head on DINOv2"


def _rounded_aim(aim: Aim) -> dict[str, object]:
    return {
        "words": aim.words,
        "x": _rounded(aim.x),
        "y": _rounded(aim.y),
        "inverse_depth": _rounded(aim.inverse_depth),
    }


def _rounded(value: float) -> float:
    return round(value, 4)
