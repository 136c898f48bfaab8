"""Measures of a clip that need no network.

Pictures are uint8 arrays: colour of shape (rows, columns, 3), sRGB; gray of shape (rows, columns).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.metrics import structural_similarity
from skimage.transform import SimilarityTransform

Picture = NDArray[np.uint8]
Floats = NDArray[np.float64]

ANALYSIS_SIDE = 360
"""Short side in pixels that motion is measured at."""
GRID = 36
"""Tracks along the long side."""
KEY_FRAMES = 10
TEXTURE = 4e-5
"""The least eigenvalue of the structure tensor, of a picture in 0 to 1, that optical flow can hold on to."""
CORNER = 0.08
"""The least ratio of its eigenvalues: along an edge, flow slides (the aperture problem)."""
NOISE = 0.002
"""Error of a track, as a share of the long side, that counts as small."""
FEWEST = 30
"""Textured tracks that are enough; a picture with fewer has to be judged by all that it has."""
STILLNESS = 0.05
"""Mean step in pixels that is the noise of the flow itself."""
PATCH = 48
"""Side in pixels of the patches that sharpness is compared on."""
COARSE = 3.0
"""Standard deviation in pixels of what takes the detail from a patch and leaves its contrast."""
SAME_PATCH = 0.8
"""The least correlation of two patches that show the same thing."""


def reduced(picture: Picture) -> Picture:
    """Return `picture` at the size motion is measured at: short side ANALYSIS_SIDE."""
    rows, columns = picture.shape[:2]
    scale = ANALYSIS_SIDE / min(rows, columns)
    size = round(columns * scale), round(rows * scale)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def gray(picture: Picture) -> Picture:
    """Return the luma of a colour picture."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)


def psnr(picture: Picture, reference: Picture) -> float:
    """Return the peak signal-to-noise ratio in dB: 10 log10(255^2 / mean squared error); inf where equal."""
    error = np.mean((picture.astype(np.float64) - reference) ** 2)
    return float(10 * np.log10(255**2 / error)) if error else float("inf")


def ssim(picture: Picture, reference: Picture) -> float:
    """Return the structural similarity of two colour pictures, up to 1 (Wang et al. 2004).

    As its authors advise, both are first reduced to the size they are looked at.
    """
    pair = reduced(picture), reduced(reference)
    return float(structural_similarity(*pair, channel_axis=2))  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Tracks:
    """A grid of points of the first frame, followed through the clip.

    Attributes:
        positions: shape (frames, rows, columns, 2), pixels, x before y.
        trusted: shape (rows, columns); whether a point has texture to hold on to and never left the frame.
        size: (width, height) of a frame in pixels.
    """

    positions: Floats
    trusted: NDArray[np.bool_]
    size: tuple[int, int]


def follow(grays: Sequence[Picture]) -> Tracks:
    """Follow a grid of points through gray frames by optical flow (DIS, Kroeger et al. 2016).

    Flow is taken from a key frame to each of the next KEY_FRAMES and chained from key to key, so that its
    small errors along edges do not add up from frame to frame.
    """
    rows, columns = grays[0].shape
    spacing = max(rows, columns) / GRID
    xs, ys = (np.arange(spacing / 2, side, spacing) for side in (columns, rows))
    points = np.stack(np.meshgrid(xs, ys), axis=-1).astype(np.float32)
    positions = [points]
    for index in range(1, len(grays)):
        key = (index - 1) // KEY_FRAMES * KEY_FRAMES
        positions.append(positions[key] + _at(positions[key], _flow(grays[key], grays[index])))
    path = np.asarray(positions, np.float64)
    inside = np.all((path > 0) & (path < (columns - 1, rows - 1)), axis=(0, 3))
    textured = inside & _textured(grays[0], xs, ys)
    return Tracks(path, textured if textured.sum() >= FEWEST else inside, (columns, rows))


def _at(points: NDArray[np.float32], flow: NDArray[np.float32]) -> NDArray[np.float32]:
    x, y = points[..., 0], points[..., 1]
    return np.asarray(cv2.remap(flow, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)


def _textured(picture: Picture, xs: Floats, ys: Floats) -> NDArray[np.bool_]:
    eigen = cv2.cornerEigenValsAndVecs(picture.astype(np.float32) / 255, blockSize=15, ksize=3)
    larger, smaller = np.moveaxis(eigen[np.ix_(ys.astype(int), xs.astype(int))][..., :2], -1, 0)
    return np.asarray((smaller > TEXTURE) & (smaller > CORNER * larger), np.bool_)


def _flow(before: Picture, after: Picture) -> NDArray[np.float32]:
    flow = np.zeros((*before.shape, 2), np.float32)
    cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM).calc(before, after, flow)
    return flow


def smoothness(frames: Sequence[Picture], every: int = 4) -> float:
    """Return 1 - mean absolute error between frames and those interpolated from their neighbours, 0 to 1.

    VBench's motion smoothness (Huang et al. 2024), with its interpolation network replaced by the mean of
    both neighbours, each warped half of the DIS flow towards the other.

    Args:
        frames: reduced colour frames, at least 3.
        every: judge one in so many.
    """
    errors = [
        np.abs(_between(frames[i - 1], frames[i + 1]) - frames[i]).mean()
        for i in range(1, len(frames) - 1, every)
    ]
    return 1.0 - float(np.mean(errors)) / 255


def _between(before: Picture, after: Picture) -> NDArray[np.float32]:
    forward, backward = _flow(gray(before), gray(after)), _flow(gray(after), gray(before))
    halves = [_moved(before, -0.5 * forward), _moved(after, -0.5 * backward)]
    return np.asarray(np.mean(halves, axis=0), np.float32)


def _moved(picture: Picture, offset: NDArray[np.floating[Any]]) -> Picture:
    """Return `picture` sampled at every pixel plus its `offset`, shape (rows, columns, 2)."""
    rows, columns = picture.shape[:2]
    y, x = np.mgrid[:rows, :columns].astype(np.float32)
    moved = cv2.remap(
        picture, x + offset[..., 0], y + offset[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(moved, np.uint8)


def steadiness(frames: Sequence[Picture], place: NDArray[np.bool_] | None = None) -> float:
    """Return 1 - mean absolute difference of successive frames of a static shot, 0 to 1.

    VBench's temporal flickering (Huang et al. 2024).

    Args:
        place: shape (rows, columns), where it is judged; None for all of the picture.
    """
    where = slice(None) if place is None else place
    differences = [cv2.absdiff(a, b)[where].mean() for a, b in pairwise(frames)]
    return 1.0 - float(np.mean(differences)) / 255


def jerk(tracks: Tracks) -> float:
    """Return the mean third difference of the camera's path over its mean step, from 0 (smooth) up.

    The path is the mean position, in pixels, of the smoother half of the trusted tracks, and their spread
    about it: a track that slips is not the camera's doing, and a camera that jerks shakes them all.
    """
    points = tracks.positions[:, tracks.trusted]
    roughness = np.linalg.norm(np.diff(points, 3, axis=0), axis=-1).mean(axis=0)
    points = points[:, roughness <= np.median(roughness)]
    middle = points.mean(axis=1)
    spread = np.linalg.norm(points - middle[:, None], axis=-1).mean(axis=1)
    path = np.column_stack([middle, spread])
    step = np.linalg.norm(np.diff(path, axis=0), axis=1).mean()
    return float(np.linalg.norm(np.diff(path, 3, axis=0), axis=1).mean() / (step + STILLNESS))


def similarity(tracks: Tracks, frame: int = -1) -> Floats:
    """Return the similarity, shape (2, 3), that takes the first frame to `frame`, found by RANSAC."""
    start, end = tracks.positions[0][tracks.trusted], tracks.positions[frame][tracks.trusted]
    fit, _ = cv2.estimateAffinePartial2D(start, end, method=cv2.RANSAC, ransacReprojThreshold=3.0)
    return np.asarray(fit, np.float64)


def mean_similarity(tracks: Tracks) -> Floats:
    """Return the similarity, shape (2, 3), that is nearest to all tracks (Umeyama 1991).

    Where layers go apart, the one found by RANSAC is that of the largest layer alone.
    """
    start, end = tracks.positions[0][tracks.trusted], tracks.positions[-1][tracks.trusted]
    fit = SimilarityTransform.from_estimate(start, end)
    return np.asarray(fit.params[:2], np.float64)


def scale(fit: Floats) -> float:
    """Return how much a similarity of shape (2, 3) enlarges."""
    return float(np.hypot(fit[0, 0], fit[1, 0]))


def fixed(fit: Floats, size: tuple[int, int]) -> float:
    """Return how far from the middle a similarity leaves a point where it is, over the long side; inf if nowhere.

    Args:
        fit: shape (2, 3), in pixels.
        size: (width, height) of a frame.
    """
    middle = (np.array(size) - 1) / 2
    moved = fit[:, :2] @ middle + fit[:, 2] - middle
    parting = float(np.linalg.norm(fit[:, :2] - np.eye(2))) / np.sqrt(2.0)
    return float(np.linalg.norm(moved)) / parting / max(size) if parting else float("inf")


def sharpness_kept(frame: Picture, photograph: Picture, tracks: Tracks) -> float:
    """Return the variance of the Laplacian kept by the last frame, 1 where nothing is lost.

    The photograph is first enlarged as the RANSAC similarity of the tracks says, so that a zoom does not
    count as blur. Patches are then compared along the tracks, where they show the same thing: so neither
    parallax nor what the move uncovers counts. Nor does light: fog, dusk and grades change the coarse and the
    fine alike, so each patch is measured in multiples of its own contrast without detail.

    Args:
        frame: the last frame, colour, full size.
        photograph: what the first frame shows, colour, full size.
    """
    rows, columns = frame.shape[:2]
    size = scale(similarity(tracks))
    enlarged = cv2.resize(gray(photograph), None, fx=size, fy=size, interpolation=cv2.INTER_LANCZOS4)
    pictures = np.asarray(enlarged, np.uint8), gray(frame)
    lap = [cv2.Laplacian(picture, cv2.CV_32F) for picture in pictures]
    coarse = [cv2.GaussianBlur(picture, (0, 0), COARSE).astype(np.float32) for picture in pictures]
    zoom = columns / tracks.size[0]
    starts = (tracks.positions[0][tracks.trusted] + 0.5) * zoom * size
    ends = (tracks.positions[-1][tracks.trusted] + 0.5) * zoom
    kept, original = 0.0, 0.0
    for start, end in zip(starts, ends, strict=True):
        before, after = _window(start, pictures[0].shape), _window(end, (rows, columns))
        if before and after and _correlation(pictures[0][before], pictures[1][after]) > SAME_PATCH:
            original += float(lap[0][before].var())
            gain = (float(coarse[1][after].var()) + 1.0) / (float(coarse[0][before].var()) + 1.0)
            kept += float(lap[1][after].var()) / gain
    return kept / original if original else float("nan")


def _window(centre: Floats, shape: tuple[int, ...]) -> tuple[slice, slice] | None:
    x, y = (round(float(c)) - PATCH // 2 for c in centre)
    if min(x, y) < 0 or x + PATCH > shape[1] or y + PATCH > shape[0]:
        return None
    return slice(y, y + PATCH), slice(x, x + PATCH)


def _correlation(a: Picture, b: Picture) -> float:
    return float(cv2.matchTemplate(a, b, cv2.TM_CCOEFF_NORMED)[0, 0])
