"""What an engine does not play of a plan, said in the plan."""

from collections.abc import Iterator

from photoplay.director.plan import Action, Effect, Grade, Light, Note, Plan
from photoplay.director.vocabulary.kinds import GradeKind, Motion

Played = Motion | GradeKind
"""What an engine may play beside camera moves."""


def with_notes(plan: Plan, engine: str, plays: frozenset[Played]) -> Plan:
    """The plan with a note on everything in it that an engine plays otherwise or not at all.

    Args:
        engine: its name, for people.
        plays: the kinds of actions, effects, lights and grades it plays.
    """
    notes = [*plan.notes, *_stand_ins(plan, plays)]
    left = list(dict.fromkeys(cue.phrase for cue in plan.cues if played(cue) not in plays))
    if left:
        gone = "it is" if len(left) == 1 else "they are"
        text = f"The {engine} engine cannot play {_listed(left)} from one photograph; {gone} left out."
        notes.append(Note(phrase=", ".join(left), text=text))
    if plan.lens.focal_length is not None:
        lens = f"{plan.lens.focal_length:g} mm"
        text = f"The photograph keeps the perspective it was taken with: a lens of {lens} changes nothing."
        notes.append(Note(phrase=lens, text=text))
    return plan.model_copy(update={"notes": tuple(dict.fromkeys(notes))})


def played(cue: Action | Effect | Light | Grade) -> Played:
    """Return what is played for a cue: an action's nearest stand-in, anything else itself."""
    return cue.played_as if isinstance(cue, Action) else cue.kind


def _stand_ins(plan: Plan, plays: frozenset[Played]) -> Iterator[Note]:
    for action in plan.actions:
        if action.played_as is not action.kind and action.played_as in plays:
            instead = action.played_as.replace("_", " ")
            text = f"One photograph does not show '{action.phrase}': the subject will {instead} instead."
            yield Note(phrase=action.phrase, text=text)


def _listed(phrases: list[str]) -> str:
    quoted = [f"'{phrase}'" for phrase in phrases]
    return " and ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))
