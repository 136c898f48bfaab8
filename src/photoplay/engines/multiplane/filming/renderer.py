"""Frames from a stage: each layer warped, put in focus and laid over the one behind it."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, Picture, floats, remap
from photoplay.engines.multiplane.filming.camera import Pose, Sightlines, View
from photoplay.engines.multiplane.filming.easing import smootherstep
from photoplay.engines.multiplane.filming.lens import BlurStack, Focus
from photoplay.engines.multiplane.filming.warp import Grid, Relief, see
from photoplay.engines.multiplane.staging.layers import Texture
from photoplay.progress import Progress, unwatched

FILMING = "Filming"
SHARP = 0.35
"""Blur in pixels under which a layer is drawn sharp."""
LAYERS_APART = 0.5
"""Inverse depth between a usual subject and its backdrop."""
SPACING = 8
"""Pixels between the nodes of the warp's grid."""


@dataclass(frozen=True)
class Layer:
    """One plane of the stage, ready to be drawn."""

    relief: Relief
    stack: BlurStack
    covers: bool
    """Whether it fills the frame, as the backdrop does."""


@dataclass
class Renderer:
    """Draws one frame at a time; it owns the buffers, so that no frame allocates more than itself."""

    view: View
    layers: list[Layer]
    """Back to front; the first covers the frame."""
    lacking: Texture | None = None
    """What the view at rest lacks to be the photograph: signed, shape (rows, columns, 3)."""
    _buffers: dict[str, NDArray[np.generic]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.grid = Grid(self.view, SPACING)

    def draw(self, pose: Pose, focus: Focus) -> Picture:
        """Return the frame seen from `pose`, shape (rows, columns, 3); a fresh array."""
        lines = self.grid.sightlines(pose)
        frame = self._buffer("frame", (self.view.height, self.view.width, 4))
        for layer in self.layers:
            self._lay(layer, see(layer.relief, lines), focus, frame)
        picture = np.asarray(cv2.cvtColor(frame, cv2.COLOR_RGBA2RGB), np.uint8)
        if self.lacking is not None and focus.aperture < SHARP:
            share = _likeness(lines, pose)
            if share > 0.0:
                self._complete(picture, self.lacking, see(self.layers[0].relief, lines), share)
        return picture

    def expose(self, poses: list[Pose], focus: Focus, progress: Progress = unwatched) -> Picture:
        """Return the mean of the frames seen from `poses`: one frame of a moving camera with an open shutter.

        `progress` is called before each of them; raise to stop.
        """
        if len(poses) == 1:
            progress(FILMING, 0.0)
            return self.draw(poses[0], focus)
        total = np.zeros((self.view.height, self.view.width, 3), np.float32)
        for index, pose in enumerate(poses):
            progress(FILMING, index / len(poses))
            cv2.accumulate(self.draw(pose, focus), total)
        return np.asarray(cv2.convertScaleAbs(total, alpha=1.0 / len(poses)), np.uint8)

    def match(self, photograph: Picture) -> None:
        """Keep what the view at rest lacks to be `photograph`, to be given back as long as the view is like it."""
        self.lacking = None
        lacking = photograph.astype(np.int16) - self.draw(Pose(), Focus(depth=0.0, aperture=0.0))
        x, y, width, height = cv2.boundingRect((lacking != 0).any(axis=-1).astype(np.uint8))
        if width:
            self.lacking = Texture(lacking[y : y + height, x : x + width].copy(), (x, y), density=1.0)

    def _complete(self, picture: Picture, lacking: Texture, source: Floats, share: float) -> None:
        window = self._window(lacking, source, 0.0)
        if window is None:
            return
        texels = self.grid.full(lacking.coordinates(source), *window)
        sampled = remap(lacking.texels, texels, cv2.BORDER_CONSTANT)
        picture[window] = cv2.addWeighted(picture[window], 1.0, sampled, share, 0.0, dtype=cv2.CV_8U)

    def _lay(self, layer: Layer, source: Floats, focus: Focus, frame: Picture) -> None:
        stack = layer.stack
        window = (
            self._everything() if layer.covers else self._window(stack.levels[0], source, stack.radii[-1])
        )
        if window is None:
            return
        target = frame[window]
        if layer.covers:
            self._sample(layer, source, focus, window, target)
            return
        drawn = self._buffer("layer", frame.shape)[window]
        self._sample(layer, source, focus, window, drawn)
        _over(drawn, target)

    def _everything(self) -> tuple[slice, slice]:
        return slice(0, self.view.height), slice(0, self.view.width)

    def _window(self, texture: Texture, source: Floats, blur: float) -> tuple[slice, slice] | None:
        """Return the part of the frame where `texture`, blurred by so many pixels, can show."""
        texels = texture.coordinates(source)
        rows, columns = texture.texels.shape[:2]
        reach = blur * texture.density
        within = (texels > -reach) & (texels < floats(columns, rows) + reach)
        inside = within[..., 0] & within[..., 1]
        if not inside.any():
            return None
        y, x = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
        s = SPACING
        return (
            slice(max((int(y[0]) - 2) * s, 0), min((int(y[-1]) + 1) * s, self.view.height)),
            slice(max((int(x[0]) - 2) * s, 0), min((int(x[-1]) + 1) * s, self.view.width)),
        )

    def _sample(
        self,
        layer: Layer,
        source: Floats,
        focus: Focus,
        window: tuple[slice, slice],
        out: Picture,
    ) -> None:
        border = cv2.BORDER_REFLECT_101 if layer.covers else cv2.BORDER_CONSTANT
        level = self._blur_level(layer, source, focus)
        first = int(level.min())
        self._sharp(layer.stack.levels[first], source, window, border, out)
        for index in range(first + 1, int(np.ceil(level.max())) + 1):
            blurred = np.empty_like(out)
            self._sharp(layer.stack.levels[index], source, window, border, blurred)
            share = self.grid.full(np.clip(level - (index - 1), 0.0, 1.0), *window)
            out[:] = cv2.blendLinear(
                out, blurred, np.ascontiguousarray(1.0 - share), np.ascontiguousarray(share)
            )

    def _sharp(
        self, texture: Texture, source: Floats, window: tuple[slice, slice], border: int, out: Picture
    ) -> None:
        remap(texture.texels, self.grid.full(texture.coordinates(source), *window), border, out)

    def _blur_level(self, layer: Layer, source: Floats, focus: Focus) -> Floats:
        """Return the fractional level of blur at the grid's nodes; 0 where too little to see."""
        radius = focus.aperture * np.abs(layer.relief.sample(source) - floats(focus.depth))
        return layer.stack.level(np.where(radius.max() < SHARP, floats(0.0), radius))

    def _buffer(self, name: str, shape: tuple[int, ...]) -> Picture:
        if name not in self._buffers:
            self._buffers[name] = np.empty(shape, np.uint8)
        return np.asarray(self._buffers[name], np.uint8)


def _likeness(lines: Sightlines, pose: Pose) -> float:
    """Return how like the photograph the layers still lie: 1 without parallax, 0 from a few pixels of it.

    Enlarging counts too: then the textures show more of the still than the photograph at the frame's size did.
    """
    parallax = LAYERS_APART * float(np.abs(lines.slope).max())
    unlike = max(parallax / 2.0, max(pose.zoom, 0.0) / 0.08)
    return float(1.0 - smootherstep(np.array([unlike]))[0])


def _over(front: Picture, behind: Picture) -> None:
    """Lay premultiplied `front` over opaque `behind`, in place; both (rows, columns, 4)."""
    clear = cv2.bitwise_not(cv2.extractChannel(front, 3))
    faded = behind.copy()
    cv2.insertChannel(clear, faded, 3)
    cv2.cvtColor(faded, cv2.COLOR_RGBA2mRGBA, dst=faded)
    cv2.add(faded, front, dst=behind)
