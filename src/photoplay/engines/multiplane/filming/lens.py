"""The lens: focus pulls, depth of field and the shutter."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats
from photoplay.director.plan import CameraMove, Plan
from photoplay.director.vocabulary.kinds import Direction, MoveKind
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.easing import progress, smootherstep
from photoplay.engines.multiplane.filming.path import Path, Target
from photoplay.engines.multiplane.filming.warp import screen_shift
from photoplay.engines.multiplane.staging.fill import PAINTING
from photoplay.engines.multiplane.staging.layers import Texture
from photoplay.progress import Progress, unwatched

WIDEST = 0.012
"""Radius of the blur of the background at depth of field 1, the subject being in focus, over the long side."""
LEAST_DEPTH = 0.15
"""Least inverse depth between subject and background that a lens is asked to tell apart."""
RADII = (0.0022, 0.0052, 0.0120)
"""Radii of the prepared blurs, over the frame's long side; between them textures are mixed."""
RACK_BLUR = 0.8
"""Depth of field of a focus pull where the prompt asks for none."""
FOCUS_SETTLE = 1.2
"""Seconds in which the depth of field opens, since the first frame has the photograph's own."""
HIGHLIGHT = 3.0
"""Exponent under which a blur averages, so that lights open into discs."""
SHARP_SHIFT = 0.0016
"""Motion during the shutter under this share of the long side is too small to see blurred."""
SHUTTER_STEP = 0.0011
"""Largest motion between two samples of the shutter, as a share of the long side."""
MOST_SAMPLES = 24


@dataclass(frozen=True)
class Focus:
    """Where the lens is focused at one instant."""

    depth: float
    """Inverse depth in focus."""
    aperture: float
    """Radius of the blur in pixels, per unit of inverse depth out of focus."""


def focus_at(
    plan: Plan,
    view: View,
    subject: float,
    far: float,
    times: NDArray[np.float64],
    rest: float,
    aims: tuple[Target, ...] = (),
) -> list[Focus]:
    """Return the focus at each of `times`, seconds.

    Args:
        subject: inverse depth of the foreground.
        far: inverse depth of the background.
        rest: when the picture must be the photograph itself, with its own focus.
        aims: what each move is about, in the plan's order; empty where none names anything.
    """
    named = {index: aim.inverse_depth for index, aim in enumerate(aims) if aim.named}
    racks = _moves_of(plan, MoveKind.RACK_FOCUS)
    goals = {i: named.get(i, far if plan.moves[i].direction is Direction.FAR else subject) for i in racks}
    past = _moves_of(plan, MoveKind.TRUCK)
    pulls = goals or {i: depth for i, depth in named.items() if i not in past}
    open_wide = plan.lens.depth_of_field or (RACK_BLUR if racks else 0.0)
    settle = min(FOCUS_SETTLE, max(plan.moves[racks[0]].end / 2, 0.2)) if racks else FOCUS_SETTLE
    depth = np.full(times.shape, subject)
    if racks:
        depth[:] = _focus_before(plan.moves[racks[0]], named.get(racks[0]), subject, far)
    elif pulls:
        depth[:] = next(iter(pulls.values()))
    for index, goal in pulls.items():
        pull = plan.moves[index]
        done = progress((times - pull.start) / (pull.end - pull.start), pull.easing)
        depth = depth + (goal - depth) * done
    nearest = max([subject, *pulls.values()])
    widest = open_wide * WIDEST * view.focal / max(nearest - far, LEAST_DEPTH)
    aperture = widest * smootherstep(np.abs(times - rest) / settle)
    return [Focus(float(d), float(a)) for d, a in zip(depth, aperture, strict=True)]


def _moves_of(plan: Plan, kind: MoveKind) -> list[int]:
    return [index for index, move in enumerate(plan.moves) if move.kind is kind]


def _focus_before(rack: CameraMove, goal: float | None, subject: float, far: float) -> float:
    """Return where a focus pull starts: on the subject, unless it ends there."""
    ends_on_subject = (
        rack.direction is not Direction.FAR if goal is None else abs(goal - subject) < LEAST_DEPTH
    )
    return far if ends_on_subject else subject


@dataclass(frozen=True)
class BlurStack:
    """A texture at rising blur."""

    levels: tuple[Texture, ...]
    radii: tuple[float, ...]
    """In pixels of the frame, rising from 0."""

    @classmethod
    def of(cls, texture: Texture, view: View, widest: float, progress: Progress = unwatched) -> "BlurStack":
        """Return `texture` blurred as a lens does, each level at the density it needs.

        Args:
            widest: radius of the largest blur asked for, in pixels.
            progress: called before each level; raise to stop.
        """
        levels, radii = [texture], [0.0]
        for radius in RADII:
            if widest <= radii[-1]:
                break
            progress(PAINTING, (len(levels) - 1) / len(RADII))
            pixels = radius * view.focal
            density = 1.0 if pixels < 5 else 0.5
            levels.append(_disc_blurred(texture, pixels, density))
            radii.append(pixels)
        return cls(tuple(levels), tuple(radii))

    def level(self, radius: Floats) -> Floats:
        """Return the fractional level whose blur has `radius` pixels."""
        return np.asarray(np.interp(radius, self.radii, np.arange(len(self.radii))), np.float32)


def _disc_blurred(texture: Texture, radius: float, density: float) -> Texture:
    shrink = texture.density / density
    size = (math.ceil(texture.texels.shape[1] / shrink), math.ceil(texture.texels.shape[0] / shrink))
    small = cv2.resize(texture.texels, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
    cover = small[..., 3:]
    colour = small[..., :3] / np.maximum(cover, 1e-3)
    light = np.dstack([colour**HIGHLIGHT * cover, cover])
    disc = disc_kernel(radius * density)
    reach = len(disc) // 2
    beyond = cv2.copyMakeBorder(light, reach, reach, reach, reach, cv2.BORDER_REPLICATE)
    blurred = np.maximum(cv2.filter2D(beyond, -1, disc, borderType=cv2.BORDER_REPLICATE), 0.0)
    alpha = blurred[..., 3:]
    shown = (blurred[..., :3] / np.maximum(alpha, 1e-3)) ** (1.0 / HIGHLIGHT) * alpha
    texels = np.rint(np.clip(np.dstack([shown, alpha]), 0.0, 1.0) * 255).astype(np.uint8)
    shift = (shrink - 1) / 2 / texture.density - reach / density
    return Texture(texels, (texture.origin[0] + shift, texture.origin[1] + shift), density)


def disc_kernel(radius: float) -> Floats:
    """Return a disc of `radius` pixels, its edge smooth, that sums to 1."""
    reach = math.ceil(radius)
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0.0, 1.0)
    return np.asarray(disc / disc.sum(), np.float32)


def shutter_times(path: Path, view: View, time: float, open_for: float) -> list[float]:
    """Return the instants that a frame at `time` averages: one unless motion during the shutter would show.

    The shutter is open for `open_for` seconds, half of them before `time` and half after.
    """
    half = 0.5 * open_for
    if half == 0.0:
        return [time]
    before, after = path.poses(np.array([time - half, time + half]))
    shift = screen_shift(view, before, after) / view.focal
    if shift <= SHARP_SHIFT:
        return [time]
    count = min(math.ceil(shift / SHUTTER_STEP), MOST_SAMPLES)
    return [time + half * (2 * (sample + 0.5) / count - 1) for sample in range(count)]
