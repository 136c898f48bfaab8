"""A plan as the prompt of a video model: the camera first, in the words such models were taught, then the prompt."""

from collections.abc import Iterator
from itertools import pairwise

from photoplay.director.plan import CameraMove, Plan
from photoplay.director.vocabulary.kinds import CameraAngle, Direction, MoveKind, Pace, ShotSize

M, D = MoveKind, Direction

MOVES: dict[tuple[MoveKind, Direction | None], str] = {
    (M.STATIC, None): "holds still on a tripod",
    (M.PAN, D.LEFT): "pans left",
    (M.PAN, D.RIGHT): "pans right",
    (M.TILT, D.UP): "tilts up",
    (M.TILT, D.DOWN): "tilts down",
    (M.ROLL, D.CLOCKWISE): "rolls clockwise",
    (M.ROLL, D.COUNTERCLOCKWISE): "rolls counterclockwise",
    (M.TRUCK, D.LEFT): "moves sideways to the left",
    (M.TRUCK, D.RIGHT): "moves sideways to the right",
    (M.PEDESTAL, D.UP): "rises straight up",
    (M.PEDESTAL, D.DOWN): "sinks straight down",
    (M.DOLLY, D.IN): "pushes in",
    (M.DOLLY, D.OUT): "pulls back",
    (M.ZOOM, D.IN): "zooms in",
    (M.ZOOM, D.OUT): "zooms out",
    (M.DOLLY_ZOOM, D.IN): "pushes in while zooming out, a dolly zoom",
    (M.DOLLY_ZOOM, D.OUT): "pulls back while zooming in, a dolly zoom",
    (M.ORBIT, D.CLOCKWISE): "orbits to its left in an arc",
    (M.ORBIT, D.COUNTERCLOCKWISE): "orbits to its right in an arc",
    (M.CRANE, D.UP): "cranes up",
    (M.CRANE, D.DOWN): "cranes down",
    (M.AERIAL, D.IN): "flies forward, an aerial shot",
    (M.AERIAL, D.OUT): "flies backward, an aerial shot",
    (M.AERIAL, D.UP): "flies up, an aerial shot",
    (M.AERIAL, D.DOWN): "flies down, an aerial shot",
    (M.HANDHELD, None): "is handheld and sways a little",
    (M.TRACKING, D.IN): "follows from behind, a tracking shot",
    (M.TRACKING, D.OUT): "leads from the front, a tracking shot",
    (M.TRACKING, D.LEFT): "tracks to the left",
    (M.TRACKING, D.RIGHT): "tracks to the right",
    (M.RACK_FOCUS, D.NEAR): "racks focus to the foreground",
    (M.RACK_FOCUS, D.FAR): "racks focus to the background",
}
PACES = {
    Pace.VERY_SLOW: "very slowly",
    Pace.SLOW: "slowly",
    Pace.NORMAL: "",
    Pace.FAST: "quickly",
    Pace.WHIP: "in a whip",
}
SIZES = {
    ShotSize.EXTREME_CLOSE_UP: "Extreme close-up",
    ShotSize.CLOSE_UP: "Close-up",
    ShotSize.MEDIUM_CLOSE_UP: "Medium close-up",
    ShotSize.MEDIUM: "Medium shot",
    ShotSize.MEDIUM_WIDE: "Medium wide shot",
    ShotSize.WIDE: "Wide shot",
    ShotSize.EXTREME_WIDE: "Extreme wide shot",
}
ANGLES = {
    CameraAngle.EYE_LEVEL: "eye level",
    CameraAngle.LOW: "low angle",
    CameraAngle.HIGH: "high angle",
    CameraAngle.OVERHEAD: "overhead view",
    CameraAngle.DUTCH: "Dutch angle",
    CameraAngle.POINT_OF_VIEW: "point of view",
    CameraAngle.OVER_THE_SHOULDER: "over the shoulder",
}
SHALLOW = 0.3
"""Depth of field from which a prompt names it."""
AMOUNTS = (0.7, 1.4)
"""Sizes of a move below which it is slight, and above which it is wide."""
BARELY, TOGETHER = 0.2, 0.5
"""Shares of a move, or of what it is beside, that a take need not tell of, and from which both happen at once."""
TARGETS = {
    MoveKind.DOLLY: "towards",
    MoveKind.ZOOM: "towards",
    MoveKind.AERIAL: "towards",
    MoveKind.ORBIT: "around",
    MoveKind.RACK_FOCUS: "on",
}
"""How what a move is aimed at is joined to it; of others the prompt itself tells."""


def prompt_of(plan: Plan, prompt: str, start: float, end: float) -> str:
    """Return what a model is told to film of a plan from second `start` to `end`, with the person's own words last."""
    within = [move for move in plan.moves if _shared(move.start, move.end, start, end) > BARELY]
    camera = f"The camera {_in_order(within)}." if within else ""
    return " ".join(filter(None, [*_framing(plan), camera, *_lens(plan), prompt.strip()]))


def _framing(plan: Plan) -> Iterator[str]:
    size, angle = plan.framing.size, plan.framing.angle
    told = [SIZES[size]] if size else []
    told += [ANGLES[angle]] if angle else []
    if told:
        sentence = ", ".join(told)
        yield f"{sentence[0].upper()}{sentence[1:]}."


def _lens(plan: Plan) -> Iterator[str]:
    if plan.lens.depth_of_field >= SHALLOW:
        yield "Shallow depth of field."


def _in_order(moves: list[CameraMove]) -> str:
    """Return moves as one clause: those that overlap happen while others do, those that follow then."""
    told = [_told(moves[0])]
    for before, move in pairwise(moves):
        together = _shared(before.start, before.end, move.start, move.end) > TOGETHER
        told.append(f"{'while it' if together else 'then it'} {_told(move)}")
    return ", ".join(told)


def _told(move: CameraMove) -> str:
    slight, wide = AMOUNTS
    size = "slightly" if move.amount < slight else "a long way" if move.amount > wide else ""
    manner = [] if move.kind is MoveKind.STATIC else [PACES[move.pace], size]
    target = f"{TARGETS[move.kind]} {move.target}" if move.target and move.kind in TARGETS else ""
    return " ".join(filter(None, [MOVES[move.kind, move.direction], target, *manner]))


def _shared(start: float, end: float, other_start: float, other_end: float) -> float:
    """Return the time that two stretches share, as a share of the shorter."""
    together = min(end, other_end) - max(start, other_start)
    return together / min(end - start, other_end - other_start)
