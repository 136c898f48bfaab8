"""Grades and styles, eased in from the photograph: all those of a clip make one print."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from photoplay.arrays import Picture, resize, soften
from photoplay.director.honesty import Played
from photoplay.director.plan import Grade
from photoplay.director.vocabulary.kinds import GradeKind
from photoplay.engines.multiplane.filming.grain import Grain
from photoplay.engines.multiplane.filming.seen import Seen
from photoplay.engines.multiplane.playing.exposure import expose, screen
from photoplay.engines.multiplane.playing.light.beams import bloom
from photoplay.engines.multiplane.playing.light.looks import LOOKS, Look
from photoplay.engines.multiplane.playing.performance import Performance, Player
from photoplay.engines.multiplane.playing.pulses import grown
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing

EASING_IN = 2.0
"""Seconds in which a grade comes."""
STRONGEST = 1.8
"""Beyond which a look gets no stronger."""
BRIGHT = 0.8
"""From which light blooms."""


def grade(cue: Grade, setting: Setting, _timing: Timing) -> Performance:
    """Grade the picture: the first of a plan's grades makes the print of all, the others nothing more."""
    graded = [one for one in setting.plan.grades if one.kind in LOOKS]
    if cue is not graded[0]:
        return Performance()
    timings = [Timing.of(one, setting.plan, setting.rest) for one in graded]
    looks = [(LOOKS[one.kind], when) for one, when in zip(graded, timings, strict=True)]
    grain = _grain(setting) if any(look.grain for look, _ in looks) else None
    return Performance(grade=(_Print(tuple(looks), grain),))


def tempo(_cue: Grade, _setting: Setting, _timing: Timing) -> Performance:
    """Slow motion and time lapse are in everything's timing; the picture is not graded."""
    return Performance()


PLAYERS: dict[Played, Player] = {
    **dict.fromkeys(LOOKS, grade),
    GradeKind.SLOW_MOTION: tempo,
    GradeKind.TIME_LAPSE: tempo,
}


def _grain(setting: Setting) -> Grain:
    return Grain.of(setting.view, setting.chance(62), int(setting.chance(61).integers(1 << 16)))


@dataclass(frozen=True)
class _Print:
    looks: Sequence[tuple[Look, Timing]]
    grain: Grain | None

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        shares = [
            (look, min(when.strength, STRONGEST) * grown(when, time, EASING_IN)) for look, when in self.looks
        ]
        shares = [(look, share) for look, share in shares if share > 0.0]
        if not shares:
            return
        self._spread(frame, seen, shares)
        self._colour(frame, shares)
        self._darken_corners(frame, seen, shares)
        size = float(np.sqrt(sum((look.grain * share) ** 2 for look, share in shares)))
        if self.grain is not None and size > 0.0:
            self.grain.lay(frame, size, time)

    def _spread(self, frame: Picture, seen: Seen, shares: list[tuple[Look, float]]) -> None:
        haze = min(sum(look.haze * share for look, share in shares), 0.75)
        if haze > 0.0:
            rows, columns = frame.shape[:2]
            half = resize(frame, (columns // 4, rows // 4))
            soft = soften(half, 0.006 * max(half.shape))
            soft = resize(soft, (columns, rows), cv2.INTER_LINEAR)
            cv2.addWeighted(frame, 1.0 - haze, soft, haze, 0.0, dst=frame)
        spread = sum(look.bloom * share for look, share in shares)
        if spread > 0.0:
            screen(
                frame, seen.grid, np.minimum(spread * bloom(frame, seen.grid, BRIGHT), 0.7).astype(np.float32)
            )

    def _colour(self, frame: Picture, shares: list[tuple[Look, float]]) -> None:
        matrix = np.eye(3, dtype=np.float32)
        curves = np.linspace(0.0, 1.0, 256, dtype=np.float32)[:, None].repeat(3, axis=1)
        for look, share in shares:
            matrix = look.matrix(share) @ matrix
            curves = look.curve(curves, share)
        cv2.transform(frame, matrix, dst=frame)
        table = np.rint(255.0 * curves).astype(np.uint8)[None]
        cv2.LUT(frame, table, dst=frame)

    def _darken_corners(self, frame: Picture, seen: Seen, shares: list[tuple[Look, float]]) -> None:
        depth = 1.0 - float(np.prod([1.0 - min(look.vignette * share, 0.75) for look, share in shares]))
        if depth > 0.0:
            view = seen.grid.view
            x = (seen.grid.xs - view.centre[0]) / (0.5 * view.width)
            y = (seen.grid.ys - view.centre[1]) / (0.5 * view.height)
            corner = np.clip((x[None, :] ** 2 + y[:, None] ** 2) / 2.0, 0.0, 1.0) ** 1.3
            expose(frame, seen.grid, np.repeat(1.0 - np.float32(depth) * corner[..., None], 3, axis=2))
