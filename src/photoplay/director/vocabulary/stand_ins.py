"""What one photograph can play of an action, and the nearest honest thing for what it cannot."""

from photoplay.director.vocabulary.kinds import ActionKind

A = ActionKind

TRAVELS = frozenset({A.WALK, A.RUN, A.RIDE, A.FLY, A.SWIM})
"""Actions that lead out of the frame: the camera goes along where the prompt names no move of its own."""

STAND_INS: dict[ActionKind, ActionKind] = {
    A.WALK: A.BOB,
    A.RUN: A.BOB,
    A.RIDE: A.BOB,
    A.FLY: A.FLOAT,
    A.SWIM: A.FLOAT,
    A.DANCE: A.SWAY,
    A.JUMP: A.BOB,
    A.FALL: A.SWAY,
    A.SIT: A.LEAN,
    A.STAND: A.LEAN,
    A.TURN_AROUND: A.TURN_HEAD,
    A.SPEAK: A.NOD,
    A.SING: A.SWAY,
    A.LAUGH: A.SMILE,
    A.CRY: A.BREATHE,
    A.YAWN: A.BREATHE,
    A.OPEN_MOUTH: A.BREATHE,
    A.EAT: A.NOD,
    A.DRINK: A.NOD,
    A.KISS: A.LEAN,
    A.HUG: A.LEAN,
    A.FIGHT: A.SWAY,
    A.WAVE: A.SWAY,
    A.GESTURE: A.SWAY,
    A.GRAB: A.LEAN,
    A.PLAY: A.SWAY,
}
"""For every action that shows what the photograph does not, one that moves only what it shows."""
