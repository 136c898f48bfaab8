"""The director: turns a prompt into a Plan."""

from dataclasses import replace

from photoplay.director.actions import SHOWN, find_actions
from photoplay.director.camera.mentions import Mention
from photoplay.director.camera.pacing import LARGEST_AMOUNT
from photoplay.director.camera.schedule import schedule
from photoplay.director.camera.script import Script, read_script
from photoplay.director.locks import Prohibitions, read_prohibitions
from photoplay.director.plan import CameraMove, Direction, MoveKind, Pace, Plan
from photoplay.director.reading.words import read, share_of_latin
from photoplay.director.scene.lens import read_lens

DEFAULT_AMOUNT = 0.5
"""The size of the push-in filmed where the prompt names no camera move."""
ENGLISH = 0.5
"""The least share of Latin letters in a prompt the director tries to read."""


def direct(prompt: str, negative_prompt: str = "", *, duration: float, guidance_scale: float = 0.5) -> Plan:
    """Turn a prompt in plain English into a Plan.

    Args:
        prompt: any text; what is not understood leaves the director's own slow push-in.
        negative_prompt: what must not be in the clip.
        duration: the clip's length in seconds, more than 0.
        guidance_scale: 0 follows the prompt loosely, 1 strictly.
    """
    words = read(prompt)
    prohibitions = read_prohibitions(negative_prompt)
    script = read_script(words, duration)
    notes: list[str] = []
    phases = _without_idle_static(_allowed(_obeying_lock(script, notes), prohibitions, notes))
    notes += [
        f"No time could be taken from '{phrase}': the clip lasts {duration:g} s." for phrase in script.outside
    ]
    notes += _size_notes(phases)
    moves = schedule(phases, duration) or (_default_shot(prohibitions, duration, notes),)
    notes += _language_note(prompt) + _action_note([word.text for word in words])
    return Plan(
        duration=duration,
        moves=moves,
        lens=prohibitions.limit(read_lens([word.text for word in words])),
        amplitude=round(0.6 + 0.8 * guidance_scale, 3),
        drift=0.0 if _is_steady(script, prohibitions) else round(1.0 - guidance_scale, 3),
        notes=tuple(notes),
    )


def _obeying_lock(script: Script, notes: list[str]) -> list[list[Mention]]:
    if script.locked_by is None:
        return script.phases
    mentions = [mention for phase in script.phases for mention in phase]
    static = [mention for mention in mentions if mention.kind is MoveKind.STATIC]
    dropped = [mention for mention in mentions if mention.kind is not MoveKind.STATIC]
    notes += [f"Left out the {_name(mention)}: the prompt says '{script.locked_by}'." for mention in dropped]
    return [[replace(static[0], clock=None)]]


def _allowed(
    phases: list[list[Mention]], prohibitions: Prohibitions, notes: list[str]
) -> list[list[Mention]]:
    kept: list[list[Mention]] = []
    for phase in phases:
        kept.append([])
        for mention in phase:
            forbidden_by = prohibitions.forbids(mention.kind, mention.direction)
            if forbidden_by is None:
                kept[-1].append(mention)
            else:
                notes.append(f"Left out the {_name(mention)}: the negative prompt says '{forbidden_by}'.")
    return [phase for phase in kept if phase]


def _without_idle_static(phases: list[list[Mention]]) -> list[list[Mention]]:
    """Beside a move, "static" only means a steady camera."""
    return [[m for m in phase if m.kind is not MoveKind.STATIC] or phase[:1] for phase in phases]


def _default_shot(prohibitions: Prohibitions, duration: float, notes: list[str]) -> CameraMove:
    forbidden_by = prohibitions.forbids(MoveKind.DOLLY, Direction.IN)
    if forbidden_by is None:
        return CameraMove(
            kind=MoveKind.DOLLY, direction=Direction.IN, amount=DEFAULT_AMOUNT, pace=Pace.SLOW, end=duration
        )
    notes.append(f"The camera stays where it is: the negative prompt says '{forbidden_by}'.")
    return CameraMove(kind=MoveKind.STATIC, end=duration)


def _is_steady(script: Script, prohibitions: Prohibitions) -> bool:
    locked = any(mention.kind is MoveKind.STATIC for phase in script.phases for mention in phase)
    return locked or prohibitions.shake is not None or prohibitions.movement is not None


def _size_notes(phases: list[list[Mention]]) -> list[str]:
    large = [mention for phase in phases for mention in phase if mention.pacing.amount == LARGEST_AMOUNT]
    return [
        f"The {_name(mention)} stops short of '{mention.phrase}': one photograph shows no more."
        for mention in large
    ]


def _name(mention: Mention) -> str:
    return mention.kind.replace("_", " ")


def _language_note(prompt: str) -> list[str]:
    if share_of_latin(prompt) >= ENGLISH:
        return []
    return ["Only English is understood so far; the camera moves as the director chose."]


def _action_note(words: list[str]) -> list[str]:
    found = [f"'{word}'" for word in find_actions(words)[:SHOWN]]
    if not found:
        return []
    listed = " and ".join(filter(None, [", ".join(found[:-1]), found[-1]]))
    verb = "is" if len(found) == 1 else "are"
    return [f"The photograph itself does not move yet in this version: {listed} {verb} left to the camera."]
