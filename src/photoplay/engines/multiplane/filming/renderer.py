"""Frames from a stage: each layer warped, put in focus and laid over the one behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from threading import local

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, remap, scaled
from photoplay.engines.engine import FILMING
from photoplay.engines.multiplane.filming.acts import STILL, Acts, Pass
from photoplay.engines.multiplane.filming.camera import Pose, Sightlines, View
from photoplay.engines.multiplane.filming.easing import smootherstep
from photoplay.engines.multiplane.filming.lens import BlurStack, Focus
from photoplay.engines.multiplane.filming.pouring import pour
from photoplay.engines.multiplane.filming.sampling import SHARP, Sampler, Window, blur_level
from photoplay.engines.multiplane.filming.seen import Seen, SeenLayer
from photoplay.engines.multiplane.filming.warp import Grid, Relief, see
from photoplay.engines.multiplane.staging.layers import Texture
from photoplay.progress import Progress, unwatched

LAYERS_APART = 0.5
"""Inverse depth between a usual subject and its backdrop."""
SPACING = 8
"""Pixels between the nodes of the warp's grid."""
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
    """Draws frames, one at a time on each thread; it owns the buffers, so that no frame allocates more than itself."""

    view: View
    layers: list[Layer]
    """Back to front; the first covers the frame."""
    rest: float = 0.0
    """When nothing has moved yet, in seconds."""
    passes: tuple[Pass, ...] = ()
    """What is done to every frame once its layers are laid, in order."""
    lacking: Texture | None = None
    """What the view at rest lacks to be the photograph, signed: 32-bit floats, which OpenCV samples quickest."""
    _own: local = field(default_factory=local)
    """What each thread has for itself: buffers, and textures that are painted over."""

    def __post_init__(self) -> None:
        self.grid = Grid(self.view, SPACING)
        self.sampler = Sampler(self.grid)

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
        return self.shoot(poses, focus, progress, times)[0]

    def shoot(
        self,
        poses: Sequence[Pose],
        focus: Focus,
        progress: Progress = unwatched,
        times: Sequence[float] | None = None,
    ) -> tuple[Picture, Seen]:
        """Return what `expose` does, and how the nodes see it in the middle of the exposure."""
        times = [self.rest] * len(poses) if times is None else times
        middle = len(poses) // 2
        self._retouch(times[middle])
        if len(poses) == 1:
            progress(FILMING, 0.0)
            picture, seen = self._compose(poses[0], focus, times[0])
            return self._passed(picture, seen, times[0]), seen
        total = np.zeros((self.view.height, self.view.width, 3), np.float32)
        looks: list[Seen] = []
        for index, (pose, time) in enumerate(zip(poses, times, strict=True)):
            progress(FILMING, index / len(poses))
            picture, seen = self._compose(pose, focus, time)
            cv2.accumulate(picture, total)
            looks.append(seen)
        mean = np.asarray(cv2.convertScaleAbs(total, alpha=1.0 / len(poses)), np.uint8)
        return self._passed(mean, looks[middle], times[middle]), looks[middle]

    def _retouch(self, time: float) -> None:
        for layer in self.layers:
            for retouch in layer.acts.retouches:
                retouch.paint(self._stack(layer).levels[0], time)

    def _passed(self, picture: Picture, seen: Seen, time: float) -> Picture:
        for each in self.passes:
            each.apply(picture, seen, time)
        return picture

    def _compose(self, pose: Pose, focus: Focus, time: float) -> tuple[Picture, Seen]:
        """Return the layers laid over each other, and how the nodes see them."""
        lines = self.grid.sightlines(pose)
        frame = self._buffer("frame", (self.view.height, self.view.width, 4))
        looks: list[SeenLayer] = []
        shifts: list[Floats | None] = []
        for layer in self.layers:
            look, shift = _look(layer, lines, time)
            looks.append(look)
            shifts.append(shift)
            self._lay(layer, look.source, focus, time, frame)
        if self.lacking is not None and focus.aperture < SHARP:
            share = _likeness(lines, pose)
            if share > 0.0:
                carried, quiet = self._carried(looks, shifts, time)
                source = see(self.layers[0].relief, lines) - carried
                self._complete(frame, self.lacking, source, share * quiet)
        picture = np.asarray(cv2.cvtColor(frame, cv2.COLOR_RGBA2RGB), np.uint8)
        return picture, Seen(self.grid, pose, lines, looks)

    def _carried(
        self, looks: Sequence[SeenLayer], shifts: Sequence[Floats | None], time: float
    ) -> tuple[Floats, Floats]:
        """Return how far what the nodes see has come, and how much of it is as the photograph has it, 0 to 1."""
        carried = np.zeros_like(looks[0].source)
        quiet = np.ones_like(looks[0].cover)
        for layer, look, shift in zip(self.layers, looks, shifts, strict=True):
            near = look.cover if layer.covers else np.asarray(cv2.dilate(look.cover, BESIDE), np.float32)
            carried = carried + scaled((0.0 if shift is None else shift) - carried, near)
            quiet *= 1.0 - look.cover * self._flowing(layer, look.source, time)
        fits, strays = (each * self.view.focal for each in STRAYED)
        strayed = (np.linalg.norm(carried, axis=-1) - fits) / (strays - fits)
        return carried, quiet * (1.0 - smootherstep(strayed).astype(np.float32))

    def _flowing(self, layer: Layer, source: Floats, time: float) -> Floats:
        """Return how much flows of what the nodes see of a layer, 0 to 1."""
        since_rest = float(smootherstep(np.array(abs(time - self.rest) / LETTING_GO)))
        flowing = np.zeros(source.shape[:2], np.float32)
        for fluid in layer.acts.fluids:
            cover = remap(fluid.cover.texels, fluid.cover.coordinates(source), cv2.BORDER_CONSTANT)
            flowing = np.maximum(flowing, since_rest / 255.0 * cover)
        return flowing

    def match(self, photograph: Picture) -> None:
        """Keep what the view at rest lacks to be `photograph`, to be given back as long as the view is like it."""
        self.lacking = None
        self._retouch(self.rest)
        composed, _ = self._compose(Pose(), Focus(depth=0.0, aperture=0.0), self.rest)
        lacking = photograph.astype(np.float32) - composed
        x, y, width, height = cv2.boundingRect((lacking != 0.0).any(axis=-1).astype(np.uint8))
        if width:
            part = cv2.cvtColor(lacking[y : y + height, x : x + width], cv2.COLOR_RGB2RGBA)
            part[..., 3] = 0.0
            self.lacking = Texture(np.asarray(part, np.float32), (x, y), density=1.0)

    def _complete(self, frame: Picture, lacking: Texture, source: Floats, share: Floats) -> None:
        """Add the `share`, one value a node, of what is lacking."""
        window = self.sampler.window(lacking, source, 0.0)
        if window is None:
            return
        for tile in self.sampler.tiles(window):
            given = self.grid.full(share, *tile)
            if float(given.max()) == 0.0:
                continue
            part = frame[tile]
            sampled = self.sampler.texels(lacking, source, tile, cv2.BORDER_CONSTANT)
            if float(given.min()) == 1.0:
                part[:] = cv2.add(part, sampled, dtype=cv2.CV_8U)
            else:
                each = cv2.merge((given, given, given, given))
                part[:] = cv2.add(part, cv2.multiply(sampled, each), dtype=cv2.CV_8U)

    def _lay(self, layer: Layer, source: Floats, focus: Focus, time: float, frame: Picture) -> None:
        stack = self._stack(layer)
        window = (
            self._everything()
            if layer.covers
            else self.sampler.window(stack.levels[0], source, stack.radii[-1])
        )
        if window is None:
            return
        drawn = frame if layer.covers else self._buffer("layer", frame.shape)
        if layer.acts.fluids:
            fluids, covers = layer.acts.fluids, layer.covers
            pour(stack, fluids, layer.relief, source, focus, time, self.sampler, window, drawn, covers=covers)
        else:
            level = blur_level(stack, layer.relief, source, focus)
            border = cv2.BORDER_REFLECT_101 if layer.covers else cv2.BORDER_CONSTANT
            self.sampler.sample(stack, level, source, window, border, drawn[window])
        if not layer.covers:
            _over(drawn[window], frame[window])

    def _everything(self) -> Window:
        return slice(0, self.view.height), slice(0, self.view.width)

    def _buffer(self, name: str, shape: tuple[int, ...]) -> Picture:
        buffers: dict[str, Picture] = vars(self._own).setdefault("buffers", {})
        if name not in buffers:
            buffers[name] = np.empty(shape, np.uint8)
        return buffers[name]

    def _stack(self, layer: Layer) -> BlurStack:
        """Return the textures of a layer; of what is painted over each thread has its own."""
        if not layer.acts.retouches:
            return layer.stack
        stacks: dict[int, BlurStack] = vars(self._own).setdefault("stacks", {})
        if id(layer) not in stacks:
            sharp, *blurred = layer.stack.levels
            own = replace(sharp, texels=sharp.texels.copy())
            stacks[id(layer)] = replace(layer.stack, levels=(own, *blurred))
        return stacks[id(layer)]


def _look(layer: Layer, lines: Sightlines, time: float) -> tuple[SeenLayer, Floats | None]:
    """Return how the nodes see a layer, and its shift there in pixels, or None where nothing moves it."""
    source = see(layer.relief, lines)
    depth = layer.relief.sample(source)
    shift = None
    for each in layer.acts.displacements:
        moved = each.shift(source, time)
        shift = moved if shift is None else shift + moved
    if shift is not None:
        source = source - shift
    cover = np.ones_like(depth) if layer.matte is None else layer.matte.sample(source)
    return SeenLayer(source, depth, cover), shift


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
