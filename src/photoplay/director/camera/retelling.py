"""Captions tell a move more than once: when words retell a move instead of calling another."""

from dataclasses import replace

from photoplay.director.camera.mentions import Mention
from photoplay.director.camera.pacing import Pacing
from photoplay.director.vocabulary.kinds import DIRECTIONS, MoveKind

K = MoveKind

_CONTAINS: dict[MoveKind, frozenset[MoveKind]] = {
    K.AERIAL: frozenset({K.DOLLY, K.PEDESTAL, K.TRUCK, K.CRANE, K.PAN, K.ROLL}),
    K.TRACKING: frozenset({K.DOLLY, K.TRUCK}),
    K.CRANE: frozenset({K.PEDESTAL}),
    K.ORBIT: frozenset({K.TRUCK, K.ROLL, K.PAN}),
    K.ZOOM: frozenset({K.DOLLY}),
    K.DOLLY: frozenset({K.ZOOM}),
    K.TILT: frozenset({K.PEDESTAL}),
    K.PEDESTAL: frozenset({K.TILT}),
    K.PAN: frozenset({K.TRUCK}),
}
"""The moves that an everyday verb may retell: a crane that "rises" is still the same crane shot."""

_RIDDEN = frozenset({K.DOLLY, K.TRUCK, K.PEDESTAL})
"""What "a dolly shot" may turn out to be once the camera is said to move."""

_TURNS = frozenset({K.PAN, K.TILT})
"""Moves that follow somebody without being a tracking shot ("tilts up, following the kite")."""

_FREE = frozenset({K.AERIAL, K.TRACKING, K.ORBIT, K.CRANE})
"""Moves that contain others whatever their direction."""

_AIMED = frozenset({K.PAN, K.TILT, K.AERIAL})
"""Moves that only describe when a later sentence names them without a direction."""


def merged(earlier: Mention, later: Mention, *, together: bool) -> Mention | None:
    """The one move that both mentions tell, or None where they are two moves.

    Args:
        together: whether one sentence names both, which sets more of them apart.
    """
    if earlier.clock and later.clock and earlier.clock != later.clock:
        return None
    if earlier.kind is later.kind:
        return _same_kind(earlier, later)
    if earlier.kind is K.DOLLY and not earlier.named and later.everyday and later.kind in _RIDDEN:
        return later
    return _whole_of(earlier, later, together=together)


def _whole_of(earlier: Mention, later: Mention, *, together: bool) -> Mention | None:
    """The one of two moves that the other is part of, if it is."""
    if together and earlier.kind in _TURNS and later.kind is K.TRACKING and later.everyday:
        return earlier
    for whole, part in ((earlier, later), (later, earlier)):
        if together and whole.kind is K.DOLLY_ZOOM and part.kind in (K.DOLLY, K.ZOOM):
            return _steered(whole, part) if part.kind is K.DOLLY else whole
        if _contains(whole, part, together=together):
            return _steered(whole, part)
    return None


def only_describes(mention: Mention) -> bool:
    """Whether a mention in a sentence after the one that called a move adds no move of its own."""
    return not mention.named and (mention.kind in _AIMED or is_mere_travel(mention))


def is_mere_travel(mention: Mention) -> bool:
    """Whether it only says past what the camera comes ("gliding along the wall"), not which way it goes."""
    return mention.everyday and not mention.named and mention.kind in _RIDDEN


def _same_kind(earlier: Mention, later: Mention) -> Mention | None:
    flies_on = earlier.kind is K.AERIAL and later.everyday
    if earlier.named and later.named and earlier.direction is not later.direction and not flies_on:
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


def _contains(whole: Mention, part: Mention, *, together: bool) -> bool:
    is_free = whole.kind in _FREE
    if part.kind not in _CONTAINS.get(whole.kind, frozenset()) or (together and not is_free):
        return False
    if whole.kind is K.AERIAL and part.kind is K.DOLLY:
        return True
    same_way = whole.direction is part.direction and not whole.everyday
    return part.everyday and (is_free or same_way)


def _steered(whole: Mention, part: Mention) -> Mention:
    steers = not whole.named and part.named and part.direction in DIRECTIONS[whole.kind]
    if steers and part.direction is not whole.direction:
        return replace(whole, direction=part.direction, named=True)
    return whole
