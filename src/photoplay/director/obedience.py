"""Taking out of a script what its own words, the negative prompt or the clip's length forbid, and saying so."""

from collections.abc import Iterator
from dataclasses import replace

from photoplay.director.camera.mentions import Mention
from photoplay.director.camera.pacing import LARGEST_AMOUNT
from photoplay.director.locks import HASTY, Locks
from photoplay.director.phases import Phase
from photoplay.director.plan import Arrival, Note
from photoplay.director.scene.cues import Cue
from photoplay.director.script import Script
from photoplay.director.vocabulary.kinds import ArrivalKind, LockKind, MoveKind, Pace


def obey(script: Script, locks: Locks, duration: float) -> tuple[list[Phase], list[Note]]:
    """The phases of a script without what is forbidden, and a note on everything left out."""
    notes = [
        Note(phrase=phrase, text=f"No time could be taken from '{phrase}': the clip lasts {duration:g} s.")
        for phrase in script.outside
    ]
    phases: list[Phase] = []
    for phase in script.phases if script.locked_by is None else _locked(script, script.locked_by, notes):
        moves = list(_allowed(phase.moves, locks, notes))
        cues = list(_allowed_cues(phase.cues, locks, notes))
        if moves or cues:
            phases.append(Phase(_without_idle_static(moves), cues))
    notes += [_size_note(move) for phase in phases for move in phase.moves if _is_too_large(move)]
    return phases, notes


def obeyed_arrival(script: Script, locks: Locks) -> tuple[Arrival | None, list[Note]]:
    """The way to an end image that a script names, unless it is forbidden, and a note if it is."""
    arrival, lock = script.arrival, locks.of(LockKind.MORPHING)
    if arrival is None or lock is None or arrival.kind is not ArrivalKind.MORPH:
        return arrival, []
    text = f"Left out '{arrival.phrase}': the negative prompt says '{lock.phrase}'."
    return None, [Note(phrase=arrival.phrase, text=text)]


def _locked(script: Script, said: str, notes: list[Note]) -> Iterator[Phase]:
    moves = [move for phase in script.phases for move in phase.moves]
    static = [move for move in moves if move.kind is MoveKind.STATIC]
    for move in moves:
        if move.kind is not MoveKind.STATIC:
            text = f"Left out the {_name(move)}: the prompt says '{said}'."
            notes.append(Note(phrase=move.phrase, text=text))
    yield Phase([replace(static[0], clock=None)], script.phases[0].cues)
    yield from (Phase([], phase.cues) for phase in script.phases[1:])


def _allowed(moves: list[Mention], locks: Locks, notes: list[Note]) -> Iterator[Mention]:
    haste = locks.of(LockKind.HASTE)
    for move in moves:
        lock = locks.against_move(move.kind, move.direction)
        if lock is not None:
            text = f"Left out the {_name(move)}: the negative prompt says '{lock.phrase}'."
            notes.append(Note(phrase=move.phrase, text=text))
        elif haste is not None and move.pacing.pace in HASTY:
            text = f"Slowed the {_name(move)} down: the negative prompt says '{haste.phrase}'."
            notes.append(Note(phrase=move.phrase, text=text))
            yield replace(move, pacing=replace(move.pacing, pace=Pace.NORMAL))
        else:
            yield move


def _allowed_cues(cues: list[Cue], locks: Locks, notes: list[Note]) -> Iterator[Cue]:
    for cue in cues:
        lock = locks.against_motion(cue.kind)
        if lock is None:
            yield cue
        else:
            text = f"Left out '{cue.phrase}': the negative prompt says '{lock.phrase}'."
            notes.append(Note(phrase=cue.phrase, text=text))


def _without_idle_static(moves: list[Mention]) -> list[Mention]:
    """Beside a move, "static" only means a steady camera."""
    return [move for move in moves if move.kind is not MoveKind.STATIC] or moves[:1]


def _is_too_large(move: Mention) -> bool:
    return move.pacing.amount == LARGEST_AMOUNT


def _size_note(move: Mention) -> Note:
    text = f"The {_name(move)} stops short of '{move.phrase}': one photograph shows no more."
    return Note(phrase=move.phrase, text=text)


def _name(move: Mention) -> str:
    return move.kind.replace("_", " ")
