"""Leaves, grass and flowers in the wind: trees sway, leaves tremble, grass ripples, heads of flowers stay whole."""

import cv2
import numpy as np

from photoplay.arrays import Floats, floats, resize, soften
from photoplay.director.plan import Effect
from photoplay.engines.multiplane.aiming.targets import ALIVE
from photoplay.engines.multiplane.aiming.wanted import read_target
from photoplay.engines.multiplane.filming.acts import Acts, Displacement
from photoplay.engines.multiplane.playing.figures.performers import around
from photoplay.engines.multiplane.playing.performance import Performance
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.swings import Swing, nodes_of, ramp
from photoplay.engines.multiplane.playing.timing import Timing
from photoplay.engines.multiplane.playing.wind.springs import Blowing, Wind, parts_of, patches

SWAY, TREMBLE, RIPPLE = 0.0034, 0.0011, 0.0016
"""How far crowns sway, leaves tremble and grass ripples, in long sides of the frame."""
SWAYING, RIPPLING = 0.5, 0.95
"""Their own frequencies in hertz."""
TREMBLING = (1.0, 2.6)
LEAF = 5.0
"""Size of the patches that tremble as one, in nodes."""
GROWN = 0.3
"""How far above its foot a plant sways most, in long sides of the frame."""
ROOTED = 0.12
"""How far below the picture's edge it stands if the edge cuts it off, likewise."""
FARAWAY = 0.35
"""How far the farthest moves, over the nearest."""
LEAN = 0.35
"""How far the steady wind bends a plant, over how far gusts do."""
TROUGHS = 2.4
"""How much shorter the waves in grass are than gusts are long."""
STEM, BENDS, BEND = 0.016, 0.42, 1.6
"""How far a single flower bends, in its heights, its frequency in hertz, and the power of the height it moves with."""
SET_IN = 0.5
"""Share of the surroundings of the subject that must be plants for it to be one."""
LEAFY = ("leaf", "leaves", "tree", "branch", "bush", "forest", "wood", "palm", "foliage", "canopy")
"""In the words for what grows on trunks."""
ALONG, STEADY = 0.4, 0.62
"""How much alike in direction the edges of a place are that is a trunk: from none of it to all."""


def foliage(cue: Effect, setting: Setting, timing: Timing) -> Performance | None:
    """What grows moves in the wind."""
    chance = setting.chance(71)
    wind = Wind.along(_towards(cue, chance), setting.view.focal, chance)
    course = Blowing(wind.rates, timing)
    acts: dict[int, Acts] = {}
    behind: tuple[Displacement, ...] = ()
    apart = np.ones(setting.canvas.size[::-1], np.float32)
    flower = _flower(setting)
    if flower is not None:
        layers, mask = flower
        bent, near = _bent(mask, setting, wind)
        apart = 1.0 - near
        behind = (Swing.of(setting, bent * near[None, ..., None], course),)
        acts = {layer: Acts((Swing.of(setting, bent, course),)) for layer in layers}
    green = _growing(cue, setting)
    if green is not None:
        leaves, grass = green
        patterns = _leaves(leaves, setting, wind, chance) + _grass(grass, setting, wind)
        stiff = _trunks(setting) if _leafy(cue) else np.zeros_like(leaves)
        patterns *= (apart * _free(np.maximum(leaves, grass), stiff, setting))[None, ..., None]
        behind = (*behind, Swing.of(setting, patterns, course))
    if behind:
        acts[0] = Acts(behind)
    return Performance(acts) if acts else None


def _towards(cue: Effect, chance: np.random.Generator) -> tuple[float, float]:
    ways = {"left": (-1.0, 0.0), "right": (1.0, 0.0)}
    return ways.get(cue.direction or "", (float(chance.choice([-1.0, 1.0])), 0.0))


def _growing(cue: Effect, setting: Setting) -> tuple[Floats, Floats] | None:
    """Return where leaves and where grass are, or None where neither is; only one where the cue names it."""
    wanted = read_target(cue.subject) if cue.subject else None
    leafy = _leafy(cue)
    grassy = "grass" in cue.subject or (wanted is not None and wanted.regions[:1] == ("grass",))
    leaves, grass = setting.region(["foliage"]), setting.region(["grass"])
    if leaves is None and grass is None:
        return None
    empty = np.zeros_like(leaves if leaves is not None else grass)
    leaves, grass = (empty if mask is None else mask for mask in (leaves, grass))
    if grassy and (grass > 0.5).any():
        leaves = empty
    elif leafy:
        grass = empty if (leaves > 0.5).any() else grass
    if (
        not grassy
        and not leafy
        and not _alive(setting)
        and (animals := setting.region(["animals"])) is not None
    ):
        leaves = np.maximum(leaves, animals)
    return (leaves, grass) if (np.maximum(leaves, grass) > 0.5).any() else None


def _leafy(cue: Effect) -> bool:
    """Whether a cue is about trees, which stand on trunks, and not about flowers or grass, whose stems bend."""
    return not cue.subject or any(word in cue.subject for word in LEAFY)


def _alive(setting: Setting) -> bool:
    """Whether there is an animal or a person: else what looks like one is a flower."""
    return bool(setting.scene.faces) or any(
        thing.name in ALIVE and thing.score > 0.5 for thing in setting.scene.things
    )


def _nearness(setting: Setting, mask: Floats) -> Floats:
    """Return how far what stands at each node moves by its distance, up to 1."""
    depth = setting.depth
    near = float(np.percentile(depth[mask > 0.5], 95)) if (mask > 0.5).any() else 1.0
    return np.asarray(FARAWAY + (1.0 - FARAWAY) * np.clip(depth / max(near, 1e-3), 0.0, 1.0), np.float32)


def _leaves(mask: Floats, setting: Setting, wind: Wind, chance: np.random.Generator) -> Floats:
    nodes, size, focal = nodes_of(setting), setting.canvas.size, setting.view.focal
    near = _nearness(setting, mask)
    lean, direction, own, *late = patches(size, LEAF, 2 + 1 + len(wind.rates), chance)
    own = TREMBLING[0] + (TREMBLING[1] - TREMBLING[0]) * ramp(own, -2.0, 2.0)
    swaying = wind.answers(np.full_like(near, SWAYING), 0.22, wind.late(nodes))
    trembling = wind.answers(own, 0.18, np.asarray(wind.late(nodes) + 1.3 * np.stack(late), np.float32))
    sway = parts_of(swaying, LEAN) * (focal * SWAY * near * _rise(mask))
    tremble = parts_of(trembling, 0.0) * (
        focal * TREMBLE * (0.4 + 0.6 * near) * (1.0 - _heads(mask, setting))
    )
    turned = 0.9 * direction
    x = sway * wind.towards[0] + tremble * np.cos(turned)
    y = 0.22 * sway * lean + tremble * np.sin(turned)
    return _whole(np.stack([x, y], axis=-1).astype(np.float32), _heads(mask, setting))


def _grass(mask: Floats, setting: Setting, wind: Wind) -> Floats:
    if not (mask > 0.5).any():
        return np.zeros((2 * len(wind.rates) + 1, *mask.shape, 2), np.float32)
    nodes, focal = nodes_of(setting), setting.view.focal
    near = _nearness(setting, mask)
    late = TROUGHS * wind.late(nodes * floats(1.0, 2.2))
    rippling = parts_of(wind.answers(np.full_like(near, RIPPLING), 0.3, late), LEAN)
    size = focal * RIPPLE * near * (mask > 0.3)
    return np.stack([rippling * (size * wind.towards[0]), rippling * (0.35 * size)], axis=-1)


def _rise(mask: Floats) -> Floats:
    """Return how far above its foot what grows at each node is, 0 to 1 from where it sways most."""
    rows = mask.shape[0]
    sure = mask > 0.5
    lowest = np.asarray((sure * np.arange(1, rows + 1)[:, None]).max(axis=0), np.float32)
    foot = lowest + np.where(lowest >= rows - 2, ROOTED * max(mask.shape), 0.0).astype(np.float32)
    known = soften(np.asarray(lowest > 0, np.float32)[None], 0.03 * max(mask.shape))
    foot = np.asarray(soften(foot[None], 0.03 * max(mask.shape)) / np.maximum(known, 1e-3), np.float32)
    up = (foot - np.arange(rows, dtype=np.float32)[:, None]) / np.float32(GROWN * max(mask.shape))
    return np.asarray(np.clip(up, 0.0, 1.0) ** 1.3, np.float32)


def _free(mask: Floats, stiff: Floats, setting: Setting) -> Floats:
    """Return how freely each node moves: not where trunks, poles, the ground or somebody is; the sky gives way."""
    inside = ramp(soften(mask, 1.6), 0.3, 0.85) * (1.0 - stiff)
    sky = setting.region(["sky", "clouds"])
    if sky is not None:
        inside = np.maximum(inside, around(setting, mask, 0.03 * setting.view.focal) * ramp(sky, 0.3, 0.8))
    return soften(inside * setting.shown[0] ** 0.25, 1.2)


def _trunks(setting: Setting) -> Floats:
    """Return where edges run upright side by side, 0 to 1: trunks and poles, by the structure tensor."""
    size = setting.canvas.size
    grey = cv2.cvtColor(setting.scene.picture, cv2.COLOR_RGB2GRAY)
    fine = resize(grey, (2 * size[0], 2 * size[1])).astype(np.float32)
    x, y = cv2.Sobel(fine, cv2.CV_32F, 1, 0), cv2.Sobel(fine, cv2.CV_32F, 0, 1)
    reach = 5.0
    xx, yy, xy = (
        cv2.GaussianBlur(each, (0, 0), reach / 2, sigmaY=2.5 * reach) for each in (x * x, y * y, x * y)
    )
    upright = (xx - yy) / np.sqrt((xx - yy) ** 2 + 4 * xy**2 + 1e-3)
    alike = np.sqrt((xx - yy) ** 2 + 4 * xy**2) / (xx + yy + 60.0)
    steady = ramp(np.asarray(alike * np.clip(upright, 0.0, 1.0), np.float32), ALONG, STEADY)
    return soften(resize(steady, size), 1.0)


def _heads(mask: Floats, setting: Setting) -> Floats:
    """Return where heads of flowers are, 0 to 1: coloured unlike the green around them."""
    guide = cv2.cvtColor(setting.guide, cv2.COLOR_RGB2LAB)
    inside = mask > 0.5
    if inside.sum() < 9:
        return np.zeros_like(mask)
    warm = guide[..., 2] * 0.7 + guide[..., 1]
    usual, spread = float(np.median(warm[inside])), float(np.std(warm[inside])) + 2.0
    unlike = ramp(np.asarray((warm - usual) / np.float32(spread), np.float32), 1.0, 2.0) * inside
    closed = cv2.morphologyEx(unlike, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return soften(
        np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), np.float32), 0.8
    )


def _whole(patterns: Floats, heads: Floats) -> Floats:
    """Return `patterns` made even within each of the `heads`, so that it moves as one."""
    count, labels = cv2.connectedComponents((heads > 0.5).astype(np.uint8))
    if count < 2:
        return patterns
    flat = patterns.reshape(len(patterns), -1, 2)
    places = labels.ravel()
    area = np.bincount(places, minlength=count)
    even = patterns.copy()
    for pattern, target in zip(flat, even, strict=True):
        means = np.stack([np.bincount(places, pattern[:, axis], count) / area for axis in range(2)], axis=-1)
        held = np.where((labels > 0)[..., None], means[labels], target).astype(np.float32)
        target[:] = target + soften(held - target, 1.2)
    return even


def _flower(setting: Setting) -> tuple[tuple[int, ...], Floats] | None:
    """Return the layers of the subject and its mask if it is a plant among plants, else None."""
    plants = setting.region(["foliage", "grass"])
    if setting.scene.matte is None or plants is None or _alive(setting):
        return None
    mask = resize(setting.scene.matte, setting.canvas.size)
    beside = around(setting, mask, 0.03 * setting.view.focal) * (mask < 0.2)
    plants = np.maximum(plants, mask)
    fronts = tuple(index for index in setting.layers_of(mask) if index > 0)
    if not fronts or float((beside * plants).sum()) < SET_IN * float(beside.sum()):
        return None
    return fronts, mask


def _bent(mask: Floats, setting: Setting, wind: Wind) -> tuple[Floats, Floats]:
    """Return the patterns of a flower that bends on its stem, and how near to both each node is, 0 to 1."""
    nodes, s = nodes_of(setting), setting.canvas.spacing
    sure = mask > 0.5
    rows, columns = np.flatnonzero(sure.any(axis=1)), np.flatnonzero(sure.any(axis=0))
    top, middle = float(rows[0]) * s, float(columns.mean() + 0.5) * s
    foot = setting.view.height + ROOTED * setting.view.focal
    height = foot - top
    own = np.full((1, 1), BENDS, np.float32)
    answers = wind.answers(own, 0.16, wind.late(floats(middle, top)[None, None]))
    up = np.clip((foot - nodes[..., 1]) / height, 0.0, 1.2) ** BEND
    across = parts_of(answers, LEAN) * (STEM * height * up)
    half = 0.18 * (columns[-1] - columns[0]) * s
    away = np.abs(nodes[..., 0] - middle)
    stem = ramp(away, half + 0.05 * setting.view.focal, half) * (nodes[..., 1] > rows.mean() * s)
    focal = setting.view.focal
    near = np.maximum(around(setting, mask, 0.075 * focal, 0.02 * focal), stem)
    patterns = np.stack([across * wind.towards[0], np.zeros_like(across)], axis=-1)
    return np.asarray(patterns, np.float32), soften(near.astype(np.float32), 1.5)
