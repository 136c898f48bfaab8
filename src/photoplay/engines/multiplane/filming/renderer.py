"""Frames from a stage: each layer warped, put in focus and laid over the one behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, Picture, floats, remap
from photoplay.engines.multiplane.filming.acts import STILL, Acts, Fluid, Pass
from photoplay.engines.multiplane.filming.camera import Pose, Sightlines, View
from photoplay.engines.multiplane.filming.easing import smootherstep
from photoplay.engines.multiplane.filming.lens import BlurStack, Focus
from photoplay.engines.multiplane.filming.seen import Seen, SeenLayer
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
TILE = 24 * SPACING
"""Side in pixels of what is worked on together: small enough for the processor's cache, and often all alike."""
BESIDE = np.ones((3, 3), np.uint8)
"""Nodes beside a cut-out that still show its edge."""
STRAYED = 0.012, 0.03
"""How far things move, in long sides of the frame, until what the view at rest lacked fits them less, and no more."""
LETTING_GO = 0.5
"""Seconds in which a fluid sheds what the view at rest lacked."""


@dataclass(frozen=True)
class Layer:
    """One plane of the stage, ready to be drawn."""

    relief: Relief
    stack: BlurStack
    matte: Relief | None = None
    """Its alpha, 0 to 1, in place of depth; None for the backdrop, which fills the frame."""
    acts: Acts = STILL
    """What moves on it."""

    @property
    def covers(self) -> bool:
        """Whether it fills the frame."""
        return self.matte is None


@dataclass
class Renderer:
    """Draws one frame at a time; it owns the buffers, so that no frame allocates more than itself."""

    view: View
    layers: list[Layer]
    """Back to front; the first covers the frame."""
    rest: float = 0.0
    """When nothing has moved yet, in seconds."""
    passes: tuple[Pass, ...] = ()
    """What is done to every frame once its layers are laid, in order."""
    lacking: Texture | None = None
    """What the view at rest lacks to be the photograph: signed, shape (rows, columns, 3)."""
    _buffers: dict[str, NDArray[np.generic]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.grid = Grid(self.view, SPACING)

    def draw(self, pose: Pose, focus: Focus, time: float | None = None) -> Picture:
        """Return the frame seen from `pose` at `time` in seconds, by default at rest; a fresh array.

        Its shape is (rows, columns, 3).
        """
        time = self.rest if time is None else time
        self._retouch(time)
        picture, seen = self._compose(pose, focus, time)
        return self._passed(picture, seen, time)

    def expose(
        self,
        poses: Sequence[Pose],
        focus: Focus,
        progress: Progress = unwatched,
        times: Sequence[float] | None = None,
    ) -> Picture:
        """Return the mean of the frames seen from `poses`: one frame of a moving camera with an open shutter.

        Args:
            progress: called before each of them; raise to stop.
            times: of the poses, in seconds; by default all at rest.
        """
        times = [self.rest] * len(poses) if times is None else times
        middle = len(poses) // 2
        self._retouch(times[middle])
        if len(poses) == 1:
            progress(FILMING, 0.0)
            return self._passed(*self._compose(poses[0], focus, times[0]), times[0])
        total = np.zeros((self.view.height, self.view.width, 3), np.float32)
        looks: list[Seen] = []
        for index, (pose, time) in enumerate(zip(poses, times, strict=True)):
            progress(FILMING, index / len(poses))
            picture, seen = self._compose(pose, focus, time)
            cv2.accumulate(picture, total)
            looks.append(seen)
        mean = np.asarray(cv2.convertScaleAbs(total, alpha=1.0 / len(poses)), np.uint8)
        return self._passed(mean, looks[middle], times[middle])

    def _retouch(self, time: float) -> None:
        for layer in self.layers:
            for retouch in layer.acts.retouches:
                retouch.paint(layer.stack.levels[0], time)

    def _passed(self, picture: Picture, seen: Seen, time: float) -> Picture:
        for each in self.passes:
            each.apply(picture, seen, time)
        return picture

    def _compose(self, pose: Pose, focus: Focus, time: float) -> tuple[Picture, Seen]:
        """Return the layers laid over each other, and how the nodes see them."""
        lines = self.grid.sightlines(pose)
        frame = self._buffer("frame", (self.view.height, self.view.width, 4))
        looks: list[SeenLayer] = []
        quiet = np.ones(lines.base.shape[:2], np.float32)
        carried = np.zeros_like(lines.base)
        for layer in self.layers:
            look, shift, flowing = self._look(layer, lines, time)
            looks.append(look)
            near = look.cover if layer.covers else np.asarray(cv2.dilate(look.cover, BESIDE), np.float32)
            carried += near[..., None] * (shift - carried)
            quiet *= 1.0 - look.cover * flowing
            self._lay(layer, look.source, focus, time, frame)
        picture = np.asarray(cv2.cvtColor(frame, cv2.COLOR_RGBA2RGB), np.uint8)
        if self.lacking is not None and focus.aperture < SHARP:
            share = _likeness(lines, pose)
            if share > 0.0:
                fits, strays = (each * self.view.focal for each in STRAYED)
                strayed = (np.linalg.norm(carried, axis=-1) - fits) / (strays - fits)
                quiet *= 1.0 - smootherstep(strayed).astype(np.float32)
                source = see(self.layers[0].relief, lines) - carried
                self._complete(picture, self.lacking, source, share * quiet)
        return picture, Seen(self.grid, pose, lines, looks)

    def _look(self, layer: Layer, lines: Sightlines, time: float) -> tuple[SeenLayer, Floats, Floats]:
        """Return how the nodes see a layer, its shift there in pixels, and how much of it flows, 0 to 1."""
        source = see(layer.relief, lines)
        depth = layer.relief.sample(source)
        shift = np.zeros_like(source)
        for each in layer.acts.displacements:
            shift += each.shift(source, time)
        source = source - shift if layer.acts.displacements else source
        since_rest = float(smootherstep(np.array(abs(time - self.rest) / LETTING_GO)))
        flowing = np.zeros_like(depth)
        for fluid in layer.acts.fluids:
            nodes = fluid.cover.coordinates(source)
            flowing = np.maximum(
                flowing, since_rest / 255.0 * remap(fluid.cover.texels, nodes, cv2.BORDER_CONSTANT)
            )
        cover = np.ones_like(depth) if layer.matte is None else layer.matte.sample(source)
        return SeenLayer(source, depth, cover), shift, flowing

    def match(self, photograph: Picture) -> None:
        """Keep what the view at rest lacks to be `photograph`, to be given back as long as the view is like it."""
        self.lacking = None
        self._retouch(self.rest)
        composed, _ = self._compose(Pose(), Focus(depth=0.0, aperture=0.0), self.rest)
        lacking = photograph.astype(np.int16) - composed
        x, y, width, height = cv2.boundingRect((lacking != 0).any(axis=-1).astype(np.uint8))
        if width:
            self.lacking = Texture(lacking[y : y + height, x : x + width].copy(), (x, y), density=1.0)

    def _complete(self, picture: Picture, lacking: Texture, source: Floats, share: Floats) -> None:
        """Add the `share`, one value a node, of what is lacking."""
        window = self._window(lacking, source, 0.0)
        if window is None:
            return
        for tile in _tiles(*window):
            given = self.grid.full(share, *tile)
            if float(given.max()) == 0.0:
                continue
            part = picture[tile]
            sampled = self._texels(lacking, source, tile, cv2.BORDER_CONSTANT)
            if float(given.min()) == 1.0:
                part[:] = cv2.add(part, sampled, dtype=cv2.CV_8U)
            else:
                each = cv2.cvtColor(given, cv2.COLOR_GRAY2RGB)
                part[:] = cv2.add(part, cv2.multiply(sampled, each, dtype=cv2.CV_32F), dtype=cv2.CV_8U)

    def _lay(self, layer: Layer, source: Floats, focus: Focus, time: float, frame: Picture) -> None:
        stack = layer.stack
        window = (
            self._everything() if layer.covers else self._window(stack.levels[0], source, stack.radii[-1])
        )
        if window is None:
            return
        drawn = frame if layer.covers else self._buffer("layer", frame.shape)
        border = cv2.BORDER_REFLECT_101 if layer.covers else cv2.BORDER_CONSTANT
        self._sample(layer.stack, layer.relief, source, focus, window, border, drawn[window])
        for fluid in layer.acts.fluids:
            self._pour(fluid, layer, source, focus, time, drawn)
        if not layer.covers:
            _over(drawn[window], frame[window])

    def _pour(
        self, fluid: Fluid, layer: Layer, source: Floats, focus: Focus, time: float, drawn: Picture
    ) -> None:
        """Lay the fluid over its part of `drawn`, a layer of the frame's size, tile by tile."""
        window = self._window(fluid.cover, source, 0.0)
        if window is None:
            return
        (first, _), (second, weight) = fluid.current.phases(source, time)
        weight = np.broadcast_to(np.asarray(weight, np.float32), source.shape[:2])
        mean = remap(fluid.mean.texels, fluid.mean.coordinates(source), cv2.BORDER_REPLICATE)
        looks = (source - first, source - second, weight, mean.astype(np.float32))
        for whole in _tiles(*window):
            cover = self._texels(fluid.cover, source, whole, cv2.BORDER_CONSTANT)
            left, top, width, height = cv2.boundingRect(cover)
            if width == 0:
                continue
            cover = cover[top : top + height, left : left + width]
            y, x = whole[0].start + top, whole[1].start + left
            tile = (slice(y, y + height), slice(x, x + width))
            streamed = self._stream(fluid, layer.relief, looks, focus, tile)
            target = drawn[tile]
            if not layer.covers:
                streamed = np.asarray(cv2.cvtColor(_with_alpha_of(streamed, target), cv2.COLOR_RGBA2mRGBA))
            if int(cover.min()) == 255:
                target[:] = streamed
                continue
            share = cover.astype(np.float32) / np.float32(255.0)
            target[:] = cv2.blendLinear(streamed, np.ascontiguousarray(target), share, 1.0 - share)

    def _stream(
        self,
        fluid: Fluid,
        relief: Relief,
        looks: tuple[Floats, Floats, Floats, Floats],
        focus: Focus,
        tile: tuple[slice, slice],
    ) -> Picture:
        """Return what a tile of the frame shows of a fluid, opaque.

        Two looks half a turn apart are mixed about their mean so that contrast does not sag between them: with
        weights a and b it is divided by the root of a^2 + b^2 (Holynski et al. 2021 blend without it).

        Args:
            looks: at the nodes: the source of either look, the weight of the second, the mean.
        """
        first, second, weight, mean = looks
        size = (tile[0].stop - tile[0].start, tile[1].stop - tile[1].start, 4)
        one = np.empty(size, np.uint8)
        self._sample(fluid.stack, relief, first, focus, tile, cv2.BORDER_REFLECT_101, one)
        b = self.grid.full(weight, *tile)
        if float(b.max()) == 0.0:
            return one
        other = np.empty_like(one)
        self._sample(fluid.stack, relief, second, focus, tile, cv2.BORDER_REFLECT_101, other)
        mixed = cv2.blendLinear(one, other, 1.0 - b, b)
        around = cv2.convertScaleAbs(self.grid.full(mean, *tile))
        most = np.float32(np.sqrt(2.0))
        raised = cv2.addWeighted(mixed, float(most), around, float(1.0 - most), 0.0)
        norm = np.sqrt(weight * weight + (1.0 - weight) ** 2)
        share = self.grid.full(np.asarray((1.0 / norm - 1.0) / (most - 1.0), np.float32), *tile)
        return np.asarray(cv2.blendLinear(raised, mixed, share, 1.0 - share), np.uint8)

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
        stack: BlurStack,
        relief: Relief,
        source: Floats,
        focus: Focus,
        window: tuple[slice, slice],
        border: int,
        out: Picture,
    ) -> None:
        level = _blur_level(stack, relief, source, focus)
        first = int(level.min())
        self._texels(stack.levels[first], source, window, border, out)
        for index in range(first + 1, int(np.ceil(level.max())) + 1):
            blurred = np.empty_like(out)
            self._texels(stack.levels[index], source, window, border, blurred)
            share = self.grid.full(np.clip(level - (index - 1), 0.0, 1.0), *window)
            out[:] = cv2.blendLinear(
                out, blurred, np.ascontiguousarray(1.0 - share), np.ascontiguousarray(share)
            )

    def _texels(
        self,
        texture: Texture,
        source: Floats,
        window: tuple[slice, slice],
        border: int,
        out: Picture | None = None,
    ) -> NDArray[Any]:
        """Return the texels that a window shows, of `source` at the nodes."""
        nodes = texture.coordinates(self.grid.part(source, *window))
        return remap(texture.texels, self.grid.grown(nodes, *window), border, out)

    def _buffer(self, name: str, shape: tuple[int, ...]) -> Picture:
        if name not in self._buffers:
            self._buffers[name] = np.empty(shape, np.uint8)
        return np.asarray(self._buffers[name], np.uint8)


def _tiles(rows: slice, columns: slice) -> Iterator[tuple[slice, slice]]:
    """Yield a window in tiles."""
    for top in range(rows.start, rows.stop, TILE):
        for left in range(columns.start, columns.stop, TILE):
            yield slice(top, min(top + TILE, rows.stop)), slice(left, min(left + TILE, columns.stop))


def _blur_level(stack: BlurStack, relief: Relief, source: Floats, focus: Focus) -> Floats:
    """Return the fractional level of blur at the grid's nodes; 0 where too little to see."""
    if len(stack.levels) == 1:
        return np.zeros(source.shape[:2], np.float32)
    radius = focus.aperture * np.abs(relief.sample(source) - floats(focus.depth))
    return stack.level(np.where(radius.max() < SHARP, floats(0.0), radius))


def _likeness(lines: Sightlines, pose: Pose) -> float:
    """Return how like the photograph the layers still lie: 1 without parallax, 0 from a few pixels of it.

    Enlarging counts too: then the textures show more of the still than the photograph at the frame's size did.
    """
    parallax = LAYERS_APART * float(np.abs(lines.slope).max())
    unlike = max(parallax / 2.0, max(pose.zoom, 0.0) / 0.08)
    return float(1.0 - smootherstep(np.array([unlike]))[0])


def _with_alpha_of(picture: Picture, other: Picture) -> Picture:
    """Return `picture` with the alpha of `other`, both of shape (rows, columns, 4)."""
    shown = picture.copy()
    cv2.insertChannel(cv2.extractChannel(other, 3), shown, 3)
    return shown


def _over(front: Picture, behind: Picture) -> None:
    """Lay premultiplied `front` over opaque `behind`, in place; both (rows, columns, 4)."""
    clear = cv2.bitwise_not(cv2.extractChannel(front, 3))
    faded = behind.copy()
    cv2.insertChannel(clear, faded, 3)
    cv2.cvtColor(faded, cv2.COLOR_RGBA2mRGBA, dst=faded)
    cv2.add(faded, front, dst=behind)
