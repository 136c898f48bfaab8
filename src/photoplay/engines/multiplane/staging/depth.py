"""The depth of the stage's layers: parted from what is seen, or guessed from a matte alone.

The guess is one tilted plane, and an inflated subject standing on it. All fields are inverse depth, 0 at infinity
to 1 at the nearest plane.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, disc, resize, soften
from photoplay.engines.multiplane.staging.aerials import aerials, on_the_land
from photoplay.engines.multiplane.staging.evening import evened, without_pits
from photoplay.engines.multiplane.staging.masses import along, massed, standing_out
from photoplay.engines.multiplane.staging.standing import (
    feet_of,
    on_its_feet,
    posts_up,
    reflected,
    standing_up,
)
from photoplay.engines.multiplane.staging.straight import (
    Lines,
    afloat,
    drawn,
    rooted,
    straightened,
    within,
)

BACKDROP = (0.18, 0.46)
"""Far and near: at the top of the picture, or at the foot of its sky, and at the bottom."""
BLURRED_BACKDROP = (0.16, 0.32)
"""The same where the background is out of focus: it is far behind the subject."""
ONE_SURFACE = (0.23, 0.47)
"""The same for a photograph without a subject: gentle, since things stand on the ground unseen."""
NEAREST_SUBJECT = 0.80
SKY_ROW = 0.8
"""Share of a row behind the subject that must be smooth to be sky; a plain wall has frames and corners."""
OUT_OF_FOCUS = 0.35
"""Sharpness under which a backdrop lies far behind its subject."""
ROUNDNESS = 0.05
"""Inverse depth from a subject's silhouette to its middle."""

UNSURE = 0.02
"""How far from a silhouette a depth seen is blurred by it, as a share of the long side."""
SMOOTH_SUBJECT = 0.03
RELIEF = 0.05
"""Inverse depth by which a figure stands out from, or back behind, its own middle at most.

What is seen within one thing is less sure than where it stands, and a handle that bends is seen at once.
"""
FRINGE = 0.01
"""How far from what stands before it the sky keeps, as a share of the long side: its outline cuts off thin ends."""
SKYLINE = 0.01
"""How far beside the sky its skyline is looked for, likewise."""
MOST_BEHIND = 0.2
"""Inverse depth by which the sky lies behind most of the skyline, at most."""
NEAREST_SKY = 0.4
"""Inverse depth on the stage from which nothing is taken for sky."""
FARTHEST, NEAREST = 0.12, 0.76
"""Inverse depth on the stage of infinity and of the nearest thing: an affine change, so planes stay planes."""
USUAL_MIDDLE = 0.35
"""What the median of a scene's inverse depth is brought towards, by a power within `BENDS`."""
BENDS = (0.5, 1.0)


@dataclass(frozen=True)
class Depth:
    """Inverse depth of the backdrop, of the subject where there is one, and of other figures; equal shapes."""

    backdrop: Floats
    subject: Floats | None
    figures: tuple[Floats, ...] = ()


@dataclass(frozen=True)
class Mattes:
    """What is set off from what, in maps of one shape (rows, columns), 0 to 1."""

    subject: Floats | None = None
    figures: tuple[Floats, ...] = ()
    """Each gets a depth of its own."""
    standing: tuple[Floats, ...] = ()
    """Each thing that stands in the backdrop, far to near."""
    sky: Floats | None = None
    water: Floats | None = None
    """Still enough to reflect."""
    plants: Floats | None = None
    """Trees and hedges."""
    houses: Floats | None = None
    ground: Floats | None = None
    """What they stand on."""
    flat: Floats | None = None
    """Ground and water: what does not stand on what is right below it."""
    nameless: Floats | None = None
    """What is of no region."""
    thin: Floats | None = None
    """Where the photograph shows what is thin."""


def part(seen: Floats, mattes: Mattes, lines: Lines) -> Depth:
    """Return the depth of the layers, given what is `seen` through all of them, and the photograph's straight `lines`.

    Depth near a silhouette is taken from neither side: it is the least sure there, and carried in from beyond.
    """
    staged = _staged(seen)
    fronts = [*mattes.figures] if mattes.subject is None else [mattes.subject, *mattes.figures]
    everything = np.maximum.reduce([np.zeros_like(staged), *fronts])
    beside = _away(everything)
    if not beside.any():
        return Depth(staged, None, (staged,) * len(mattes.figures))
    backdrop = _backdrop(staged, everything, mattes, lines)
    depths: list[Floats] = []
    for alpha in fronts:
        figure = straightened(_figure(staged, alpha, everything), within(lines, alpha))
        feet = feet_of(alpha, everything - alpha)
        figure, backdrop = on_its_feet(figure, backdrop, feet)
        depths.append(figure)
    if mattes.water is not None:
        for alpha in [*fronts, *mattes.standing]:
            backdrop = reflected(backdrop, alpha, mattes.water)
    depths = [np.maximum(figure, backdrop) for figure in depths]
    if mattes.subject is None:
        return Depth(backdrop, None, tuple(depths))
    return Depth(backdrop, depths[0], tuple(depths[1:]))


def _away(alpha: Floats) -> Floats:
    """Return 1 where depth is not blurred by the silhouette of `alpha`, outside it, else 0."""
    unsure = disc(UNSURE * max(alpha.shape))
    return 1.0 - np.asarray(cv2.dilate((alpha > 0.1).astype(np.float32), unsure), np.float32)


def _backdrop(staged: Floats, everything: Floats, mattes: Mattes, lines: Lines) -> Floats:
    beside, shown = _away(everything), np.asarray(everything < 0.1, np.float32)
    far = _far(mattes.sky, staged, beside)
    land = beside * _away(far)
    if not land.any():
        return straightened(evened(spread_outward(staged, beside)), lines)
    field = evened(spread_outward(staged, land))
    nowhere = np.zeros_like(field)
    plants, houses, ground = (
        nowhere if m is None else m for m in (mattes.plants, mattes.houses, mattes.ground)
    )
    masses = np.maximum(plants, houses)
    out = standing_out(field * (1.0 - far) + _depth_of_sky(field, far * beside) * far)
    field, front = massed(field, np.maximum(masses, along(out, masses)) * shown, ground)
    sky = _depth_of_sky(field, far * beside)
    free = beside * (1.0 - front)
    field, out = massed(field, standing_out(field * (1.0 - far) + sky * far) * free, ground, single=True)
    if mattes.nameless is not None:
        field = without_pits(field, mattes.nameless)
    # Masts, aerials and wires before the sky keep the depth of the land they come from.
    before = drawn(rooted(lines, far), (far.shape[0], far.shape[1]))
    if mattes.thin is not None:
        before = np.maximum(before, aerials(mattes.thin, far))
    far = far * (1.0 - before)
    unsure = (far < 0.5) & (land < 0.5) & (beside > 0.5)
    if mattes.flat is not None:
        unsure &= np.maximum(before, 1.0 - mattes.flat) > 0.5
    field = on_the_land(field, unsure, land > 0.5)
    lines = afloat(lines, np.maximum(houses, out))
    field = posts_up(straightened(field, lines.loose), lines)
    field = standing_up(field, mattes.standing, plants, lines)
    return np.asarray(field * (1.0 - far) + sky * far, np.float32)


def _depth_of_sky(field: Floats, sky: Floats) -> np.float32:
    """Return the inverse depth of the `sky`, 0 to 1, given that of the land: infinity, or not so far behind it.

    What is between the two is stretched by how far apart they are; the sky looks no farther for being more so.
    """
    seen = sky > 0.5
    skyline = (cv2.dilate(seen.astype(np.uint8), disc(SKYLINE * max(field.shape))) > 0) & ~seen
    if not skyline.any():
        return np.float32(FARTHEST)
    near, far = np.percentile(field[skyline], (75, 10))
    return np.float32(np.clip(near - MOST_BEHIND, FARTHEST, max(far, FARTHEST)))


def _far(sky: Floats | None, staged: Floats, beside: Floats) -> Floats:
    """Return where there surely is sky, 0 to 1 with a crisp edge, carried in where not `beside` what stands before.

    What is seen as near is none.
    """
    if sky is None:
        return np.zeros_like(staged)
    distant = np.clip((NEAREST_SKY - staged) / 0.1 + 1.0, 0.0, 1.0)
    carried = spread_outward(np.asarray(sky * distant, np.float32), beside)
    crisp = np.clip((carried - 0.5) * 8.0 + 0.5, 0.0, 1.0)
    return np.asarray(cv2.erode(crisp, disc(FRINGE * max(crisp.shape))), np.float32)


def _figure(staged: Floats, alpha: Floats, everything: Floats) -> Floats:
    """Return the depth of what `alpha` shows, carried on beyond it."""
    shown = (alpha > 0.9) & (everything - alpha < 0.1)
    unsure = disc(UNSURE * max(alpha.shape))
    inside = np.asarray(cv2.erode(shown.astype(np.float32), unsure), np.float32)
    if not inside.any():
        middle = np.float32(np.median(staged[alpha > 0.5]))
        return np.full_like(staged, middle)
    seen = soften(evened(spread_outward(staged, inside)), SMOOTH_SUBJECT * max(alpha.shape))
    middle = np.float32(np.median(seen[inside > 0]))
    return np.asarray(middle + RELIEF * np.tanh((seen - middle) / RELIEF), np.float32)


def _staged(seen: Floats) -> Floats:
    """Return what is seen on the scale of the stage, its middle distances neither all far nor all near."""
    middle = float(np.median(seen[seen > 0.01])) if (seen > 0.01).any() else 1.0
    bend = float(np.clip(np.log(USUAL_MIDDLE) / np.log(np.clip(middle, 1e-3, 0.999)), *BENDS))
    return FARTHEST + (NEAREST - FARTHEST) * np.clip(seen, 0.0, 1.0) ** np.float32(bend)


def guess_depth(picture: Picture, alpha: Floats | None) -> Depth:
    """Return the depth of `picture`, shape (rows, columns, 3), given its subject's matte or None."""
    rows, columns = picture.shape[:2]
    height = np.linspace(0.0, 1.0, rows, dtype=np.float32)[:, None]
    if alpha is None:
        return Depth(np.repeat(_plane(height, *ONE_SURFACE), columns, axis=1), None)
    out_of_focus = _backdrop_sharpness(picture, alpha) < OUT_OF_FOCUS
    sky = _foot_of_sky(picture, alpha)
    above_ground = np.clip((height - sky) / (1.0 - sky), 0.0, 1.0)
    wall = _plane(above_ground, *(BLURRED_BACKDROP if out_of_focus else BACKDROP))
    backdrop = np.repeat(wall, columns, axis=1)
    if sky > 0.0:
        backdrop = soften(backdrop, rows / 40)
    return Depth(backdrop, _subject(alpha, backdrop))


def _plane(height: Floats, far: float, near: float) -> Floats:
    """Return a tilted plane: its inverse depth is linear in the picture, so straight lines stay straight."""
    return (far + (near - far) * height).astype(np.float32)


def _detail(picture: Picture) -> Floats:
    """Return local detail: how much fine contrast there is around each pixel."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    fine = np.abs(cv2.Laplacian(grey, cv2.CV_32F))
    return soften(fine, max(picture.shape) / 85)


def _backdrop_sharpness(picture: Picture, alpha: Floats) -> float:
    """Return the fine contrast of the backdrop over the subject's: well under 1 where it is out of focus."""
    detail = _detail(picture)
    behind, subject = detail[alpha < 0.1], detail[alpha > 0.9]
    return float(np.median(behind) / (np.median(subject) + 1e-3)) if behind.size and subject.size else 1.0


def _foot_of_sky(picture: Picture, alpha: Floats) -> float:
    """Return how far down a smooth sky reaches, as a share of the height; 0 where there is none."""
    behind = alpha < 0.1
    smooth = (_detail(picture) < 3.5) & behind
    count = behind.sum(axis=1)
    share = np.where(count > 20, smooth.sum(axis=1) / np.maximum(count, 1), 0.0)
    rows = int(np.argmin(share >= SKY_ROW)) if (share < SKY_ROW).any() else len(share)
    sky = rows / len(share)
    return float(np.clip(sky, 0.25, 0.7)) if sky > 0.08 else 0.0


def _subject(alpha: Floats, backdrop: Floats) -> Floats:
    """Return each part of the subject as an upright, rounded cut-out standing on the ground at its foot."""
    rows = alpha.shape[0]
    count, labels, stats, _ = cv2.connectedComponentsWithStats((alpha > 0.5).astype(np.uint8))
    depth = np.zeros_like(alpha)
    for part in range(1, count):
        _, top, width, height, _ = stats[part]
        foot = min(top + height - 1, rows - 1)
        standing = NEAREST_SUBJECT if foot >= rows - 3 else float(backdrop[foot, 0]) + 0.03
        inside = labels == part
        inset = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 5)[inside]
        bulge = np.sqrt(np.clip(inset / (0.35 * min(width, height) + 1.0), 0.0, 1.0))
        depth[inside] = max(standing, 0.38) + ROUNDNESS * (bulge - 0.5)
    inside = cv2.erode((alpha > 0.5).astype(np.uint8), np.ones((3, 3), np.uint8))
    spread = spread_outward(depth, inside.astype(np.float32))
    return soften(spread, max(alpha.shape) / 160)


def spread_outward(values: Floats, weight: Floats) -> Floats:
    """Return `values` where `weight` is 1, carried smoothly into where it is 0 (push-pull, Gortler et al. 1996).

    Args:
        values: shape (rows, columns) or (rows, columns, channels).
        weight: shape (rows, columns), 0 to 1; not zero everywhere.
    """
    rows, columns = weight.shape
    solid = weight[..., None] if values.ndim == 3 else weight
    if min(rows, columns) <= 2 or weight.min() > 0.99:
        mean: Floats = (values * solid).sum(axis=(0, 1)) / np.maximum(weight.sum(), np.float32(1e-6))
        return values * solid + mean * (1.0 - solid)
    half = ((columns + 1) // 2, (rows + 1) // 2)
    pulled_weight = resize(weight, half)
    share: Floats = np.maximum(pulled_weight, np.float32(1e-6))
    pulled: Floats = resize(values * solid, half) / (share[..., None] if values.ndim == 3 else share)
    coarse = spread_outward(pulled, np.minimum(pulled_weight * np.float32(4.0), np.float32(1.0)))
    return values * solid + resize(coarse, (columns, rows), cv2.INTER_LINEAR) * (1.0 - solid)
