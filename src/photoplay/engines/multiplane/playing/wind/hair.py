"""Hair in the wind: strands outside the face, the looser the farther from the head; skin and clothes hold them."""

import cv2
import numpy as np

from photoplay.arrays import Floats, Mask, disc, floats, soften
from photoplay.director.plan import Effect
from photoplay.engines.multiplane.filming.acts import Acts, Displacement
from photoplay.engines.multiplane.playing.figures.anatomy import Head
from photoplay.engines.multiplane.playing.figures.performers import Performer, around, performers
from photoplay.engines.multiplane.playing.performance import Performance
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.swings import Swing, nodes_of, ramp
from photoplay.engines.multiplane.playing.timing import Timing
from photoplay.engines.multiplane.playing.wind.springs import Blowing, Wind, parts_of, patches

LOOSE, MOST = 0.085, 0.011
"""How far the ends of strands swing: in halves of the head's width, and at most in long sides of the frame."""
ROOTS, ENDS = 0.85, 3.4
"""From a head's middle, in its half axes: up to where hair is held, and from where it swings most."""
OWN, LONG = 1.0, 0.62
"""Hertz of short and of long strands."""
WAVE = 1.9
"""How fast waves run along strands, in halves of the head's width a second."""
LOCK = 11.0
"""Size of a lock that swings as one, in nodes."""
GRAIN = 5.0
"""Deviation, in nodes, of where the direction of strands is taken from."""
ALONG = 0.35
"""How much of a swing goes along the strands, over what goes across."""
LEAN = 0.3
HELD = 0.065
"""Beside skin and clothes hair is held over this share of the frame's long side."""
CROWNED = 1.35
"""Half axes around a head's middle within which what is neither face nor background is hair."""
FLANKS = 1.5
"""Half axes around a head's middle into which all hair reaches."""
UNLIKE = 2.7
"""Deviations from the hair's mean colour from which something is not hair."""
SHADOW = 0.3
"""Of a head's area, what is no hair within hair but a shadow."""
LEAST = 0.0012
"""Share of the frame under which hair is not worth its wind."""


def hair(cue: Effect, setting: Setting, timing: Timing) -> Performance | None:
    """Hair streams in the wind: nothing of the face moves."""
    chance = setting.chance(72)
    cast = [one for one in performers("people", setting) if one.head is not None and one.head.nose]
    acts: dict[int, tuple[Displacement, ...]] = {}
    for one in cast:
        head = one.head
        assert head is not None
        mask = _hair_of(one, head)
        if float((mask > 0.5).mean()) < LEAST:
            continue
        wind = Wind.along(_towards(cue, mask, head, setting), setting.view.focal, chance)
        patterns = _streaming(one, head, mask, wind, chance)
        course = Blowing(wind.rates, timing)
        reach = 0.035 * setting.view.focal
        beside = around(setting, np.asarray(mask * (one.mask > 0.4), np.float32), reach, 0.3 * reach)
        for layer in {0, *one.layers}:
            weight = beside if layer == 0 else one.share
            swing = Swing.of(setting, patterns * weight[None, ..., None], course)
            acts[layer] = (*acts.get(layer, ()), swing)
    return Performance({layer: Acts(each) for layer, each in acts.items()}) if acts else None


def _towards(cue: Effect, mask: Floats, head: Head, setting: Setting) -> tuple[float, float]:
    """Return the way of the wind: that of the cue, else to the side that hair streams to."""
    if cue.direction in ("left", "right"):
        return (-1.0, 0.0) if cue.direction == "left" else (1.0, 0.0)
    x = float(np.average(nodes_of(setting)[..., 0], weights=mask + 1e-6))
    return (1.0, 0.0) if x > head.middle[0] else (-1.0, 0.0)


def _hair_of(one: Performer, head: Head) -> Floats:
    """Return where somebody's hair is, 0 to 1, one value a node of the frame.

    What is around the face gives the hair's colours, the face the skin's; hair is what is more like the former, and
    hangs together with it.
    """
    setting, nodes = one.setting, nodes_of(one.setting)
    known = setting.region(["hair"])
    if known is not None:
        return np.asarray(known * one.share, np.float32)
    face = _face(setting)
    own = head.coordinates(nodes)
    crown = (one.mask > 0.8) & (np.linalg.norm(own, axis=-1) < CROWNED) & (own[..., 1] < 0.15)
    crown &= cv2.dilate(face, disc(2)) == 0
    skin = cv2.erode(face, disc(2)) > 0
    if crown.sum() < 12 or skin.sum() < 12:
        return np.zeros_like(one.mask)
    guide = np.asarray(cv2.cvtColor(setting.guide, cv2.COLOR_RGB2LAB), np.float32)
    hairy, fleshy = (_away(guide, guide[place]) for place in (crown, skin))
    likely = (hairy < fleshy + 1.0) & (hairy < UNLIKE**2) & (one.mask > 0.25) & (face == 0)
    closed = cv2.morphologyEx((likely | crown).astype(np.uint8), cv2.MORPH_OPEN, disc(1))
    _, labels = cv2.connectedComponents(closed)
    across, down = np.abs(own[..., 0]), own[..., 1]
    beside = (across < FLANKS) & (np.abs(down) < FLANKS) & ((across > 0.6) | (down < 0.0))
    rooted = np.isin(labels, np.setdiff1d(np.unique(labels[beside]), [0]))
    filled = (
        cv2.morphologyEx(rooted.astype(np.uint8), cv2.MORPH_CLOSE, disc(3)) * (one.mask > 0.25) * (face == 0)
    )
    return soften(np.asarray(filled, np.float32), 1.0)


def _face(setting: Setting) -> Mask:
    """Return 1 on every face, else 0, one value a node."""
    mask = np.zeros(setting.canvas.size[::-1], np.uint8)
    for face in setting.scene.faces:
        outline = np.rint(face.oval * floats(*setting.canvas.size) - np.float32(0.5)).astype(np.int32)
        cv2.fillPoly(mask, [outline], 1)
    return mask


def _away(guide: Floats, colours: Floats) -> Floats:
    """Return the squared Mahalanobis distance of each node's colour from `colours`, shape (n, 3), in Lab."""
    spread = np.cov(colours.T) + np.diag([40.0, 6.0, 6.0])
    off = guide - colours.mean(axis=0)
    return np.asarray(np.einsum("ijk,kl,ijl->ij", off, np.linalg.inv(spread), off), np.float32)


def _streaming(one: Performer, head: Head, mask: Floats, wind: Wind, chance: np.random.Generator) -> Floats:
    setting, nodes = one.setting, nodes_of(one.setting)
    far = np.asarray(np.linalg.norm(head.coordinates(nodes), axis=-1), np.float32)
    body = np.maximum(_large(_held(one, mask), head, setting), cv2.dilate(_face(setting), disc(2)))
    clear = cv2.distanceTransform(1 - body, cv2.DIST_L2, 5) * np.float32(setting.canvas.spacing)
    free = ramp(np.asarray(clear, np.float32), 0.0, HELD * setting.view.focal)
    size = min(LOOSE * head.across, MOST * setting.view.focal)
    loose = soften(size * free * ramp(far, ROOTS, ENDS) ** 0.7, 1.5)
    own = OWN + (LONG - OWN) * ramp(far, ROOTS, ENDS)
    locks = patches(setting.canvas.size, LOCK, 2, chance)
    rates = (wind.rates / (2.0 * np.pi)).astype(np.float32)[:, None, None]
    swings = []
    for lock, starts in zip(locks, (0.0, 2.1), strict=True):
        late = (
            2.0 * np.pi * np.minimum(rates, 1.4) * far / WAVE
            + 0.6 * lock
            + starts
            + wind.starts[:, None, None]
        )
        answers = wind.answers(np.asarray(own, np.float32), 0.2, np.asarray(late, np.float32))
        swings.append(parts_of(answers, LEAN if starts == 0.0 else 0.0) * loose)
    x, y = swings[0] * wind.towards[0], swings[1]
    (xx, xy), (_, yy) = _across(setting)
    return np.asarray(np.stack([xx * x + xy * y, xy * x + yy * y], axis=-1), np.float32)


def _held(one: Performer, mask: Floats) -> Mask:
    """Return 1 on what of somebody is not hair."""
    body = ((one.mask > 0.5) & (mask < 0.4)).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(body, cv2.MORPH_OPEN, disc(1)), np.uint8)


def _large(body: Mask, head: Head, setting: Setting) -> Mask:
    """Return the pieces of `body` that are not shadows between strands: those about as large as the head."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(body)
    least = SHADOW * np.pi * head.across * head.down / setting.canvas.spacing**2
    large = [label for label in range(1, count) if stats[label, cv2.CC_STAT_AREA] > least]
    return np.isin(labels, large).astype(np.uint8)


def _across(setting: Setting) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """Return, at each node, the matrix that takes a swing to what of it goes across the strands, and less along."""
    grey = cv2.cvtColor(setting.guide, cv2.COLOR_RGB2GRAY)
    x, y = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    xx, xy, yy = (soften(np.asarray(each, np.float32), GRAIN) for each in (x * x, x * y, y * y))
    total = xx + yy + np.float32(1e-3)
    share, along = np.float32(1.0 - ALONG), np.float32(ALONG)
    mixed = np.asarray(share * xy / total, np.float32)
    return (along + share * xx / total, mixed), (mixed, along + share * yy / total)
