"""A Mention: one camera move as the prompt names it, before it is given its seconds."""

from dataclasses import dataclass

from photoplay.director.camera.pacing import Pacing
from photoplay.director.reading.clocks import Clock
from photoplay.director.vocabulary.kinds import Direction, MoveKind


@dataclass(frozen=True)
class Mention:
    """A move found in a clause."""

    kind: MoveKind
    direction: Direction | None
    pacing: Pacing
    phrase: str
    named: bool = True
    """Whether the prompt names the direction."""
    everyday: bool = False
    """Whether an everyday verb calls it, which may only retell an earlier move."""
    spoken: bool = False
    """Whether it is a statement of what the camera does, not a noun or an imperative."""
    reverses: bool = False
    """Whether it turns back the move before it in the same words ("left and right")."""
    span: tuple[int, int] = (0, 0)
    """Positions in its clause of its first word and after its last."""
    target: str = ""
    """What it heads for, circles or follows, in the words of the prompt."""
    trailed: bool = False
    """Whether more words follow it in its clause: a thing it is about."""
    clock: Clock | None = None
