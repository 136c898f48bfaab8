"""The director: turns a prompt into a Plan."""

from typing import TypedDict

from photoplay.director.defaults import default_shot, led_by_framing
from photoplay.director.locks import Locks, read_locks
from photoplay.director.obedience import obey, obeyed_arrival
from photoplay.director.phases import Phase
from photoplay.director.plan import Action, CameraMove, Effect, Grade, Light, Note, Plan
from photoplay.director.reading.language import language_of
from photoplay.director.reading.words import read
from photoplay.director.scene.cues import Cue
from photoplay.director.scene.lens import read_lens
from photoplay.director.scene.looks import read_framing
from photoplay.director.schedule import Span, clocked, spans_of, timed_cues, timed_moves
from photoplay.director.script import Paraphrase, Script, Style, read_script
from photoplay.director.vocabulary.kinds import (
    ActionKind,
    Direction,
    EffectKind,
    Language,
    LightKind,
    LockKind,
    MoveKind,
    Pace,
)
from photoplay.director.vocabulary.stand_ins import STAND_INS

LEAST_AMPLITUDE, AMPLITUDE_GAIN = 0.6, 0.8
"""The size of everything that moves at guidance 0, and what guidance 1 adds."""
OTHER_LANGUAGE = "Prompts are read in English and Chinese; the camera moves as the director chose."


def direct(
    prompt: str,
    negative_prompt: str = "",
    *,
    duration: float,
    guidance_scale: float = 0.5,
    paraphrase: Paraphrase | None = None,
) -> Plan:
    """Turn a prompt in English or Chinese into a Plan; no text is refused.

    Args:
        prompt: any text; where it names no camera move the director films a slow push-in.
        negative_prompt: what must not be in the clip.
        duration: the clip's length in seconds, more than 0.
        guidance_scale: 0 follows the prompt loosely, 1 strictly: the size of everything that moves is
            scaled by .6 + .8 x guidance, the operator's natural drift by 1 - guidance.
        paraphrase: names the kind of move in clauses on the camera that no rule understands.
    """
    words = read(prompt)
    texts = [word.text for word in words]
    language = language_of(prompt)
    locks = read_locks(negative_prompt)
    script = read_script(words, duration, paraphrase)
    if language is Language.OTHER and script.locked_by is None:
        script = Script()
    phases, notes = obey(script, locks, duration)
    if language is Language.OTHER:
        notes.append(Note(phrase="", text=OTHER_LANGUAGE))
    spans = spans_of(phases, duration)
    moves, more = _moves(phases, spans, locks, duration)
    if script.unclear and not any(move.phrase for move in moves):
        notes.append(_unclear_note(script.unclear[0]))
    cues = timed_cues(phases, spans, duration)
    arrival, left_out = obeyed_arrival(script, locks)
    framing = read_framing(texts)
    return Plan(
        language=language,
        duration=duration,
        moves=led_by_framing(moves, framing),
        actions=tuple(_action(cue.kind, cue, span) for cue, span in cues if isinstance(cue.kind, ActionKind)),
        effects=tuple(
            Effect(kind=cue.kind, **_told(cue, span))
            for cue, span in cues
            if isinstance(cue.kind, EffectKind)
        ),
        lights=tuple(
            Light(kind=cue.kind, **_told(cue, span)) for cue, span in cues if isinstance(cue.kind, LightKind)
        ),
        grades=tuple(_grade(style, duration) for style in script.styles),
        framing=framing,
        lens=locks.limit(read_lens(texts)),
        arrival=arrival,
        amplitude=round(LEAST_AMPLITUDE + AMPLITUDE_GAIN * guidance_scale, 3),
        drift=0.0 if _is_steady(script, locks) else round(1.0 - guidance_scale, 3),
        locks=locks.all,
        notes=tuple(dict.fromkeys([*notes, *more, *left_out])),
    )


class _Told(TypedDict):
    """What every cue tells, whatever its kind."""

    subject: str
    direction: Direction | None
    amount: float
    pace: Pace
    start: float
    end: float
    phrase: str


def _told(cue: Cue, span: Span) -> _Told:
    return _Told(
        subject=cue.subject,
        direction=cue.direction,
        amount=cue.pacing.amount,
        pace=cue.pacing.pace,
        start=span[0],
        end=span[1],
        phrase=cue.phrase,
    )


def _action(kind: ActionKind, cue: Cue, span: Span) -> Action:
    return Action(kind=kind, played_as=STAND_INS.get(kind, kind), **_told(cue, span))


def _grade(style: Style, duration: float) -> Grade:
    start, end = clocked(style.clock, (0.0, duration), duration)
    return Grade(kind=style.kind, phrase=style.phrase, start=start, end=end)


def _moves(
    phases: list[Phase], spans: list[Span], locks: Locks, duration: float
) -> tuple[tuple[CameraMove, ...], list[Note]]:
    moves = timed_moves(phases, spans, duration)
    if moves:
        return moves, []
    move, notes = default_shot(phases, locks, duration)
    return (move,), notes


def _unclear_note(phrase: str) -> Note:
    text = f"Which move '{phrase}' asks for is not clear; the camera moves as the director chose."
    return Note(phrase=phrase, text=text)


def _is_steady(script: Script, locks: Locks) -> bool:
    static = any(move.kind is MoveKind.STATIC for phase in script.phases for move in phase.moves)
    return static or any(lock.kind in (LockKind.SHAKE, LockKind.CAMERA_MOVEMENT) for lock in locks.all)
