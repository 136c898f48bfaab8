"""What the director decides where the prompt leaves it open."""

from photoplay.director.locks import Locks
from photoplay.director.phases import Phase
from photoplay.director.plan import CameraMove, Framing, Note
from photoplay.director.vocabulary.kinds import Direction, LockKind, MoveKind, Pace, ShotSize
from photoplay.director.vocabulary.stand_ins import TRAVELS

DEFAULT_AMOUNT = 0.5
"""The size of the move filmed where the prompt names none."""
LIVELY_AMOUNT = 1.0
"""Its size where the negative prompt forbids stillness."""
FRAMED_AMOUNT = 1.4
"""The size of a move that has to lead to another shot size."""
_TIGHT = (ShotSize.EXTREME_CLOSE_UP, ShotSize.CLOSE_UP, ShotSize.MEDIUM_CLOSE_UP)
_LEADING = (MoveKind.DOLLY, MoveKind.ZOOM, MoveKind.TRACKING)


def default_shot(phases: list[Phase], locks: Locks, duration: float) -> tuple[CameraMove, list[Note]]:
    """A gentle push-in, or going along with somebody who walks; static where that is forbidden."""
    travels = any(cue.kind in TRAVELS for phase in phases for cue in phase.cues)
    kind = MoveKind.TRACKING if travels else MoveKind.DOLLY
    lock = locks.against_move(kind, Direction.IN)
    if lock is not None:
        text = f"The camera stays where it is: the negative prompt says '{lock.phrase}'."
        return CameraMove(kind=MoveKind.STATIC, end=duration), [Note(phrase="", text=text)]
    amount = LIVELY_AMOUNT if locks.of(LockKind.STILLNESS) else DEFAULT_AMOUNT
    move = CameraMove(kind=kind, direction=Direction.IN, amount=amount, pace=Pace.SLOW, end=duration)
    return move, []


def led_by_framing(moves: tuple[CameraMove, ...], framing: Framing) -> tuple[CameraMove, ...]:
    """The moves, the last one that leads to the closing shot size made large enough to show it."""
    if framing.closing is None:
        return moves
    way = Direction.IN if framing.closing in _TIGHT else Direction.OUT
    for index in reversed(range(len(moves))):
        move = moves[index]
        if move.kind in _LEADING and move.direction is way and move.amount == 1.0:
            larger = move.model_copy(update={"amount": FRAMED_AMOUNT})
            return (*moves[:index], larger, *moves[index + 1 :])
    return moves
