"""A Clip: frames written to an mp4 file and read back."""

import os
import secrets
import shutil
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self, cast

import av
import cv2
import numpy as np
from av.container import OutputContainer
from av.video.plane import VideoPlane
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, Interpolation
from numpy.typing import NDArray

from photoplay.errors import InvalidInputError

FRAMES_IN_FLIGHT = 4
"""Frames waiting for the encoder at most, so that a slow one does not fill the memory."""

_CRF = 16
_END_FRAME_QP = 12
"""Quantiser of the frames that are compared with a still."""
_KEY_EVERY = 300
"""Frames from one key frame to the next at most: in between, a picture that hardly moves would be seen to jump."""
_CHROMA_QP_OFFSET = -3
"""Blue and red are rebuilt from chroma, amplified almost twofold."""
_CHROMA_CENTRED = 1
"""x264's name for chroma sampled midway between luma samples."""
_AVX_512F = 13
"""OpenCV's number for it, which its Python module does not name."""
_REPEATABLE = (
    ":asm=MMX2,SSE2Fast,SSSE3,SSE4.2,AVX,FMA3,BMI2,AVX2" if cv2.checkHardwareSupport(_AVX_512F) else ""
)
"""x264's AVX-512 code for macroblock trees now and then gives another file for the same frames; AVX2 is as fast."""
_EXACT = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT

_LUMA = np.array([0.2126, 0.7152, 0.0722])
_CB = (np.array([0, 0, 1]) - _LUMA) / (2 * (1 - _LUMA[2]))
_CR = (np.array([1, 0, 0]) - _LUMA) / (2 * (1 - _LUMA[0]))
_RGB_TO_YUV = np.column_stack([np.array([219 * _LUMA, 224 * _CB, 224 * _CR]) / 255, [16, 128, 128]])
"""BT.709, limited range, for 8-bit levels."""


@dataclass(frozen=True, eq=False)
class Clip:
    """A finished mp4 file.

    Attributes:
        path: the file.
        width: pixels across.
        height: pixels down.
        fps: frames a second.
        frame_count: frames in the file.
        notes: what a person should know about how the clip came out.
        temporary: the file goes when the clip is closed or forgotten; `save` keeps a copy.
    """

    path: Path
    width: int
    height: int
    fps: int
    frame_count: int
    notes: tuple[str, ...] = ()
    temporary: bool = False

    def __post_init__(self) -> None:
        if self.temporary:
            weakref.finalize(self, self.path.unlink, missing_ok=True)

    @property
    def duration(self) -> float:
        """Seconds."""
        return self.frame_count / self.fps

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Copy the file to `path`, whole or not at all, and return that path.

        Raises:
            InvalidInputError: no mp4 file can be written there.
        """
        target = check_output(path)
        with _replacing(target) as partial:
            shutil.copyfile(self.path, partial)
        return target

    def frames(self) -> Iterator[NDArray[np.uint8]]:
        """Decode the file a frame at a time: shape (height, width, 3), sRGB."""
        with av.open(str(self.path.absolute())) as container:
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            for frame in container.decode(stream):
                yield cast(NDArray[np.uint8], frame.to_ndarray(format="rgb24", interpolation=_EXACT))

    def close(self) -> None:
        """Remove the file if it is temporary."""
        if self.temporary:
            self.path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def check_output(path: str | os.PathLike[str]) -> Path:
    """Return `path` if an mp4 file can be written there; a file that is there already stays as it is.

    Raises:
        InvalidInputError: no mp4 file can be written there; the message says why.
    """
    target = Path(path)
    if target.suffix.lower() != ".mp4":
        raise InvalidInputError("output", f"must be a file name that ends in .mp4; {target} does not")
    try:
        if target.is_dir():
            raise InvalidInputError("output", f"must be a file; {target} is a folder")
        if not target.parent.is_dir():
            raise InvalidInputError("output", f"must be in an existing folder; {target.parent} is not one")
        partial = _beside(target)
        partial.touch(exist_ok=False)
        partial.unlink()
    except OSError as error:
        raise InvalidInputError("output", f"must be a file that can be written; {target} is not") from error
    return target


def write_clip(
    frames: Iterable[NDArray[np.uint8]],
    path: str | os.PathLike[str],
    *,
    fps: int,
    size: tuple[int, int],
    frame_count: int | None = None,
    on_frame: Callable[[int], None] | None = None,
) -> None:
    """Encode frames as H.264 in an mp4 file, each while the next ones are being made.

    Args:
        frames: arrays of shape (height, width, 3), sRGB, not to be written to once they are yielded.
        path: where the file goes, whole or not at all.
        fps: frames a second.
        size: (width, height) of a frame in pixels, both even.
        frame_count: how many frames there will be. Where it is known, the last frame is encoded as
            faithfully as the first.
        on_frame: called with the number of frames encoded so far; raise to stop.

    Raises:
        InvalidInputError: no mp4 file can be written there; no frame has been asked for then.
        ValueError: a frame has another size, or there are none, or not `frame_count`.
    """
    target = check_output(path)
    with _replacing(target) as partial, _new_mp4(partial) as container:
        encoder = _Encoder(container, fps, size, frame_count)
        with ThreadPoolExecutor(1, thread_name_prefix="encoder") as thread:
            pending: deque[Future[int]] = deque()
            for frame in frames:
                pending.append(thread.submit(encoder.encode, frame))
                while pending and (len(pending) > FRAMES_IN_FLIGHT or pending[0].done()):
                    _report(pending.popleft(), on_frame)
            while pending:
                _report(pending.popleft(), on_frame)
        encoder.finish()


def _report(encoded: Future[int], on_frame: Callable[[int], None] | None) -> None:
    """Pass on the number of frames encoded, or the encoder's error."""
    count = encoded.result()
    if on_frame:
        on_frame(count)


class _Encoder:
    """The one video stream of an mp4 file being written."""

    def __init__(
        self, container: OutputContainer, fps: int, size: tuple[int, int], frame_count: int | None
    ) -> None:
        self.container = container
        self.size = size
        self.frame_count = frame_count
        self.encoded = 0
        ends = {0, frame_count - 1} if frame_count else {0}
        zones = "/".join(f"{end},{end},q={_END_FRAME_QP}" for end in sorted(ends))
        tuning = (
            f"zones={zones}:keyint={_KEY_EVERY}:chroma-qp-offset={_CHROMA_QP_OFFSET}"
            f":chromaloc={_CHROMA_CENTRED}{_REPEATABLE}"
        )
        self.stream = container.add_stream(
            "libx264",
            rate=fps,
            options={"preset": "veryfast", "crf": str(_CRF), "x264-params": tuning},
        )
        self.stream.width, self.stream.height = size
        self.stream.pix_fmt = "yuv420p"
        self.stream.colorspace = Colorspace.ITU709
        self.stream.color_range = ColorRange.MPEG
        self.stream.color_primaries = ColorPrimaries.BT709
        self.stream.color_trc = ColorTrc.BT709

    def encode(self, pixels: NDArray[np.uint8]) -> int:
        """Encode the next frame and return how many there are now."""
        width, height = self.size
        if pixels.shape != (height, width, 3):
            raise ValueError(f"every frame must have shape {(height, width, 3)}; this one has {pixels.shape}")
        frame = _yuv420(pixels)
        frame.pts = self.encoded
        self.container.mux(self.stream.encode(frame))
        self.encoded += 1
        return self.encoded

    def finish(self) -> None:
        """Write what the encoder still holds."""
        if self.encoded == 0 or self.encoded != (self.frame_count or self.encoded):
            raise ValueError(f"a clip of {self.frame_count or 'some'} frames was given {self.encoded}")
        self.container.mux(self.stream.encode(None))


def _yuv420(pixels: NDArray[np.uint8]) -> av.VideoFrame:
    """Convert one frame: twice as fast as swscale, and its sharper halving of chroma loses less."""
    height, width, _ = pixels.shape
    frame = av.VideoFrame(width, height, "yuv420p")
    frame.colorspace, frame.color_range = Colorspace.ITU709, ColorRange.MPEG
    luma, *chroma = (_samples(plane) for plane in frame.planes)
    yuv = cv2.transform(pixels, _RGB_TO_YUV)
    cv2.extractChannel(yuv, 0, luma)
    for channel, plane in enumerate(chroma, start=1):
        half = plane.shape[1], plane.shape[0]
        cv2.resize(cv2.extractChannel(yuv, channel), half, dst=plane, interpolation=cv2.INTER_CUBIC)
    return frame


def _samples(plane: VideoPlane) -> NDArray[np.uint8]:
    """The samples of a plane, to be written in place."""
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
    return rows[:, : plane.width]


def _new_mp4(path: Path) -> OutputContainer:
    return av.open(str(path.absolute()), "w", format="mp4", options={"movflags": "+faststart"})


def _beside(target: Path) -> Path:
    """A hidden name in the folder of `target`."""
    return target.parent / f".{secrets.token_hex(8)}.mp4"


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """Yield a path to write to; it takes the place of `target` at the end, or is removed on an error."""
    partial = _beside(target)
    try:
        yield partial
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
