"""Captions tell a move more than once: when words retell a move instead of calling another."""

from dataclasses import replace

from photoplay.director.mentions import Mention
from photoplay.director.pacing import Pacing
from photoplay.director.plan import DIRECTIONS, Direction, MoveKind

K = MoveKind

_CONTAINS: dict[MoveKind, frozenset[MoveKind]] = {
    K.AERIAL: frozenset({K.DOLLY, K.PEDESTAL, K.TRUCK, K.CRANE}),
    K.TRACKING: frozenset({K.DOLLY, K.PEDESTAL, K.TRUCK}),
    K.CRANE: frozenset({K.PEDESTAL}),
    K.ORBIT: frozenset({K.TRUCK}),
    K.ZOOM: frozenset({K.DOLLY}),
    K.DOLLY: frozenset({K.ZOOM}),
    K.TILT: frozenset({K.PEDESTAL}),
    K.PEDESTAL: frozenset({K.TILT}),
    K.PAN: frozenset({K.TRUCK}),
}
"""The moves that an everyday verb may retell: a crane that "rises" is still the same crane shot."""

_FREE = frozenset({K.AERIAL, K.TRACKING, K.ORBIT, K.CRANE})
"""Moves that contain others whatever their direction."""

_AIMED = frozenset({K.PAN, K.TILT, K.AERIAL})
"""Moves that only describe when a later sentence names them without a direction."""


def merged(earlier: Mention, later: Mention, *, together: bool) -> Mention | None:
    """The one move that both mentions tell, or None where they are two moves.

    Args:
        together: whether one sentence names both, which sets more of them apart.
    """
    if earlier.kind is later.kind:
        return _same_kind(earlier, later)
    if together and earlier.kind not in _FREE and later.kind not in _FREE:
        return None
    if _contains(earlier, later):
        return _steered(earlier, later)
    if _contains(later, earlier):
        return replace(_steered(later, earlier), clause=earlier.clause)
    return None


def only_describes(mention: Mention) -> bool:
    """Whether a mention in a sentence after the one that called a move adds no move of its own."""
    return mention.kind in _AIMED and not mention.named


def _same_kind(earlier: Mention, later: Mention) -> Mention | None:
    if earlier.named and later.named and earlier.direction is not later.direction:
        return None
    direction = later.direction if later.named and not earlier.named else earlier.direction
    pacing = later.pacing if earlier.pacing == Pacing() else earlier.pacing
    return replace(
        earlier,
        direction=direction,
        named=earlier.named or later.named,
        pacing=pacing,
        clock=earlier.clock or later.clock,
    )


def _contains(whole: Mention, part: Mention) -> bool:
    if part.kind not in _CONTAINS.get(whole.kind, frozenset()):
        return False
    if whole.kind is K.AERIAL and part.kind is K.DOLLY:
        return True
    same_way = whole.direction is part.direction
    return part.everyday and (same_way or whole.kind in _FREE) and (not whole.everyday or whole.kind in _FREE)


def _steered(whole: Mention, part: Mention) -> Mention:
    steers = not whole.named and part.named and part.direction in DIRECTIONS[whole.kind]
    if steers and part.direction is not Direction.IN:
        return replace(whole, direction=part.direction, named=True)
    return whole
