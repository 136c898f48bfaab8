"""The right picture of a stereo pair, filmed on the left one's stage: what depth is worth to the camera."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from typing import NamedTuple, TypeVar

import numpy as np
from skimage.data import stereo_motorcycle

from bench.metrics import psnr, ssim
from photoplay.arrays import Floats, Picture, soften
from photoplay.director.direct import direct
from photoplay.engines.multiplane.filming.camera import Pose
from photoplay.engines.multiplane.filming.lens import BlurStack, Focus
from photoplay.engines.multiplane.filming.path import CameraPath
from photoplay.engines.multiplane.filming.renderer import Layer, Renderer
from photoplay.engines.multiplane.filming.warp import Relief, parallax
from photoplay.engines.multiplane.governor import govern
from photoplay.engines.multiplane.staging.depth import spread_outward
from photoplay.engines.multiplane.staging.geometry import lay_out
from photoplay.engines.multiplane.staging.layers import Texture, paint
from photoplay.sight.look import look
from photoplay.sight.networks import Networks
from photoplay.sight.scene import Scene
from photoplay.stills import Still
from training.stereo import MOTORCYCLE_OFFSET

TRUE, ONE_PLANE = "true depth", "no depth: one plane"
BORDER = 0.12
"""Share of each side of the right picture that is not compared: there the left one may show nothing of it."""
TRAVELS = (-0.12, 0.24)
"""The least and the most that inverse depth 0 and 1 may move between the pictures, as shares of the width."""
COARSE, FINE = 0.015, 0.0003
"""First and last step of the search, likewise."""

Source = Callable[[Picture], Floats]
Plane = TypeVar("Plane", Relief, Texture)


class Travel(NamedTuple):
    """How far things move to the left from the left picture to the right one, in pixels.

    A truck by x moves a thing by focal length times x times its inverse depth. As depth is known only up to scale
    and shift, there is a constant besides, as a shifted lens would make it.
    """

    far: float
    """At inverse depth 0."""
    near: float
    """At inverse depth 1."""


def stage_of(scene: Scene, networks: Networks) -> Callable[[Travel], Picture]:
    """Return what films `scene` from the right, by the product's own stage."""
    geometry = lay_out(scene)
    view = geometry.view
    path = CameraPath(direct("static shot", duration=5), geometry.target)
    at_rest = govern(geometry, path, np.zeros(1), 0.0)
    mattes = [cutout.alpha for cutout in geometry.cutouts]
    textures = paint(Still(scene.picture), scene.picture, mattes, at_rest, networks)
    reliefs = [(geometry.backdrop, None), *((cutout.relief, cutout.matte) for cutout in geometry.cutouts)]
    planes = [(*relief, texture) for relief, texture in zip(reliefs, textures, strict=True)]

    def film(travel: Travel) -> Picture:
        pose = Pose(x=(travel.near - travel.far) / view.focal)
        most = parallax(view, [pose])
        layers: list[Layer] = []
        for relief, matte, texture in planes:
            sharp = BlurStack((_shifted(texture, travel.far),), (0.0,))
            moved = None if matte is None else _shifted(matte, travel.far)
            layers.append(Layer(_shifted(relief.limited(most), travel.far), sharp, moved))
        return Renderer(view, layers).draw(pose, Focus(depth=0.0, aperture=0.0))

    return film


def _shifted(plane: Plane, left: float) -> Plane:
    return replace(plane, origin=(plane.origin[0] - left, plane.origin[1]))


def fit(film: Callable[[Travel], Picture], right: Picture) -> Travel:
    """Return the travel that makes what is filmed most like `right`, by PSNR from coarse to fine.

    The coarser the step, the softer both pictures are compared, so that fine texture sets no traps.
    """
    width = right.shape[1]
    step = COARSE * width
    ends = [float(end) for end in np.arange(TRAVELS[0] * width, TRAVELS[1] * width, step)]
    tried = [Travel(far, near) for far, near in product(ends, repeat=2) if near >= far]
    while True:
        best = max(tried, key=lambda travel: _alike(film(travel), right, step / 2))
        if step < FINE * width:
            return best
        step /= 2
        tried = [Travel(best.far + step * i, best.near + step * j) for i, j in product((-1, 0, 1), repeat=2)]


def _alike(seen: Picture, right: Picture, softness: float) -> float:
    return psnr(*(shared(soften(picture, softness)) for picture in (seen, right)))


def shared(picture: Picture) -> Picture:
    """Return the part of a right picture that the left one shows too."""
    rows, columns = (round(BORDER * side) for side in picture.shape[:2])
    return picture[rows:-rows, columns:-columns]


def novel_views(networks: Networks, sources: dict[str, Source | None]) -> Iterator[list[str]]:
    """The table of scikit-image's motorcycle seen from the right, by true depth, by every source's and by none.

    The guess is left to the stage, which has a scale of its own for it; one plane has no subject before it.
    """
    left, right, disparity = stereo_motorcycle()  # type: ignore[no-untyped-call]
    seen = look(left, networks)
    scenes = {TRUE: replace(seen, inverse_depth=whole(disparity + np.float32(MOTORCYCLE_OFFSET)))}
    for name, source in sources.items():
        scenes[name] = replace(seen, inverse_depth=None if source is None else source(left))
    level = np.full(left.shape[:2], 0.5, np.float32)
    scenes[ONE_PLANE] = replace(seen, inverse_depth=level, matte=None)
    yield ["motorcycle from the right, by", "PSNR", "SSIM"]
    for name, scene in scenes.items():
        film = stage_of(scene, networks)
        pair = shared(film(fit(film, right))), shared(right)
        yield [name, f"{psnr(*pair):.2f}", f"{ssim(*pair):.3f}"]


def whole(disparity: Floats) -> Floats:
    """Return `disparity` with the nearest at 1, carried smoothly into where it is not finite."""
    known = np.isfinite(disparity)
    filled = np.where(known, disparity / disparity[known].max(), np.float32(0.0))
    return spread_outward(filled.astype(np.float32), known.astype(np.float32))
