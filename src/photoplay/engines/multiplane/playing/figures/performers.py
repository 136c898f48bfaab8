"""Who is meant by a cue: everybody of that kind, where they are, where they stand and on which layers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import cv2
import numpy as np

from photoplay.arrays import Floats, resize, soften
from photoplay.director.vocabulary.nouns import ACTORS, NOUNS
from photoplay.engines.multiplane.aiming.targets import ALIVE, find_target
from photoplay.engines.multiplane.aiming.wanted import Wanted, read_target
from photoplay.engines.multiplane.playing.figures.anatomy import Head, find_head
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.swings import nodes_of, ramp
from photoplay.sight.objects import Box

MOST = 8
"""Performers of one cue."""
LEAST_SCORE = 0.35
LEAST_AREA = 0.0008
"""Share of the picture that somebody must cover to perform."""
LEAST_SHOWN = 0.3
"""Share of somebody that the backdrop must show to move there too."""
HELD = 0.25
"""Share of a box that a matte must fill to be of what is in it."""
SAME = 0.55
"""Share of the smaller of two boxes within the other from which they are one."""
PARTED = 7.0
"""How sharply two who touch are parted: over about a seventh of their size."""
AROUND = 0.3
"""How far around somebody the backdrop moves along, in shares of their shorter side."""
LEAST_AROUND = 0.02
"""The same at least, in long sides of the frame."""
WHOLE = 0.6
"""Share of the frame's matte about one box from which all of the matte is of it."""
PEOPLE, ANIMALS, VEHICLES = "people", "animals", "vehicles"

Entry = tuple[str, Box, bool]
"""A name, a box and whether it is meant."""
Seen = tuple[str, Box, bool, Floats]
"""The same with the mask of what is seen there."""


@dataclass(frozen=True)
class Performer:
    """Somebody or something in the photograph that can move as one."""

    setting: Setting
    name: str
    """What the detector calls it; empty where it has no name."""
    mask: Floats
    """Where it is, 0 to 1, one value a node of the frame."""
    share: Floats
    """How much of what is on its layers belongs to it, likewise: it does not end at its outline."""

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom in pixels of the frame."""
        left, top, width, height = cv2.boundingRect((self.mask > 0.5).astype(np.uint8))
        s = self.setting.canvas.spacing
        return left * s, top * s, (left + width) * s, (top + height) * s

    @property
    def height(self) -> float:
        """In pixels of the frame."""
        return self.box[3] - self.box[1]

    @property
    def width(self) -> float:
        """In pixels of the frame."""
        return self.box[2] - self.box[0]

    @cached_property
    def foot(self) -> tuple[float, float]:
        """Where it stands, in frame coordinates: beyond the frame if the frame cuts it off."""
        low = int(np.flatnonzero((self.mask > 0.5).any(axis=1)).max(initial=0))
        rows = self.mask[max(low - max(round(0.06 * len(self.mask)), 1), 0) : low + 1]
        x = float(np.average(np.arange(rows.shape[1]), weights=rows.sum(axis=0) + 1e-6))
        s = self.setting.canvas.spacing
        cut = self.box[3] > self.setting.view.height - 2.5 * s
        below = 0.45 * self.height if cut else 0.0
        return (x + 0.5) * s, self.box[3] + below

    @cached_property
    def head(self) -> Head | None:
        """Where its head is, or None where that cannot be told."""
        return find_head(self.setting, self.mask, self.name)

    @cached_property
    def layers(self) -> tuple[int, ...]:
        """The layers that show it."""
        shown = self.setting.shown
        total = float(self.mask.sum()) + 1e-6
        shares = [float((self.mask * each).sum()) / total for each in shown]
        fronts = [index for index in self.setting.layers_of(self.mask) if index > 0]
        return (0, *fronts) if shares[0] > LEAST_SHOWN or not fronts else tuple(fronts)

    def weight(self, layer: int) -> Floats:
        """Return how much of a movement each node of a layer makes, 0 to 1."""
        if layer > 0:
            return self.share
        reach = max(AROUND * min(self.width, self.height), LEAST_AROUND * self.setting.view.focal)
        near = around(self.setting, self.mask, reach)
        if self.head is None or self.head.snout is None:
            return near
        return np.maximum(near, self.head.holds(nodes_of(self.setting)))


def around(setting: Setting, mask: Floats, reach: float, held: float = 0.0) -> Floats:
    """Return 1 within `mask`, one value a node, and `held` pixels of the frame around it, 0 from `reach` pixels on."""
    away = np.asarray(cv2.distanceTransform((mask < 0.4).astype(np.uint8), cv2.DIST_L2, 5), np.float32)
    steps = max(reach / setting.canvas.spacing, 2.0)
    return soften(ramp(away, steps, held / setting.canvas.spacing), 1.0)


def performers(words: str, setting: Setting) -> tuple[Performer, ...]:
    """Return who is meant by `words`, the subject of a cue; empty where they are not seen."""
    wanted = _wanted(words)
    if wanted is None:
        return ()
    boxes = _boxes(wanted, setting)
    if wanted.is_subject or not boxes:
        whole = _whole(wanted, setting)
        if whole is not None:
            return (whole,)
    meant = [entry for entry in boxes if entry[2]]
    if not wanted.many and len(meant) > 1:
        place = find_target(words, setting.scene)
        if place is None:
            return ()
        best = max(meant, key=lambda entry: _overlap(entry[1], place.box))
        boxes = [(name, box, box is best[1]) for name, box, _ in boxes]
    return _apart(boxes, wanted, setting)


def _wanted(words: str) -> Wanted | None:
    """Return what the words ask for: the subject where they name nobody, or some animal that the detector has not."""
    wanted = read_target(words) if words else Wanted(is_subject=True)
    if wanted is not None and wanted.part is not None:
        owner = replace(wanted, part=None)
        wanted = owner if owner.things else Wanted(is_subject=True)
    if wanted is None:
        is_actor = NOUNS.get(words.lower().split()[-1]) in ACTORS
        wanted = Wanted(is_subject=True) if is_actor else None
    return wanted


def _boxes(wanted: Wanted, setting: Setting) -> list[Entry]:
    """Return the boxes of all that is alive or wanted, each once, those meant first; none where none is meant."""
    scene = setting.scene
    entries: list[Entry] = []
    rated = sorted(scene.things, key=lambda thing: (thing.name not in wanted.things, -thing.score))
    for thing in rated:
        meant = thing.name in wanted.things
        meant = meant or (wanted.many and "bird" in wanted.things and thing.name in ALIVE)
        new = all(_overlap(thing.box, other) < SAME for _, other, _ in entries)
        if new and (meant or thing.name in ALIVE) and thing.score >= LEAST_SCORE:
            entries.append((thing.name, thing.box, meant))
    if "person" in wanted.things and not any(meant for _, _, meant in entries):
        for face in scene.faces:
            low, high = face.oval.min(axis=0), face.oval.max(axis=0)
            wide, tall = (high - low).tolist()
            box = Box(low[0] - wide, low[1] - 0.5 * tall, high[0] + wide, min(high[1] + 4 * tall, 1.0))
            entries.append(("person", box, True))
    return entries if any(meant for _, _, meant in entries) else []


def _overlap(one: Box, other: Box) -> float:
    """Return the share of the smaller of two boxes that lies in the other."""
    wide = min(one.right, other.right) - max(one.left, other.left)
    tall = min(one.bottom, other.bottom) - max(one.top, other.top)
    least = min((box.right - box.left) * (box.bottom - box.top) for box in (one, other))
    return max(wide, 0.0) * max(tall, 0.0) / max(least, 1e-6)


def _whole(wanted: Wanted, setting: Setting) -> Performer | None:
    """Return the subject, or the region that is wanted, as one performer."""
    scene, size = setting.scene, setting.canvas.size
    region = setting.region([name for name in wanted.regions if name in (PEOPLE, ANIMALS, VEHICLES)])
    mask: Floats | None = None
    if scene.matte is not None:
        matte = resize(scene.matte, size)
        if wanted.is_subject or (
            region is not None and float((matte * region).sum()) > WHOLE * float(matte.sum())
        ):
            mask = matte
    if mask is None and region is not None:
        mask = _largest(region)
    if mask is None or float((mask > 0.5).mean()) < LEAST_AREA:
        return None
    names = [t.name for t in scene.things if t.name in ALIVE and _fills(mask, t.box) > HELD]
    name = names[0] if names else "person" if PEOPLE in wanted.regions or scene.faces else ""
    return Performer(setting, name, mask, np.ones_like(mask))


def _largest(region: Floats) -> Floats:
    count, labels, stats, _ = cv2.connectedComponentsWithStats((region > 0.5).astype(np.uint8))
    if count < 2:
        return np.zeros_like(region)
    best = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    return np.asarray(soften((labels == best).astype(np.float32), 1.0), np.float32)


def _fills(mask: Floats, box: Box) -> float:
    rows, columns = mask.shape
    part = mask[
        int(box.top * rows) : max(int(box.bottom * rows), 1),
        int(box.left * columns) : max(int(box.right * columns), 1),
    ]
    return float(part.mean()) if part.size else 0.0


def _apart(boxes: Sequence[Entry], wanted: Wanted, setting: Setting) -> tuple[Performer, ...]:
    """Return the performers in those `boxes` that are meant, each with its part of what is seen."""
    alone = len(boxes) == 1
    evidence = [_evidence(box, setting, alone) for _, box, _ in boxes]
    entries = [(*entry, seen) for entry, seen in zip(boxes, evidence, strict=True) if seen is not None]
    if wanted.many and setting.scene.matte is not None:
        entries += _others(entries, setting)
    if not entries:
        return ()
    nodes = nodes_of(setting)
    away = np.stack([_away(nodes, box, setting) for _, box, _, _ in entries])
    closeness = np.exp(-PARTED * (away - away.min(axis=0)))
    shares = closeness / closeness.sum(axis=0)
    found = [
        Performer(setting, name, np.asarray(seen * share, np.float32), np.asarray(share, np.float32))
        for (name, _, meant, seen), share in zip(entries, shares, strict=True)
        if meant
    ]
    large = [one for one in found if float((one.mask > 0.5).mean()) > LEAST_AREA]
    return tuple(sorted(large, key=lambda one: -float(one.mask.sum()))[:MOST])


def _away(nodes: Floats, box: Box, setting: Setting) -> Floats:
    """Return how far `nodes` are from the middle of a box, in halves of its sides."""
    scale = np.array([setting.view.width, setting.view.height], np.float32)
    low, high = np.array(box[:2]) * scale, np.array(box[2:]) * scale
    return np.asarray(
        np.linalg.norm((nodes - (low + high) / 2) / np.maximum((high - low) / 2, 1.0), axis=-1), np.float32
    )


def _evidence(box: Box, setting: Setting, alone: bool) -> Floats | None:
    """Return the mask of what stands in `box`: of its matte or figure, else of its region; None where none is.

    Args:
        alone: whether it is nobody else's what hangs together with it beyond the box.
    """
    scene, size = setting.scene, setting.canvas.size
    nodes = nodes_of(setting)
    inside = ramp(_away(nodes, box, setting), 1.6, 1.35)
    candidates = [figure.alpha for figure in scene.figures]
    candidates += [] if scene.matte is None else [scene.matte]
    for alpha in candidates:
        mask = resize(alpha, size)
        if _fills(mask, box) > HELD:
            whole = _touching(mask, inside) if alone else inside
            return np.asarray(mask * whole, np.float32)
    region = setting.region((PEOPLE, ANIMALS, VEHICLES))
    if region is not None and _fills(region, box) > HELD:
        return np.asarray(region * inside, np.float32)
    return None


def _touching(mask: Floats, place: Floats) -> Floats:
    """Return 1 on the pieces of `mask` that lie for a good part in `place`, and just around them."""
    _, labels = cv2.connectedComponents((mask > 0.2).astype(np.uint8))
    shares = np.bincount(labels.ravel(), place.ravel()) / np.maximum(np.bincount(labels.ravel()), 1)
    shares[0] = 0.0
    return np.asarray(cv2.dilate((shares[labels] > HELD).astype(np.float32), np.ones((5, 5))), np.float32)


def _others(entries: Sequence[Seen], setting: Setting) -> list[Seen]:
    """Return the pieces of the subject's matte in which no box was seen: more of a group."""
    assert setting.scene.matte is not None
    matte = resize(setting.scene.matte, setting.canvas.size)
    rows, columns = matte.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats((matte > 0.5).astype(np.uint8))
    pieces: list[Seen] = []
    for label in range(1, count):
        left, top, width, height = stats[label, :4].tolist()
        piece = (labels == label).astype(np.float32)
        box = Box(left / columns, top / rows, (left + width) / columns, (top + height) / rows)
        taken = any(float((piece * seen).sum()) > 0.2 * float(piece.sum()) for *_, seen in entries)
        if not taken and piece.mean() > LEAST_AREA:
            pieces.append(("", box, True, soften(piece, 1.0)))
    return pieces
