"""A Clip: frames written to an mp4 file and read back."""

import os
import secrets
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, Interpolation
from numpy.typing import NDArray

from photoplay.errors import InvalidInputError

FRAMES_IN_FLIGHT = 4
_SMOOTH = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT


@dataclass(frozen=True, eq=False)
class Clip:
    """A finished mp4 file.

    Attributes:
        path: the file.
        width, height: size of a frame in pixels.
        fps: frames a second.
        frame_count: frames in the file.
        notes: what a person should know about how it came out.
        temporary: whether `close` removes the file.
    """

    path: Path
    width: int
    height: int
    fps: int
    frame_count: int
    notes: tuple[str, ...] = ()
    temporary: bool = False

    @property
    def duration(self) -> float:
        """Seconds."""
        return self.frame_count / self.fps

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Copy the clip to `path`, whole or not at all.

        Raises:
            InvalidInputError: `path` is not an mp4 file that can be written.
        """
        target = check_output(path)
        with _replacing(target) as partial:
            shutil.copyfile(self.path, partial)
        return target

    def frames(self) -> Iterator[NDArray[np.uint8]]:
        """Decode the file one frame at a time; each has shape (height, width, 3), sRGB."""
        with av.open(str(self.path)) as container:
            for frame in container.decode(video=0):
                yield frame.to_ndarray(
                    format="rgb24", src_colorspace=Colorspace.ITU709, interpolation=_SMOOTH
                )  # type: ignore[misc]

    def close(self) -> None:
        """Remove the file if it is temporary."""
        if self.temporary:
            self.path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def check_output(path: str | os.PathLike[str]) -> Path:
    """Return `path` if an mp4 file can be written there; an existing file is left as it is.

    Raises:
        InvalidInputError: it cannot; the message says why.
    """
    target = Path(path)
    if target.suffix.lower() != ".mp4":
        raise InvalidInputError("output", f"must be a file name ending in .mp4; {target} does not")
    if target.is_dir():
        raise InvalidInputError("output", f"must be a file; {target} is a directory")
    if not target.parent.is_dir():
        raise InvalidInputError("output", f"must be in an existing folder; {target.parent} is missing")
    try:
        partial = _partial(target)
        partial.touch(exist_ok=False)
        partial.unlink()
    except (OSError, ValueError) as error:
        raise InvalidInputError("output", f"must be in a folder that can be written; {target} is not") from error
    return target


def write_clip(
    frames: Iterable[NDArray[np.uint8]],
    path: str | os.PathLike[str],
    *,
    fps: int,
    size: tuple[int, int],
    on_frame: Callable[[int], None] | None = None,
) -> None:
    """Encode frames as H.264 in an mp4 file, while the next ones are being made.

    Args:
        frames: arrays of shape (height, width, 3), sRGB, which must not be written to once yielded.
        path: where the file goes, whole or not at all.
        fps: frames a second.
        size: (width, height) of every frame in pixels, both even.
        on_frame: called with the number of frames encoded so far; raise to stop.

    Raises:
        InvalidInputError: `path` is not an mp4 file that can be written.
        ValueError: no frames, or a frame of another size.
    """
    target = check_output(path)
    with _replacing(target) as partial, _Encoder(partial, fps, size) as encoder:
        for count, _ in enumerate(_overlapped(encoder.encode, frames), start=1):
            if on_frame:
                on_frame(count)


def _overlapped(work, items):
    with ThreadPoolExecutor(max_workers=1) as pool:
        pending = deque()
        try:
            for item in items:
                pending.append(pool.submit(work, item))
                while pending and (pending[0].done() or len(pending) > FRAMES_IN_FLIGHT):
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


class _Encoder:
    def __init__(self, path: Path, fps: int, size: tuple[int, int]) -> None:
        self.size = size
        self.container = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"})
        stream = self.container.add_stream("libx264", rate=fps)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.options = {"preset": "veryfast", "crf": "16"}
        context = stream.codec_context
        context.color_range = ColorRange.MPEG
        context.colorspace = 1
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709
        self.stream = stream
        self.count = 0

    def encode(self, pixels: NDArray[np.uint8]) -> None:
        if pixels.shape != (self.size[1], self.size[0], 3):
            raise ValueError(f"a frame has shape {pixels.shape}, not {self.size[::-1]} x 3")
        frame = av.VideoFrame.from_ndarray(pixels, "rgb24").reformat(
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            interpolation=_SMOOTH,
        )
        frame.pts = self.count
        self.count += 1
        self.container.mux(self.stream.encode(frame))

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        with self.container:
            if kind is None:
                if not self.count:
                    raise ValueError("a clip needs at least one frame")
                self.container.mux(self.stream.encode(None))


def _partial(target: Path) -> Path:
    return target.parent / f".{secrets.token_hex(8)}.mp4"


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    partial = _partial(target)
    try:
        yield partial
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
