"""What a verb means of its subject or its object."""

from photoplay.director.vocabulary.actions import ACTS, AXIS, BODY, END, Act
from photoplay.director.vocabulary.effects import EFFECTS, STIRRED, STIRRING, WIND_MOVES
from photoplay.director.vocabulary.inflection import Form
from photoplay.director.vocabulary.kinds import ActionKind, Motion
from photoplay.director.vocabulary.lexicon import AMOUNTS, INTENSIFIERS, PACES
from photoplay.director.vocabulary.lights import LIGHTS
from photoplay.director.vocabulary.nouns import BODY_PARTS, COMPOUNDS, Noun
from photoplay.director.vocabulary.scene_words import OPENERS, is_nounlike

_TURNING = frozenset({"turn", "rotate", "spin", "revolve"})


def sense_of(base: str, noun: Noun | None) -> Motion | None:
    """What a verb means of the noun it is said of."""
    if noun is None:
        return LIGHTS.get((base, Noun.ANY))
    return (
        EFFECTS.get((base, noun))
        or LIGHTS.get((base, noun))
        or BODY.get((base, noun))
        or LIGHTS.get((base, Noun.ANY))
    )


def done_to(base: str, noun: Noun | None) -> ActionKind | None:
    """The action of somebody who does this to a part of the body ("turns her head")."""
    return BODY.get((base, noun)) if noun is not None and noun in BODY_PARTS else None


def stirred_by(base: str, noun: Noun | None) -> Motion | None:
    """What happens to a thing that something else sets in motion ("a draught stirs the curtains")."""
    if base == "animate":
        return sense_of("move", noun)
    if base not in STIRRING or noun not in STIRRED:
        return None
    return WIND_MOVES.get(noun) or EFFECTS.get((base, noun)) or LIGHTS.get((base, noun))


def act_of(base: str, form: Form, words: tuple[str, ...], position: int) -> Act | None:
    """The sense of a verb that somebody does, by the words after it."""
    if base in _TURNING and AXIS & set(words[position + 1 : position + 5]):
        return Act(ActionKind.SPIN)
    near = _following(words, position)
    for act in ACTS.get(base, ()):
        fits = not act.then or not act.then.isdisjoint(near)
        if fits and act.but.isdisjoint(near) and (act.then or _takes(act, form, words, position)):
            return act
    return None


def _following(words: tuple[str, ...], position: int) -> list[str]:
    """The words right after a verb, up to the first that is no mere adverb."""
    near: list[str] = []
    for word in words[position + 1 :]:
        near.append(word)
        if not (word.endswith("ly") or word in PACES or word in AMOUNTS or word in INTENSIFIERS):
            return near
    return [*near, END]


def _takes(act: Act, form: Form, words: tuple[str, ...], position: int) -> bool:
    following = words[position + 1] if position + 1 < len(words) else ""
    if form is not Form.THIRD_PERSON and following in COMPOUNDS:
        return False
    opens_clause = form is Form.BASE and position == 0
    if act.takes_object:
        return not opens_clause or following in OPENERS or not is_nounlike(following)
    return not opens_clause or not following or not is_nounlike(following)
